"""The mesh of the region: blocks, and the edges between them, with shared nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import Voronoi

if TYPE_CHECKING:
    from risk_map.demo.arrays import Floats, Objects, Whole

SHORTEST_EDGE_M = 14.0
"""Shorter edges are drawn together: a crossing is one node."""

FAR_M = 60_000.0


@dataclass(frozen=True, slots=True)
class Mesh:
    """Blocks and edges.

    Parameters
    ----------
    nodes
        Coordinates in RD, whole centimetres.
    edges
        ``from_node``, ``to_node``, ``left`` and ``right`` block, ``length_m``.
    centres
        One point per block.
    polygons
        One polygon per block; neighbours share their nodes, so there are no gaps and no overlaps.
    """

    nodes: Floats
    edges: pd.DataFrame
    centres: Floats
    polygons: Objects


def make_mesh(centres: Floats) -> Mesh:
    """Divide the land between the centres.

    Parameters
    ----------
    centres
        Points in RD; each gets the land that is nearer to it than to any other.
    """
    middle = centres.mean(axis=0)
    angle = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    frame = middle + FAR_M * np.column_stack([np.cos(angle), np.sin(angle)])
    diagram = Voronoi(np.concatenate([centres, frame]))
    ends = np.array(diagram.ridge_vertices)
    finite = (ends >= 0).all(axis=1)
    ends, sides = ends[finite], diagram.ridge_points[finite]
    nodes, ends = _draw_together(diagram.vertices, ends)
    polygons = _polygons(nodes, ends, sides, len(centres))
    return Mesh(nodes, _edges(nodes, ends, sides, diagram.points, len(centres)), centres, polygons)


def _draw_together(vertices: Floats, ends: Whole) -> tuple[Floats, Whole]:
    length = np.hypot(*(vertices[ends[:, 0]] - vertices[ends[:, 1]]).T)
    short = ends[length < SHORTEST_EDGE_M]
    links = coo_array((np.ones(len(short)), short.T), shape=(len(vertices),) * 2)
    count, label = connected_components(links, directed=False)
    size = np.bincount(label, minlength=count)
    sums = [np.bincount(label, weights=vertices[:, axis], minlength=count) for axis in (0, 1)]
    nodes: Floats = np.column_stack(sums) / size[:, None]
    return nodes.round(2), label[ends]


def _edges(nodes: Floats, ends: Whole, sides: Whole, points: Floats, blocks: int) -> pd.DataFrame:
    real = (ends[:, 0] != ends[:, 1]) & (sides < blocks).all(axis=1)
    ends, sides = ends[real], sides[real]
    direction = nodes[ends[:, 1]] - nodes[ends[:, 0]]
    across = points[sides[:, 0]] - points[sides[:, 1]]
    is_left = direction[:, 0] * across[:, 1] - direction[:, 1] * across[:, 0] > 0
    left = np.where(is_left, sides[:, 0], sides[:, 1])
    right = np.where(is_left, sides[:, 1], sides[:, 0])
    edges = pd.DataFrame({"from_node": ends[:, 0], "to_node": ends[:, 1], "left": left, "right": right})
    pair = pd.DataFrame(np.sort(ends, axis=1))
    edges = edges.assign(length_m=np.hypot(*direction.T).round(2))[~pair.duplicated().to_numpy()]
    return edges.sort_values(["left", "right"]).reset_index(drop=True)


def _polygons(nodes: Floats, ends: Whole, sides: Whole, blocks: int) -> Objects:
    """Order the nodes of each (convex) block around their middle."""
    corners = pd.DataFrame({"block": np.repeat(sides.ravel(), 2), "node": np.repeat(ends, 2, axis=0).ravel()})
    corners = corners[corners["block"] < blocks].drop_duplicates()
    corners = corners.assign(x=nodes[corners["node"], 0], y=nodes[corners["node"], 1])
    middle = corners.groupby("block")[["x", "y"]].transform("mean")
    angle = np.arctan2(corners["y"] - middle["y"], corners["x"] - middle["x"])
    corners = corners.assign(angle=angle).sort_values(["block", "angle"])
    rings = shapely.linearrings(corners[["x", "y"]].to_numpy(), indices=pd.factorize(corners["block"])[0])
    polygons: Objects = shapely.polygons(rings)
    return polygons
