"""The menu on a narrow screen: it lies over the page, so it closes after a choice."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_component = st.components.v2.component(
    "risk_map_menu", js=(Path(__file__).parent / "frontend" / "menu.js").read_text(encoding="utf-8")
)


def close_after_choice() -> None:
    """Let the menu close once a page was chosen in it, where it covers that page."""
    with st.sidebar:
        _component(key="menu")
