"""Plan a season: many rounds on days that nobody can foresee, of places that are decided on when their round comes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Final

from risk_map.domain.draw import number_of
from risk_map.domain.holidays import holiday_on
from risk_map.domain.location import OVERALL
from risk_map.domain.opening_hours import DAY_S
from risk_map.errors import InputError
from risk_map.governance.permissions import use_case
from risk_map.planning.lateness import why_late
from risk_map.planning.outings import Variation, choose_outings, variation
from risk_map.planning.season import plan_season as find_season
from risk_map.store.audit import LOCATION
from risk_map.workflow.clock import local_day
from risk_map.workflow.planning_places import candidates_of, gather_places, towns_of
from risk_map.workflow.planning_request import Area, RoundRequest, beside_each_other
from risk_map.workflow.planning_teams import make_problem
from risk_map.workflow.reach import authorise_towns, reach_of
from risk_map.workflow.route_sources import data_hash
from risk_map.workflow.score import check_form
from risk_map.workflow.season_agenda import SeasonAgenda, agenda_of, due_days
from risk_map.workflow.snapshot import read_snapshot
from risk_map.workflow.store import looking, store_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date, datetime

    from risk_map.config import Config
    from risk_map.domain.snapshot import Snapshot
    from risk_map.domain.subject import Subject
    from risk_map.planning.outings import Outing
    from risk_map.planning.problem import Quota, RoundProblem
    from risk_map.planning.season import Season, SeasonRound
    from risk_map.workflow.planning_places import Places
    from risk_map.workflow.planning_request import Crew


LAST_BEGIN_S: Final = 1800
"""How long before midnight a shift begins at the latest, unless it was asked later."""


@dataclass(frozen=True, slots=True)
class SeasonRequest:
    """A season that is asked for.

    Parameters
    ----------
    first, last
        From when to when, both included.
    rounds
        How many.
    teams, area, form, quotas
        Of every round, as of ``RoundRequest``.
    weekdays
        On which days of the week, Monday is 0.
    holidays
        Whether a round may be on a public holiday: hours are other ones then.
    seed
        Of the days, the draws and the searches. Missing: it follows from the data, so that nobody chooses it.
    iterations
        Of the search of each round.
    interrupted
        Asked often: whether to stop now with the rounds that are planned.
    progress
        Told how many rounds are planned.
    """

    first: date
    last: date
    rounds: int
    teams: tuple[Crew, ...]
    area: Area = field(default_factory=Area)
    form: str = OVERALL
    quotas: tuple[Quota, ...] = ()
    weekdays: Collection[int] = (0, 1, 2, 3, 4, 5)
    holidays: bool = False
    seed: int | None = None
    iterations: int = 10_000
    interrupted: Callable[[], bool] | None = None
    progress: Callable[[int], None] | None = None


@dataclass(frozen=True, slots=True)
class SeasonPlan:
    """A planned season: an agenda, not rounds yet.

    Parameters
    ----------
    season
        The rounds.
    variation
        How hard it is to foresee.
    undecided
        Locations in it about which somebody has to decide before their round.
    overdue_before
        How many places were overdue when the season began, and how many of those it visits.
    overdue
        Locations whose longest interval ends within the season, and that no round visits before.
    addresses
        Location -> its address.
    agenda
        To look at, with what to ask of each round when its day comes: its teams, and the places chosen for it.
    """

    season: Season
    variation: Variation
    undecided: frozenset[str]
    overdue_before: tuple[int, int]
    overdue: tuple[str, ...]
    addresses: Mapping[str, str]
    agenda: SeasonAgenda


@use_case("plan_season")
def plan_season(subject: Subject, config: Config, request: SeasonRequest, now: datetime) -> SeasonPlan:
    """Plan the rounds of a season; nothing is recorded but that it was seen.

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
        When the subject may not plan rounds there.
    InputError
        When the season is over, has fewer possible days than rounds, or was stopped before its first round.
    """
    check_form(request.form)
    today = local_day(now)
    towns = towns_of(subject, config, request.area)
    snapshot = read_snapshot(config, today)
    with store_of(config).read() as tx:
        authorise_towns(subject, "plan_season", towns, reach_of(tx, subject, config, now))
        places = gather_places(tx, config, snapshot, replace(request.area, municipalities=towns), request.form)
    made = f"{request.first}|{request.last}|{data_hash(snapshot)}"
    seed = number_of(made) if request.seed is None else request.seed
    outings = _outings(request, today, seed)
    due = due_days(places, config.planning.max_interval_days, today)
    season = find_season(
        _problem_of(config, request, towns, snapshot, places),
        outings,
        due=due,
        seed=seed,
        iterations=request.iterations,
        stopped=request.interrupted or (lambda: False),
    )
    if not season.rounds:
        raise InputError("Gestopt voordat de eerste ronde klaar was; er is geen seizoen.")
    with looking(subject, config, "plan_season", now) as look:
        look.saw(LOCATION, list(places.stops.index))
    whole = replace(request, area=replace(request.area, municipalities=towns))
    return _told(config, whole, places, season, due, outings[0].on_date)


def _problem_of(
    config: Config, request: SeasonRequest, towns: tuple[str, ...], snapshot: Snapshot, places: Places
) -> Callable[[Outing], RoundProblem]:
    """Give what makes the round of an outing, and tells how many were made before it."""
    planned = count()

    def problem_of(outing: Outing) -> RoundProblem:
        done = next(planned)
        if request.progress is not None:
            request.progress(done)
        candidates = candidates_of(places, outing.on_date, config.planning)
        # An agenda is no round: whoever decides does so before the round is kept.
        hopeful = tuple(replace(item, decided=True) for item in candidates)
        asked = _round_of(config, request, outing)
        return make_problem(config, asked, towns, snapshot.addresses, hopeful, places.points)[0]

    return problem_of


def _told(
    config: Config, request: SeasonRequest, places: Places, season: Season, due: Mapping[str, date], begins: date
) -> SeasonPlan:
    """Say of the rounds of a season what somebody wants to know; what was overdue before it begins is told apart."""
    there = {name for each in season.rounds for name in each.plan.location_ids}
    late = {name for name, end in due.items() if end < begins}
    asked = beside_each_other([_chosen(_round_of(config, request, each.outing), each) for each in season.rounds])
    return SeasonPlan(
        season,
        variation([each.outing for each in season.rounds]),
        frozenset(there & set(places.stops.index[~places.stops["decided"]])),
        (len(late), len(late & there)),
        tuple(name for name in season.overdue if name not in late),
        places.addresses,
        agenda_of(config, asked, places, due, partial(why_late, season.rounds)),
    )


def _chosen(asked: RoundRequest, found: SeasonRound) -> RoundRequest:
    units = (unit for name in found.plan.location_ids for unit in found.problem.candidate(name).units)
    return replace(asked, only=tuple(units))


def _outings(request: SeasonRequest, today: date, seed: int) -> tuple[Outing, ...]:
    first = max(request.first, today)
    if request.last < request.first:
        raise InputError("Het seizoen eindigt voordat het begint; zijn begin en eind verwisseld?")
    if request.rounds < 1 or not request.weekdays:
        raise InputError("Een seizoen heeft ten minste één ronde en één dag van de week.")
    try:
        return choose_outings(
            first,
            request.last,
            request.rounds,
            seed,
            weekdays=request.weekdays,
            possible=lambda day: request.holidays or holiday_on(day) is None,
        )
    except ValueError as exc:
        raise InputError("In dit seizoen zijn minder mogelijke dagen dan rondes; kies een langer seizoen.") from exc


def _round_of(config: Config, request: SeasonRequest, outing: Outing) -> RoundRequest:
    teams = tuple(_moved(config, crew, outing.shift_later_s) for crew in request.teams)
    return RoundRequest(outing.on_date, teams, request.area, request.form, request.quotas)


def _moved(config: Config, crew: Crew, seconds: int) -> Crew:
    """Move a team's shift, and its break with it."""
    usual = config.planning.team
    shift = crew.shift or (usual.shift_start_s, usual.shift_end_s)
    pause, later = usual.pause if crew.pause is None else crew.pause, _later(shift, seconds)
    by = later[0] - shift[0]
    if pause is not None:
        pause = replace(pause, earliest_s=pause.earliest_s + by, latest_s=pause.latest_s + by)
    return replace(crew, shift=later, pause=pause)


def _later(shift: tuple[int, int], seconds: int) -> tuple[int, int]:
    """Move a shift; it still begins on its own day."""
    begin, end = shift
    moved = min(max(begin + seconds, 0), max(begin, DAY_S - LAST_BEGIN_S))
    return moved, end + moved - begin
