"""Which round somebody works on now: an inspector their own, a coordinator those that were issued."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import state, texts
from risk_map.app.escaping import literal
from risk_map.domain.cases import ISSUED
from risk_map.domain.subject import Role
from risk_map.errors import ConflictError
from risk_map.governance.permissions import may
from risk_map.workflow.clock import now_of
from risk_map.workflow.late_visits import record_late_visit
from risk_map.workflow.round_reads import read_round
from risk_map.workflow.route_reads import RouteList, TeamList, read_route_list, round_stamp
from risk_map.workflow.visits import record_visit

if TYPE_CHECKING:
    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.workflow.visits import VisitForm

NONE_FOR_INSPECTOR: Final = (
    "U hebt nu geen ronde. Een ronde staat hier van 12 uur voor uw dienst tot 24 uur erna, zodra zij is uitgegeven."
)
NOT_THERE: Final = "De gevraagde ronde is hier niet, of is nu niet voor u open. Kies hieronder een andere ronde."
NONE_ISSUED: Final = "Er is nu geen ronde uitgegeven. Een ronde uitgeven doet u op de pagina Ronde, stap 4."


def ask_round(subject: Subject, config: Config) -> RouteList | None:
    """Ask which round, when there is more than one, and read its lists; nothing when there is none.

    Parameters
    ----------
    subject, config
        Who looks, and where the data are.
    """
    stamp, now = round_stamp(config), now_of(config)
    moment = f"{now:%Y-%m-%d %H}"  # rounds open and close with the clock
    rounds = state.kept("open_rondes", (subject, stamp, moment), lambda: read_round(subject, config, now)).rounds
    if subject.role is not Role.BOA:
        rounds = rounds[rounds["state"] == ISSUED]
    if rounds.empty:
        st.info(NONE_FOR_INSPECTOR if subject.role is Role.BOA else NONE_ISSUED)
        return None
    chosen = _choose(
        {str(key): f"{texts.day(row['on_date'])}: {row['name']}" for key, row in rounds.to_dict("index").items()}
    )
    if chosen is None:
        return None
    try:
        return state.kept(
            "routelijst", (subject, chosen, stamp, moment), lambda: read_route_list(subject, config, chosen, now)
        )
    except ConflictError as refused:  # all its stops were taken out: another round may still be chosen
        st.info(literal(str(refused)))
        return None


def _choose(words: dict[str, str]) -> str | None:
    """Ask which of these rounds; none is open while the address asks for one that is not among them."""
    options, asked = list(words), state.asked_for("ronde")
    missing = asked is not None and asked not in words
    if missing:
        st.warning(NOT_THERE)
    elif len(options) == 1:
        return options[0]
    key = f"open_ronde_{asked}"
    state.restore(key, None if missing else asked or options[0], refresh=state.chosen(key) not in words)
    chosen: str | None = st.selectbox(
        "Ronde", options, None, format_func=words.__getitem__, placeholder="Kies een ronde", key=key
    )
    state.settle(key, chosen)
    if missing and chosen is not None:
        state.ask_for("ronde", chosen)
        st.rerun()
    return chosen


def may_record(subject: Subject) -> bool:
    """Say whether somebody types in what was found: an inspector, or whoever closes the round, from paper."""
    return may(subject, "record_visit") or may(subject, "record_late_visit")


def record(subject: Subject, config: Config, form: VisitForm, corrects: str | None = None) -> None:
    """Record one visit: an inspector around the own shift, a coordinator until the round is closed."""
    step = record_visit if may(subject, "record_visit") else record_late_visit
    step(subject, config, form, now_of(config), corrects=corrects)


def ask_team(found: RouteList) -> TeamList | None:
    """Ask whose list, when there is more than one; somebody's own team comes first. Say what lapses.

    Parameters
    ----------
    found
        The lists of a round; none when all of its visits lapse: then nothing comes back.
    """
    if found.lapse:
        st.info(found.lapse)
    if not found.teams:
        return None
    teams = {each.sheet.team: each for each in found.teams}
    names = sorted(teams, key=lambda name: name not in found.own)
    if len(names) == 1:
        return teams[names[0]]
    key = f"team_{found.round_id}"
    state.restore(key, names[0], refresh=state.chosen(key) not in names)
    chosen = st.segmented_control("Team", names, format_func=literal, required=True, key=key)
    state.settle(key, chosen)
    return teams[chosen or names[0]]
