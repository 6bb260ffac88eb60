"""What somebody filled in and did not save yet: it is there again when they come back from another page.

Streamlit forgets a widget as soon as a page does not show it. What was typed stays in the session: on no disk and in
no address. It is gone once it is saved, and as soon as somebody is somebody else: another role, or signed out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypedDict

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

FILLED_IN: Final = "ingevuld"
LOOKED_AT: Final = "bekeken"
SAVED: Final = "ingevuld_bewaard"
OWNER: Final = "ingevuld_van"
OWNERS: Final = "ingevuld_wissels"


class KeptField(TypedDict):
    """What a widget is given, so that what is filled in there stays."""

    key: str
    on_change: Callable[[str], None]
    args: tuple[str]


class KeptForm:
    """A form about one object.

    Parameters
    ----------
    name
        Which form, and about what: a decision about one location, the findings of one stop.
    counts
        Whether it is work that is lost when somebody closes the window; a choice of what to look at is none.
    """

    def __init__(self, name: str, *, counts: bool = True) -> None:
        self._name = name
        self._begin = FILLED_IN if counts else LOOKED_AT

    def key(self, field: str) -> str:
        """Give the key of a widget; another one once the form was saved, so that it begins empty again.

        Parameters
        ----------
        field
            Name of the widget within the form.
        """
        saved = st.session_state.get(SAVED, {}).get(self._name, 0)
        return f"{self._begin}_{st.session_state.get(OWNERS, 0)}_{self._name}_{saved}_{field}"

    def field(self, name: str, usual: object = None, options: Collection[Any] | None = None) -> KeptField:
        """Give a widget what was filled in there before.

        Parameters
        ----------
        name
            As for ``key``.
        usual
            Its value while nothing was filled in.
        options
            What can be chosen now: what was chosen before may not be there any more.
        """
        key = self.key(name)
        if key not in st.session_state:
            value = _filled_in().get(key, usual)
            st.session_state[key] = value if options is None or value in options else usual
        # When it changes and not when it is drawn: a click on the menu breaks off the drawing.
        return {"key": key, "on_change": _keep, "args": (key,)}

    def wipe(self) -> None:
        """Forget what was filled in: it is saved."""
        begins = self.key("")
        for key in [key for key in _filled_in() if key.startswith(begins)]:
            del _filled_in()[key]
        saved = st.session_state.setdefault(SAVED, {})
        saved[self._name] = saved.get(self._name, 0) + 1


def is_unsaved() -> bool:
    """Say whether somebody filled in something, on any page, that they did not save yet."""
    return any(key.startswith(FILLED_IN) and bool(value) for key, value in _filled_in().items())


def only_for(owner: object) -> None:
    """Forget what was filled in by anybody else.

    Parameters
    ----------
    owner
        The subject who looks now; nobody is somebody else as well.
    """
    if OWNER in st.session_state and st.session_state[OWNER] != owner:
        st.session_state[OWNERS] = st.session_state.get(OWNERS, 0) + 1
        st.session_state.pop(FILLED_IN, None)
    st.session_state[OWNER] = owner


def _filled_in() -> dict[str, object]:
    filled_in: dict[str, object] = st.session_state.setdefault(FILLED_IN, {})
    return filled_in


def _keep(key: str) -> None:
    _filled_in()[key] = st.session_state[key]
