"""Frame of every page: configuration, styles, who it is, navigation, and the one place where an error becomes words."""

import streamlit as st

from risk_map.app import faults, menu, pages, session, widgets
from risk_map.errors import RiskMapError

st.set_page_config(page_title="Risicokaart", page_icon="static/icon.svg", layout="wide")
widgets.show_styles()
try:
    with session.entered() as subject:
        spec, page = pages.menu(subject)
        pages.refuse_stranger(spec, subject)
        page.run()
        # Last: what nobody looks at must not keep the map waiting.
        menu.close_after_choice()
except RiskMapError as error:
    widgets.show_problem(error)
except Exception as error:  # noqa: BLE001 - the last one: Streamlit would say it in English; its own stops are no Exception
    faults.show(error)
