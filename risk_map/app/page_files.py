"""Our scripts around a page of Streamlit, which it has no setting for: they stand in its document."""

from __future__ import annotations

from typing import Final

from risk_map.app.map_files import STATIC_PREFIX, named

SCRIPTS: Final = ("page/dutch.js", "page/leave.js")


def tags() -> bytes:
    """Give the lines of a document that have a browser run the scripts, before Streamlit draws anything."""
    return "".join(f'<script src=".{STATIC_PREFIX}{named(path)}"></script>' for path in SCRIPTS).encode()
