"""Why a candidate does not fit into the routes as they are, and the smallest change that lets it in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from risk_map.domain.notation import clock, number
from risk_map.planning.compile import may_go
from risk_map.planning.make_room import make_room
from risk_map.planning.problem import Window
from risk_map.planning.reasons import (
    HOURS_TROUBLE,
    LONG_S,
    MINUTE_S,
    WhyNot,
    crew,
    fits,
    lasts,
    listed,
    longest,
    minutes_of,
    opening_words,
    openings,
)
from risk_map.planning.reasons_beside import beside_all
from risk_map.planning.reasons_round import TOO_FEW_DRAWN, harm_of
from risk_map.planning.timetable import schedule

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from risk_map.planning.make_room import Room
    from risk_map.planning.problem import Candidate, RoundProblem, Team
    from risk_map.planning.reasons import Orders

    Price = Callable[[Candidate], tuple[float, ...] | None]

LAPSE_TROUBLE: Final = 60
"""What it asks that a visit lapses for one that is not worth more, as minutes of a shift."""

WILLING: Final = (1, 0)
"""Begin of the price of one visit that is not mandatory, and whose place no quota asks for."""


class RouteChange(NamedTuple):
    """What has to change in a route, and which visits lapse then."""

    why: WhyNot
    dropped: tuple[Candidate, ...] = ()


def route_rule(problem: RoundProblem, orders: Orders, item: Candidate) -> RouteChange | None:
    """Explain what the routes as they are lack: minutes, a stop, or worth; nothing when it fits as it is.

    Parameters
    ----------
    problem, orders
        The round as it is planned.
    item
        A candidate that a team can visit if it has nothing else to do and its shift is long enough.
    """
    room = _roomy(problem, orders)
    fitting = [team for team in problem.teams if fits(problem, team, orders[team.name], item)]
    if any(team in room for team in fitting):
        return None
    if fitting:
        most = fitting[0].max_stops
        text = f"Het hoogste aantal bezoeken van {crew(fitting[0])} is bereikt; past als dat {number(most + 1)} wordt."
        return RouteChange(WhyNot(item.location_id, "aantal_bezoeken", text))
    if longer := _longer(problem, item, orders, room):
        return RouteChange(_unrested(problem, item, orders, longer) or longer)
    return _instead(problem, orders, item, room)


def _longer(problem: RoundProblem, item: Candidate, orders: Orders, room: list[Team]) -> WhyNot | None:
    """Find the team whose shift has to end least later."""
    best: tuple[int, Team] | None = None
    for team in room:
        if not may_go(problem, team, item):
            continue
        for at in range(len(orders[team.name]) + 1):
            order = [*orders[team.name][:at], item, *orders[team.name][at:]]
            # Better than the best so far, or it does not fit.
            most = longest(team).shift_end_s
            latest = most if best is None else min(most, team.shift_end_s + best[0] - 1)
            route = schedule(problem, replace(team, shift_end_s=latest), order)
            if route is not None:
                best = (route.return_s - team.shift_end_s, team)
    if best is None:
        return None
    return WhyNot(item.location_id, "dienst", f"Past als {lasts(best[1], best[0])}.", minutes_of(best[0]))


def _unrested(problem: RoundProblem, item: Candidate, orders: Orders, longer: WhyNot) -> WhyNot | None:
    """Name the break of an idle team that leaves no time for one visit, beside the minutes that would do too."""
    for team in problem.teams:
        if team.pause and not orders[team.name] and fits(problem, replace(team, pause=None), (), item):
            text = f"Een bezoek past niet naast de pauze van {crew(team)}; past als die vervalt of als "
            return replace(longer, rule="pauze", text=text + longer.text.removeprefix("Past als "))
    return None


def _instead(problem: RoundProblem, orders: Orders, item: Candidate, room: list[Team]) -> RouteChange:
    """Name what it would have to replace, or the moment at which it would do."""
    price = _price(problem, orders, item)
    found = _room(problem, orders, item, price)
    if found is not None and found.cost[:2] == WILLING:
        text = f"Past {_in_place_of(found.dropped[0], item)}."
        return RouteChange(WhyNot(item.location_id, "prijs", text), found.dropped)
    if moment := _moment(problem, orders, item, room):
        return RouteChange(moment)
    if found is None:
        late = replace(problem, teams=tuple(longest(team) for team in problem.teams))
        found = _room(late, orders, item, price)
    if found is None:
        return RouteChange(beside_all(problem, orders, item))
    return RouteChange(_lapse(problem, item, found), found.dropped)


def swap(problem: RoundProblem, orders: Orders, item: Candidate) -> RouteChange | None:
    """Name what a candidate has to replace when there can be no visit more: too few of them were drawn.

    Parameters
    ----------
    problem, orders, item
        As of ``route_rule``.
    """
    price = _price(problem, orders, item)
    full = tuple(replace(team, max_stops=min(team.max_stops, len(orders[team.name]))) for team in problem.teams)
    ways = [(found.cost, found.dropped)] if (found := _room(replace(problem, teams=full), orders, item, price)) else []
    if any(fits(problem, team, orders[team.name], item) for team in _roomy(problem, orders)):
        ways += [(cost, (other,)) for each in orders.values() for other in each if (cost := price(other)) is not None]
    if not ways:
        late = _room(replace(problem, teams=tuple(longest(team) for team in full)), orders, item, price)
        if late is None:
            return None
        why = _lapse(problem, item, late)
        text = f"{TOO_FEW_DRAWN}; {why.text[:1].lower()}{why.text[1:]}"
        return RouteChange(replace(why, rule="aselect_deel", text=text), late.dropped)
    cost, dropped = min(ways, key=lambda way: way[0])
    change = _in_place_of(dropped[0], item) if cost[:2] == WILLING else f"als {_lapsing(dropped)}"
    return RouteChange(WhyNot(item.location_id, "aselect_deel", f"{TOO_FEW_DRAWN}; past {change}."), dropped)


def _roomy(problem: RoundProblem, orders: Orders) -> list[Team]:
    return [team for team in problem.teams if len(orders[team.name]) < team.max_stops]


def _in_place_of(other: Candidate, item: Candidate) -> str:
    worth = "evenveel" if other.prize == item.prize else "meer" if other.prize > item.prize else "minder"
    return f"in plaats van {other.location_id}, die {worth} waard is"


def _lapsing(dropped: Sequence[Candidate]) -> str:
    # Who reads this may not learn from it what was drawn; that is never dropped, so mandatory is what somebody asked.
    names = [f"{'het verplichte bezoek ' if each.mandatory else ''}{each.location_id}" for each in dropped]
    return f"{listed(names)} {'vervalt' if len(names) == 1 else 'vervallen'}"


def _lapse(problem: RoundProblem, item: Candidate, found: Room) -> WhyNot:
    team = problem.team(found.team)
    text, trouble = f"Past als {_lapsing(found.dropped)}", LAPSE_TROUBLE * len(found.dropped)
    late = found.back_s - team.shift_end_s
    if late <= 0:
        return WhyNot(item.location_id, "prijs", f"{text}.", trouble=trouble)
    return WhyNot(item.location_id, "dienst", f"{text} en {lasts(team, late)}.", minutes_of(late), trouble)


def _price(problem: RoundProblem, orders: Orders, item: Candidate) -> Price:
    """Say what it costs to drop a visit: one visit, whether somebody asked for it, what a quota has too many, worth."""
    harm = harm_of(problem, [other for order in orders.values() for other in order], item)

    def price(other: Candidate) -> tuple[float, ...] | None:
        if other.drawn:
            return None
        missed, exceeded = harm(other)
        return 1, int(other.mandatory) + missed, exceeded, other.prize

    return price


def _room(problem: RoundProblem, orders: Orders, item: Candidate, price: Price) -> Room | None:
    best: Room | None = None
    for team in problem.teams:
        if may_go(problem, team, item):
            found = make_room(problem, team, orders[team.name], item, price, best and best.cost)
            if found and (best is None or (found.cost, found.back_s) < (best.cost, best.back_s)):
                best = found
    return best


def _moment(problem: RoundProblem, orders: Orders, item: Candidate, room: list[Team]) -> WhyNot | None:
    """Find the moment nearest to when a visit may begin at which the routes have place for it, to the minute."""

    def able(*windows: tuple[int, int]) -> bool:
        wider = replace(item, windows=tuple(Window(max(0, a), b) for a, b in windows), not_before_s=None)
        return any(fits(problem, team, orders[team.name], wider) for team in room)

    now = openings(item)
    low, high = 0, LONG_S // MINUTE_S
    if not able((0, LONG_S)):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if able(*((opens - MINUTE_S * middle, closes + MINUTE_S * middle) for opens, closes in now)):
            high = middle
        else:
            low = middle
    gap = MINUTE_S * high
    later = (closes + gap for _, closes in now if able((closes, closes + gap)))
    sooner = (opens - gap for opens, _ in now if able((opens - gap, opens)))
    at = next((*later, *sooner).__iter__())
    text = f"Past als een bezoek ook om {clock(max(0, at))} kan beginnen; nu kan dat tussen {opening_words(item)}."
    return WhyNot(item.location_id, "openingstijd", text, trouble=HOURS_TROUBLE)
