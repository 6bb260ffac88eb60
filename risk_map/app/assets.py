"""Streamlit's own scripts and fonts from memory, packed once: a new browser waits for a hundred of them.

Streamlit opens each file anew in a thread and sends it as it is, three megabytes for one page.
"""

from __future__ import annotations

import gzip
import json
import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import anyio.to_thread
import streamlit as st
from starlette.datastructures import Headers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Receive, Scope, Send

FOLDER: Final = Path(st.__file__).parent / "static"
PREFIX: Final = "/static/"
"""Names below it hold a hash of the content."""

FOR_EVER: Final = b"public, max-age=31536000, immutable"
PACKED: Final = frozenset({".js", ".css", ".svg"})
TYPES: Final = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".woff2": "font/woff2"}
"""The tables of machines differ; a script of another type is refused."""

USED_AT_ONCE: Final = (
    "Html",
    "Button",
    "Selectbox",
    "Multiselect",
    "TextInput",
    "Checkbox",
    "ComponentInstance",
    "BidiComponent",
    "DownloadButton",
)
"""Widgets of the first view of a page, as Streamlit's manifest calls them; without a hint each is fetched when its
element arrives, one after the other."""


class _File(NamedTuple):
    body: bytes
    headers: list[tuple[bytes, bytes]]


class AssetsFromMemory:
    """Middleware that answers a request for one of Streamlit's own files.

    Parameters
    ----------
    app
        The application inside: it answers everything else.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        root = FOLDER / PREFIX.strip("/")
        self._paths = {f"{PREFIX}{path.relative_to(root).as_posix()}": path for path in root.rglob("*.*")}
        self._kept: dict[tuple[str, bool], _File] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = self._paths.get(scope.get("path", ""))
        if path is None or scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        packed = path.suffix in PACKED and "gzip" in asked.get("accept-encoding", "")
        key = (scope["path"], packed)
        if key not in self._kept:
            self._kept[key] = await anyio.to_thread.run_sync(_read, path, packed)
        body, headers = self._kept[key]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _read(path: Path, packed: bool) -> _File:  # noqa: FBT001 - called by name of a thread
    body = gzip.compress(path.read_bytes(), 6, mtime=0) if packed else path.read_bytes()
    headers = [
        (b"content-type", (TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "image/*").encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", FOR_EVER),
        (b"vary", b"accept-encoding"),
    ]
    return _File(body, [*headers, (b"content-encoding", b"gzip")] if packed else headers)


def hints(names: Iterable[str] = USED_AT_ONCE) -> bytes:
    """Give the lines of a document that have a browser fetch the scripts of widgets before they are asked for.

    Parameters
    ----------
    names
        As the manifest calls them; one that it does not know gets no line.

    References
    ----------
    HTML Living Standard, 4.6.7.13: link type "modulepreload".
    """
    manifest = json.loads((FOLDER / "manifest.json").read_bytes())
    entries = {entry.get("name"): key for key, entry in manifest.items() if entry.get("isDynamicEntry")}
    there = (FOLDER / "index.html").read_text(encoding="utf-8")
    wanted: dict[str, None] = {}
    waiting = [entries[name] for name in names if name in entries]
    while waiting:
        entry = manifest[waiting.pop()]
        if entry["file"] not in wanted and entry["file"] not in there:
            wanted[entry["file"]] = None
            waiting += entry.get("imports", ())
    return "".join(f'<link rel="modulepreload" crossorigin href="./{file}">' for file in wanted).encode()
