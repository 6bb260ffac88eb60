"""The part of a road network that one mode may use, as a graph, and where on it a place lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from risk_map.planning.shortest import Arcs, Seeds
from risk_map.planning.travel import KMH

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from risk_map.planning.travel import Mode, TravelParams

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

ONLY_CARS: Final = "hoofdweg"
"""The class of road that is not for bicycles and walkers, where a source does not say who may use it."""

SMALLEST_PART: Final = 1_000
"""Nodes of a network that stands by itself, such as an island. Of less than this, only the largest part is used: the
rest is a car park behind a private road, or a path in a park."""

AT_AN_END: Final = 1e-9
"""Share of an edge; nearer to its end than this, a place lies at the node."""


class Spots(NamedTuple):
    """Where places lie on a network.

    Parameters
    ----------
    edge
        (n,) row of the edge; 0 where there is none.
    share
        (n,) how far along it, 0 to 1.
    away
        (n,) metres from the place to it; infinite where there is none.
    """

    edge: Ints
    share: Floats
    away: Floats

    def take(self, rows: Ints) -> Spots:
        """Give some of the places."""
        return Spots(self.edge[rows], self.share[rows], self.away[rows])


@dataclass(frozen=True, slots=True)
class RoadGraph:
    """What one mode may use of a road network.

    Parameters
    ----------
    lines
        (edges,) LineStrings in RD.
    ends
        (edges, 2) nodes where each begins and ends.
    seconds, metres
        (edges,) to go along it.
    ways
        (edges, 2) whether one may go along it, and back.
    arcs
        The graph.
    arc_edge, arc_tail
        (arcs,) the edge of an arc, and the node where it begins.
    tree
        Index of the edges that places are put on.
    rows
        The edges in that index.
    """

    lines: NDArray[np.object_]
    ends: Ints
    seconds: Floats
    metres: Floats
    ways: Flags
    arcs: Arcs
    arc_edge: Ints
    arc_tail: Ints
    tree: shapely.STRtree
    rows: Ints

    def spots(self, points: Floats) -> Spots:
        """Put places on the nearest edge from which the network can be reached, and that can be reached from it.

        Parameters
        ----------
        points
            (n, 2) RD metres.
        """
        places = shapely.points(points)
        edge, share, away = np.zeros(len(points), np.int64), np.zeros(len(points)), np.full(len(points), np.inf)
        finite = np.flatnonzero(np.isfinite(points).all(axis=1))
        near = self.tree.query_nearest(places[finite], all_matches=False)
        found, row = finite[near[0]], self.rows[near[1]]
        edge[found] = row
        away[found] = shapely.distance(places[found], self.lines[row])
        share[found] = shapely.line_locate_point(self.lines[row], places[found], normalized=True)
        return Spots(edge, share, away)

    def leave(self, spots: Spots) -> Seeds:
        """Give what it costs to go from a place to both ends of its edge."""
        back, along = self._open(spots)
        return self._sides(spots, back[:, 1], along[:, 0])

    def arrive(self, spots: Spots) -> Seeds:
        """Give what it costs to go from both ends of its edge to a place."""
        back, along = self._open(spots)
        return self._sides(spots, back[:, 0], along[:, 1])

    def _open(self, spots: Spots) -> tuple[Flags, Flags]:
        # At a node there is nothing to go along, so no direction forbids it.
        ways = self.ways[spots.edge]
        return ways | (spots.share <= AT_AN_END)[:, None], ways | (spots.share >= 1 - AT_AN_END)[:, None]

    def _sides(self, spots: Spots, first_open: Flags, last_open: Flags) -> Seeds:
        shares = np.stack([spots.share, 1 - spots.share], axis=1)
        seconds = np.where(np.stack([first_open, last_open], axis=1), shares * self.seconds[spots.edge, None], np.inf)
        return Seeds(self.ends[spots.edge], seconds, shares * self.metres[spots.edge, None])


def make_graph(roads: gpd.GeoDataFrame, mode: Mode, params: TravelParams) -> RoadGraph:
    """Make the graph of one mode.

    Parameters
    ----------
    roads
        Under the contract ``ROADS``.
    mode
        Who goes.
    params
        How fast.
    """
    by_class = (roads["road_class"] == ONLY_CARS).map({True: "beide" if mode == "auto" else "geen", False: "beide"})
    direction = roads[mode].fillna(by_class)
    usable = (direction != "geen").to_numpy()
    roads, direction = roads[usable], direction[usable]
    ways = np.stack([direction.isin(["beide", "heen"]), direction.isin(["beide", "terug"])], axis=1)
    ends = np.unique(roads[["from_node", "to_node"]].to_numpy(dtype=np.int64), return_inverse=True)[1].reshape(-1, 2)
    metres = roads["length_m"].to_numpy(dtype=np.float64)
    seconds = metres / (_speed(roads, mode, params) * KMH)
    lines = roads.geometry.to_numpy()
    arcs, arc_edge, arc_tail = _arcs(ends, seconds, metres, ways)
    rows = np.flatnonzero(_in_one_piece(ends, arcs, arc_tail))
    return RoadGraph(lines, ends, seconds, metres, ways, arcs, arc_edge, arc_tail, shapely.STRtree(lines[rows]), rows)


def _speed(roads: gpd.GeoDataFrame, mode: Mode, params: TravelParams) -> Floats:
    if mode == "auto":
        limits: Floats = roads["speed_kmh"].to_numpy(dtype=np.float64)
        return limits * params.car_share
    return np.full(len(roads), params.bicycle_kmh if mode == "fiets" else params.foot_kmh)


def _arcs(ends: Ints, seconds: Floats, metres: Floats, ways: Flags) -> tuple[Arcs, Ints, Ints]:
    along, back = np.flatnonzero(ways[:, 0]), np.flatnonzero(ways[:, 1])
    edge = np.concatenate([along, back])
    tail = np.concatenate([ends[along, 0], ends[back, 1]])
    head = np.concatenate([ends[along, 1], ends[back, 0]])
    order = np.argsort(tail, kind="stable")
    edge, tail = edge[order], tail[order]
    first = np.searchsorted(tail, np.arange(ends.max(initial=-1) + 2))
    return Arcs(first, head[order], seconds[edge], metres[edge]), edge, tail


def _in_one_piece(ends: Ints, arcs: Arcs, tail: Ints) -> Flags:
    """Say which edges lie in a part of the network where every node reaches every other."""
    nodes = len(arcs.first) - 1
    if nodes == 0:
        return np.zeros(0, dtype=np.bool_)
    graph = coo_array((np.ones(len(tail), dtype=np.int8), (tail, arcs.head)), shape=(nodes, nodes))
    _, part = connected_components(graph, connection="strong")
    sizes = np.bincount(part)
    large = (sizes >= SMALLEST_PART) | (np.arange(len(sizes)) == sizes.argmax())
    one_piece: Flags = (part[ends[:, 0]] == part[ends[:, 1]]) & large[part[ends[:, 0]]]
    return one_piece
