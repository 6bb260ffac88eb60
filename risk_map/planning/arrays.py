"""A problem and its routes as arrays: what the compiled search reads and writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

NEVER: Final = 1 << 40
"""Later than any moment."""

ABSENT: Final = -1
"""Team of a node that nobody visits."""


class Data(NamedTuple):
    """A problem in arrays: ``n`` nodes, ``k`` teams, ``g`` groups that a quota counts; the last is what was drawn.

    Parameters
    ----------
    travel
        (k, n + 2, n + 2) seconds for each team; its start is row ``n``, its end ``n + 1``.
    opens, closes
        (n, w) windows in order, from first to last second at which a visit may begin; an unused one is at ``NEVER``.
    last
        (n,) the last moment of all windows; below 0 when there is none.
    visit
        (n,) seconds.
    prize
        (n,) not negative.
    allowed
        (k, n) which team may go where.
    mandatory
        (n,) which nodes must be in.
    group
        (g, n) which nodes a quota counts.
    min_stops, max_stops, min_share, max_share
        (g,) of a quota.
    most
        Most stops of all teams together: a bound, while the share of what was drawn is a quota.
    apart, apart_from
        Nodes not visited on the day that node ``i`` is: ``apart[apart_from[i]:apart_from[i + 1]]``.
    shift
        (k, 2) seconds: when it may leave, when it must be back.
    pause
        (k, 3) seconds: duration, earliest and latest beginning; a duration below 0 is no break.
    size
        (k,) most stops.
    near
        (n, m) other nodes from near to far.
    density
        (n,) what a node brings for its road: one of the orders in which visits are tried.
    """

    travel: Ints
    opens: Ints
    closes: Ints
    last: Ints
    visit: Ints
    prize: Floats
    allowed: Flags
    mandatory: Flags
    group: Flags
    min_stops: Ints
    max_stops: Ints
    min_share: Floats
    max_share: Floats
    most: int
    apart: Ints
    apart_from: Ints
    shift: Ints
    pause: Ints
    size: Ints
    near: Ints
    density: Floats


class Routes(NamedTuple):
    """Routes and the labels that run along them; ``l`` is the longest route.

    Parameters
    ----------
    nodes, length
        (k, l) visits in order, and (k,) how many.
    team
        (n,) which team goes there, or ``ABSENT``.
    free
        (k, l + 1, 2) earliest moment that the team is free before each position, its break still to take (0) or
        taken (1).
    latest
        (k, l + 1, 2) latest moment that the visit at each position may begin (or the end be reached), likewise.
    travelled
        (k,) seconds on the road.
    """

    nodes: Ints
    length: Ints
    team: Ints
    free: Ints
    latest: Ints
    travelled: Ints


class Room(NamedTuple):
    """What the search scribbles on.

    Parameters
    ----------
    key, node
        (n,) what is tried in this round, and by which order.
    stops
        (g,) stops of each quota.
    changed
        (k,) routes changed in this round.
    """

    key: Floats
    node: Ints
    stops: Ints
    changed: Flags


class Settings(NamedTuple):
    """How the search goes about it; temperatures and weights are in units of the prize.

    Parameters
    ----------
    hot, cold
        First and last temperature of a cycle.
    overlook
        Share of the fitting places that is overlooked.
    skip
        Share of the visits left out before that is not tried again.
    removed, string
        Mean number of visits taken out, and longest string (Christiaens & Vanden Berghe 2020, section 5.1).
    road, missed
        Price of a second on the road, and of a visit or stop that a rule misses.
    """

    hot: float
    cold: float
    overlook: float
    skip: float
    removed: float
    string: float
    road: float
    missed: float


class Pool(NamedTuple):
    """Routes of plans that were better than the one before.

    Parameters
    ----------
    nodes
        (p, k, l); the oldest make way.
    written
        (1,) how many plans were ever written.
    """

    nodes: Ints
    written: Ints


def new_routes(data: Data) -> Routes:
    """Make routes without stops; labels are not set yet."""
    teams, nodes = data.allowed.shape
    longest = max(int(data.size.max(initial=0)), 1)
    return Routes(
        np.full((teams, longest), ABSENT, dtype=np.int64),
        np.zeros(teams, dtype=np.int64),
        np.full(nodes, ABSENT, dtype=np.int64),
        np.zeros((teams, longest + 1, 2), dtype=np.int64),
        np.zeros((teams, longest + 1, 2), dtype=np.int64),
        np.zeros(teams, dtype=np.int64),
    )


def new_room(data: Data) -> Room:
    """Make room for the search."""
    teams, nodes = data.allowed.shape
    return Room(
        np.zeros(nodes), np.zeros(nodes, np.int64), np.zeros(len(data.min_stops), np.int64), np.zeros(teams, bool)
    )


def new_pool(data: Data, size: int) -> Pool:
    """Make a pool for so many plans."""
    longest = max(int(data.size.max(initial=0)), 1)
    return Pool(np.full((size, len(data.size), longest), ABSENT, dtype=np.int64), np.zeros(1, dtype=np.int64))
