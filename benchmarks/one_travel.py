"""Times between places on one network with one engine; prints its figures as JSON.

Run: python benchmarks/one_travel.py NETWORK ENGINE MODE. Networks: a Parquet file under the contract ROADS, or
``raster:SIDE`` for a square town of SIDE x SIDE crossings. Engine ``whole`` is the product's own job: places beside
the road, seconds and metres. The others answer the part that all engines can: seconds between nodes.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from importlib import import_module

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.frames import ROADS
from risk_map.planning.road_network import RoadNetwork
from risk_map.planning.shortest import Seeds, search_all
from risk_map.planning.travel import UNREACHABLE

PLACES, LEGS = 300, 40
SEED = 1


def raster(side: int) -> gpd.GeoDataFrame:
    rng = np.random.default_rng(SEED)
    node = np.arange(side * side).reshape(side, side)
    ends = np.concatenate(
        [np.stack([node[:-1].ravel(), node[1:].ravel()], 1), np.stack([node[:, :-1].ravel(), node[:, 1:].ravel()], 1)]
    )
    corner = (
        np.stack(np.divmod(np.arange(side * side), side), 1) * 100.0
        + (100_000, 400_000)
        + rng.uniform(-30, 30, (side * side, 2))
    )
    lines = shapely.linestrings(corner[ends])
    data = {
        "from_node": ends[:, 0], "to_node": ends[:, 1], "road_class": "woonstraat", "length_m": shapely.length(lines),
        "speed_kmh": rng.choice([30.0, 50.0, 80.0], len(ends)), "bron": "raster",
    }  # fmt: skip
    index = pd.Index([f"w{number}" for number in range(len(ends))], name="road_id", dtype="str")
    return conform(gpd.GeoDataFrame(data, index=index, geometry=lines, crs=RD_EPSG), ROADS)


def places_beside(roads: gpd.GeoDataFrame) -> np.ndarray:
    rng = np.random.default_rng(SEED)
    lines = roads.geometry.to_numpy()[rng.choice(len(roads), PLACES)]
    on = shapely.get_coordinates(shapely.line_interpolate_point(lines, rng.random(PLACES), normalized=True))
    return on + rng.normal(0, 10, on.shape)


def timed(function, rounds=3):
    costs = []
    for _ in range(rounds):
        began = time.perf_counter()
        answer = function()
        costs.append(time.perf_counter() - began)
    return answer, costs


def whole(roads, mode):
    points = places_beside(roads)
    network = RoadNetwork(roads)
    _, build = timed(lambda: network.graph(mode), 1)
    found, costs = timed(lambda: network.matrix(points, mode))
    _, path = timed(lambda: network.path(points[: LEGS + 1], mode))
    known = found.seconds < UNREACHABLE
    return {
        "build": build[0], "first": costs[0], "warm": min(costs), "path": min(path),
        "edges": len(network.graph(mode).lines), "reached": float(known.mean()), "snap": float(np.median(found.snap_m)),
    }  # fmt: skip


def arcs_of(roads, mode):
    graph = RoadNetwork(roads).graph(mode)
    inside = np.unique(graph.ends[graph.rows])
    nodes = np.random.default_rng(SEED).choice(inside, PLACES, replace=False)
    return graph.arcs, graph.arc_tail, nodes


def ours(arcs, _, nodes):
    seeds = Seeds(np.stack([nodes, nodes], 1), np.tile([0.0, np.inf], (len(nodes), 1)), np.zeros((len(nodes), 2)))
    return lambda: search_all(arcs, seeds, np.arange(len(nodes)), nodes)[0]


def scipy(arcs, tail, nodes):
    csgraph, sparse = import_module("scipy.sparse.csgraph"), import_module("scipy.sparse")
    # scipy adds up the arcs between the same two nodes; only the quickest counts.
    best = pd.DataFrame({"tail": tail, "head": arcs.head, "cost": arcs.seconds}).groupby(["tail", "head"])["cost"].min()
    ends = best.index.to_frame().to_numpy().T
    matrix = sparse.csr_array((best.to_numpy(), tuple(ends)), shape=(len(arcs.first) - 1,) * 2)
    return lambda: csgraph.dijkstra(matrix, indices=nodes)[:, nodes]


def igraph(arcs, tail, nodes):
    graph = import_module("igraph").Graph(n=len(arcs.first) - 1, edges=np.stack([tail, arcs.head], 1), directed=True)
    return lambda: np.array(graph.distances(nodes.tolist(), nodes.tolist(), weights=arcs.seconds))


def pandana(arcs, tail, nodes):
    warnings.simplefilter("ignore")
    flat = pd.Series(np.zeros(len(arcs.first) - 1))
    costs = pd.DataFrame({"seconds": arcs.seconds})
    network = import_module("pandana").Network(flat, flat, pd.Series(tail), pd.Series(arcs.head), costs, twoway=False)
    pairs = np.repeat(nodes, len(nodes)), np.tile(nodes, len(nodes))
    return lambda: np.array(network.shortest_path_lengths(*pairs)).reshape(len(nodes), -1)


def networkx(arcs, tail, nodes):
    graph = import_module("networkx").MultiDiGraph()
    graph.add_weighted_edges_from(zip(tail.tolist(), arcs.head.tolist(), arcs.seconds.tolist(), strict=True))
    find = import_module("networkx").single_source_dijkstra_path_length

    def answer():
        found = (find(graph, int(node)) for node in nodes)
        return np.array([[times.get(int(other), np.inf) for other in nodes] for times in found])

    return answer


ENGINES = {"ours": ours, "scipy": scipy, "igraph": igraph, "pandana": pandana, "networkx": networkx}


def part(roads, mode, engine):
    arcs, tail, nodes = arcs_of(roads, mode)
    oracle = scipy(arcs, tail, nodes)()
    ask, build = timed(lambda: ENGINES[engine](arcs, tail, nodes), 1)
    found, costs = timed(ask, 1 if engine == "networkx" else 3)
    return {
        "build": build[0], "first": costs[0], "warm": min(costs), "nodes": len(arcs.first) - 1, "arcs": len(tail),
        "difference": float(np.abs(found - oracle).max()),
    }  # fmt: skip


def main() -> None:
    source, engine, mode = sys.argv[1:]
    roads = raster(int(source.removeprefix("raster:"))) if source.startswith("raster:") else gpd.read_parquet(source)
    roads = roads.reindex(columns=ROADS.column_names)
    figures = whole(roads, mode) if engine == "whole" else part(roads, mode, engine)
    figures["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"\n{json.dumps(figures)}\n")


if __name__ == "__main__":
    main()
