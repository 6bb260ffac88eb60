"""What somebody does on a page: a refusal becomes a sentence beside the button, and what was done is said once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import looks, state
from risk_map.app.escaping import literal
from risk_map.errors import PermissionDeniedError, RiskMapError

if TYPE_CHECKING:
    from collections.abc import Callable

    from risk_map.app.kept_form import KeptForm
    from risk_map.config import Config
    from risk_map.domain.subject import Subject

SAID: Final = "gezegd"


def attempt(
    subject: Subject, config: Config, deed: Callable[[], object], done: str = "", form: KeptForm | None = None
) -> bool:
    """Do something, and say in a sentence why not when it is refused; say whether it was done.

    Parameters
    ----------
    subject, config
        Who does it, and where the log is.
    deed
        Calls the use case.
    done
        What to say once it is done and the page is drawn again; without it the page goes on.
    form
        What was filled in for it: begins empty again once it is done.
    """
    try:
        deed()
    except PermissionDeniedError as refusal:
        looks.log_refusal(config, refusal)
        st.warning(literal(refusal))
        return False
    except RiskMapError as error:
        st.warning(literal(error))
        return False
    if form is not None:
        form.wipe()
    if done:
        say(subject, done)
    return True


def say(subject: Subject, done: str) -> None:
    """Draw the page again, and say there what was done."""
    state.remember(subject, SAID, done)
    st.rerun()


def show_done(subject: Subject, *, everywhere: bool = False) -> bool:
    """Say once what was done before the page was drawn again; say whether there was anything to say.

    Parameters
    ----------
    subject
        Who did it.
    everywhere
        Whether to say it too where somebody is on a long page: its forms are far below this place.
    """
    # The place is always there: what lies below would be drawn anew, the map too, when the words come and go.
    with st.container():
        if said := state.recall(subject, SAID):
            st.success(literal(said))
            if everywhere:
                st.toast(literal(said))
            state.remember(subject, SAID, None)
    return bool(said)
