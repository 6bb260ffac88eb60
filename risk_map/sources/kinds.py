"""What a file is, by its content: magic bytes and the first bytes of text, never the extension."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final, Literal

from risk_map.sources.refusals import Refusal

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

Kind = Literal["zip", "gpkg", "geojson", "csv", "xlsx", "pbf"]

HEAD_BYTES: Final = 4096
TAIL_BYTES: Final = 1024 * 1024
"""Where the table of contents of a zip stands; a workbook of a register has a few dozen entries of 100 bytes."""

SQLITE: Final = b"SQLite format 3\x00"
GEOPACKAGE_IDS: Final = (b"GPKG", b"GP10", b"GP11")
OSM_HEADER: Final = b"\x0a\x09OSMHeader"
"""Begins the first block of an OpenStreetMap file, after four bytes with its length."""

OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file for reading; never a link, a pipe (which would wait for ever) or a device.

    Raises
    ------
    Refusal
        When it is absent or something else.
    """
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise Refusal("not_a_file")
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as exc:
        raise Refusal("absent") from exc
    file = os.fdopen(handle, "rb")
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        file.close()
        raise Refusal("not_a_file")
    return file


def recognise(file: BinaryIO) -> Kind:
    """Say what an open file is.

    Raises
    ------
    Refusal
        When it is none of the kinds that the product reads.
    """
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if not head:
        raise Refusal("empty")
    if head.startswith(OLD_EXCEL):
        raise Refusal("old_excel")
    if head.startswith(b"PK\x03\x04"):
        file.seek(max(0, file.seek(0, os.SEEK_END) - TAIL_BYTES))
        return "xlsx" if b"xl/workbook.xml" in file.read() else "zip"
    if head.startswith(SQLITE):
        if head[68:72] not in GEOPACKAGE_IDS:
            raise Refusal("kind")
        return "gpkg"
    if head[4:].startswith(OSM_HEADER):
        return "pbf"
    return _text_kind(head)


def _text_kind(head: bytes) -> Kind:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"\x00" in text or text[:1] in {b"<", b"[", b"%"}:
        raise Refusal("kind")
    return "geojson" if text[:1] == b"{" else "csv"
