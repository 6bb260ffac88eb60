"""The map and the list of one selection of locations, and the explanation of one of them."""

import streamlit as st

from risk_map.app import cache, details, listing, maps, selection, session, state, widgets

subject = session.subject()
data = cache.loaded(subject, session.reason())
choice = widgets.ask_choice(data)
table = data.tables[choice.form]
rows = selection.select(table, choice)
chosen = state.selected_location(table.index)
explanation = cache.explanation(subject, chosen, choice.form, session.reason()) if chosen else None

widgets.show_header(data, "Risicokaart")
widgets.show_notices(data)
left, right = st.columns([11, 9], gap="medium")
with left, st.container(key="kaartvak"):
    drawing = maps.Drawing(rows, table.index, chosen, widgets.outlined_areas(choice))
    maps.show_map(maps.Kaart(data.background, synthetic=data.snapshot.is_synthetic), drawing, table.index)
    details.show_way_to_details(table, chosen)
    widgets.show_legend(rows)
with right:
    widgets.show_counts(rows, table)
    listing.show_list(rows, table.index, chosen)
    details.show_details(explanation, table, rows.index)
