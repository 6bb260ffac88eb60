"""What a valid plan is, written a second time from the words of the rules, with no code of the planner."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from risk_map.planning.plan import Plan, Route, Stop
    from risk_map.planning.problem import Break, Candidate, RoundProblem, Team

NO_WAY = 2**30


def broken(problem: RoundProblem, plan: Plan) -> set[str]:
    """Name the rules that a plan breaks."""
    items = {item.location_id: item for item in problem.candidates}
    teams = {team.name: team for team in problem.teams}
    names = [stop.location_id for route in plan.routes for stop in route.stops]
    found = set(_who(problem, plan, names))
    stops = [items[name] for name in names if name in items]
    found |= set(_law(problem, stops)) | set(_round(problem, stops, len(names)))
    for route in plan.routes:
        if route.stops and route.team in teams:
            found |= set(_route(problem, teams[route.team], route, items))
    return found


def _who(problem: RoundProblem, plan: Plan, names: list[str]) -> Iterator[str]:
    units = {item.location_id: {item.location_id, *item.units} for item in problem.candidates}
    visits = Counter(unit for name in names for unit in units.get(name, {name}))
    routes = Counter(route.team for route in plan.routes)
    if set(names) - units.keys() or max(visits.values(), default=0) > 1:
        yield "een_bezoek"
    if set(routes) - {team.name for team in problem.teams} or max(routes.values(), default=0) > 1:
        yield "een_bezoek"
    if {item.location_id for item in problem.candidates if item.mandatory} - set(names):
        yield "verplicht"


def _law(problem: RoundProblem, stops: list[Candidate]) -> Iterator[str]:
    for item in stops:
        if item.frozen:
            yield "bevroren"
        if not item.decided:
            yield "besluit"
        if item.home and item.drawn:
            yield "woning"
        if item.home and not item.home_cleared:
            yield "woning"
        days = item.days_since_visit
        if days is not None and days < problem.rules.min_days_between_visits:
            yield "pas_bezocht"


def _round(problem: RoundProblem, stops: list[Candidate], total: int) -> Iterator[str]:
    visited = {unit: item.location_id for item in stops for unit in (item.location_id, *item.units)}
    for item in stops:
        if any(visited.get(other, item.location_id) != item.location_id for other in item.apart_from):
            yield "niet_samen"
    if sum(item.drawn for item in stops) < _share(problem.rules.random_share) * total:
        yield "aselect_deel"
    for quota in problem.rules.quotas:
        town = quota.kind == "municipality"
        here = sum((item.municipality if town else item.location_type) == quota.code for item in stops)
        most = quota.max_stops if quota.max_stops is not None else here
        few = here < quota.min_stops or here < _share(quota.min_share) * len(stops)
        if few or here > most or here > _share(quota.max_share) * len(stops):
            yield "quota_gemeente" if town else "quota_soort"


def _share(share: float) -> Fraction:
    """Read a share as it was written: 0.3 is three tenths."""
    return Fraction(str(share))


def _route(problem: RoundProblem, team: Team, route: Route, items: dict[str, Candidate]) -> Iterator[str]:
    if len(route.stops) > team.max_stops:
        yield "aantal_bezoeken"
    if team.members < 2:
        yield "teamgrootte"
    if route.departure_s < team.shift_start_s or route.return_s > team.shift_end_s:
        yield "dienst"
    known = [(stop, items[stop.location_id]) for stop in route.stops if stop.location_id in items]
    for stop, item in known:
        yield from _visit_rules(team, stop, item)
    if len(known) == len(route.stops) and not _possible(problem, team, route, items):
        yield "reistijd"
    if team.pause is not None and not _rests(team.pause, route):
        yield "pauze"


def _visit_rules(team: Team, stop: Stop, item: Candidate) -> Iterator[str]:
    if not item.required_partners.issubset(team.partners):
        yield "partner"
    if item.only_team is not None and item.only_team != team.name:
        yield "gekozen_team"
    if all(not w.opens_s <= stop.start_s <= w.closes_s for w in item.windows):
        yield "openingstijd"
    if item.not_before_s is not None and stop.start_s < item.not_before_s:
        yield "openingstijd"


def _rests(pause: Break, route: Route) -> bool:
    begin = route.pause_s
    if begin is None or begin < pause.earliest_s or begin > pause.latest_s:
        return False
    busy = any(stop.start_s < begin + pause.duration_s and stop.end_s > begin for stop in route.stops)
    return not busy and route.departure_s <= begin and begin + pause.duration_s <= route.return_s


def _possible(problem: RoundProblem, team: Team, route: Route, items: dict[str, Candidate]) -> bool:
    """Say whether each visit is as long as it takes, and the road fits between two, beside a break in that time."""
    seconds = problem.travel[team.mode].seconds
    places = [team.start_place, *(items[stop.location_id].place for stop in route.stops), team.end_place]
    leaves = [route.departure_s, *(stop.end_s for stop in route.stops)]
    arrives = [*(stop.arrival_s for stop in route.stops), route.return_s]
    for here, there, leave, arrive in zip(places, places[1:], leaves, arrives, strict=False):
        road = int(seconds[here, there])
        gaps = [(leave, arrive)]
        if team.pause is not None and route.pause_s is not None and leave <= route.pause_s < arrive:
            gaps = [(leave, route.pause_s), (route.pause_s + team.pause.duration_s, arrive)]
        if road >= NO_WAY or all(end - begin < road for begin, end in gaps) or (len(gaps) > 1 and gaps[1][0] > arrive):
            return False
    lasting = [(stop.end_s - stop.start_s, items[stop.location_id].visit_s) for stop in route.stops]
    return all(real == asked for real, asked in lasting) and all(s.start_s >= s.arrival_s for s in route.stops)


def earliest_return(problem: RoundProblem, team: Team, order: Sequence[Candidate]) -> int | None:
    """Try every second for every departure, break and beginning; give the first second to be back, if there is one.

    For small numbers only: the shift is walked second by second.
    """
    seconds = problem.travel[team.mode].seconds
    places = [team.start_place, *(item.place for item in order), team.end_place]
    end = team.shift_end_s
    fresh = set(range(team.shift_start_s, end + 1))
    tired, rested = (fresh, set()) if team.pause else (set(), fresh)
    for leg, (here, there) in enumerate(pairwise(places)):
        road = int(seconds[here, there])
        tired, rested = _drive(tired, road, end), _drive(rested, road, end) | _drive(_rest(team, tired), road, end)
        rested |= _rest(team, tired)
        if leg < len(order):
            tired, rested = _visit(order[leg], tired, end), _visit(order[leg], rested, end)
    return min(rested, default=None)


def _drive(moments: set[int], road: int, end: int) -> set[int]:
    return {later for m in moments for later in range(m + road, end + 1)} if road < NO_WAY else set()


def _rest(team: Team, moments: set[int]) -> set[int]:
    if team.pause is None:
        return set()
    begins = {m for m in moments if team.pause.earliest_s <= m <= team.pause.latest_s}
    return {later for m in begins for later in range(m + team.pause.duration_s, team.shift_end_s + 1)}


def _visit(item: Candidate, moments: set[int], end: int) -> set[int]:
    first = item.not_before_s or 0
    starts = {m for m in moments if m >= first and any(w.opens_s <= m <= w.closes_s for w in item.windows)}
    return {later for m in starts for later in range(m + item.visit_s, end + 1)}
