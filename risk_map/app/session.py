"""Who uses the app, and the guard of every page: it runs only inside ``streamlit_app.py``.

Streamlit gives a folder called ``pages/`` a meaning of its own: on a freshly started server a deep link to a page ran
that page without the entry script, so without anything that the entry script decides: here, who it is.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final, NamedTuple

import streamlit as st

from risk_map.app import cache, looks, widgets
from risk_map.errors import PermissionDeniedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from risk_map.domain.subject import Subject

NOT_ENTERED: Final = "Deze pagina opent u via de startpagina van de risicokaart."
NOT_SIGNED_IN: Final = (
    "Hier staan echte gegevens, en aanmelden kan in de app nog niet. Gebruik de opdrachten van risk-map, in een rol "
    "die de beheerder u heeft toegekend."
)


class Visitor(NamedTuple):
    """Who looks at a page.

    Parameters
    ----------
    subject
        Absent when nobody is signed in.
    reason
        Why, for the roles that have to say so.
    """

    subject: Subject | None
    reason: str


_visitor: ContextVar[Visitor | None] = ContextVar("visitor", default=None)


@contextmanager
def entered() -> Iterator[Subject | None]:
    """Ask who it is, and mark that the entry script runs the page inside this block.

    Anybody may be anyone in a region that does not exist; as soon as one row is real, a visitor is nobody.

    Yields
    ------
    Subject | None
        Who looks; nobody when nobody is signed in.
    """
    config = cache.configuration()
    visitor = Visitor(*widgets.ask_subject(config)) if cache.is_fictional(config) else Visitor(None, "")
    token = _visitor.set(visitor)
    try:
        yield visitor.subject
    except PermissionDeniedError as refusal:
        looks.log_refusal(config, refusal)
        raise
    finally:
        _visitor.reset(token)


def subject() -> Subject:
    """Give the subject who looks; the first statement of every page, which stops without one."""
    visitor = _visitor.get()
    if visitor is None or visitor.subject is None:
        st.error(NOT_ENTERED if visitor is None else NOT_SIGNED_IN)
        st.stop()
    return visitor.subject


def reason() -> str:
    """Give the reason that the subject wrote; empty when they wrote none."""
    visitor = _visitor.get()
    return "" if visitor is None else visitor.reason
