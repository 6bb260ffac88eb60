"""An error that nobody foresaw: a calm sentence on the screen, the trace in the log of the server, one number."""

from __future__ import annotations

import logging
import secrets
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from risk_map.app import texts

LOGGER: Final = logging.getLogger(__name__)
NUMBER_BYTES: Final = 3
NOTHING_LOST: Final = (
    "Dit hadden wij niet voorzien. Er is niets verloren: wat is vastgelegd, staat er nog, en niets wordt half bewaard."
)


def show(error: Exception) -> None:
    """Say that something went wrong, and write in the log of the server what.

    Parameters
    ----------
    error
        What went wrong; its words stay in the log, for they may name an address.
    """
    number = secrets.token_hex(NUMBER_BYTES).upper()
    LOGGER.error("Storing %s", number, exc_info=error)
    st.html("<h1>Er ging iets mis</h1>")
    st.warning(NOTHING_LOST)
    st.markdown(
        "**Wat u kunt doen.** Laad deze pagina opnieuw en probeer het nog eens. Gaat het weer mis, geef dan aan de "
        f"beheerder door: storing **{number}**, {texts.moment(datetime.now(UTC))}."
    )


def take_over(error: Exception) -> bool:
    """Show an error of a callback, which runs before the entry script; say that Streamlit need not.

    Parameters
    ----------
    error
        What went wrong.
    """
    show(error)
    return True
