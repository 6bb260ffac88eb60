"""The search itself, compiled: slack induction by string removals, made into an orienteering search.

Christiaens & Vanden Berghe (2020), "Slack induction by string removals for vehicle routing problems", Transportation
Science 54:417-433. What is taken out competes with everything that is left out, in one of several orders; every visit
that fits again is put back; simulated annealing decides whether to go on from there.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from numba import njit

from risk_map.planning.arrays import ABSENT, NEVER
from risk_map.planning.labels import copy, cut, fits, insert, label
from risk_map.planning.worth import count_quotas, worth

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from risk_map.planning.arrays import Data, Pool, Room, Routes, Settings

    State = NDArray[np.uint64]

EVERYWHERE: Final = 0.05
"""Share of the visits left out that is tried in every route, not only in those where something was taken out."""

SPLIT: Final = 0.5
"""Share of the strings that keep some visits in their middle."""


@njit(cache=True, nogil=True)
def draw(rng: State) -> float:
    """Give a number in [0, 1): xorshift64*, whose state is the caller's, so that a seed is a plan."""
    x = rng[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    rng[0] = x
    return ((x * np.uint64(2685821657736338717)) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@njit(cache=True, nogil=True)
def _take_string(data: Data, routes: Routes, k: int, node: int, limit: float, rng: State) -> None:
    """Take out a string of visits that holds a node."""
    length = routes.length[k]
    count = min(int(draw(rng) * min(float(length), limit) + 1.0), length)
    at = 0
    while routes.nodes[k, at] != node:
        at += 1
    kept = 0
    if 1 < count < length and draw(rng) < SPLIT:
        kept = 1
        while count + kept < length and draw(rng) > SPLIT:
            kept += 1
    span = count + kept
    low, high = max(0, at - span + 1), min(at, length - span)
    first = low + int(draw(rng) * (high - low + 1))
    if kept:
        head = 1 + int(draw(rng) * (count - 1))
        cut(routes, k, first + head + kept, count - head)
        cut(routes, k, first, head)
    else:
        cut(routes, k, first, count)
    label(data, routes, k)


@njit(cache=True, nogil=True)
def _ruin(data: Data, routes: Routes, room: Room, settings: Settings, rng: State) -> None:
    """Take strings out of routes that pass near one place (section 5.1 of the paper)."""
    room.changed[:] = False
    total = routes.length.sum()
    if total == 0:
        return
    limit = min(settings.string, total / len(routes.length))
    strings = int(draw(rng) * (4.0 * settings.removed / (1.0 + limit) - 1.0) + 1.0)
    seed = int(draw(rng) * len(data.visit))
    for i in range(-1, data.near.shape[1]):
        if strings <= 0:
            break
        node = seed if i < 0 else data.near[seed, i]
        k = routes.team[node]
        if k != ABSENT and not room.changed[k]:
            _take_string(data, routes, k, node, limit, rng)
            room.changed[k] = True
            strings -= 1


@njit(cache=True, nogil=True)
def _barred(data: Data, routes: Routes, room: Room, node: int, total: int) -> bool:
    """Say whether a rule of the round keeps a visit out, wherever it would be."""
    if total >= data.most:
        return True
    for i in range(data.apart_from[node], data.apart_from[node + 1]):
        if routes.team[data.apart[i]] != ABSENT:
            return True
    for g in range(len(data.max_stops)):
        if data.group[g, node] and room.stops[g] >= data.max_stops[g]:
            return True
    return False


@njit(cache=True, nogil=True)
def _order(data: Data, routes: Routes, before: Routes, room: Room, settings: Settings, rng: State) -> int:
    """Choose which visits are tried and in which order; give how many."""
    way, count = draw(rng), 0
    for node in range(len(data.visit)):
        tired = before.team[node] == ABSENT and not data.mandatory[node] and draw(rng) < settings.skip
        if routes.team[node] != ABSENT or tired:
            continue
        noise = draw(rng)
        if way < 0.30:
            key = noise
        elif way < 0.55:
            key = -data.prize[node] * (0.5 + noise)
        elif way < 0.80:
            key = -data.density[node] * (0.5 + noise)
        elif way < 0.90:
            key = data.closes[node, 0] * (0.8 + 0.4 * noise)
        else:
            key = -data.closes[node, 0] * (0.8 + 0.4 * noise)
        room.key[count] = key
        room.node[count] = node
        count += 1
    return count


@njit(cache=True, nogil=True)
def _best_place(
    data: Data, routes: Routes, room: Room, node: int, everywhere: bool, overlook: float, rng: State
) -> tuple[int, int]:
    """Give the route and position where a visit costs the least road; -1 when it fits nowhere."""
    n = len(data.visit)
    least, best_k, best_at = np.int64(NEVER), -1, -1
    first, last = data.opens[node, 0] + data.visit[node], data.last[node]
    for k in range(len(routes.length)):
        length = routes.length[k]
        if not (everywhere or room.changed[k]) or not data.allowed[k, node] or length >= data.size[k]:
            continue
        before = n
        for at in range(length + 1):
            if min(routes.free[k, at, 0], routes.free[k, at, 1]) > last:
                break
            after = routes.nodes[k, at] if at < length else n + 1
            road, onward = data.travel[k, before, node], data.travel[k, node, after]
            extra = road + onward - (data.travel[k, before, after] if length else 0)
            before = after
            if extra >= least or first + onward > max(routes.latest[k, at, 0], routes.latest[k, at, 1]):
                continue
            if fits(data, routes, k, at, node, road, onward) and draw(rng) >= overlook:
                least, best_k, best_at = extra, k, at
    return best_k, best_at


@njit(cache=True, nogil=True)
def _recreate(data: Data, routes: Routes, before: Routes, room: Room, settings: Settings, rng: State) -> None:
    """Put back every visit that fits, those that must be in first; ``before`` is how it was before the ruin."""
    tried = _order(data, routes, before, room, settings, rng)
    count_quotas(data, routes, room)
    total = routes.length.sum()
    ranked = np.argsort(room.key[:tried])
    for must in (True, False):
        for node in room.node[ranked]:
            if data.mandatory[node] != must or _barred(data, routes, room, node, total):
                continue
            # What did not fit before the ruin still fits nowhere else than where something was taken out.
            everywhere = before.team[node] != ABSENT or draw(rng) < EVERYWHERE
            k, at = _best_place(data, routes, room, node, everywhere, settings.overlook, rng)
            if k >= 0:
                insert(data, routes, k, at, node)
                room.changed[k] = True
                total += 1
                for g in range(len(data.max_stops)):
                    room.stops[g] += data.group[g, node]


@njit(cache=True, nogil=True)
def _keep(routes: Routes, pool: Pool) -> None:
    spot = pool.written[0] % len(pool.nodes)
    pool.nodes[spot] = ABSENT
    for k in range(len(routes.length)):
        pool.nodes[spot, k, : routes.length[k]] = routes.nodes[k, : routes.length[k]]
    pool.written[0] += 1


@njit(cache=True, nogil=True)
def anneal(
    data: Data,
    now: Routes,
    best: Routes,
    trial: Routes,
    room: Room,
    settings: Settings,
    pool: Pool,
    rng: State,
    span: tuple[int, int, int],
) -> float:
    """Ruin and recreate from iteration ``span[0]`` to ``span[1]`` of a cycle of ``span[2]``; give the best worth.

    Parameters
    ----------
    data, settings
        The problem, and how to go about it.
    now, best, trial
        Where the search is, the best it found, and routes to try on; labels set.
    room, pool
        To scribble on, and to keep routes in.
    rng
        (1,) state of the random numbers, unsigned and not 0.
    span
        First and last iteration, and length of the cycle.
    """
    now_worth, best_worth = worth(data, now, room, settings), worth(data, best, room, settings)
    for iteration in range(span[0], span[1]):
        temperature = settings.hot * (settings.cold / settings.hot) ** (iteration / span[2])
        copy(now, trial)
        _ruin(data, trial, room, settings, rng)
        _recreate(data, trial, now, room, settings, rng)
        found = worth(data, trial, room, settings)
        if found <= now_worth + temperature * math.log(draw(rng) + 1e-300):
            continue
        if found > now_worth:
            _keep(trial, pool)
        copy(trial, now)
        now_worth = found
        if found > best_worth:
            copy(trial, best)
            best_worth = found
    return best_worth
