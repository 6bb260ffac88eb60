"""Who uses the app, and the guard of every page: it runs only inside ``streamlit_app.py``.

Streamlit gives a folder called ``pages/`` a meaning of its own: on a freshly started server a deep link to a page ran
that page without the entry script, so without anything that the entry script decides: here, who it is.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import cache, kept_form, looks
from risk_map.app.escaping import literal
from risk_map.app.masthead import show_accent
from risk_map.app.who import Visitor, show_way_in, visitor_of
from risk_map.errors import PermissionDeniedError, RiskMapError
from risk_map.store.audit import Origin, asked_from

if TYPE_CHECKING:
    from collections.abc import Iterator

    from risk_map.domain.subject import Subject

NOT_ENTERED: Final = "Deze pagina opent u via de startpagina van de risicokaart."

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
    try:
        with asked_from(Origin.APP):
            visitor = visitor_of(config)
            kept_form.only_for(visitor.subject)
            show_accent(config.theme.accent_of(visitor.subject.municipality if visitor.subject else None))
            token = _visitor.set(visitor)
            try:
                yield visitor.subject
            finally:
                _visitor.reset(token)
    except PermissionDeniedError as refusal:
        looks.log_refusal(config, refusal)
        raise


@contextmanager
def attempt() -> Iterator[None]:
    """Do what somebody asked for; when it is refused or goes wrong, say so here and leave the rest of the page."""
    try:
        yield
    except RiskMapError as error:
        if isinstance(error, PermissionDeniedError):
            looks.log_refusal(cache.configuration(), error)
        st.warning(literal(error))


def subject() -> Subject:
    """Give the subject who looks; the first statement of every page, which stops without one."""
    visitor = _visitor.get()
    if visitor is None:
        st.error(NOT_ENTERED)
        st.stop()
    if visitor.subject is None:
        show_way_in(visitor.way_in)
        st.stop()
    return visitor.subject


def reason() -> str:
    """Give the reason that the subject wrote; empty when they wrote none."""
    visitor = _visitor.get()
    return "" if visitor is None else visitor.reason
