"""Centres of the blocks: the Voronoi cells of these points are the blocks, and the edges of the cells the streets.

A rectangular lattice gives straight streets and long blocks; points in mirrored pairs beside a main road give an edge
that follows the road.
"""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.spatial import cKDTree

from risk_map.demo.cells import PIXEL_M
from risk_map.demo.plan import raster
from risk_map.demo.randomness import stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from risk_map.demo.arrays import Flags, Floats
    from risk_map.demo.plan import Plan

BLOCK_SIZES_M = {
    "stad": (72.0, 150.0),
    "villa": (120.0, 210.0),
    "centrum": (62.0, 95.0),
    "bedrijventerrein": (130.0, 210.0),
    "vakantiepark": (60.0, 110.0),
}
"""Depth and length of a block per texture; open land has blocks of its own size (see ``_open_side``)."""

FRINGE_REACH_M = (190.0, 460.0)
FRINGE_M = (105.0, 210.0, 430.0)
"""Fields are small beside a town: side of an open block up to each distance from built-up land, and beyond."""

SURROUNDINGS_M = 1_500.0
"""Blocks around the region too, so that the last ones inside have an end."""

PAIR_SPACING_M = {"town": (38.0, 105.0), "open": (90.0, 260.0), "border": (95.0, 260.0)}
"""Half distance across a main road or border, and distance along it, of the mirrored pairs."""

ROADSIDE_M = {"town": 52.0, "open": 125.0}
"""Only the pairs of a main road stand nearer to it than this, or its edge would not follow it."""

PAIR_GAP_M = 70.0
"""Pairs of two roads keep this distance: where they cross, the first road decides."""

CLOSEST = 0.62
"""A point of a later part keeps this share of the usual distance in its part."""

BEND_M = 22.0


def sample_centres(plan: Plan, seed: int) -> Floats:
    """Give the centres of all blocks, those just outside the region included.

    Parameters
    ----------
    plan
        Decides the texture at each point.
    seed
        Same seed, same centres.
    """
    rng = stream(seed, "blocks")
    roads = plan.sketch.along("weg").geometry.union_all()
    shapely.prepare(roads)
    built = []
    for texture, column, key, box in _built_patches(plan):
        points = _lattice(box, BLOCK_SIZES_M[texture], rng, jitter=0.03)
        built.append(_matching(plan, roads, points, (texture, column, key)))
    town, parts = cKDTree(np.concatenate(built)), [_main_road_pairs(plan), *built, _border_pairs(plan)]
    for key, box in _open_patches(plan):
        for widest, (low, high) in zip(FRINGE_M, pairwise((0.0, *FRINGE_REACH_M, np.inf)), strict=True):
            side = min(widest, _open_side(plan.buurten, key))
            points = _lattice(box, (side, 1.25 * side), rng, jitter=0.25)
            away = town.query(points)[0]
            parts.append(_matching(plan, roads, points[(away >= low) & (away < high)], ("open", "buurt", key)))
    return _spread(parts)


def _matching(plan: Plan, roads: shapely.Geometry, points: Floats, patch: tuple[str, str, int]) -> Floats:
    """Keep the points of a patch (texture, column, key) that do not stand beside a main road."""
    texture, column, key = patch
    found = plan.look_up(points)
    points = points[((found["texture"] == texture) & (found[column] == key)).to_numpy()]
    reach = ROADSIDE_M["open" if texture == "open" else "town"]
    return np.asarray(points[~shapely.dwithin(roads, shapely.points(points), reach)])


def _built_patches(plan: Plan) -> Iterator[tuple[str, str, int, Floats]]:
    """Give every built-up patch: its texture, the column and key that mark it, and the box to fill."""
    sites = plan.sketch.sites
    for texture in ("centrum", "vakantiepark", "bedrijventerrein"):
        for key in np.flatnonzero(sites["class"] == texture).tolist():
            middle, radius = sites[["x", "y"]].to_numpy(float)[key], sites["radius_m"].to_numpy()[key]
            yield texture, "site", key, np.array([middle - radius, middle + radius])
    points, owner = raster(plan.cells)
    for i, character in enumerate(plan.buurten["karakter"]):
        if plan.radii[i] > 0:
            yield character, "buurt", i, _box(points[owner == i])


def _open_patches(plan: Plan) -> Iterator[tuple[int, Floats]]:
    """Give the open land of every buurt, and of the surroundings (-1), with the box to fill."""
    points, owner = raster(plan.cells)
    for i in range(len(plan.buurten)):
        yield i, _box(points[owner == i])
    yield -1, _box(points) + np.array([[-SURROUNDINGS_M], [SURROUNDINGS_M]])


def _box(points: Floats) -> Floats:
    return np.array([points.min(axis=0) - PIXEL_M, points.max(axis=0) + PIXEL_M])


def _open_side(buurten: pd.DataFrame, key: int) -> float:
    hectares = 5_000.0 if key < 0 else float(buurten["oppervlakte_land_in_ha"].iloc[key])
    return float(np.clip(np.sqrt(hectares * 1e4 / 12), 150, 430))


def _lattice(box: Floats, size: tuple[float, float], rng: np.random.Generator, *, jitter: float) -> Floats:
    centre, reach = box.mean(axis=0), np.hypot(*np.ptp(box, axis=0)) / 2 + size[1]
    depth, length = size
    u, v = np.meshgrid(np.arange(-reach, reach, length), np.arange(-reach, reach, depth))
    points = np.column_stack([u.ravel(), v.ravel()])
    points += rng.normal(0, jitter, points.shape) * (length, depth)
    angle = rng.uniform(0, np.pi)
    turned = points @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    # A gentle bend: old Dutch streets are seldom quite straight.
    x, y = turned.T
    bend = BEND_M * np.column_stack([np.sin(y / 310 + angle), np.sin(x / 270 - angle)])
    return np.asarray(turned + bend + centre)


def _main_road_pairs(plan: Plan) -> Floats:
    made = np.empty((0, 2))
    for line, kind in product(plan.sketch.along("weg").geometry, ("town", "open")):
        half, step = PAIR_SPACING_M[kind]
        along = np.arange(step / 2, line.length, step)
        points = shapely.get_coordinates(shapely.line_interpolate_point(line, along))
        is_open = (plan.look_up(points)["texture"] == "open").to_numpy()
        pairs = _pairs(line, along[is_open == (kind == "open")], half)
        made = np.concatenate([made, pairs[~_near(pairs, made, PAIR_GAP_M)]])
    return made


def _near(points: Floats, others: Floats, reach: float) -> Flags:
    if not len(others):
        return np.zeros(len(points), dtype=bool)
    return np.asarray(cKDTree(others).query(points)[0] <= reach)


def _border_pairs(plan: Plan) -> Floats:
    """Let streets and fields end at the borders of the municipalities."""
    borders = shapely.line_merge(shapely.union_all(shapely.boundary(plan.cells.outlines)))
    half, step = PAIR_SPACING_M["border"]
    lines = shapely.get_parts(borders)
    return np.concatenate([_pairs(line, np.arange(step / 2, line.length, step), half) for line in lines])


def _pairs(line: shapely.LineString, along: Floats, half: float) -> Floats:
    if not len(along):
        return np.empty((0, 2))
    here = shapely.get_coordinates(shapely.line_interpolate_point(line, along))
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(line, along + 5))
    behind = shapely.get_coordinates(shapely.line_interpolate_point(line, along - np.minimum(along, 5)))
    direction = ahead - behind
    normal = np.column_stack([-direction[:, 1], direction[:, 0]]) / np.hypot(*direction.T)[:, None]
    return np.concatenate([here + half * normal, here - half * normal])


def _spread(parts: list[Floats]) -> Floats:
    """Join the parts; a point too near to one of an earlier part gives way."""
    kept = parts[0]
    for points in parts[1:]:
        if len(points) > 1:
            usual = float(np.median(cKDTree(points).query(points, k=2)[0][:, 1]))
            kept = np.concatenate([kept, points[~_near(points, kept, CLOSEST * usual)]])
    return kept
