"""What a user chose, kept in the address of the page, so that a link shows the same thing to a colleague.

The filters are bound to the address by Streamlit itself (``bind="query-params"``); here live the chosen location and
what goes from page to page; ``choosing`` has what is chosen on the map, ``kept_form`` what is filled in and not saved.
Nothing else touches session or address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

Made = TypeVar("Made")

LOCATION_PARAMETER: Final = "locatie"
HANDED_OVER: Final = "selectie"
BACK: Final = "terug_"
KEPT: Final = "bewaard_"
"""Begins the own key of a choice: the key of a widget is gone after a page change, an own key stays."""


def selected_location(known: pd.Index) -> str | None:
    """Give the chosen location, or nothing when none is chosen or the address names one that does not exist.

    Parameters
    ----------
    known
        Ids of all locations; what the address says is checked against it.
    """
    location_id = parameter(LOCATION_PARAMETER)
    return location_id if location_id is not None and location_id in known else None


def select_location(location_id: str | None) -> None:
    """Choose a location, or none."""
    set_parameter(LOCATION_PARAMETER, location_id)


def parameter(key: str) -> str | None:
    """Give what stands in the address of the page, or what came back with the page and has to stand there."""
    found: str | None = st.query_params.get(key)
    back: str | None = st.session_state.get(BACK + key)
    if found is None and back:
        # The browser writes the filters in the address after the first run, and leaves out what it did not know.
        st.query_params[key] = back
    return found or back


def set_parameter(key: str, value: str | None) -> None:
    """Put something in the address of the page, or take it out; it is there again when somebody comes back."""
    st.session_state.pop(BACK + key, None)
    st.session_state[KEPT + key] = value
    if value:
        st.query_params[key] = value
    else:
        st.query_params.pop(key, None)


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


def kept(what: str, stamp: object, make: Callable[[], Made]) -> Made:
    """Give what this session made for the same stamp, else make it: drawing it again is not another look.

    Parameters
    ----------
    what
        Kind of thing, with one thing of it at a time.
    stamp
        Differs as soon as it has to be made again: for whom, of which data, when.
    make
        Makes it.
    """
    key = f"kept_{what}"
    if key not in st.session_state or st.session_state[key][0] != stamp:
        st.session_state[key] = (stamp, make())
    made: Made = st.session_state[key][1]
    return made


def forget(what: str) -> None:
    """Make ``kept`` make it again: something was done that it shows."""
    st.session_state.pop(f"kept_{what}", None)


def tell(where: str, words: str) -> None:
    """Leave a sentence for the next run: what was done just now."""
    st.session_state[f"told_{where}"] = words


def told(where: str) -> str:
    """Give the sentence that the run before left, once; empty when there is none."""
    return str(st.session_state.pop(f"told_{where}", ""))


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


def hand_over(location_ids: Collection[str]) -> None:
    """Take a selection of locations to another page, to decide about them or to plan with them."""
    st.session_state[HANDED_OVER] = tuple(location_ids)


def handed_over() -> tuple[str, ...]:
    """Give the selection that came from another page, in its order; the use case checks every id."""
    return tuple(st.session_state.get(HANDED_OVER, ()))


def recall(owner: object, name: str, usual: Any = None) -> Any:  # noqa: ANN401 - a session holds anything
    """Give what a page remembered for one subject: what one role may see is no longer there for another.

    Parameters
    ----------
    owner
        The subject.
    name
        What it is.
    usual
        What it is while nothing was remembered.
    """
    return st.session_state.get(f"own_{owner}_{name}", usual)


def remember(owner: object, name: str, value: object) -> None:
    """Remember something for one subject for as long as the session lasts, also on other pages."""
    st.session_state[f"own_{owner}_{name}"] = value


def restore(key: str, usual: object, *, refresh: bool = False) -> None:
    """Give a widget that comes next what was chosen in it before, also when another page was open in between.

    Parameters
    ----------
    key
        Of the widget; ``settle`` keeps what is chosen in it.
    usual
        Its value while nothing was chosen.
    refresh
        Whether what was chosen may not be there any more: then it gets its usual value.
    """
    if refresh:
        st.session_state[key] = usual
    elif key not in st.session_state:
        st.session_state[key] = st.session_state.get(KEPT + key, usual)


def chosen(key: str) -> Any:  # noqa: ANN401 - a widget holds anything
    """Give what is chosen in a widget now, or was before another page was open; nothing when it never was shown."""
    return st.session_state.get(key, st.session_state.get(KEPT + key))


def is_new(key: str) -> bool:
    """Say whether a widget that comes next was not there yet: somebody just came to the page."""
    return key not in st.session_state


def settle(key: str, value: object) -> None:
    """Keep what is chosen in a widget, for ``restore``."""
    st.session_state[KEPT + key] = value


def answer(key: str, value: object) -> None:
    """Answer a question of another page, as if somebody had chosen it there; without a value: as nobody had.

    Parameters
    ----------
    key
        Of its widget.
    value
        For ``restore``; the page checks it, as it does everything that was chosen before.
    """
    for name in (key, KEPT + key):
        st.session_state.pop(name, None)
    if value is not None:
        settle(key, value)


def asked_for(parameter: str) -> str | None:
    """Give what stands in the address of the page; the use case checks it."""
    return st.query_params.get(parameter)


def ask_for(parameter: str, value: str | None) -> None:
    """Put something in the address of the page, or take it out."""
    if value is None:
        st.query_params.pop(parameter, None)
    else:
        st.query_params[parameter] = value
