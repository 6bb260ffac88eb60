"""What a link asks for and a page cannot show: said until somebody chooses something else."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import state
from risk_map.app.filters import NO_FILTERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from risk_map.domain.subject import Subject

WORDS: Final = {
    "vorm": "een vorm van uitbuiting",
    "gemeente": "een gemeente",
    "wijk": "een wijk",
    "buurt": "een buurt",
    "postcode": "een postcode",
    "soort": "een soort locatie",
    "klasse": "een klasse",
    "bezocht": "een keuze bij laatst bezocht",
    "onbekend": "een keuze bij onbekende gegevens",
    "tekening": "een getekend gebied",
    "locatie": "een locatie",
}
NOT_HERE: Final = "Deze link noemt iets wat er niet is, of wat u niet mag zien: {what}. Wat wel klopt, is overgenomen."
REMEMBERED: Final = "link_mist"


def show_missing(subject: Subject, asked: Mapping[str, list[str]] | None, shown: Mapping[str, object]) -> None:
    """Say what of a link is not on the page.

    Parameters
    ----------
    subject
        Who looks.
    asked
        Result of ``choosing.asked_in_link``.
    shown
        The same names -> what the page shows; text, several texts, or nothing.
    """
    if asked is not None:
        state.remember(subject, REMEMBERED, (_missing(asked, shown), shown))
    missing, then = state.recall(subject, REMEMBERED, ((), None))
    if missing and shown == then:
        what = " en ".join(WORDS[name] for name in missing)
        st.html(f'<p class="notice" role="status">{escape(NOT_HERE.format(what=what))}</p>')


def _missing(asked: Mapping[str, list[str]], shown: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(name for name, values in asked.items() if _less(values, shown[name], NO_FILTERS.get(name)))


def _less(values: list[str], shown: object, usual: object) -> bool:
    """Say whether a page shows less than was asked; a link never asks for what is usual."""
    if isinstance(shown, tuple):
        return len(shown) < len(values)
    return not shown or shown == usual
