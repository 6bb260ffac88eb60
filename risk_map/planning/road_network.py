"""Travel times and ways along the roads."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from shapely.ops import substring

from risk_map.planning.road_graph import RoadGraph, Spots, make_graph
from risk_map.planning.shortest import NONE, search, search_all
from risk_map.planning.travel import DEFAULT_PARAMS, Mode, TravelMatrix, TravelParams, whole

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray
    from shapely import LineString

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

PLACES_AT_ONCE: Final = 16
"""Places per piece of work of a thread."""


class RoadNetwork:
    """A road network, with one graph per mode that is made when it is first asked for.

    Parameters
    ----------
    roads
        Under the contract ``ROADS``.
    params
        Speeds, and how far a place may lie from the road.
    """

    def __init__(self, roads: gpd.GeoDataFrame, params: TravelParams = DEFAULT_PARAMS) -> None:
        self.params = params
        self._roads = roads
        self._graphs: dict[Mode, RoadGraph] = {}

    def graph(self, mode: Mode) -> RoadGraph:
        """Give the graph of a mode."""
        if mode not in self._graphs:
            self._graphs[mode] = make_graph(self._roads, mode, self.params)
        return self._graphs[mode]

    def matrix(self, points: NDArray[np.float64], mode: Mode) -> TravelMatrix:
        """Give the quickest ways between all pairs of places; see ``TravelTimes``.

        Notes
        -----
        A place is put on the nearest road that the mode may use; part of an edge costs its share of it. A place that
        lies too far from any road reaches nothing but itself.
        """
        graph = self.graph(mode)
        spots = graph.spots(np.asarray(points, dtype=np.float64).reshape(-1, 2))
        seconds, metres = np.full((2, len(spots.edge), len(spots.edge)), np.inf)
        near = np.flatnonzero(spots.away <= self.params.max_snap_m)
        if len(near):
            among = np.ix_(near, near)
            seconds[among], metres[among] = _quickest(graph, spots.take(near))
        np.fill_diagonal(seconds, 0)
        np.fill_diagonal(metres, 0)
        return TravelMatrix(whole(seconds), whole(metres), spots.away, f"over de weg ({mode})")

    def path(self, points: NDArray[np.float64], mode: Mode) -> list[LineString]:
        """Give the quickest way from each place to the next; see ``TravelTimes``."""
        graph = self.graph(mode)
        spots = graph.spots(np.asarray(points, dtype=np.float64).reshape(-1, 2))
        near = spots.away <= self.params.max_snap_m
        legs = np.flatnonzero(near[:-1] & near[1:]) if len(near) else near
        lines = [shapely.LineString()] * max(0, len(near) - 1)
        # A round has a few dozen legs, and each is a search of its own.
        for leg in legs:
            lines[leg] = _way(graph, spots, int(leg))
        return lines


def _quickest(graph: RoadGraph, spots: Spots) -> tuple[Floats, Floats]:
    leave, arrive = graph.leave(spots), graph.arrive(spots)
    sought, column = np.unique(arrive.node, return_inverse=True)
    column = column.reshape(-1, 2)
    rows = np.arange(len(spots.edge))
    pieces = np.split(rows, rows[PLACES_AT_ONCE::PLACES_AT_ONCE])
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        found = list(threads.map(lambda places: search_all(graph.arcs, leave, places, sought), pieces))
    seconds, metres = (np.concatenate(parts) for parts in zip(*found, strict=True))
    quickest, shortest = _along_one_edge(graph, spots)
    for side in range(2):
        through = seconds[:, column[:, side]] + arrive.seconds[:, side]
        length = metres[:, column[:, side]] + arrive.metres[:, side]
        shortest = np.where(through < quickest, length, shortest)
        quickest = np.minimum(through, quickest)
    return quickest, np.where(np.isfinite(quickest), shortest, np.inf)


def _along_one_edge(graph: RoadGraph, spots: Spots) -> tuple[Floats, Floats]:
    """Give the way between places on the same edge that does not leave it."""
    ahead = spots.share[None] - spots.share[:, None]
    ways = graph.ways[spots.edge]
    free = (ways[:, :1] & (ahead >= 0)) | (ways[:, 1:] & (ahead <= 0)) | (ahead == 0)
    direct = free & (spots.edge[:, None] == spots.edge[None])
    seconds = np.where(direct, np.abs(ahead) * graph.seconds[spots.edge], np.inf)
    return seconds, np.where(direct, np.abs(ahead) * graph.metres[spots.edge], np.inf)


def _way(graph: RoadGraph, spots: Spots, leg: int) -> LineString:
    pair = spots.take(np.array([leg, leg + 1]))
    leave, arrive = graph.leave(pair), graph.arrive(pair)
    cost, _, came = search(graph.arcs, leave, 0, np.unique(arrive.node[1]))
    total = cost[arrive.node[1]] + arrive.seconds[1]
    side = int(total.argmin())
    direct = _along_one_edge(graph, pair)[0][0, 1]
    begin, end = pair.share
    if direct <= total[side]:
        return _line([_part(graph, pair.edge[0], begin, end)]) if np.isfinite(direct) else shapely.LineString()
    arcs, node = [], int(arrive.node[1, side])
    while came[node] != NONE:
        arcs.append(int(came[node]))
        node = int(graph.arc_tail[arcs[-1]])
    first = int(np.where(leave.node[0] == node, leave.seconds[0], np.inf).argmin())
    parts = [_part(graph, pair.edge[0], begin, first)]
    parts += [_along(graph, arc) for arc in reversed(arcs)]
    return _line([*parts, _part(graph, pair.edge[1], side, end)])


def _part(graph: RoadGraph, edge: int, begin: float, end: float) -> Floats:
    """Give the points of an edge between two shares of it, in the order in which they are passed."""
    points: Floats = shapely.get_coordinates(substring(graph.lines[edge], begin, end, normalized=True))
    return points


def _along(graph: RoadGraph, arc: int) -> Floats:
    edge = graph.arc_edge[arc]
    points: Floats = shapely.get_coordinates(graph.lines[edge])
    return points if graph.ends[edge, 0] == graph.arc_tail[arc] else points[::-1]


def _line(parts: list[Floats]) -> LineString:
    points = np.concatenate(parts)
    points = points[np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))]
    return shapely.LineString(points if len(points) > 1 else np.repeat(points, 2, axis=0))
