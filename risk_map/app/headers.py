"""What every answer of the server carries: security headers and safe cookies."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st
from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

FRAME_PREFIX: Final = "/component/"
"""Where the frame of the map lives; its script builds itself with ``eval`` (streamlit-folium)."""

CLOSED_PREFIXES: Final = ("/_stcore/metrics", "/_stcore/agent")
"""Answers of Streamlit that nobody needs and everybody would get."""

COMMON_POLICY: Final = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
"""Nothing may be fetched from another host, so no tile server or script host is ever contacted."""

FIXED_HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

SIGN_IN_COOKIE: Final = b"_streamlit_user"
"""How the names of the cookies of a sign-in begin."""

COOKIE_SECONDS: Final = 8 * 3600
COOKIE_AGE: Final = re.compile(rb"; max-age=(\d+)", re.IGNORECASE)

INLINE_SCRIPT: Final = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def inline_script_hashes() -> str:
    """Give the CSP sources of the inline scripts in the page that Streamlit serves.

    References
    ----------
    Content Security Policy Level 3, 6.7.3.3: hash of the exact text between the tags.
    """
    index = Path(st.__file__).parent / "static" / "index.html"
    scripts = INLINE_SCRIPT.findall(index.read_bytes())
    return " ".join(f"'sha256-{b64encode(sha256(script).digest()).decode()}'" for script in scripts)


class SecurityHeaders:
    """Middleware that puts the security headers on every answer and closes what nobody needs.

    Parameters
    ----------
    app
        The application inside.
    map_hosts
        Other machines that the map may ask for pictures: those of ``BackgroundMap``.

    Notes
    -----
    The page allows scripts of this server only, plus ``blob:`` for the list beside the map, which Streamlit loads that
    way. The frame of the map needs ``eval`` for what changes on the map; it holds no text that did not pass ``safe``.
    """

    def __init__(self, app: ASGIApp, map_hosts: Sequence[str] = ()) -> None:
        self._app = app
        self._page_policy = f"{COMMON_POLICY}; script-src 'self' blob: {inline_script_hashes()}"
        frame = COMMON_POLICY.replace("img-src 'self'", " ".join(("img-src 'self'", *map_hosts)))
        self._frame_policy = f"{frame}; script-src 'self' 'unsafe-inline' 'unsafe-eval'"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        policy = self._frame_policy if path.startswith(FRAME_PREFIX) else self._page_policy

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update({"content-security-policy": policy, **FIXED_HEADERS})
            await send(message)

        if path.startswith(CLOSED_PREFIXES):
            await send_with_headers({"type": "http.response.start", "status": 404, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        await self._app(scope, receive, send_with_headers)


class SafeCookies:
    """Middleware that keeps the cookie of a sign-in to https and to a working day; Streamlit gives it thirty days.

    Parameters
    ----------
    app
        The application inside.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, _safe_cookie(value) if name.lower() == b"set-cookie" else value)
                    for name, value in message["headers"]
                ]
            await send(message)

        await self._app(scope, receive, send_safely)


def _safe_cookie(value: bytes) -> bytes:
    if not value.startswith(SIGN_IN_COOKIE):
        return value
    shorter = COOKIE_AGE.sub(lambda age: b"; Max-Age=%d" % min(int(age[1]), COOKIE_SECONDS), value)
    return shorter if b"; secure" in shorter.lower() else shorter + b"; Secure"
