"""Plan a round: from the store and the score to the best round that the teams can drive, and why it is that one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from risk_map.domain.draw import number_of
from risk_map.domain.holidays import holiday_on
from risk_map.domain.notation import day
from risk_map.errors import InputError
from risk_map.governance.permissions import use_case
from risk_map.planning.changes import change
from risk_map.planning.diagnosis import why_not
from risk_map.planning.emptiness import why_empty
from risk_map.planning.plan import route_figures
from risk_map.planning.prices import prices
from risk_map.planning.solver import plan as find_plan
from risk_map.planning.stop import AnyOf, MaxIterations, MaxSeconds
from risk_map.reporting.plan_file import PlanMeta, StoredPlan
from risk_map.store.audit import LOCATION
from risk_map.workflow.clock import local_day
from risk_map.workflow.identity import is_fictional
from risk_map.workflow.open_decisions import waiting_visits
from risk_map.workflow.places import register_of
from risk_map.workflow.planning_draw import draw_visits, plan_drawn
from risk_map.workflow.planning_places import candidates_of, free_of, gather_places, towns_of
from risk_map.workflow.planning_refusals import (
    refuse_broken,
    refuse_quotas,
    refuse_strangers,
    refuse_taken,
    refuse_undrawn,
)
from risk_map.workflow.planning_shifts import refuse_shifts
from risk_map.workflow.planning_teams import lines_of, make_problem
from risk_map.workflow.reach import authorise_towns, reach_of
from risk_map.workflow.route_sources import data_hash
from risk_map.workflow.score import check_form
from risk_map.workflow.season_absent import NOBODY, absent_from
from risk_map.workflow.snapshot import read_snapshot, until
from risk_map.workflow.store import looking, store_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date, datetime

    from risk_map.config import Config
    from risk_map.domain.snapshot import Snapshot
    from risk_map.domain.subject import Subject
    from risk_map.planning.changes import Change
    from risk_map.planning.plan import Plan, RouteFigures
    from risk_map.planning.prices import Price
    from risk_map.planning.problem import RoundProblem
    from risk_map.planning.reasons import WhyNot
    from risk_map.planning.stop import StopRule
    from risk_map.workflow.planning_draw import Drawn
    from risk_map.workflow.planning_places import Places
    from risk_map.workflow.planning_request import RoundRequest
    from risk_map.workflow.season_absent import Absent


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """A planned round that keeps to every rule.

    Parameters
    ----------
    problem, plan, meta
        What goes into a plan file; ``meta.draw`` is the draw.
    addresses
        Location -> its address, of every candidate.
    waiting
        How many places are worth a visit like those that were decided on, and wait for a decision.
    invited
        Codes of the partners who usually join at these places, and are with no team.
    absent
        Of a round of a season: its places that take no part.
    """

    problem: RoundProblem
    plan: Plan
    meta: PlanMeta
    addresses: Mapping[str, str]
    waiting: int
    invited: tuple[str, ...]
    absent: Absent = NOBODY

    @property
    def stored(self) -> StoredPlan:
        """The plan as it goes into a file."""
        return StoredPlan(self.problem, self.plan, self.meta)

    @property
    def figures(self) -> dict[str, RouteFigures]:
        """What each team does and brings, by its name."""
        return {route.team: route_figures(self.problem, route) for route in self.plan.routes}

    @property
    def emptiness(self) -> str | None:
        """Why there is no visit in it, in Dutch; nothing when there is one."""
        return why_empty(self.problem, self.plan)

    @property
    def holiday(self) -> str | None:
        """What to know about its day when that is a public holiday, in Dutch."""
        return holiday_note(self.problem.on_date)

    def why_not(self) -> Iterator[WhyNot]:
        """Explain every candidate that is left out."""
        return why_not(self.problem, self.plan)

    def prices(self, stopped: Callable[[], bool] = lambda: False) -> Iterator[Price]:
        """Give what each rule costs, one by one as they are found, until somebody stops it."""
        return prices(self.problem, self.plan, seed=self.plan.seed, stopped=stopped)


def holiday_note(on_date: date) -> str | None:
    """Say in Dutch that a day is a public holiday, on which hours may be other ones; nothing on another day."""
    name = holiday_on(on_date)
    return name and f"{day(on_date)} is {name}: openingstijden kunnen anders zijn."


@use_case("plan_round")
def plan_round(subject: Subject, config: Config, request: RoundRequest, now: datetime) -> RoundPlan:
    """Plan the best round that can be found before the search has to stop; nothing is recorded but that it was seen.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the data are, how they are scored, and how places are visited.
    request
        What is asked.

    Raises
    ------
    PermissionDeniedError
        When the subject may not plan a round there.
    InputError
        When something that was asked for does not exist, the day is over, or less is to be drawn than configured.
    ConflictError
        When no round keeps to every rule; its sentence says which.
    ConfigError
        When the configuration does not say how a type of place is visited.
    """
    check_form(request.form)
    if request.on_date < local_day(now):
        raise InputError("De dag van de ronde is al voorbij.")
    refuse_shifts(config, request.teams)
    towns = towns_of(subject, config, request.area)
    snapshot = read_snapshot(config, local_day(now))
    places, waiting = _gather(subject, config, request, towns, snapshot, now)
    candidates = free_of(request, candidates_of(places, request.on_date, config.planning))
    refuse_strangers(request, candidates)
    refuse_undrawn(request, candidates)
    whole, points = make_problem(config, request, towns, snapshot.addresses, candidates, places.points)
    digest = data_hash(snapshot)
    seed = number_of(f"{request.on_date}|{digest}") if request.seed is None else request.seed
    drawn, plan = _search(request, whole, seed)
    problem = drawn.problem
    absent = absent_from(request, problem.candidates, register_of(config), towns, waiting) if request.only else NOBODY
    with looking(subject, config, "plan_round", now) as look:
        look.saw(LOCATION, [*(item.location_id for item in problem.candidates), *absent.location_ids])
    lines, along_roads = lines_of(config, problem, plan, points)
    meta = PlanMeta(
        f"Ronde {day(request.on_date)}",
        now,
        digest,
        config.hash,
        is_fictional(config),
        points,
        lines,
        along_roads,
        towns,
        drawn.draw,
        request.form,
        request.area.buurten,
        request.area.types,
        request.changes,
        request.only,
        request.reserved,
    )
    addresses = {item.location_id: places.addresses[item.location_id] for item in problem.candidates}
    return RoundPlan(problem, plan, meta, addresses, places.waiting, _invited(config, problem, plan), absent)


def _gather(
    subject: Subject, config: Config, request: RoundRequest, towns: tuple[str, ...], snapshot: Snapshot, now: datetime
) -> tuple[Places, set[str]]:
    """Give the places that take part, and for a round of a season the locations that are in a round already."""
    with store_of(config).read() as tx:
        authorise_towns(subject, "plan_round", towns, reach_of(tx, subject, config, now))
        refuse_taken(tx, config, request, towns, snapshot.today)
        # What is past its term by then is no reason to go, and on no list.
        then = until(tx, snapshot, request.on_date)
        area, day = replace(request.area, municipalities=towns), request.on_date
        places = gather_places(tx, config, then, area, request.form, on=day)
        return places, waiting_visits(tx, snapshot.today, day) if request.only else set()


def _search(request: RoundRequest, whole: RoundProblem, seed: int) -> tuple[Drawn, Plan]:
    """Draw, and find the best plan that keeps to every rule; or say which rule no plan keeps to."""
    refuse_quotas(whole, undecided=True)
    if request.start is not None:
        whole = change(whole, request.start, _changes(request, whole))
    drawn = draw_visits(whole, seed, request.asked, start=request.start, picks=request.picks)
    refuse_quotas(drawn.problem, undecided=False)
    drawn, plan = plan_drawn(
        drawn,
        lambda problem, begin: find_plan(problem, _stop(request), seed, start=begin, progress=request.progress),
        picks=request.picks,
    )
    refuse_broken(drawn, plan)
    return drawn, plan


def _changes(request: RoundRequest, whole: RoundProblem) -> tuple[Change, ...]:
    """Give the changes that count: a place that nobody decided on stays among those that are drawn from."""
    decided = {item.location_id for item in whole.candidates if item.decided}
    return tuple(each for each in request.changes if each.action != "weg" or each.location_id in decided)


def _stop(request: RoundRequest) -> StopRule:
    rules: list[StopRule] = []
    if request.iterations is not None:
        rules.append(MaxIterations(request.iterations))
    if request.seconds is not None:
        rules.append(MaxSeconds(request.seconds))
    if not rules:
        raise InputError("Zeg hoelang er gezocht mag worden.")
    asked = request.interrupted
    return AnyOf((*rules, lambda _: asked is not None and asked()))


def _invited(config: Config, problem: RoundProblem, plan: Plan) -> tuple[str, ...]:
    kinds = {problem.candidate(name).location_type for name in plan.location_ids}
    present = {partner for team in problem.teams for partner in team.partners} | {"toezicht"}
    usual = (partner for kind in sorted(kinds) for partner in config.planning.type_of(kind).usual)
    return tuple(dict.fromkeys(partner for partner in usual if partner not in present))
