"""What a user chose, kept in the address of the page, so that a link shows the same thing to a colleague.

The filters are bound to the address by Streamlit itself (``bind="query-params"``); here lives the chosen location.
Nothing else in the product touches the session or the address.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    import pandas as pd

LOCATION_PARAMETER: Final = "locatie"


def selected_location(known: pd.Index) -> str | None:
    """Give the chosen location, or nothing when none is chosen or the address names one that does not exist.

    Parameters
    ----------
    known
        Ids of all locations; what the address says is checked against it.
    """
    location_id = st.query_params.get(LOCATION_PARAMETER)
    return location_id if location_id is not None and location_id in known else None


def select_location(location_id: str | None) -> None:
    """Choose a location, or none."""
    if location_id is None:
        st.query_params.pop(LOCATION_PARAMETER, None)
    else:
        st.query_params[LOCATION_PARAMETER] = location_id


def select_position(known: pd.Index, position: object) -> None:
    """Choose the location at a position, as the map and the list send it.

    Parameters
    ----------
    known
        Ids of all locations, in the order that the map and the list were given.
    position
        Comes from the browser, so it is checked: anything but a position in ``known`` changes nothing.
    """
    if isinstance(position, int) and not isinstance(position, bool) and 0 <= position < len(known):
        select_location(str(known[position]))


def is_shown_already(what: str, shown: object) -> bool:
    """Say whether this session showed the same thing just before: drawing it again is not another look.

    Parameters
    ----------
    what
        Kind of thing, with one thing of it on the screen at a time.
    shown
        What is about to be shown, and to whom.
    """
    return bool(st.session_state.get(f"shown_{what}") == shown)


def note_shown(what: str, shown: object) -> None:
    """Remember what this session shows, as ``is_shown_already`` asks for it."""
    st.session_state[f"shown_{what}"] = shown


def sent_value(widget_key: str, *path: str) -> object:
    """Give what a custom widget sent, inside its callback; nothing when any part of the path is absent.

    Parameters
    ----------
    widget_key
        Key of the widget.
    path
        Keys of nested mappings in the value.
    """
    value: object = st.session_state.get(widget_key)
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def reset(values: Mapping[str, object]) -> None:
    """Give widgets a value again, inside a callback; one that is bound to the address would else take its old one back.

    Parameters
    ----------
    values
        Widget key -> value without a choice.
    """
    for key, value in values.items():
        st.session_state[key] = value
