"""What stands above every page: its title, the region, the day that counts as now, and whether anything is real."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from risk_map.app import texts
from risk_map.app.kept_form import is_unsaved
from risk_map.workflow.clock import local_day, now_of
from risk_map.workflow.identity import is_fictional
from risk_map.workflow.switch import MODEL_OFF, model_is_on

if TYPE_CHECKING:
    from datetime import date

    from risk_map.config import Config


def show_title(config: Config, title: str, lead: str = "") -> None:
    """Show the head of a page that does not look at the map.

    Parameters
    ----------
    config
        Names the municipalities, and says where the data are.
    title
        Of the page.
    lead
        One Dutch sentence under it; may be absent.
    """
    off = "" if model_is_on(config) else MODEL_OFF
    show_masthead(config, title, local_day(now_of(config)), fictional=is_fictional(config), model_off=off)
    if lead:
        st.html(f'<p class="lead">{escape(lead)}</p>')


def show_masthead(config: Config, title: str, today: date, *, fictional: bool, model_off: str) -> None:
    """Show the head of a page.

    Parameters
    ----------
    config
        Names the municipalities.
    title
        Of the page.
    today
        The day that counts as now.
    fictional
        Whether nothing here is real.
    model_off
        Why there are no computed scores now; empty while there are.
    """
    names = " · ".join(sorted(config.municipalities.values()))
    unsaved = " data-unsaved" if is_unsaved() else ""
    badge = f'<p class="fictional"><strong>{texts.FICTIONAL}.</strong> {texts.FICTIONAL_LONG}</p>'
    st.html(
        f'<header class="masthead"{unsaved}><h1>{escape(title)}</h1><p>{escape(names)}</p>'
        f"<p>Peildatum {texts.day(today)} · {texts.MOTTO}</p></header>" + (badge if fictional else "")
    )
    if model_off:
        st.html(f'<p class="notice" role="status"><strong>{escape(model_off)}</strong></p>')


def show_accent(colour: str) -> None:
    """Give the page the colour of a municipality.

    Parameters
    ----------
    colour
        As ``Theme`` checked it: ``#rrggbb`` and nothing else.
    """
    st.html(f"<style>:root {{ --accent: {colour}; }}</style>")
