"""Recombine routes of many plans into the best set of them: set packing, solved exactly by HiGHS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from risk_map.planning.arrays import ABSENT

if TYPE_CHECKING:
    from risk_map.planning.arrays import Data, Floats, Ints, Pool, Settings

MAX_NODES: Final = 200
"""Nodes of the branching: a limit that is the same on every machine, as seconds are not."""

MAX_ROUTES: Final = 1_000
"""Routes to choose from: with more, a round in which nearly all fits takes minutes, and nobody can stop it."""


def recombine(data: Data, pool: Pool, settings: Settings) -> list[tuple[int, list[int]]]:
    """Choose one route per team from a pool, no visit twice, with the highest prize.

    Parameters
    ----------
    data
        The problem. Teams that can do the same lend each other their routes.
    pool
        Routes that were good.
    settings
        Price of the road.

    Returns
    -------
    list of tuple
        Team and its visits in order; empty when there is nothing to choose.

    Notes
    -----
    Quotas and visits apart are rows of the programme; visits that must be in weigh more than all others together.
    Teams that can do the same are one row, and routes along the same visits one column: as columns of their own they
    would be the same choice many times, which a branching takes for different ones.
    """
    kinds = _kinds(data)
    of_kind, routes, road = _routes(data, pool, kinds)
    if len(routes) == 0:
        return []
    visits = _incidence(routes, len(data.visit))
    worth = visits @ (data.prize + (1.0 + data.prize.sum()) * data.mandatory) - settings.road * road
    result = milp(
        -worth,
        integrality=np.ones(len(worth)),
        bounds=Bounds(0, 1),
        constraints=_rows(data, np.bincount(kinds), of_kind, visits),
        options={"node_limit": MAX_NODES, "mip_rel_gap": 0.0},
    )
    if result.x is None:
        return []
    members = {kind: iter(np.flatnonzero(kinds == kind).tolist()) for kind in np.unique(kinds)}
    chosen = np.flatnonzero(result.x > 0.5)
    return [(next(members[of_kind[i]]), routes[i][routes[i] != ABSENT].tolist()) for i in chosen]


def _routes(data: Data, pool: Pool, kinds: Ints) -> tuple[Ints, Ints, Floats]:
    """Give kind of team, visits and road of each route of the best plans: the shortest along the same visits."""
    filled = pool.nodes[: min(int(pool.written[0]), len(pool.nodes))]
    brought = np.where(filled == ABSENT, 0.0, (data.prize + data.prize.sum() * data.mandatory)[filled]).sum(axis=(1, 2))
    plans, teams = np.nonzero(filled[:, :, 0] != ABSENT)
    rows = filled[plans, teams]
    road = _road(data, teams, rows)
    same = np.unique(np.column_stack([kinds[teams], np.sort(rows, axis=1)]), axis=0, return_inverse=True)[1].ravel()
    shortest = np.lexsort((road, same))
    shortest = shortest[np.diff(same[shortest], prepend=-1) > 0]
    best = np.full(len(shortest), -np.inf)
    np.maximum.at(best, same, brought[plans])
    kept = shortest[np.sort(np.argsort(-best, kind="stable")[:MAX_ROUTES])]
    return kinds[teams[kept]], rows[kept], road[kept]


def _kinds(data: Data) -> Ints:
    """Give teams that can do the same the same number."""
    keys = [
        b"".join(
            np.ascontiguousarray(part[k]).tobytes() for part in (data.travel, data.allowed, data.shift, data.pause)
        )
        + bytes(str(data.size[k]), "ascii")
        for k in range(len(data.size))
    ]
    return np.unique(np.array(keys, dtype=object), return_inverse=True)[1]


def _incidence(routes: Ints, nodes: int) -> csr_array:
    there = routes != ABSENT
    rows = np.repeat(np.arange(len(routes)), there.sum(axis=1))
    return csr_array((np.ones(len(rows)), (rows, routes[there])), shape=(len(routes), nodes))


def _road(data: Data, teams: Ints, routes: Ints) -> Floats:
    n = len(data.visit)
    filled = np.where(routes == ABSENT, n + 1, routes)
    path = np.column_stack([np.full(len(routes), n), filled, np.full(len(routes), n + 1)])
    road: Floats = data.travel[teams[:, None], path[:, :-1], path[:, 1:]].sum(axis=1).astype(np.float64)
    return road


def _rows(data: Data, members: Ints, of_kind: Ints, visits: csr_array) -> list[LinearConstraint]:
    used = csr_array((np.ones(len(of_kind)), (of_kind, np.arange(len(of_kind)))), shape=(len(members), len(of_kind)))
    most = np.concatenate([members, np.ones(visits.shape[1])])
    rows = [LinearConstraint(vstack([used, visits.T]).tocsr(), ub=most)]
    total = np.asarray(visits.sum(axis=1)).ravel()
    rows.append(LinearConstraint(total[None, :], ub=float(data.most)))
    for g in range(len(data.max_stops)):
        here = visits @ data.group[g].astype(np.float64)
        rows += [
            LinearConstraint(here[None, :], lb=float(data.min_stops[g]), ub=float(data.max_stops[g])),
            LinearConstraint((here - data.min_share[g] * total)[None, :], lb=0.0),
            LinearConstraint((here - data.max_share[g] * total)[None, :], ub=0.0),
        ]
    for node in range(len(data.visit)):
        for other in data.apart[data.apart_from[node] : data.apart_from[node + 1]]:
            if node < other:
                rows.append(LinearConstraint((visits[:, [node, other]].sum(axis=1))[None, :], ub=1))
    return rows
