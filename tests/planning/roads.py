"""Small road networks under the contract, and the same ones for networkx."""

from __future__ import annotations

from itertools import pairwise

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import shapely
from shapely import LineString, Point

from risk_map.domain.contract import conform
from risk_map.domain.frames import ROADS

LEFT, BOTTOM = 150_000.0, 450_000.0
SPEED = 36.0
"""Ten metres a second."""


def roads_of(*edges, **columns):
    """Make roads of (from, to, points) with points in metres from a corner; columns are lists of the same length."""
    lines = [LineString([(LEFT + x, BOTTOM + y) for x, y in points]) for _, _, points in edges]
    data = {
        "from_node": [edge[0] for edge in edges],
        "to_node": [edge[1] for edge in edges],
        "road_class": "woonstraat",
        "length_m": shapely.length(lines) if lines else [],
        "speed_kmh": SPEED,
        "bron": "proef",
    } | columns
    index = pd.Index([f"w{number}" for number in range(len(edges))], name="road_id", dtype="str")
    return conform(gpd.GeoDataFrame(data, index=index, geometry=lines, crs=28992), ROADS)


def at(*points):
    return np.array(points, dtype=float).reshape(-1, 2) + np.array([LEFT, BOTTOM])


def by_networkx(roads, points, mode, metres_a_second):
    """Work the times out in another way: every place becomes a node on its edge, and networkx does the rest."""
    usable = roads[roads[mode].fillna("beide") != "geen"]
    lines = usable.geometry.to_numpy()
    nearest = [int(shapely.distance(lines, Point(*point)).argmin()) for point in points]
    share = [
        lines[edge].project(Point(*point)) / lines[edge].length for edge, point in zip(nearest, points, strict=True)
    ]
    graph = nx.MultiDiGraph()
    for edge, road in enumerate(usable.itertuples()):
        here = sorted((share[place], f"place {place}") for place in range(len(points)) if nearest[place] == edge)
        stops = [(0.0, road.from_node), *here, (1.0, road.to_node)]
        way = getattr(road, mode)
        for (begin, tail), (end, head) in pairwise(stops):
            seconds = (end - begin) * road.length_m / metres_a_second(road)
            if way != "terug" or end - begin < 1e-9:
                graph.add_edge(tail, head, seconds=seconds)
            if way != "heen" or end - begin < 1e-9:
                graph.add_edge(head, tail, seconds=seconds)
    found = np.full((len(points), len(points)), np.inf)
    for place in range(len(points)):
        times = nx.single_source_dijkstra_path_length(graph, f"place {place}", weight="seconds")
        found[place] = [times.get(f"place {other}", np.inf) for other in range(len(points))]
    return found
