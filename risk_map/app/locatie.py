"""The page Locatie: what is here, why now, what happened before, and what somebody decides about it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import cache, case, choosing, deciding, deeds, details, looks, session, state, texts
from risk_map.app.escaping import literal
from risk_map.app.filters import FORM_LABELS, TYPE_LABELS
from risk_map.app.masthead import show_title
from risk_map.app.pages import show_link
from risk_map.app.selection import row_of
from risk_map.domain.location import OVERALL
from risk_map.governance.permissions import may
from risk_map.reporting.explanation_html import to_html
from risk_map.reporting.place_facts import place_facts
from risk_map.workflow.clock import local_day, now_of
from risk_map.workflow.identity import is_fictional

if TYPE_CHECKING:
    import pandas as pd

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.reporting.explanation import Explanation

LEAD: Final = "Eén locatie tegelijk: lees eerst wat er bekend is, en wat er tegen een bezoek pleit."
CHOOSE: Final = "Kies een locatie, of typ een adres"
NOT_THERE: Final = "De gevraagde locatie is er niet, of is niet voor u te zien. "
FORM: Final = "locatie_vorm"
WAITING: Final = "wachtend"
"""Stands in the address of whoever comes for the homes that wait for a second person."""


def show(subject: Subject) -> None:
    """Show the page.

    Parameters
    ----------
    subject
        Who looks.
    """
    config, reason = cache.configuration(), session.reason()
    places = cache.places(subject, reason)
    show_title(config, "Locatie", LEAD)
    done = deeds.show_done(subject, everywhere=True)
    asked = state.asked_for(state.LOCATION_PARAMETER)
    chosen = _ask_location(places)
    if chosen is None:
        if done:  # who confirmed as a second person has no more to do there
            state.select_location(asked := None)
        hint = f"{NOT_THERE if asked else ''}Kies hierboven een locatie." if len(places) else case.NO_PLACES
        st.html(f'<p class="hint" role="status">{hint}</p>')
        case.show_waiting(subject, config, places, reason)
        return
    looks.log_look(subject, config, "read_places", [chosen])
    row = row_of(places, chosen)
    here, told = place_facts(row, config.municipalities), case.read_case(subject, config, chosen, reason)
    st.header(literal(texts.address(row["address"])), anchor=False)
    case.show_frozen(told)
    left, right = st.columns([11, 9], gap="medium")
    with left:
        st.html(f'<h3>Wat is hier</h3><dl class="here">{"".join(_fact(*pair) for pair in here)}</dl>')
        explanation = _show_why(subject, chosen, reason)
        if explanation is not None:
            _show_download(config, subject, explanation, here)
    with right:
        case.show_history(told)
        deciding.show(subject, config, chosen, told, is_home=bool(row["home"]), explanation=explanation)


def _fact(label: str, value: str) -> str:
    return f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>"


def _ask_location(places: pd.DataFrame) -> str | None:
    if state.asked_for(WAITING):
        choosing.leave_location()
    else:
        choosing.bring_back_location()
    chosen, ids = state.selected_location(places.index), list(places.index)
    _show_queue([one for one in state.handed_over() if one in places.index], chosen)
    key = f"locatie_{chosen}"
    labels = places["address"].map(texts.address) + " (" + places["location_type"].map(TYPE_LABELS) + ")"
    words = texts.distinct(dict(zip(ids, labels, strict=True)))
    st.selectbox(
        "Locatie",
        ids,
        index=ids.index(chosen) if chosen else None,
        format_func=words.__getitem__,
        placeholder=CHOOSE,
        key=key,
        on_change=lambda: state.select_location(state.chosen(key)),
    )
    choosing.keep_location()
    return chosen


def _show_queue(queue: list[str], chosen: str | None) -> None:
    """Show where somebody is in the selection that they took along, with a way to the one before and after."""
    if len(queue) < 2 or chosen not in queue:
        return
    at = queue.index(chosen)
    before, words, after = st.columns([1, 2, 1], vertical_alignment="center")
    before.button(
        "Vorige", on_click=state.select_location, args=(queue[at - 1],), disabled=at == 0, width="stretch", key="vorige"
    )
    words.html(
        f'<p class="counts queue" role="status">Locatie {at + 1} van {texts.number(len(queue))} in uw selectie</p>'
    )
    last = at == len(queue) - 1
    after.button(
        "Volgende",
        on_click=state.select_location,
        args=(queue[min(at + 1, len(queue) - 1)],),
        disabled=last,
        width="stretch",
        key="volgende",
    )


def _show_why(subject: Subject, location_id: str, reason: str) -> Explanation | None:
    if not may(subject, "explain_location"):
        st.html('<p class="hint">Uw rol ziet geen score: u beoordeelt de feiten zelf.</p>')
        return None
    state.restore(FORM, OVERALL)
    form = st.selectbox("Vorm van uitbuiting", list(FORM_LABELS), format_func=FORM_LABELS.__getitem__, key=FORM)
    state.settle(FORM, form)
    explanation = cache.explanation(subject, location_id, form, reason)
    if explanation is None:
        st.html('<p class="hint">Het model staat uit: er is nu geen berekende score.</p>')
        return None
    st.html(details.why_html(explanation))
    show_link("kaart", "Toon op de kaart", locatie=location_id)
    return explanation


def _show_download(config: Config, subject: Subject, explanation: Explanation, here: list[tuple[str, str]]) -> None:
    today = local_day(now_of(config))
    st.download_button(
        "Download de uitleg om af te drukken",
        data=to_html(explanation, here, today, made_for=subject.id, fictional=is_fictional(config)),
        file_name=f"uitleg-{explanation.location_id}.html",
        mime="text/html",
        on_click="ignore",
        key="uitleg",
    )
