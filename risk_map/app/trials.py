"""The role that somebody tries in the demonstration, kept with their browser: a reload or a typed address keeps it.

Without it whoever plays policy would be somebody else, who sees addresses, after the first reload. The role is in no
address and in no cookie: the cookie is a number that says nothing, and the server knows what was tried with it.
"""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from http.cookies import CookieError, SimpleCookie
from threading import Lock
from typing import TYPE_CHECKING, Final

import anyio.to_thread
from starlette.datastructures import Headers, MutableHeaders

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE: Final = "risicokaart_proef"
NUMBER: Final = re.compile(r"[\w-]{43}", re.ASCII)
MOST_KEPT: Final = 1_000
"""Browsers; the one that was away longest is forgotten first."""


class Trials:
    """What each browser tries, in the memory of this server."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, dict[str, str]] = OrderedDict()
        self._lock = Lock()

    def tried(self, number: object) -> dict[str, str]:
        """Give what a browser tried, by question; empty when it tried nothing.

        Parameters
        ----------
        number
            What its cookie says; absent without one. It comes from outside, so it is not to be believed.
        """
        with self._lock:
            return dict(self._kept.get(str(number), {}))

    def keep(self, number: object, answers: dict[str, str]) -> None:
        """Keep what a browser tries; one without a cookie of ours is not kept.

        Parameters
        ----------
        number
            As for ``tried``.
        answers
            Question -> what was chosen.
        """
        if not isinstance(number, str) or not NUMBER.fullmatch(number):
            return
        with self._lock:
            self._kept[number] = answers
            self._kept.move_to_end(number)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)


class TrialCookie:
    """Middleware that gives a browser its number along with a page.

    Parameters
    ----------
    app
        The application inside.
    pages
        Addresses of the pages, without the slash before it.
    is_demonstration
        Whether nothing here is real; else nobody tries a role, and no browser gets a number.
    """

    def __init__(self, app: ASGIApp, pages: Collection[str], is_demonstration: Callable[[], bool]) -> None:
        self._app = app
        self._pages = pages
        self._is_demonstration = is_demonstration

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if not self._is_page(scope) or _has_number(scope) or not await anyio.to_thread.run_sync(self._is_demonstration):
            await self._app(scope, receive, send)
            return
        secure = "; Secure" if scope["scheme"] == "https" else ""
        cookie = f"{COOKIE}={secrets.token_urlsafe(32)}; Path=/; HttpOnly; SameSite=Strict{secure}"

        async def send_with_number(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        await self._app(scope, receive, send_with_number)

    def _is_page(self, scope: Scope) -> bool:
        return scope["type"] == "http" and scope["method"] == "GET" and scope["path"].strip("/") in self._pages


def _has_number(scope: Scope) -> bool:
    try:
        sent = SimpleCookie(Headers(scope=scope).get("cookie", "")).get(COOKIE)
    except CookieError:
        return False
    return sent is not None and NUMBER.fullmatch(sent.value) is not None
