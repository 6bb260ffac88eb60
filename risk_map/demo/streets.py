"""Streets: edges of the network that run on in one direction, cut to a usual length."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from risk_map.demo.arrays import Floats, Whole

STRAIGHT_DEGREES = {"landweg": 95.0, "parkpad": 95.0}
STRAIGHT_IN_TOWN_DEGREES = 75.0
"""A street goes on over a crossing when it bends less than this."""

LONGEST_M = {
    "gebiedsontsluitingsweg": 900.0,
    "woonstraat": 620.0,
    "landweg": 2_600.0,
    "parkpad": 700.0,
    "hoofdweg": 1e9,
}


def lay_streets(roads: pd.DataFrame, nodes: Floats) -> pd.DataFrame:
    """Give each edge its street, its place along it, and its direction.

    Parameters
    ----------
    roads
        As ``roads.make_roads``, index 0..n-1.
    nodes
        Coordinates of the nodes.

    Returns
    -------
    pd.DataFrame
        ``roads`` with ``street`` (number), ``forward`` (the edge runs along its street) and ``along_m``
        (where the edge begins on its street).
    """
    stroke = _strokes(roads, nodes)
    axis = _axis(roads, nodes, stroke)
    direction = nodes[roads["to_node"]] - nodes[roads["from_node"]]
    middle = (nodes[roads["to_node"]] + nodes[roads["from_node"]]) / 2
    table = roads.assign(
        stroke=stroke,
        forward=(direction * axis).sum(axis=1) >= 0,
        place=(middle * axis).sum(axis=1),
    ).sort_values(["stroke", "place"], kind="stable")
    grouped = table.groupby("stroke")["length_m"]
    before, total = grouped.cumsum() - table["length_m"], grouped.transform("sum")
    pieces = np.ceil(total / table["road_class"].map(LONGEST_M))
    chunk = np.floor((before + table["length_m"] / 2) / total * pieces).astype(int)
    table = table.assign(street=pd.MultiIndex.from_arrays([table["stroke"], chunk]).factorize()[0])
    along = table.groupby("street")["length_m"].cumsum() - table["length_m"]
    return table.assign(along_m=along).drop(columns=["stroke", "place"]).sort_index()


def _strokes(roads: pd.DataFrame, nodes: Floats) -> Whole:
    """Join at each node the two edges that each see the other as their straightest continuation."""
    ends = pd.concat([_ends(roads, nodes, "from_node", "to_node"), _ends(roads, nodes, "to_node", "from_node")])
    pairs = ends.merge(ends, on=["node", "road_class", "line"], suffixes=("", "_2"))
    pairs = pairs[pairs["edge"] != pairs["edge_2"]]
    bend = np.abs((pairs["angle"] - pairs["angle_2"]) % 360 - 180)
    limit = pairs["road_class"].map(STRAIGHT_DEGREES).astype(float).fillna(STRAIGHT_IN_TOWN_DEGREES)
    pairs = pairs.assign(bend=bend)[bend < limit].sort_values(["bend", "edge", "edge_2"])
    best = pairs.drop_duplicates(["node", "edge"])
    mutual = best.merge(best, left_on=["node", "edge", "edge_2"], right_on=["node", "edge_2", "edge"])
    links = coo_array((np.ones(len(mutual)), (mutual["edge_x"], mutual["edge_2_x"])), shape=(len(roads),) * 2)
    stroke: Whole = connected_components(links, directed=False)[1]
    return stroke


def _ends(roads: pd.DataFrame, nodes: Floats, here: str, there: str) -> pd.DataFrame:
    span = nodes[roads[there]] - nodes[roads[here]]
    return pd.DataFrame(
        {
            "node": roads[here],
            "edge": roads.index,
            "road_class": roads["road_class"],
            "line": roads["line"].fillna(""),
            "angle": np.degrees(np.arctan2(span[:, 1], span[:, 0])).round(6),
        }
    )


def _axis(roads: pd.DataFrame, nodes: Floats, stroke: Whole) -> Floats:
    """Give per edge the direction of the longest axis of its stroke, as a unit vector."""
    ends = pd.DataFrame(nodes[roads[["from_node", "to_node"]].to_numpy().ravel()], columns=["x", "y"])
    group = np.repeat(stroke, 2)
    x, y = (ends[name] - ends.groupby(group)[name].transform("mean") for name in ("x", "y"))
    moments = pd.DataFrame({"xx": x * x, "yy": y * y, "xy": x * y}).groupby(group).sum()
    angle = 0.5 * np.arctan2(2 * moments["xy"].to_numpy(), (moments["xx"] - moments["yy"]).to_numpy())
    unit: Floats = np.column_stack([np.cos(angle), np.sin(angle)])
    return unit[stroke]
