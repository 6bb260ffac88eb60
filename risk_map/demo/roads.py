"""The road network: which edges of the mesh are roads, of which class, and two motorways over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra, minimum_spanning_tree
from scipy.spatial import cKDTree

from risk_map.demo.randomness import stream
from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.frames import ROADS, SYNTHETIC

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from risk_map.demo.arrays import Flags, Floats, Objects
    from risk_map.demo.mesh import Mesh
    from risk_map.demo.sketch import Sketch

KEEP_SHARES = {
    "stad": 0.8,
    "villa": 0.75,
    "centrum": 0.9,
    "bedrijventerrein": 0.75,
    "vakantiepark": 0.8,
    "bos": 0.38,
    "open": 0.3,
}
"""Share of the edges in each texture that become a road besides those that keep the network in one piece."""

SPEEDS_KMH = {
    "hoofdweg": 100.0,
    "gebiedsontsluitingsweg": 80.0,
    "woonstraat": 30.0,
    "landweg": 60.0,
    "parkpad": 15.0,
}
TOWN_SPEED_KMH = 50.0
"""On a main road inside a town, on a business park, and on the ramps of a motorway."""

MOTORWAY_STEP_M = 400.0
RAMP_REACH_M = 650.0


def make_roads(mesh: Mesh, blocks: pd.DataFrame, sketch: Sketch, seed: int) -> pd.DataFrame:
    """Choose the edges that are roads and give each its class and speed.

    Parameters
    ----------
    mesh
        Nodes and edges.
    blocks
        Per block ``buurt`` (-1 outside) and ``texture``.
    sketch
        Lines of the main roads and the water.
    seed
        Same seed, same roads.

    Returns
    -------
    pd.DataFrame
        ``from_node``, ``to_node``, ``left``, ``right``, ``length_m``, ``road_class``, ``speed_kmh``, ``line`` (name of
        the main road or missing), ``texture``. One connected network.
    """
    inside, texture = (blocks["buurt"] >= 0).to_numpy(), blocks["texture"].to_numpy()
    left, right = inside[mesh.edges["left"]], inside[mesh.edges["right"]]
    dry = ~_touching(mesh.edges, mesh.nodes, sketch.lakes.union_all())
    edges = mesh.edges.assign(border=left != right)[(left | right) & dry]
    edges = _largest_part(edges, len(mesh.nodes))
    edges = edges.assign(texture=_texture(texture[edges["left"]], texture[edges["right"]]))
    middle = (mesh.nodes[edges["from_node"]] + mesh.nodes[edges["to_node"]]) / 2
    edges = edges.assign(
        line=_main_roads(edges, mesh.nodes, middle, sketch), wet=_touching(edges, mesh.nodes, sketch.water)
    )
    edges = edges[_kept(edges, len(mesh.nodes), stream(seed, "roads"))].reset_index(drop=True)
    return _with_speeds(edges.assign(road_class=_classes(edges)))


def _largest_part(edges: pd.DataFrame, nodes: int) -> pd.DataFrame:
    _, label = connected_components(_graph(edges, np.ones(len(edges)), nodes), directed=False)
    part = label[edges["from_node"]]
    largest: pd.DataFrame = edges[part == np.bincount(part).argmax()]
    return largest.reset_index(drop=True)


def _graph(edges: pd.DataFrame, weights: Floats, nodes: int) -> coo_array:
    return coo_array((weights, (edges["from_node"], edges["to_node"])), shape=(nodes, nodes)).tocsr()


def _texture(left: Objects, right: Objects) -> Objects:
    """Let the most built-up side of an edge decide."""
    order = ["centrum", "bedrijventerrein", "vakantiepark", "stad", "villa", "open", "bos"]
    rank = {name: position for position, name in enumerate(order)}
    positions = np.minimum(pd.Series(left).map(rank), pd.Series(right).map(rank))
    return np.array(order, dtype=object)[positions]


def _main_roads(edges: pd.DataFrame, nodes: Floats, middle: Floats, sketch: Sketch) -> Objects:
    """Follow each drawn line over the edges that lie along it."""
    name = np.full(len(edges), None, dtype=object)
    row = pd.Series(np.arange(len(edges)), index=_pair_index(edges["from_node"], edges["to_node"]))
    used = np.unique(edges[["from_node", "to_node"]])
    tree = cKDTree(nodes[used])
    for label, line in zip(sketch.along("weg")["naam"], sketch.along("weg").geometry, strict=True):
        away = shapely.distance(line, shapely.points(middle))
        weights = edges["length_m"].to_numpy() * (1 + (away / 25) ** 1.5)
        first, last = used[tree.query(shapely.get_coordinates(line)[[0, -1]])[1]]
        graph = _graph(edges, weights, len(nodes))
        before = dijkstra(graph, directed=False, indices=first, return_predecessors=True)[1]
        path = [last]
        while path[-1] != first:
            path.append(before[path[-1]])
        taken = row[_pair_index(path[:-1], path[1:])].to_numpy()
        name[taken] = np.where(pd.isna(name[taken]), label, name[taken])
    return name


def _pair_index(one: ArrayLike, other: ArrayLike) -> pd.MultiIndex:
    """Name the edge between two nodes, in whichever direction it was written."""
    return pd.MultiIndex.from_arrays([np.minimum(one, other), np.maximum(one, other)])


def _touching(edges: pd.DataFrame, nodes: Floats, area: shapely.Geometry) -> Flags:
    lines = shapely.linestrings(nodes[edges[["from_node", "to_node"]].to_numpy()])
    shapely.prepare(area)
    touching: Flags = shapely.intersects(area, lines)
    return touching


def _kept(edges: pd.DataFrame, nodes: int, rng: np.random.Generator) -> Flags:
    """Keep main roads, a spanning tree, and a share of the rest; bridges and roads along the outline are rare."""
    main = edges["line"].notna().to_numpy()
    rare = (edges["wet"] | edges["border"]).to_numpy()
    weights = rng.uniform(1, 2, len(edges)) * np.where(rare, 30, 1) * np.where(main, 0.001, 1)
    tree = minimum_spanning_tree(_graph(edges, weights, nodes)).tocoo()
    spanning = pd.MultiIndex.from_arrays([tree.row, tree.col])
    in_tree = pd.MultiIndex.from_frame(edges[["from_node", "to_node"]]).isin(spanning)
    share = edges["texture"].map(KEEP_SHARES).to_numpy() * np.where(rare, 0.05, 1)
    return main | in_tree | (rng.uniform(size=len(edges)) < share)


def _classes(edges: pd.DataFrame) -> Objects:
    texture = edges["texture"]
    return np.select(
        [edges["line"].notna(), texture.isin(["bos", "vakantiepark"]), texture == "open"],
        ["gebiedsontsluitingsweg", "parkpad", "landweg"],
        "woonstraat",
    )


def _with_speeds(edges: pd.DataFrame) -> pd.DataFrame:
    speed = edges["road_class"].map(SPEEDS_KMH)
    town = (edges["road_class"] == "gebiedsontsluitingsweg") & ~edges["texture"].isin(["open", "bos"])
    work = (edges["road_class"] == "woonstraat") & (edges["texture"] == "bedrijventerrein")
    return edges.assign(speed_kmh=speed.mask(town | work, TOWN_SPEED_KMH))


def make_motorways(roads: pd.DataFrame, nodes: Floats, sketch: Sketch) -> tuple[pd.DataFrame, Floats]:
    """Lay the motorways over the network, joined to it only where a main road crosses.

    Parameters
    ----------
    roads
        As ``make_roads``.
    nodes
        Coordinates of all nodes.
    sketch
        Lines of the motorways.

    Returns
    -------
    tuple
        Edges like those of ``make_roads`` (without sides), and the coordinates of all nodes with the new ones behind.
    """
    main = roads[roads["road_class"] == "gebiedsontsluitingsweg"]
    ends = np.unique(main[["from_node", "to_node"]])
    tree = cKDTree(nodes[ends])
    parts = []
    for label, line in zip(sketch.along("hoofdweg")["naam"], sketch.along("hoofdweg").geometry, strict=True):
        along = np.linspace(0, line.length, int(line.length / MOTORWAY_STEP_M) + 1)
        points = np.round(shapely.get_coordinates(shapely.line_interpolate_point(line, along)), 2)
        new = len(nodes) + np.arange(len(points))
        parts.append(pd.DataFrame({"from_node": new[:-1], "to_node": new[1:], "line": label, "speed_kmh": 100.0}))
        away, nearest = tree.query(points)
        # One junction per stretch where a main road is near: the nearest point of each run.
        run = np.cumsum(np.diff((away < RAMP_REACH_M).astype(int), prepend=0) != 0)
        best = pd.DataFrame({"run": run, "away": away}).query(f"away < {RAMP_REACH_M}").groupby("run")["away"].idxmin()
        ramps = {"from_node": new[best], "to_node": ends[nearest[best]], "line": label, "speed_kmh": TOWN_SPEED_KMH}
        parts.append(pd.DataFrame(ramps))
        nodes = np.concatenate([nodes, points])
    edges = pd.concat(parts, ignore_index=True)
    span = nodes[edges["to_node"]] - nodes[edges["from_node"]]
    return edges.assign(road_class="hoofdweg", texture="open", length_m=np.hypot(*span.T).round(2)), nodes


def register_roads(roads: pd.DataFrame, nodes: Floats, names: pd.Series) -> gpd.GeoDataFrame:
    """Write the network under the contract ``ROADS``.

    Parameters
    ----------
    roads
        Edges with ``street`` (missing on motorways), ``line``, ``road_class``, ``length_m``, ``speed_kmh``.
    nodes
        Coordinates of the nodes.
    names
        Street number -> name, for streets with addresses.
    """
    used, number = np.unique(roads[["from_node", "to_node"]].to_numpy(), return_inverse=True)
    ends = number.reshape(-1, 2)
    lines = shapely.linestrings(nodes[used][ends])
    name = roads["street"].map(names)
    data = roads.assign(
        from_node=ends[:, 0],
        to_node=ends[:, 1],
        naam=name.where(name.notna(), roads["line"]),
        length_m=shapely.length(lines).round(2),
        bron=SYNTHETIC,
    )
    data.index = pd.Index([f"weg-{position:05d}" for position in range(len(data))], name=ROADS.index)
    return conform(gpd.GeoDataFrame(data, geometry=lines, crs=RD_EPSG), ROADS)
