"""From who goes where in which order to times: as early as can be, and no earlier from the start than it has to be."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from risk_map.planning.plan import Plan, Route, Stop
from risk_map.planning.problem import Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from risk_map.planning.problem import Break, Candidate, RoundProblem, Team


def timetable(problem: RoundProblem, orders: Sequence[Sequence[str]], *, seed: int = 0, iterations: int = 0) -> Plan:
    """Give the times of every visit.

    Parameters
    ----------
    problem
        The round.
    orders
        Per team the locations in order.
    seed, iterations
        Of the search that found them.

    Raises
    ------
    ValueError
        When an order does not fit in its shift, windows and break.
    """
    routes = []
    for team, names in zip(problem.teams, orders, strict=True):
        route = schedule(problem, team, [problem.candidate(name) for name in names])
        if route is None:
            msg = f"The order of {team.name} does not fit."
            raise ValueError(msg)
        routes.append(route)
    return Plan(tuple(routes), seed=seed, iterations=iterations)


def schedule(problem: RoundProblem, team: Team, order: Sequence[Candidate]) -> Route | None:
    """Give the times of one route, the earliest return of all ways to take the break; nothing when it does not fit.

    Parameters
    ----------
    problem
        Gives the travel times.
    team
        Who goes.
    order
        Where, in order.
    """
    if not order:
        return Route(team.name, team.shift_start_s, team.shift_start_s)
    bare = _run(problem, team, order, None)
    if team.pause is None or bare is None:
        # What does not fit without the break does not fit with it.
        return bare
    ways = [(leg, early) for leg in range(len(order) + 1) for early in (False, True)]
    found = [route for way in ways if (route := _run(problem, team, order, way)) is not None]
    return min(found, key=lambda route: (route.return_s, -route.departure_s), default=None)


def _run(problem: RoundProblem, team: Team, order: Sequence[Candidate], rest: tuple[int, bool] | None) -> Route | None:
    """Run along a route with the break on one leg: before it (early), or at its end."""
    seconds = problem.travel[team.mode].seconds
    places = [team.start_place, *(item.place for item in order), team.end_place]
    free, pause_s, stops = team.shift_start_s, None, []
    for leg, (before, after) in enumerate(pairwise(places)):
        road = int(seconds[before, after])
        if rest is not None and team.pause is not None and rest[0] == leg:
            taken = take_break(team.pause, free, road, early=rest[1])
            if taken is None:
                return None
            pause_s, arrival, ready = taken
        else:
            arrival = ready = free + road
        if leg == len(order):
            break
        begin = first_start(order[leg], ready)
        if begin is None:
            return None
        free = begin + order[leg].visit_s
        stops.append(Stop(order[leg].location_id, arrival, begin, free))
    if ready > team.shift_end_s:
        return None
    return _leave_late(
        Route(team.name, team.shift_start_s, ready, tuple(stops), pause_s),
        rest,
        int(seconds[places[0], places[1]]),
    )


class Taken(NamedTuple):
    """A break on one leg: when it begins, when the team arrives, and when it is ready for the visit."""

    begin_s: int
    arrival_s: int
    ready_s: int


def take_break(pause: Break, free: int, road: int, *, early: bool) -> Taken | None:
    """Take the break on a leg, before the journey or after it; nothing when it is too late for it then."""
    begin = max(free if early else free + road, pause.earliest_s)
    if begin > pause.latest_s:
        return None
    rested = begin + pause.duration_s
    return Taken(begin, rested + road, rested + road) if early else Taken(begin, free + road, rested)


def _leave_late(route: Route, rest: tuple[int, bool] | None, road: int) -> Route:
    """Leave as late as the first visit allows, so that nobody waits at its door."""
    first = route.stops[0]
    if rest is not None and rest[0] == 0:
        return route
    late = first.start_s - first.arrival_s
    if late <= 0:
        return route
    stops = (Stop(first.location_id, first.start_s, first.start_s, first.end_s), *route.stops[1:])
    return Route(route.team, first.start_s - road, route.return_s, stops, route.pause_s)


def first_start(candidate: Candidate, moment: int) -> int | None:
    """Give the first moment from ``moment`` on at which a visit may begin; nothing when there is none."""
    moment, first = max(moment, candidate.not_before_s or 0), None
    for window in candidate.windows:
        if moment <= window.closes_s and (first is None or window.opens_s < first):
            first = max(moment, window.opens_s)
    return first


def common_windows(hours: Iterable[tuple[Window, ...]]) -> tuple[Window, ...]:
    """Give when a visit may begin at all of some units at one address; nothing when they are never open together."""
    first, *others = hours
    for other in others:
        pairs = (Window(max(a.opens_s, b.opens_s), min(a.closes_s, b.closes_s)) for a in first for b in other)
        first = tuple(sorted((each for each in pairs if each.opens_s <= each.closes_s), key=lambda each: each.opens_s))
    return first
