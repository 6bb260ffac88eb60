"""Keep a plan as a draft round in the store, or only say whether it still holds; a second person approves the round."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from risk_map.errors import ConflictError, InputError
from risk_map.governance.permissions import use_case
from risk_map.planning.sampling import drawn_in
from risk_map.store.audit import LOCATION
from risk_map.workflow.clock import local_day
from risk_map.workflow.drawn_decisions import decide_drawn
from risk_map.workflow.identity import known_municipality
from risk_map.workflow.open_decisions import open_decisions, standing_claims
from risk_map.workflow.places import find_place
from risk_map.workflow.plan_checks import faults, locations_of, obstacles, resting
from risk_map.workflow.plan_rows import add_stops, record_draw, time_of
from risk_map.workflow.reach import authorise_towns, reach_of
from risk_map.workflow.rounds import NewRound, NewTeam, write_draft
from risk_map.workflow.route_sources import data_hash
from risk_map.workflow.snapshot import read_snapshot
from risk_map.workflow.store import acting, looking
from risk_map.workflow.taken import taken

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.planning.plan import Route
    from risk_map.planning.problem import Team
    from risk_map.reporting.plan_file import StoredPlan


@dataclass(frozen=True, slots=True)
class KeepOrder:
    """How a plan becomes a round.

    Parameters
    ----------
    stored
        The plan.
    people
        Team -> login names of its inspectors.
    against
        Location -> what speaks against a visit there, for each that ``list_drawn`` gives.
    name
        What the round is called; missing: as in the plan.
    """

    stored: StoredPlan
    people: Mapping[str, tuple[str, ...]]
    against: Mapping[str, str] = field(default_factory=dict)
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A plan that became a round.

    Parameters
    ----------
    round_id
        The round, a draft.
    notices
        What somebody should know, in Dutch.
    """

    round_id: str
    notices: tuple[str, ...]


@use_case("keep_plan")
def keep_plan(subject: Subject, config: Config, order: KeepOrder, now: datetime) -> Kept:
    """Write a plan in the store as a draft round: its teams, its draw and its stops, all of it or nothing.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the data are.
    order
        What. A place that was drawn and has no decision yet gets one here, by the subject, with both reasons.

    Raises
    ------
    PermissionDeniedError
        When the subject may not plan a round there.
    InputError
        When a team has no inspectors, nobody said what speaks against a place that was drawn, or a place is not in the
        municipalities of the round.
    ConflictError
        When the plan breaks a rule, its draw is none, it rests on a model that is off, or a place was frozen, put in
        another round, or lost its decision since.
    """
    problem, plan, meta = order.stored
    if broken := faults(config, order.stored):
        raise ConflictError(broken[0])
    towns = tuple(known_municipality(config, code) for code in meta.municipalities)
    routes = [route for route in plan.routes if route.stops]
    draft = NewRound(
        name=order.name or meta.name,
        on_date=problem.on_date,
        municipalities=towns,
        teams=tuple(_team(problem.team(route.team), route, order) for route in routes),
    )
    changed = data_hash(read_snapshot(config, local_day(now))) != meta.data_hash
    with acting(subject, config, "keep_plan", now) as act:
        authorise_towns(subject, "keep_plan", towns, reach_of(act.tx, subject, config, now))
        claims = standing_claims(act.tx, min(local_day(now), draft.on_date), draft.on_date)
        elsewhere = taken(act.tx, config, claims, locations_of(order.stored), towns)
        if found := next(chain(resting(act.tx, order.stored), elsewhere), None):
            raise ConflictError(found)
        written = write_draft(act, draft)
        if meta.draw is not None:
            record_draw(act, written.id, meta.draw)
        visits = {each: find_place(config, each) for each in locations_of(order.stored)}
        decide_drawn(act, order.stored, order.against, visits)
        add_stops(act, order.stored, written, visits)
    old = ("De gegevens zijn veranderd sinds dit plan is gemaakt; maak het zo nodig opnieuw.",) if changed else ()
    return Kept(written.id, old)


@use_case("check_plan")
def check_plan(subject: Subject, config: Config, stored: StoredPlan, now: datetime) -> tuple[str, ...]:
    """Say in Dutch what stands in the way of a plan, as for its print, and what happened since; empty when it holds.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the data are.
    stored
        The plan.

    Raises
    ------
    PermissionDeniedError
        When the subject may not plan a round there.
    """
    towns = tuple(known_municipality(config, code) for code in stored.meta.municipalities)
    names = list(locations_of(stored))
    with looking(subject, config, "check_plan", now) as look:
        authorise_towns(subject, "check_plan", towns, reach_of(look.tx, subject, config, now))
        look.saw(LOCATION, names)
        decided = set(open_decisions(look.tx).index)
        on_date = stored.problem.on_date
        claims = standing_claims(look.tx, min(local_day(now), on_date), on_date)
        elsewhere = tuple(taken(look.tx, config, claims, names, towns))
        # A place that was drawn gets its decision when the plan is kept.
        found = tuple(obstacles(look.tx, config, stored, drawn_too=False))
    known = decided | drawn_in(stored.problem)
    known |= {row["location_id"] for row in claims}
    return (
        *faults(config, stored),
        *found,
        *elsewhere,
        *(f"{name}: er is geen besluit meer voor een bezoek." for name in names if name not in known),
    )


def _team(team: Team, route: Route, order: KeepOrder) -> NewTeam:
    people = order.people.get(team.name, ())
    if not people:
        raise InputError(f"Noem de aanmeldnamen van de inspecteurs van {team.name}.")
    points = order.stored.meta.points
    return NewTeam(
        name=team.name,
        shift_start=time_of(team.shift_start_s),
        shift_end=time_of(team.shift_end_s),
        people=people,
        size=team.members,
        partners=tuple(sorted(team.partners)),
        mode=team.mode,
        start=points[team.start_place],
        end=points[team.end_place],
        departs_at=time_of(route.departure_s),
        returns_at=time_of(route.return_s),
        pause_begin=None if route.pause_s is None else time_of(route.pause_s),
        pause_minutes=team.pause.duration_s // 60 if team.pause and route.pause_s is not None else None,
    )
