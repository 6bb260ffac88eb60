"""The background as a script that a browser keeps."""

from __future__ import annotations

import asyncio

import pytest
from starlette.requests import Request

from risk_map.app import ground


def get(address):
    name = address.removeprefix("../../ondergrond/").removesuffix(".js")
    return asyncio.run(ground.ROUTE.endpoint(Request({"type": "http", "path_params": {"name": name}})))


def test_a_background_is_given_under_a_name_that_says_what_is_in_it():
    address, called = ground.offer('{"land":[]}')
    assert address.startswith("../.." + ground.ROUTE.path.split("{")[0])
    answer = get(address)
    assert answer.body.decode() == f'var {called}={{"land":[]}};'
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert ground.offer('{"land":[]}') == (address, called)
    other, other_called = ground.offer('{"land":[1]}')
    assert (other != address, other_called != called) == (True, True)


@pytest.mark.parametrize("name", ["0" * 64, "..%2f..%2fetc%2fpasswd", "kaart"])
def test_nothing_else_is_given(name):
    assert get(name).status_code == 404


def test_what_was_long_not_asked_for_is_forgotten_and_comes_back():
    address, _ = ground.offer('{"old":1}')
    for number in range(ground.MOST_KEPT):
        ground.offer(f'{{"new":{number}}}')
    assert get(address).status_code == 404
    ground.offer('{"old":1}')
    assert get(address).status_code == 200
