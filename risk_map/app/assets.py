"""Scripts and fonts from memory, packed once: a new browser waits for a hundred of them.

Streamlit opens each file anew in a thread. It sends its own as they are, three megabytes for one page, and packs ours
at every request, after which a browser asks for them again.
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

from risk_map.app.map_files import FRAME_PREFIX, STATIC, STATIC_PREFIX, frame_folder

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
    """Middleware that answers a request for a file whose address holds a hash of its content.

    Parameters
    ----------
    app
        The application inside: it answers everything else.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._paths = {
            **_files(PREFIX, FOLDER / "static"),
            **_files(f"{FRAME_PREFIX}static/", frame_folder() / "static"),
            **_files(STATIC_PREFIX, STATIC),
        }
        self._kept: dict[tuple[str, bool], _File] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = self._paths.get(scope.get("path", ""))
        if path is None or scope["type"] != "http" or scope["method"] != "GET" or not _is_named(scope):
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


def _files(prefix: str, folder: Path) -> dict[str, Path]:
    return {f"{prefix}{path.relative_to(folder).as_posix()}": path for path in folder.rglob("*.*") if path.is_file()}


def _is_named(scope: Scope) -> bool:
    """Say whether an address changes with its content: of ours only those of ``map_files.served``."""
    return not scope["path"].startswith(STATIC_PREFIX) or scope.get("query_string", b"").startswith(b"v=")


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
