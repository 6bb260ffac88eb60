"""Step 4 of a round, first half: a plan becomes a round in draft, its people and its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from risk_map.app import state
from risk_map.app.deeds import attempt
from risk_map.app.escaping import literal
from risk_map.app.kept_form import KeptForm
from risk_map.app.round_drawn import ask_against, unanswered
from risk_map.app.round_settle import choose_round
from risk_map.app.round_view import words_for
from risk_map.workflow.clock import now_of
from risk_map.workflow.plan_keeping import KeepOrder, check_plan, keep_plan
from risk_map.workflow.round_candidates import list_inspectors
from risk_map.workflow.route_reads import round_stamp

if TYPE_CHECKING:
    from risk_map.app.round_plan import Version
    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.planning.problem import Team

PEOPLE_HELP = "Aanmeldnamen. Alleen wie hier staat, ziet de routelijst, van 12 uur voor tot 24 uur na de dienst."


def show_keep(subject: Subject, config: Config, version: Version) -> None:
    """Ask who goes and what speaks against the places that were drawn, and keep the plan as a round in draft.

    Parameters
    ----------
    subject, config
        Who plans, and where the data are.
    version
        The plan.
    """
    found = version.found
    trouble = state.kept(
        "plantoets",
        (subject, version.name, round_stamp(config)),
        lambda: check_plan(subject, config, found.stored, now_of(config)),
    )
    if trouble:
        st.warning(literal("Dit plan kan zo geen ronde worden. " + words_for(found, " ".join(trouble[:4]))))
        st.markdown("**Wat u kunt doen.** Ga terug naar stap 2 en plan opnieuw.")
        return
    kept = KeptForm(f"bewaren_{version.name}")
    name = st.text_input("Naam van de ronde", max_chars=80, **kept.field("naam", found.meta.name))
    going = [found.problem.team(route.team) for route in found.plan.routes if route.stops]
    people = {team.name: _ask_people(subject, config, team, place, kept) for place, team in enumerate(going)}
    against = ask_against(subject, config, version, kept)
    st.caption("Een ander dan u keurt de ronde daarna goed. Tot dan is zij een concept, en ziet geen boa haar.")
    if st.button("Bewaar als concept", type="primary", disabled=not all(people.values())):
        if silent := unanswered(against):
            st.warning(literal(silent))
            return
        reasons = {place: reason for place, reason in against.items() if reason}
        order = KeepOrder(found.stored, people, reasons, name.strip() or None)
        done = "De ronde is bewaard als concept."
        attempt(subject, config, lambda: _keep(subject, config, version, order), done, kept)
    if not all(people.values()):
        st.caption("Kies eerst voor elk team wie er gaat.")


def is_kept(subject: Subject, version: Version) -> bool:
    """Say whether a plan became a round in this session."""
    return version.name in state.recall(subject, "bewaard", ())


def _keep(subject: Subject, config: Config, version: Version, order: KeepOrder) -> None:
    kept = keep_plan(subject, config, order, now_of(config))
    state.remember(subject, "bewaard", (*state.recall(subject, "bewaard", ()), version.name))
    choose_round(kept.round_id)
    for notice in kept.notices:
        st.toast(notice)


def _ask_people(subject: Subject, config: Config, team: Team, place: int, kept: KeptForm) -> tuple[str, ...]:
    towns = (team.municipality,) if team.municipality else tuple(config.municipalities)
    known = state.kept(
        f"boas_{towns}", (subject, towns), lambda: list_inspectors(subject, config, towns, now_of(config))
    )
    first = [known[place % len(known)]] if known else []
    field = kept.field(team.name, first)
    chosen = st.multiselect(
        f"Boa's van {team.name}",
        list(dict.fromkeys((*known, *state.chosen(field["key"])))),
        placeholder="Kies of typ een aanmeldnaam",
        accept_new_options=True,
        max_selections=team.members,
        select_all=False,
        help=PEOPLE_HELP,
        **field,
    )
    return tuple(chosen)
