"""What lets a candidate in beside all visits that a plan has, when none of them may lapse."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from risk_map.domain.notation import clock, number
from risk_map.domain.opening_hours import LONGEST_SHIFT_S
from risk_map.planning.compile import may_go
from risk_map.planning.problem import Window
from risk_map.planning.reasons import (
    HOURS_TROUBLE,
    LONG_S,
    MINUTE_S,
    WhyNot,
    crew,
    lasts,
    listed,
    longest,
    minutes_of,
    opening_words,
    openings,
)
from risk_map.planning.timetable import schedule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from risk_map.planning.plan import Route
    from risk_map.planning.problem import Candidate, RoundProblem, Team
    from risk_map.planning.reasons import Orders


class _Way(NamedTuple):
    """A way in: whether the team has its most visits, how late it is back, how far the visit is from its hours."""

    full: bool
    late_s: int
    gap_s: int
    begin_s: int
    team: Team


def beside_all(problem: RoundProblem, orders: Orders, item: Candidate) -> WhyNot:
    """Name the moment, the minutes and the number of visits with which a candidate fits beside all others.

    Parameters
    ----------
    problem, orders
        The round as it is planned. What was drawn never lapses, so there may be no place without this.
    item
        A candidate that a team can visit if it has nothing else to do.

    Returns
    -------
    WhyNot
        Rather no team gets more visits than its most, then as few minutes as can be, then the nearest moment.
    """
    ways = [way for team in problem.teams if may_go(problem, team, item) for way in _ways(problem, team, orders, item)]
    if not ways and any(_can(problem, team, orders, item) for team in problem.teams if may_go(problem, team, item)):
        text = f"Past niet naast de andere bezoeken in een dienst van {number(LONGEST_SHIFT_S // 3600)} uur."
        return WhyNot(item.location_id, "dienst", text, helps=False)
    if not ways:
        text = "De locatie is vanaf de andere bezoeken niet over de weg te bereiken."
        return WhyNot(item.location_id, "reistijd", text, helps=False)
    way = min(ways, key=lambda each: each[:3])
    team, changes = way.team, []
    if way.full:
        changes.append(f"het hoogste aantal bezoeken van {crew(team)} {number(team.max_stops + 1)} wordt")
    if way.gap_s:
        changes.append(f"een bezoek ook om {clock(way.begin_s)} kan beginnen (nu {opening_words(item)})")
    if way.late_s:
        changes.append(lasts(team, way.late_s))
    rule = "aantal_bezoeken" if way.full else "openingstijd" if way.gap_s else "dienst"
    minutes = minutes_of(way.late_s) if way.late_s else None
    trouble = HOURS_TROUBLE * (way.full + bool(way.gap_s))
    return WhyNot(item.location_id, rule, f"Past als {listed(changes)}.", minutes, trouble)


def _ways(problem: RoundProblem, team: Team, orders: Orders, item: Candidate) -> Iterator[_Way]:
    """Give every place in a route, within the hours of the candidate and at any minute, however late it ends."""
    order, long = orders[team.name], longest(team)
    for at in range(len(order) + 1):

        def run(visit: Candidate, at: int = at) -> Route | None:
            return schedule(problem, long, [*order[:at], visit, *order[at:]])

        ready = run(_from(item, 0))
        if ready is not None:
            minute_s = MINUTE_S * minutes_of(ready.stops[at].start_s)
            for route in (run(item), run(_from(item, minute_s))):
                if route is not None:
                    begin_s, late_s = route.stops[at].start_s, max(0, route.return_s - team.shift_end_s)
                    yield _Way(len(order) >= team.max_stops, late_s, _gap(item, begin_s), begin_s, team)


def _can(problem: RoundProblem, team: Team, orders: Orders, item: Candidate) -> bool:
    """Say whether a team can visit it beside the others at some moment, in a shift without an end."""
    order, endless = orders[team.name], replace(team, shift_end_s=LONG_S)
    ways = ([*order[:at], _from(item, 0), *order[at:]] for at in range(len(order) + 1))
    return any(schedule(problem, endless, way) is not None for way in ways)


def _from(item: Candidate, moment_s: int) -> Candidate:
    return replace(item, windows=(Window(moment_s, LONG_S),), not_before_s=None)


def _gap(item: Candidate, begin_s: int) -> int:
    """Give how far a moment is from when a visit may begin."""
    return min(max(opens - begin_s, begin_s - closes, 0) for opens, closes in openings(item))
