"""The role that somebody tries goes with their browser, and only in a demonstration."""

from __future__ import annotations

import asyncio
import re

import pytest

from risk_map.app.trials import COOKIE, MOST_KEPT, TrialCookie, Trials

NUMBER = "a" * 43


def cookies_given(path="/kaart", *, method="GET", cookie="", scheme="http", is_demonstration=True):
    """Ask for something: the cookies that come with the answer."""
    sent = []

    async def inside(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"set-cookie", b"_streamlit_xsrf=1")]})

    async def keep(message):
        sent.append(message)

    headers = [(b"cookie", cookie.encode())] if cookie else []
    scope = {"type": "http", "method": method, "path": path, "scheme": scheme, "headers": headers}
    asyncio.run(TrialCookie(inside, {"", "kaart"}, lambda: is_demonstration)(scope, None, keep))
    given = [value.decode() for name, value in sent[0]["headers"] if name == b"set-cookie"]
    assert given.pop(0) == "_streamlit_xsrf=1"
    return given


@pytest.mark.parametrize("path", ["/", "/kaart", "/kaart/"])
def test_a_page_brings_a_number_that_no_script_and_no_other_site_gets_and_that_goes_with_the_window(path):
    (given,) = cookies_given(path)
    assert re.fullmatch(rf"{COOKIE}=[\w-]{{43}}; Path=/; HttpOnly; SameSite=Strict", given)
    assert given != cookies_given(path)[0]


def test_over_https_the_number_stays_there():
    assert cookies_given(scheme="https")[0].endswith("; Secure")


@pytest.mark.parametrize(
    "asked",
    [
        {"path": "/static/js/index.js"},
        {"path": "/_stcore/health"},
        {"method": "HEAD"},
        {"cookie": f"x=1; {COOKIE}={NUMBER}"},
        {"is_demonstration": False},
    ],
)
def test_nothing_else_brings_a_number(asked):
    assert cookies_given(**asked) == []


@pytest.mark.parametrize("cookie", [f"{COOKIE}=beleid", f"{COOKIE}=", "x=1", '{"niets": }'])
def test_a_cookie_that_is_no_number_is_replaced(cookie):
    assert len(cookies_given(cookie=cookie)) == 1


def test_what_a_browser_tried_is_its_own():
    trials = Trials()
    trials.keep(NUMBER, {"rol": "beleid"})
    trials.keep("b" * 43, {"rol": "boa"})
    assert trials.tried(NUMBER) == {"rol": "beleid"}
    trials.tried(NUMBER)["rol"] = "beheerder"
    assert trials.tried(NUMBER) == {"rol": "beleid"}
    assert trials.tried(None) == trials.tried("c" * 43) == {}


@pytest.mark.parametrize("number", [None, "", "a", "a" * 44, "é" * 43, f"{'a' * 42};"])
def test_what_is_no_number_of_ours_is_not_kept(number):
    trials = Trials()
    trials.keep(number, {"rol": "beleid"})
    assert trials.tried(number) == {}


def test_the_browser_that_was_away_longest_is_forgotten_first():
    trials = Trials()
    numbers = [f"{i:043d}" for i in range(MOST_KEPT + 1)]
    for number in numbers[:-1]:
        trials.keep(number, {"rol": "boa"})
    trials.keep(numbers[0], {"rol": "beleid"})
    trials.keep(numbers[-1], {"rol": "boa"})
    assert trials.tried(numbers[0]) == {"rol": "beleid"}
    assert trials.tried(numbers[1]) == {}
    assert trials.tried(numbers[-1]) == {"rol": "boa"}
