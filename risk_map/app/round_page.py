"""The page Ronde: four steps, one at a time; what is chosen and planned stays while the session lasts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from risk_map.app import (
    cache,
    round_adjust,
    round_ask,
    round_compare,
    round_keep,
    round_left_out,
    round_plan,
    round_settle,
    round_view,
    state,
    texts,
)
from risk_map.app.answers import ask_one
from risk_map.app.deeds import show_done
from risk_map.app.masthead import show_title
from risk_map.app.round_area import planned_from
from risk_map.app.switched import forget_older
from risk_map.app.tables import show_table
from risk_map.workflow.clock import now_of
from risk_map.workflow.planning_shifts import pause_fault, shift_fault
from risk_map.workflow.round_candidates import see_candidates
from risk_map.workflow.route_reads import round_stamp

if TYPE_CHECKING:
    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.workflow.planning_request import RoundRequest

STYLES: Final = Path(__file__).parent / "frontend" / "round.css"
STEP: Final = "ronde_stap"
BEGIN: Final = "begin"
"""Stands in the address of whoever comes to plan something new."""

CHOOSE, PLAN, ADJUST, SETTLE = "1. Kiezen", "2. Plannen", "3. Bijstellen", "4. Vaststellen"
STEPS: Final = (CHOOSE, PLAN, ADJUST, SETTLE)
CANDIDATES: Final = ("Adres", "Gemeente", "Soort", "Laatste bezoek", "Besloten op", "Voor", "Tegen")
SHOWN: Final = 60


def show(subject: Subject) -> None:
    """Show the step that the user is at.

    Parameters
    ----------
    subject
        Who plans.
    """
    config = cache.configuration()
    show_title(config, "Ronde", "Kies, plan, stel bij en stel vast: een stap tegelijk.")
    st.html(STYLES)
    show_done(subject)
    forget_older(subject, config, "ronde", round_plan.NONE_MADE)
    step = _ask_step(subject)
    if step == CHOOSE:
        _show_choice(subject, config)
    elif step == PLAN:
        _show_search(subject, config)
    elif step == ADJUST:
        _show_plan(subject, config)
    else:
        _show_rounds(subject, config)


def _ask_step(subject: Subject) -> str:
    if round_plan.collect(subject):
        state.restore(STEP, ADJUST, refresh=True)
    asked = SETTLE if state.asked_for("ronde") else CHOOSE if state.asked_for(BEGIN) else None
    # Whoever comes for a round, or with a selection, comes to the step for it; whoever just comes back stays.
    refresh = state.chosen(STEP) not in STEPS or (asked is not None and state.is_new(STEP))
    if state.is_new(STEP):
        round_settle.note_arrival()
    state.restore(STEP, asked or CHOOSE, refresh=refresh)
    step = st.segmented_control("Stap", STEPS, key=STEP, required=True, width="stretch") or CHOOSE
    state.settle(STEP, step)
    return step


def _go_to(step: str) -> None:
    state.reset({STEP: step})


def _show_choice(subject: Subject, config: Config) -> None:
    request = round_ask.ask_request(subject, config, now_of(config))
    state.remember(subject, "vraag", request)
    endless = any(crew.shift and shift_fault(*crew.shift) for crew in request.teams)
    restless = [] if endless else [fault for crew in request.teams if (fault := pause_fault(config, crew))]
    for fault in restless:
        st.warning(fault)
    go_on = not endless and not restless
    st.button("Verder: plannen", type="primary", on_click=_go_to, args=(PLAN,), disabled=not go_on)
    with st.expander("Waaruit wordt gepland: locaties waarover is besloten, en waarom", expanded=False):
        if st.checkbox("Toon de locaties", key="ronde_kandidaten"):
            _show_candidates(subject, config, request)


def _show_candidates(subject: Subject, config: Config, request: RoundRequest) -> None:
    area = planned_from(request.area, request.only)
    found = state.kept(
        "kandidaten",
        (subject, area, request.form, round_stamp(config)),
        lambda: see_candidates(subject, config, area, request.form, now_of(config)),
    )
    waiting = texts.count(found.waiting, "locatie wacht", "locaties wachten")
    st.markdown(f"Nog {waiting} op een besluit terwijl een bezoek er even zinvol lijkt; zonder besluit gaat niemand.")
    if found.ready.empty:
        st.info("Over geen enkele locatie in deze keuze is besloten. Kies ruimer, of besluit eerst op de kaart.")
        return
    names = config.municipalities
    rows = [
        (
            texts.address(row["address"]),
            names.get(row["municipality"], row["municipality"]),
            row["type_label"],
            texts.day(row["last_visit"]) if pd.notna(row["last_visit"]) else "niet bekend",
            texts.day(row["decided_on"]),
            row["reason_for"],
            row["reason_against"],
        )
        for row in _ask_part(found.ready).to_dict("records")
    ]
    show_table(f"Locaties waarover is besloten: {len(found.ready)}", CANDIDATES, rows)


def _ask_part(ready: pd.DataFrame) -> pd.DataFrame:
    """Ask which part of a long list is shown; it stands in the order of municipality and address."""
    begins = range(0, len(ready), SHOWN)
    if len(begins) < 2:
        return ready
    words = {
        begin: f"{texts.number(begin + 1)} tot en met {texts.number(min(begin + SHOWN, len(ready)))}, vanaf "
        f"{texts.address(ready['address'].iloc[begin])}"
        for begin in begins
    }
    begin = ask_one("Welke locaties", list(begins), "ronde_kandidaten_vanaf", 0, words.__getitem__)
    return ready.iloc[begin : begin + SHOWN]


def _show_search(subject: Subject, config: Config) -> None:
    request = state.recall(subject, "vraag")
    if request is None:
        st.info("Kies eerst welke dag, wie en waar.")
        st.button("Naar stap 1: kiezen", on_click=_go_to, args=(CHOOSE,))
        return
    st.markdown(f"**Gevraagd:** {round_plan.summary(request)}")
    round_plan.show(subject, config, request)


def _show_plan(subject: Subject, config: Config) -> None:
    if round_plan.is_busy(subject):
        return
    round_plan.show_trouble(subject)
    version = round_plan.current(subject)
    if version is None:
        st.info("Er is nog geen plan. Plan eerst een ronde.")
        st.button("Naar stap 2: plannen", on_click=_go_to, args=(PLAN,))
        return
    st.header(f"{version.name}: {round_plan.summary(version.request)}", anchor=False)
    round_view.show_absent(version.found)
    round_view.show_plan(subject, version.found)
    empty = not version.found.plan.location_ids
    st.button("Verder: vaststellen", type="primary", on_click=_go_to, args=(SETTLE,), disabled=empty)
    change, left_out, compare, price = st.tabs(["Wijzigen", "Waarom niet", "Vergelijken", "Wat kosten afspraken"])
    with change:
        round_adjust.show_changes(subject, config, version)
    with left_out:
        round_left_out.show_left_out(subject, config, version)
    with compare:
        round_compare.show_comparison(subject, version)
    with price:
        round_compare.show_prices(subject, version)


def _show_rounds(subject: Subject, config: Config) -> None:
    version = round_plan.current(subject)
    if version is not None and version.found.plan.location_ids and not round_keep.is_kept(subject, version):
        with st.expander(f"{version.name} bewaren als ronde", expanded=True):
            round_keep.show_keep(subject, config, version)
    st.header("Rondes", anchor=False)
    round_settle.show_rounds(subject, config)
