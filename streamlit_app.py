"""Frame of every page: configuration, styles, navigation, and the one place where an error becomes a sentence."""

import streamlit as st

from risk_map.app import session, widgets
from risk_map.errors import RiskMapError

PAGES = (st.Page("pages/kaart.py", title="Kaart", default=True),)

st.set_page_config(page_title="Risicokaart", page_icon="static/icon.svg", layout="wide")
page = st.navigation(PAGES, position="hidden")
widgets.show_styles()
try:
    with session.entered():
        page.run()
except RiskMapError as error:
    widgets.show_problem(error)
