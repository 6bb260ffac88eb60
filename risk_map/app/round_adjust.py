"""Step 3 of a round: lock, drop, add, give to another team, and plan the rest again around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import round_plan, state, texts
from risk_map.app.tables import show_table
from risk_map.domain.notation import clock
from risk_map.planning.changes import Action, Change

if TYPE_CHECKING:
    from risk_map.app.round_plan import Version
    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.workflow.planning import RoundPlan

LOCK: Final = "vast"
DROP: Final = "weg"
MOVE: Final = "naar"
ADD: Final = "erbij"
ACTIONS: Final[dict[Action, str]] = {
    LOCK: "Vastzetten op deze tijd",
    DROP: "Uit de ronde halen",
    MOVE: "Naar een ander team",
}
REPLAN_S: Final = 5.0


def show_changes(subject: Subject, config: Config, version: Version) -> None:
    """Ask what to change about a plan, and plan again.

    Parameters
    ----------
    subject, config
        Who plans, and where the data are.
    version
        The plan.
    """
    found, wishes = version.found, _wishes(subject)
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True):
        st.markdown("**Een bezoek wijzigen**")
        _ask_change(subject, found)
    with right, st.container(border=True):
        st.markdown("**Een locatie toevoegen**")
        _ask_addition(subject, found)
    if not wishes:
        st.caption("Nog geen wijzigingen. Kies hierboven wat anders moet; daarna plant u de rest opnieuw.")
        return
    rows = [(str(at), _words(found, change)) for at, change in enumerate(wishes, start=1)]
    show_table("Uw wijzigingen", ("Nr", "Wijziging"), rows)
    with st.container(horizontal=True):
        st.button(
            "Plan opnieuw met deze wijzigingen",
            type="primary",
            on_click=_replan,
            args=(subject, config, version, wishes),
        )
        st.button("Laatste wijziging ongedaan maken", on_click=_set_wishes, args=(subject, wishes[:-1]))


def _ask_change(subject: Subject, found: RoundPlan) -> None:
    options = {
        stop.location_id: f"{route.team}, {clock(stop.start_s)}: {texts.address(found.addresses[stop.location_id])}"
        for route in found.plan.routes
        for stop in route.stops
    }
    if not options:
        st.caption("Er zijn nog geen bezoeken.")
        return
    place = st.selectbox("Bezoek", list(options), format_func=options.__getitem__)
    action = st.radio("Wat wilt u", list(ACTIONS), format_func=ACTIONS.__getitem__)
    team = None
    if action == MOVE:
        others = [item.name for item in found.problem.teams if item.name != found.plan.team_of(place)]
        team = st.selectbox("Naar team", others, placeholder="Er is geen ander team")
    wish = Change(action, place, team)
    unclear = action == MOVE and not team
    st.button("Zet deze wijziging klaar", on_click=_add_wish, args=(subject, wish), disabled=unclear)


def _ask_addition(subject: Subject, found: RoundPlan) -> None:
    there = set(found.plan.location_ids)
    options = {
        item.location_id: texts.address(found.addresses[item.location_id])
        for item in sorted(found.problem.candidates, key=lambda each: found.addresses[each.location_id])
        if item.location_id not in there
    }
    if not options:
        st.caption("Alle locaties die meedoen, zitten in deze ronde.")
        return
    place = st.selectbox("Locatie waarover is besloten", list(options), format_func=options.__getitem__)
    st.caption("Zij komt er verplicht bij. Kan dat niet, dan leest u welke afspraak dat belet.")
    st.button("Zet deze toevoeging klaar", on_click=_add_wish, args=(subject, Change(ADD, place)))


def _words(found: RoundPlan, change: Change) -> str:
    address = texts.address(found.addresses[change.location_id])
    return {
        LOCK: f"Blijft op zijn tijd: {address}",
        DROP: f"Gaat uit de ronde: {address}",
        MOVE: f"Gaat naar {change.team}: {address}",
        ADD: f"Komt erbij: {address}",
    }[change.action]


def _wishes(subject: Subject) -> tuple[Change, ...]:
    wishes: tuple[Change, ...] = state.recall(subject, "wijzigingen", ())
    return wishes


def _set_wishes(subject: Subject, wishes: tuple[Change, ...]) -> None:
    state.remember(subject, "wijzigingen", wishes)


def _add_wish(subject: Subject, wish: Change) -> None:
    kept = (other for other in _wishes(subject) if other.location_id != wish.location_id)
    _set_wishes(subject, (*kept, wish))


def _replan(subject: Subject, config: Config, version: Version, wishes: tuple[Change, ...]) -> None:
    round_plan.replan(subject, config, version, wishes, REPLAN_S)
    _set_wishes(subject, ())
