"""From the teams that somebody asks for to a problem with travel times; and the way of each team for the map."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from risk_map.domain.frames import ROADS
from risk_map.errors import InputError
from risk_map.planning.problem import RoundProblem, RoundRules, Team
from risk_map.store.folder import DataFolder
from risk_map.workflow.planning_draw import share_of
from risk_map.workflow.planning_shifts import shift_of
from risk_map.workflow.travel import travel_times

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from risk_map.config import Config
    from risk_map.planning.plan import Plan, Route
    from risk_map.planning.problem import Candidate
    from risk_map.reporting.route_round import Point
    from risk_map.workflow.planning_request import Crew, RoundRequest


def make_problem(
    config: Config,
    request: RoundRequest,
    towns: tuple[str, ...],
    addresses: gpd.GeoDataFrame,
    candidates: tuple[Candidate, ...],
    points: NDArray[np.float64],
) -> tuple[RoundProblem, tuple[Point, ...]]:
    """Give the round that is asked for, with everybody who may be visited.

    Parameters
    ----------
    config
        Says what a team is, how fast one goes, and where the roads are.
    request, towns
        What is asked, and in which municipalities.
    addresses
        All addresses: the middle of a municipality is there where they are.
    candidates, points
        Who may be visited, and where each is: (n, 2) EPSG:28992.

    Returns
    -------
    tuple
        The problem, and the point of every row of its travel times.

    Raises
    ------
    InputError
        When there is no team, two have one name, a start is nowhere, a shift or a break cannot be, or less is to be
        drawn than configured.
    """
    starts = _Starts(config, towns, addresses)
    crews = request.teams
    if not crews or len({crew.name for crew in crews}) < len(crews):
        raise InputError("Een ronde heeft ten minste één team, en elk team een eigen naam.")
    ends = [starts.of(crew, number) for number, crew in enumerate(crews)]
    rows = np.vstack([points.reshape(-1, 2), np.array([point for each in ends for point in each])])
    teams = tuple(
        _team(config, request, crew, starts.town(crew, number), len(points) + 2 * number)
        for number, crew in enumerate(crews)
    )
    times = travel_times(config)
    problem = RoundProblem(
        on_date=request.on_date,
        teams=teams,
        candidates=tuple(_asked(item, request) for item in candidates),
        travel={mode: times.matrix(rows, mode) for mode in dict.fromkeys(team.mode for team in teams)},
        rules=RoundRules(
            quotas=tuple(replace(each, name=config.municipalities.get(each.code, "")) for each in request.quotas),
            random_share=share_of(request.random_share, config),
            min_days_between_visits=_least_days(config, request),
        ),
    )
    return problem, tuple((float(x), float(y)) for x, y in rows)


def _least_days(config: Config, request: RoundRequest) -> int:
    """Give how many days lie between two visits at least: in a season, no place is visited twice."""
    days = request.min_days_between_visits
    usual = config.planning.min_days_between_visits if days is None else days
    return usual if request.season_begin is None else max(usual, (request.on_date - request.season_begin).days + 1)


def lines_of(
    config: Config, problem: RoundProblem, plan: Plan, points: tuple[Point, ...]
) -> tuple[dict[str, tuple[Point, ...]], bool]:
    """Give the way of every team that goes out, and whether it follows roads."""
    along_roads = DataFolder(config.data_dir).frame_path(ROADS).exists()
    return {route.team: _line(config, problem, route, points) for route in plan.routes if route.stops}, along_roads


def _line(config: Config, problem: RoundProblem, route: Route, points: tuple[Point, ...]) -> tuple[Point, ...]:
    team = problem.team(route.team)
    places = [
        team.start_place,
        *(problem.candidate(stop.location_id).place for stop in route.stops),
        team.end_place,
    ]
    legs = travel_times(config).path(np.array([points[place] for place in places]), team.mode)
    return tuple((float(x), float(y)) for leg in legs for x, y in leg.coords)


class _Starts:
    """Where teams begin: as asked, as configured, or in the middle of a municipality."""

    def __init__(self, config: Config, towns: tuple[str, ...], addresses: gpd.GeoDataFrame) -> None:
        self._config, self._towns, self._addresses = config, towns, addresses

    def town(self, crew: Crew, number: int) -> str:
        """Give the municipality that a team belongs to."""
        if isinstance(crew.start, str):
            return crew.start
        return crew.municipality if crew.municipality in self._towns else self._towns[number % len(self._towns)]

    def of(self, crew: Crew, number: int) -> tuple[Point, Point]:
        """Give where a team begins and ends."""
        start = self._point(crew.start if crew.start is not None else self.town(crew, number))
        return start, start if crew.end is None else self._point(crew.end)

    def _point(self, place: str | Point) -> Point:
        if not isinstance(place, str):
            return place
        if place in self._config.planning.starts:
            return self._config.planning.starts[place]
        middle = middle_of(self._addresses[(self._addresses["gemeentecode"] == place).to_numpy(dtype=bool)])
        if middle is None:
            town = self._config.municipalities.get(place, place)
            raise InputError(f"Van gemeente {town} is geen beginpunt bekend: er zijn daar geen adressen.")
        return middle


def middle_of(addresses: gpd.GeoDataFrame) -> Point | None:
    """Give the middle of addresses (EPSG:28992): where teams begin while nothing is configured; nothing without any."""
    if addresses.empty:
        return None
    return float(addresses.geometry.x.median()), float(addresses.geometry.y.median())


def _team(config: Config, request: RoundRequest, crew: Crew, town: str, place: int) -> Team:
    usual = config.planning.team
    begin, end, pause = shift_of(config, crew)
    most = crew.max_stops if crew.max_stops is not None else request.max_stops
    members = usual.members if crew.members is None else crew.members
    if members < 2:
        raise InputError(f"{crew.name} heeft ten minste twee mensen.")
    return Team(
        name=crew.name,
        members=members,
        municipality=town,
        start_place=place,
        end_place=place + 1,
        shift_start_s=begin,
        shift_end_s=end,
        mode=crew.mode or usual.mode,
        max_stops=usual.max_stops if most is None else most,
        pause=pause,
        partners=usual.partners if crew.partners is None else crew.partners,
    )


def _asked(item: Candidate, request: RoundRequest) -> Candidate:
    """Give a candidate with what was agreed about it, or about another unit at its address."""
    here = {item.location_id, *item.units}
    begins = [moment for name, moment in request.not_before if name in here]
    others = {name for pair in request.apart if here & set(pair) for name in pair} - here
    return replace(
        item,
        mandatory=item.mandatory or item.location_id in request.mandatory,
        # What is left out of the choice still takes part in the draw, as any place that nobody decided on.
        decided=item.decided and (not request.only or bool(here & set(request.only))),
        not_before_s=max(begins, default=None),
        apart_from=frozenset(others),
    )
