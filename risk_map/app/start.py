"""The page Start: what waits for somebody today, and the way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from risk_map.app.pages import PAGES, show_link

if TYPE_CHECKING:
    from risk_map.domain.subject import Subject


def show(subject: Subject) -> None:
    """Show the tasks of somebody.

    Parameters
    ----------
    subject
        Who looks.
    """
    st.html("<h1>Start</h1>")
    for spec in PAGES[1:]:
        if spec.is_for(subject):
            show_link(spec.key, f"{spec.title}: {spec.task}")
