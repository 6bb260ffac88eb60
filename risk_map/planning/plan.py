"""A plan: who visits what, when. Times as in ``problem``."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from risk_map.planning.problem import RoundProblem


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit of one team.

    Parameters
    ----------
    location_id
        Where.
    arrival_s
        When the team is there.
    start_s, end_s
        The visit itself; before it the team may wait, or have its break.
    """

    location_id: str
    arrival_s: int
    start_s: int
    end_s: int


@dataclass(frozen=True, slots=True)
class Route:
    """What one team does in its shift.

    Parameters
    ----------
    team
        Its name.
    departure_s, return_s
        When it leaves its start, and is at its end; equal when it visits nothing and does not go out.
    stops
        In order.
    pause_s
        When its break begins; missing when it has none, or does not go out.
    """

    team: str
    departure_s: int
    return_s: int
    stops: tuple[Stop, ...] = ()
    pause_s: int | None = None


@dataclass(frozen=True, slots=True)
class RouteFigures:
    """What a route costs and brings."""

    prize: float
    travel_s: int
    travel_m: int
    visit_s: int
    waiting_s: int
    pause_s: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole round.

    Parameters
    ----------
    routes
        One per team, in the order of the problem.
    seed
        Of the search.
    iterations
        How many times the search tried something else.
    """

    routes: tuple[Route, ...]
    seed: int = field(default=0, compare=False)
    iterations: int = field(default=0, compare=False)

    @property
    def location_ids(self) -> tuple[str, ...]:
        """All locations in the plan, team by team."""
        return tuple(stop.location_id for route in self.routes for stop in route.stops)

    def team_of(self, location_id: str) -> str | None:
        """Give the team that goes there, if one does."""
        return next((r.team for r in self.routes for s in r.stops if s.location_id == location_id), None)


def route_figures(problem: RoundProblem, route: Route) -> RouteFigures:
    """Give what a route costs and brings; waiting is what is left of the time between leaving and returning."""
    team = problem.team(route.team)
    travel = problem.travel[team.mode]
    candidates = [problem.candidate(stop.location_id) for stop in route.stops]
    places = [team.start_place, *(item.place for item in candidates), team.end_place] if candidates else []
    legs = list(pairwise(places))
    travel_s = sum(int(travel.seconds[leg]) for leg in legs)
    visit_s = sum(stop.end_s - stop.start_s for stop in route.stops)
    pause_s = team.pause.duration_s if team.pause and route.pause_s is not None else 0
    return RouteFigures(
        prize=sum(item.prize for item in candidates),
        travel_s=travel_s,
        travel_m=sum(int(travel.metres[leg]) for leg in legs),
        visit_s=visit_s,
        waiting_s=route.return_s - route.departure_s - travel_s - visit_s - pause_s,
        pause_s=pause_s,
    )


def plan_prize(problem: RoundProblem, plan: Plan) -> float:
    """Give the sum of the prizes of all stops."""
    return sum(problem.candidate(name).prize for name in plan.location_ids)
