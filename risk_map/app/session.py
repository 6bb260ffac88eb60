"""The guard of every page: it runs only inside ``streamlit_app.py``.

Streamlit gives a folder called ``pages/`` a meaning of its own: on a freshly started server a deep link to a page ran
that page without the entry script, so without anything that the entry script decides (later: who signed in).
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterator

_entered: ContextVar[bool] = ContextVar("entered", default=False)


@contextmanager
def entered() -> Iterator[None]:
    """Mark that the entry script runs the page inside this block."""
    token = _entered.set(True)
    try:
        yield
    finally:
        _entered.reset(token)


def require_entry() -> None:
    """Stop the page unless the entry script runs it; the first statement of every page."""
    if not _entered.get():
        st.error("Deze pagina opent u via de startpagina van de risicokaart.")
        st.stop()
