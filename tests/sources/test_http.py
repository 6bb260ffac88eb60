"""Passing faults are tried again, answers on purpose are not."""

from __future__ import annotations

import time

import pytest

from risk_map.errors import SourceError, SourceRefusedError, SourceUnavailableError
from risk_map.sources.http import HttpParams, JsonClient
from tests.sources import tiny_town
from tests.sources.pdok_process import QUICK, PdokProcess

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    server = PdokProcess(tmp_path_factory.mktemp("http"), tiny_town.collections())
    yield server
    server.stop()


@pytest.fixture
def server(running):
    running.behave()
    return running


@pytest.fixture
def client(server):
    return JsonClient(server.url, QUICK)


@pytest.fixture
def address(server):
    return f"{server.url}/collections/adres/items?f=json"


@pytest.mark.parametrize("fault", ["503", "500", "429", "cut", "truncate", "silent"])
def test_a_passing_fault_is_tried_again(server, client, address, fault):
    server.behave(faults={1: fault, 2: fault})
    assert len(client.get(address).data["features"]) == 10
    assert len(server.paths) == 3


def test_a_service_that_keeps_failing_is_given_up_after_the_attempts(server, client, address):
    server.behave(fail_after=0)
    with pytest.raises(SourceUnavailableError, match="na 4 pogingen") as caught:
        client.get(address)
    assert caught.value.place.file == address
    assert len(server.paths) == 4


def test_a_refusal_is_not_tried_again(server, client):
    with pytest.raises(SourceRefusedError, match="400"):
        client.get(f"{server.url}/collections/adres/items?colour=red")
    assert len(server.paths) == 1


def test_pauses_grow_and_a_service_may_ask_for_more(server, address, monkeypatch):
    pauses = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    server.behave(fail_after=0)
    client = JsonClient(server.url, HttpParams(attempts=5, pause_seconds=0.5, max_pause_seconds=1.5))
    with pytest.raises(SourceUnavailableError):
        client.get(address)
    assert pauses == [0.5, 1.0, 1.5, 1.5]


def test_the_asked_pause_is_kept_within_the_longest(server, address, monkeypatch):
    pauses = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    server.behave(faults={1: "429"}, retry_after="3600")
    JsonClient(server.url, HttpParams(pause_seconds=0.5, max_pause_seconds=20)).get(address)
    assert pauses == [20.0]


def test_a_redirect_is_not_followed(server, client, address):
    server.behave(faults={1: "redirect"})
    with pytest.raises(SourceError, match="ander adres"):
        client.get(address)
    assert len(server.paths) == 1


@pytest.mark.parametrize("elsewhere", ["http://127.0.0.1:9/x", "https://example.org/x", "file:///etc/hostname"])
def test_a_request_never_leaves_the_address_of_the_service(server, client, elsewhere):
    with pytest.raises(SourceError, match="ander adres"):
        client.get(elsewhere)
    assert server.paths == []


@pytest.mark.parametrize("base_url", ["http://example.org/bag", "ftp://127.0.0.1/bag", "bag"])
def test_plain_http_is_for_this_machine_only(base_url):
    with pytest.raises(SourceError, match="https"):
        JsonClient(base_url)


def test_an_answer_that_is_too_large_is_refused(server, address):
    with pytest.raises(SourceError, match="groter dan"):
        JsonClient(server.url, HttpParams(max_bytes=1000)).get(address)


def test_passwords_of_the_machine_stay_on_the_machine(server, client, address, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password something\n", encoding="utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    client.get(address)
    assert "Authorization" not in server.log[0]["headers"]
