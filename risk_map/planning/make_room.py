"""Make room in a route for one more visit: which of its visits lapse, as few as can be, and how late it ends then."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final, NamedTuple

from risk_map.planning.timetable import first_start, take_break

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from risk_map.planning.problem import Candidate, RoundProblem, Team

Cost = tuple[int, ...] | tuple[float, ...]
"""What lapsing costs: numbers that are added up, and compared from the first on."""

NEVER: Final = 1 << 40


class Room(NamedTuple):
    """A way to make room.

    Parameters
    ----------
    cost
        Of all visits that lapse.
    back_s
        When the team is back.
    team
        Its name.
    dropped
        The visits that lapse, in order.
    """

    cost: Cost
    back_s: int
    team: str
    dropped: tuple[Candidate, ...]


class _Part(NamedTuple):
    """The begin of a route: what it cost, from when the team is free, the stops gone by, and where the team is."""

    cost: Cost
    free: int
    at: int
    place: int
    joined: bool
    rested: bool
    dropped: tuple[int, ...]


def make_room(
    problem: RoundProblem,
    team: Team,
    order: Sequence[Candidate],
    item: Candidate,
    price: Callable[[Candidate], Cost | None],
    most: Cost | None = None,
) -> Room | None:
    """Find the cheapest visits of a route to drop so that another fits; nothing when there is no way.

    Parameters
    ----------
    problem, team, order
        The route. The visits that stay keep their order; the new one may go anywhere.
    item
        The new visit.
    price
        What it costs to drop a visit, always as many numbers; missing when it stays.
    most
        Look no further than what costs more than this.

    Notes
    -----
    Begins of routes are tried from the cheapest on (Dijkstra 1959). Of two that went as far, the cheaper one that is
    free no later is never worse: so each place is left a few times, not once for every set of visits.
    """
    prices = [price(other) for other in order]
    least = len(order) + 1 - team.max_stops
    nothing = next(((0,) * len(each) for each in prices if each is not None), ())
    parts = [_Part(nothing, team.shift_start_s, 0, team.start_place, False, team.pause is None, ())]  # noqa: FBT003
    seen: dict[tuple[int, int, bool, bool, bool], int] = {}
    while parts:
        part = heappop(parts)
        if most is not None and part.cost > most:
            break
        if part.at > len(order):
            return Room(part.cost, part.free, team.name, tuple(order[at] for at in part.dropped))
        key = (part.at, part.place, part.joined, part.rested, len(part.dropped) >= least)
        if part.free >= seen.get(key, NEVER):
            continue
        seen[key] = part.free
        for after in _steps(problem, team, order, item, part):
            heappush(parts, after)
        if part.at < len(order) and (spent := prices[part.at]) is not None:
            cost = tuple(a + b for a, b in zip(part.cost, spent, strict=True))
            heappush(parts, part._replace(cost=cost, at=part.at + 1, dropped=(*part.dropped, part.at)))
    return None


def _steps(
    problem: RoundProblem, team: Team, order: Sequence[Candidate], item: Candidate, part: _Part
) -> Iterator[_Part]:
    """Give where a team may go next: to the new visit, to the next of its own, or back."""
    if not part.joined:
        yield from _visit(problem, team, item, part, part.at)
    if part.at < len(order):
        yield from _visit(problem, team, order[part.at], part, part.at + 1)
    elif part.joined and len(order) + 1 - len(part.dropped) <= team.max_stops:
        for ready, rested in _ready(problem, team, part, team.end_place):
            if rested and ready <= team.shift_end_s:
                yield part._replace(free=ready, at=part.at + 1)


def _visit(problem: RoundProblem, team: Team, item: Candidate, part: _Part, at: int) -> Iterator[_Part]:
    for ready, rested in _ready(problem, team, part, item.place):
        begin = first_start(item, ready)
        if begin is not None:
            joined = part.joined or at == part.at
            yield _Part(part.cost, begin + item.visit_s, at, item.place, joined, rested, part.dropped)


def _ready(problem: RoundProblem, team: Team, part: _Part, place: int) -> Iterator[tuple[int, bool]]:
    """Give when a team is ready at a place, with the break not yet taken, or taken on the way."""
    road = int(problem.travel[team.mode].seconds[part.place, place])
    yield part.free + road, part.rested
    if team.pause is not None and not part.rested:
        for early in (False, True):
            if (taken := take_break(team.pause, part.free, road, early=early)) is not None:
                yield taken.ready_s, True
