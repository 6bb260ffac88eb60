"""Whether a visit fits in a route, compiled: labels along the route, whatever the windows, with or without a break.

Two labels run in each direction, for a team that has its break still to take and for one that had it. With them a visit
is tried at a position in constant time. (Savelsbergh 1992, "The vehicle routing problem with time windows: minimizing
route duration", ORSA Journal on Computing 4:146-154, has the labels without the break.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from numba import njit

from risk_map.planning.arrays import ABSENT, NEVER

if TYPE_CHECKING:
    from risk_map.planning.arrays import Data, Routes


@njit(cache=True, nogil=True)
def first_start(data: Data, node: int, moment: int) -> int:
    """Give the first moment at which a visit may begin, from a moment on."""
    for window in range(data.opens.shape[1]):
        if moment <= data.closes[node, window]:
            return max(moment, data.opens[node, window])
    return NEVER


@njit(cache=True, nogil=True)
def last_start(data: Data, node: int, moment: int) -> int:
    """Give the last moment at which a visit may begin, up to a moment; below 0 when there is none."""
    for window in range(data.opens.shape[1] - 1, -1, -1):
        if moment >= data.opens[node, window]:
            return min(moment, data.closes[node, window])
    return -NEVER


@njit(cache=True, nogil=True)
def rested(data: Data, k: int, free: int, road: int) -> int:
    """Give the earliest arrival with the break taken on this leg, from when a team is free before it."""
    duration, earliest, latest = data.pause[k, 0], data.pause[k, 1], data.pause[k, 2]
    if duration < 0:
        return NEVER
    there = max(free + road, earliest)
    if there <= latest:
        return there + duration
    here = max(free, earliest)
    return here + duration + road if here <= latest else NEVER


@njit(cache=True, nogil=True)
def last_free(data: Data, k: int, latest: int, road: int) -> int:
    """Give the latest moment to be free before a leg on which the break is taken, to arrive by ``latest``."""
    duration, earliest, last = data.pause[k, 0], data.pause[k, 1], data.pause[k, 2]
    if duration < 0:
        return -NEVER
    there = min(latest - duration, last)
    before = there - road if there >= earliest else -NEVER
    here = min(latest - duration - road, last)
    return max(before, here if here >= earliest else -NEVER)


@njit(cache=True, nogil=True)
def label(data: Data, routes: Routes, k: int) -> None:
    """Run the labels of a route anew."""
    n = data.visit.shape[0]
    length = routes.length[k]
    no_break = data.pause[k, 0] < 0
    routes.free[k, 0, 0] = NEVER if no_break else data.shift[k, 0]
    routes.free[k, 0, 1] = data.shift[k, 0] if no_break else NEVER
    before, travelled = n, 0
    for at in range(length):
        node = routes.nodes[k, at]
        road = data.travel[k, before, node]
        travelled += road
        free0, free1 = routes.free[k, at, 0], routes.free[k, at, 1]
        arrival1 = min(free1 + road, rested(data, k, free0, road))
        routes.free[k, at + 1, 0] = first_start(data, node, free0 + road) + data.visit[node]
        routes.free[k, at + 1, 1] = first_start(data, node, arrival1) + data.visit[node]
        before = node
    routes.travelled[k] = travelled + data.travel[k, before, n + 1] if length else 0
    routes.latest[k, length, 0] = -NEVER
    routes.latest[k, length, 1] = data.shift[k, 1]
    after = n + 1
    for at in range(length - 1, -1, -1):
        node = routes.nodes[k, at]
        road = data.travel[k, node, after]
        next0, next1 = routes.latest[k, at + 1, 0], routes.latest[k, at + 1, 1]
        out0 = max(next0 - road, last_free(data, k, next1, road))
        routes.latest[k, at, 0] = last_start(data, node, out0 - data.visit[node])
        routes.latest[k, at, 1] = last_start(data, node, next1 - road - data.visit[node])
        after = node


@njit(cache=True, nogil=True)
def fits(data: Data, routes: Routes, k: int, at: int, node: int, road: int, onward: int) -> bool:
    """Say whether a visit fits at a position, reached over ``road`` and left over ``onward`` seconds."""
    free0, free1 = routes.free[k, at, 0], routes.free[k, at, 1]
    next0, next1 = routes.latest[k, at, 0], routes.latest[k, at, 1]
    if data.pause[k, 0] < 0:
        return first_start(data, node, free1 + road) + data.visit[node] + onward <= next1
    done0 = first_start(data, node, free0 + road) + data.visit[node]
    arrival1 = min(free1 + road, rested(data, k, free0, road))
    done1 = first_start(data, node, arrival1) + data.visit[node]
    if done1 + onward <= next1 or done0 + onward <= next0:
        return True
    return rested(data, k, done0, onward) <= next1


@njit(cache=True, nogil=True)
def insert(data: Data, routes: Routes, k: int, at: int, node: int) -> None:
    """Put a visit in a route."""
    for i in range(routes.length[k], at, -1):
        routes.nodes[k, i] = routes.nodes[k, i - 1]
    routes.nodes[k, at] = node
    routes.length[k] += 1
    routes.team[node] = k
    label(data, routes, k)


@njit(cache=True, nogil=True)
def cut(routes: Routes, k: int, first: int, count: int) -> None:
    """Take a string of visits out of a route, without new labels."""
    for i in range(first, first + count):
        routes.team[routes.nodes[k, i]] = ABSENT
    for i in range(first, routes.length[k] - count):
        routes.nodes[k, i] = routes.nodes[k, i + count]
    routes.length[k] -= count


@njit(cache=True, nogil=True)
def copy(source: Routes, target: Routes) -> None:
    """Make one set of routes like another."""
    target.nodes[:] = source.nodes
    target.length[:] = source.length
    target.team[:] = source.team
    target.free[:] = source.free
    target.latest[:] = source.latest
    target.travelled[:] = source.travelled
