"""Questions of which the answer is still there when the user comes back from another page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from risk_map.app import state

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def ask_one(
    label: str,
    options: Sequence[Any],
    key: str,
    usual: object,
    words: Callable[[Any], str] = str,
    *,
    note: str | None = None,
) -> Any:  # noqa: ANN401 - one of the options
    """Ask for one of some options.

    Parameters
    ----------
    label, key, note
        Of the widget.
    options
        What can be chosen; an answer of before that is no longer among them becomes the usual one.
    usual
        The answer from the start.
    words
        Says an option.
    """
    state.restore(key, usual, refresh=state.chosen(key) not in options)
    found = st.selectbox(label, options, format_func=words, key=key, help=note)
    state.settle(key, found)
    return found


def ask_many(
    label: str,
    options: Mapping[str, str],
    key: str,
    nothing: str,
    *,
    usual: Sequence[str] = (),
    note: str | None = None,
) -> tuple[str, ...]:
    """Ask for any of some options.

    Parameters
    ----------
    label, key, note, usual
        As for ``ask_one``.
    options
        Code -> words. An answer of before with a code that is no longer there becomes the usual one.
    nothing
        What it says while nothing is chosen.
    """
    before = state.chosen(key)
    gone = before is not None and not set(before) <= set(options)
    state.restore(key, list(usual), refresh=gone)
    found = st.multiselect(
        label,
        list(options),
        format_func=options.__getitem__,
        placeholder=nothing,
        select_all=False,  # the words "Select all" cannot be translated
        key=key,
        help=note,
    )
    state.settle(key, found)
    return tuple(found)


def ask_text(label: str, key: str, usual: str, *, note: str | None = None) -> str:
    """Ask for a short text."""
    state.restore(key, usual)
    found = st.text_input(label, key=key, max_chars=40, help=note)
    state.settle(key, found)
    return found
