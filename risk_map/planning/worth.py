"""What a plan is worth to the search, compiled: prizes, then the rules of the round, then the road."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from numba import njit

from risk_map.planning.arrays import ABSENT

if TYPE_CHECKING:
    from risk_map.planning.arrays import Data, Room, Routes, Settings


@njit(cache=True, nogil=True)
def count_quotas(data: Data, routes: Routes, room: Room) -> None:
    """Count the stops of each quota."""
    for g in range(len(data.max_stops)):
        room.stops[g] = 0
        for node in range(len(data.visit)):
            room.stops[g] += data.group[g, node] and routes.team[node] != ABSENT


@njit(cache=True, nogil=True)
def missed(data: Data, routes: Routes, room: Room) -> float:
    """Give how many visits or stops the rules of the round miss; 0 for a plan that keeps to them."""
    total, misses = routes.length.sum(), 0.0
    for node in range(len(data.visit)):
        misses += data.mandatory[node] and routes.team[node] == ABSENT
    count_quotas(data, routes, room)
    for g in range(len(data.max_stops)):
        fewest = max(float(data.min_stops[g]), math.ceil(data.min_share[g] * total - 1e-9))
        most = math.floor(data.max_share[g] * total + 1e-9)
        misses += max(0.0, fewest - room.stops[g]) + max(0.0, room.stops[g] - most)
    return misses


@njit(cache=True, nogil=True)
def worth(data: Data, routes: Routes, room: Room, settings: Settings) -> float:
    """Give what a plan is worth: prizes, less a little for the road, less much for what the rules miss.

    The whole road weighs less than the difference of two prizes, and the balance of the teams less than a second of
    it.
    """
    prize = 0.0
    for node in range(len(data.visit)):
        if routes.team[node] != ABSENT:
            prize += data.prize[node]
    uneven = 0.0
    for k in range(len(routes.length)):
        uneven += routes.length[k] ** 2
    road = routes.travelled.sum() + 1e-3 * uneven
    return prize - settings.road * road - settings.missed * missed(data, routes, room)
