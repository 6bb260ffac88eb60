"""The map and the list of one selection of locations, and the explanation of one of them."""

import streamlit as st

from risk_map.app import (
    address_layer,
    cache,
    choosing,
    deeds,
    details,
    filters,
    kaart,
    layers,
    links,
    location_layer,
    maps,
    selection,
    session,
    state,
    widgets,
)

subject = session.subject()
data = cache.loaded(subject, session.reason())
asked = choosing.asked_in_link(filters.NO_FILTERS, before=address_layer.KEY)
choice = filters.ask_choice(data)
table = data.tables[choice.form]
rows = selection.select(table, choice)
chosen = state.selected_location(table.index)
explanation = cache.explanation(subject, chosen, choice.form, session.reason()) if chosen else None

widgets.show_header(data, "Kaart")
widgets.show_notices(data)
links.show_missing(subject, asked, filters.parts_of(choice) | {"locatie": chosen})
deeds.show_done(subject)
left, right = st.columns([11, 9], gap="medium")
list_place, details_place = right.container(), right.container()
with details_place:  # first: it is what somebody who clicked waits for
    details.show_details(explanation, table, rows.index)
with left, st.container(key="kaartvak"):
    drawing = maps.Drawing(rows, table.index, chosen, filters.outlined_areas(choice), choice.drawn)
    brt, box = data.config.background_map.brt, layers.box_of(data.snapshot.areas)
    base = maps.Kaart(data.background, synthetic=data.snapshot.is_synthetic, tiles=brt, box=box)
    location_layer.show_locations(table)
    maps.show_map(base, drawing, kaart.hears(data, table.index))
    details.show_way_to_details(table, chosen)
    widgets.show_legend(rows)
    address_layer.show_address_layer(data.snapshot.addresses)
with list_place:
    widgets.show_counts(rows, table)
    kaart.show_next_steps(subject, rows)
    kaart.show_selection(subject, data, choice, rows, chosen)
