"""What somebody chose on the map: filters and drawn areas, changed from elsewhere, and there again when they come back.

With ``state`` the only module that touches the session and the address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import shapes, state
from risk_map.app.state import BACK, KEPT, LOCATION_PARAMETER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

DRAWN_PARAMETER: Final = "tekening"


def drawn_areas() -> str:
    """Give the drawn areas that stand in the address of the page; empty when it holds anything else."""
    text = state.parameter(DRAWN_PARAMETER) or ""
    return text if shapes.read(text) else ""


def draw_areas(text: str) -> None:
    """Put drawn areas in the address of the page, as ``shapes.write`` wrote them; nothing takes them out."""
    state.set_parameter(DRAWN_PARAMETER, text or None)


def toggle(key: str, value: str) -> None:
    """Add a value to the choice of a multiselect, or take it out; only inside a callback."""
    chosen = list(st.session_state.get(key, ()))
    st.session_state[key] = [one for one in chosen if one != value] if value in chosen else [*chosen, value]


def leave_only(key: str, value: str) -> None:
    """Choose everything in a multiselect unless it holds this value; only inside a callback."""
    if value not in st.session_state.get(key, ()):
        st.session_state[key] = []


def limit(key: str, options: Collection[str]) -> None:
    """Take out of the choice of a multiselect what it does not offer now, before it is drawn."""
    chosen = st.session_state.get(key, [])
    if any(one not in options for one in chosen):
        st.session_state[key] = [one for one in chosen if one in options]


def asked_in_link(defaults: Mapping[str, object], *, before: str) -> dict[str, list[str]] | None:
    """Give what the address asks for as somebody comes to a page; nothing once the page was there.

    Parameters
    ----------
    defaults, before
        As for ``bring_back``; to be asked before the widgets are there, which forget what they do not know.
    """
    if before in st.session_state:
        return None
    everything = (*defaults, LOCATION_PARAMETER, DRAWN_PARAMETER)
    return {key: st.query_params.get_all(key) for key in everything if key in st.query_params}


def bring_back(defaults: Mapping[str, object], *, before: str) -> None:
    """Choose again what somebody had chosen on a page that they come back to; a link says it all by itself.

    Parameters
    ----------
    defaults
        Key of every widget that is bound to the address -> its value without a choice.
    before
        Key of a widget that is not bound to the address: it is there from the first run of the page until somebody goes
        to another one. A bound one stays.
    """
    everything = (*defaults, LOCATION_PARAMETER, DRAWN_PARAMETER)
    if before in st.session_state or any(key in st.query_params for key in everything):
        return
    for key in everything:
        if kept := st.session_state.get(KEPT + key):
            st.session_state[key if key in defaults else BACK + key] = kept


def bring_back_location() -> None:
    """Choose the location that somebody looked at before, on a page that says nothing about one."""
    if LOCATION_PARAMETER not in st.query_params and (kept := st.session_state.get(KEPT + LOCATION_PARAMETER)):
        st.session_state[BACK + LOCATION_PARAMETER] = kept


def leave_location() -> None:
    """Choose no location because of one that somebody looked at before; what the address says stays."""
    for begin in (BACK, KEPT):
        st.session_state.pop(begin + LOCATION_PARAMETER, None)


def keep_location() -> None:
    """Keep the chosen location, for this page and for the map."""
    st.session_state[KEPT + LOCATION_PARAMETER] = state.parameter(LOCATION_PARAMETER)


def keep(keys: Iterable[str]) -> None:
    """Keep what was chosen in widgets, the drawn areas and the chosen location, for when somebody comes back."""
    for key in keys:
        st.session_state[KEPT + key] = st.session_state.get(key)
    for key in (LOCATION_PARAMETER, DRAWN_PARAMETER):
        st.session_state[KEPT + key] = state.parameter(key)
