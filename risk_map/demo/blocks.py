"""Centres of the blocks: the Voronoi cells of these points are the blocks, and the edges of the cells the streets.

A rectangular lattice gives straight streets and long blocks; points in mirrored pairs beside a main road give an edge
that follows the road.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from risk_map.demo.cells import PIXEL_M
from risk_map.demo.randomness import stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from risk_map.demo.cells import Cells
    from risk_map.demo.sketch import Sketch

BLOCK_SIZES_M = {
    "stad": (72.0, 150.0),
    "villa": (120.0, 210.0),
    "centrum": (62.0, 95.0),
    "bedrijventerrein": (130.0, 210.0),
    "vakantiepark": (60.0, 110.0),
}
"""Depth and length of a block per texture; open land has blocks of its own size (see ``_open_side``)."""

DENSITIES = {"stad": (24.0, 46.0), "villa": (6.5, 12.0), "buiten": (0.0, 0.0)}
"""Dwellings per built-up hectare when all are single-family, and what is added when all are flats."""

FRINGE_REACH_M = (190.0, 460.0)
FRINGE_M = (105.0, 210.0, 430.0)
"""Fields are small beside a town: side of an open block up to each distance from built-up land, and beyond."""

FULL = 0.93
"""A buurt that needs this share of its land is built up wholly."""

PAIR_SPACING_M = {"town": (38.0, 105.0), "open": (90.0, 260.0)}
"""Half distance across a main road, and distance along it, of the mirrored pairs."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How the land of each buurt is used.

    Parameters
    ----------
    buurten
        As ``tables.neighbourhoods``.
    cells
        Which buurt a point lies in.
    sketch
        Sites that have a texture of their own.
    cores
        Point from which each buurt is built up.
    radii
        How far from the core it is built up, in metres.
    """

    buurten: pd.DataFrame
    cells: Cells
    sketch: Sketch
    cores: np.ndarray
    radii: np.ndarray

    def look_up(self, points: np.ndarray) -> pd.DataFrame:
        """Give per point the position of its buurt (-1 outside), its texture and the row of its site (-1 none)."""
        buurt = self.cells.locate(points)
        sites = self.sketch.sites
        relative = np.hypot(
            points[:, :1] - sites["x"].to_numpy(float), points[:, 1:] - sites["y"].to_numpy(float)
        ) / sites["radius_m"].to_numpy(float)
        site = np.where(relative.min(axis=1) < 1, relative.argmin(axis=1), -1)
        built = np.hypot(*(points - self.cores[buurt]).T) < self.radii[buurt]
        texture = np.where(built, self.buurten["karakter"].to_numpy()[buurt], "open").astype(object)
        texture[site >= 0] = sites["class"].to_numpy()[site[site >= 0]]
        texture[(buurt < 0)] = "open"
        return pd.DataFrame({"buurt": buurt, "texture": texture, "site": np.where(buurt < 0, -1, site)})


def make_plan(buurten: pd.DataFrame, cells: Cells, sketch: Sketch) -> Plan:
    """Decide how much of each buurt is built up, and from where."""
    centres = sketch.sites[sketch.sites["class"] == "centrum"][["x", "y"]].to_numpy(float)
    from_centre = cKDTree(centres).query(cells.anchors)[0]
    order = np.lexsort([from_centre, cells.owner])
    cores = cells.anchors[order[np.unique(cells.owner[order], return_index=True)[1]]]
    pixels, owner = _pixels(cells)
    distance = pd.Series(np.hypot(*(pixels - cores[owner]).T))
    share = _built_share(buurten)
    radii = np.array(
        [
            np.inf if share[i] >= FULL else group.quantile(share[i]) if share[i] > 0 else 0.0
            for i, group in distance.groupby(owner)
        ]
    )
    return Plan(buurten, cells, sketch, cores, radii)


def _built_share(buurten: pd.DataFrame) -> np.ndarray:
    base, more = np.array([DENSITIES[key] for key in buurten["karakter"]]).T
    density = base + more * (1 - buurten["eengezins"].to_numpy())
    dwellings = buurten["woningen"].to_numpy(float)
    needed = np.divide(dwellings, density, out=np.zeros(len(buurten)), where=density > 0)
    return needed / buurten["oppervlakte_land_in_ha"].to_numpy(float)


def _pixels(cells: Cells) -> tuple[np.ndarray, np.ndarray]:
    row, column = np.nonzero(cells.inside)
    points = cells.origin + (np.column_stack([column, row]) + 0.5) * PIXEL_M
    return points, cells.locate(points)


def sample_centres(plan: Plan, seed: int) -> np.ndarray:
    """Give the centres of all blocks, those just outside the region included.

    Parameters
    ----------
    plan
        Decides the texture at each point.
    seed
        Same seed, same centres.
    """
    rng = stream(seed, "blocks")
    built = []
    for texture, column, key, box in _built_patches(plan):
        points = _lattice(box, BLOCK_SIZES_M[texture], rng, jitter=0.03)
        built.append(_matching(plan, points, texture, column, key))
    town, parts = cKDTree(np.concatenate(built)), [_main_road_pairs(plan), *built]
    for key, box in _open_patches(plan):
        for widest, (low, high) in zip(FRINGE_M, pairwise((0.0, *FRINGE_REACH_M, np.inf)), strict=True):
            side = min(widest, _open_side(plan.buurten, key))
            points = _lattice(box, (side, 1.25 * side), rng, jitter=0.25)
            away = town.query(points)[0]
            parts.append(_matching(plan, points[(away >= low) & (away < high)], "open", "buurt", key))
    return _spread(parts)


def _matching(plan: Plan, points: np.ndarray, texture: str, column: str, key: int) -> np.ndarray:
    found = plan.look_up(points)
    return points[((found["texture"] == texture) & (found[column] == key)).to_numpy()]


def _built_patches(plan: Plan) -> Iterator[tuple[str, str, int, np.ndarray]]:
    """Give every built-up patch: its texture, the column and key that mark it, and the box to fill."""
    sites = plan.sketch.sites
    for texture in ("centrum", "vakantiepark", "bedrijventerrein"):
        for key, site in sites[sites["class"] == texture].iterrows():
            middle = np.array([site["x"], site["y"]])
            yield texture, "site", int(key), np.array([middle - site["radius_m"], middle + site["radius_m"]])
    points, owner = _pixels(plan.cells)
    for i, character in enumerate(plan.buurten["karakter"]):
        if plan.radii[i] > 0:
            yield character, "buurt", i, _box(points[owner == i])


def _open_patches(plan: Plan) -> Iterator[tuple[int, np.ndarray]]:
    """Give the open land of every buurt, and of the surroundings (-1), with the box to fill."""
    points, owner = _pixels(plan.cells)
    for i in range(len(plan.buurten)):
        yield i, _box(points[owner == i])
    yield -1, _box(points) + [[-1_500], [1_500]]


def _box(points: np.ndarray) -> np.ndarray:
    return np.array([points.min(axis=0) - PIXEL_M, points.max(axis=0) + PIXEL_M])


def _open_side(buurten: pd.DataFrame, key: int) -> float:
    hectares = 5_000.0 if key < 0 else float(buurten["oppervlakte_land_in_ha"].iloc[key])
    return float(np.clip(np.sqrt(hectares * 1e4 / 12), 150, 430))


def _lattice(box: np.ndarray, size: tuple[float, float], rng: np.random.Generator, *, jitter: float) -> np.ndarray:
    centre, reach = box.mean(axis=0), np.hypot(*np.ptp(box, axis=0)) / 2 + size[1]
    depth, length = size
    u, v = np.meshgrid(np.arange(-reach, reach, length), np.arange(-reach, reach, depth))
    points = np.column_stack([u.ravel(), v.ravel()])
    points += rng.normal(0, jitter, points.shape) * (length, depth)
    angle = rng.uniform(0, np.pi)
    turned = points @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    # A gentle bend: old Dutch streets are seldom quite straight.
    bent = turned + 22 * np.column_stack([np.sin(turned[:, 1] / 310 + angle), np.sin(turned[:, 0] / 270 - angle)])
    return bent + centre


def _main_road_pairs(plan: Plan) -> np.ndarray:
    made = np.empty((0, 2))
    for line in plan.sketch.along("weg").geometry:
        along = np.arange(0.0, line.length, PAIR_SPACING_M["town"][1] / 3)
        points = shapely.get_coordinates(shapely.line_interpolate_point(line, along))
        town = (plan.look_up(points)["texture"] != "open").to_numpy()
        pairs = [_pairs(line, along[town][::3], *PAIR_SPACING_M["town"])]
        open_along = along[~town]
        step = int(PAIR_SPACING_M["open"][1] / (PAIR_SPACING_M["town"][1] / 3))
        pairs.append(_pairs(line, open_along[step // 2 :: step], *PAIR_SPACING_M["open"]))
        for new in pairs:
            free = cKDTree(made).query(new)[0] > 70 if len(made) else np.ones(len(new), bool)
            made = np.concatenate([made, new[free]])
    return made


def _pairs(line: shapely.LineString, along: np.ndarray, half: float, _step: float) -> np.ndarray:
    if not len(along):
        return np.empty((0, 2))
    here = shapely.get_coordinates(shapely.line_interpolate_point(line, along))
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(line, along + 5))
    behind = shapely.get_coordinates(shapely.line_interpolate_point(line, along - np.minimum(along, 5)))
    direction = ahead - behind
    normal = np.column_stack([-direction[:, 1], direction[:, 0]]) / np.hypot(*direction.T)[:, None]
    return np.concatenate([here + half * normal, here - half * normal])


def _spread(parts: list[np.ndarray]) -> np.ndarray:
    """Join the parts; a point too near to one of an earlier part gives way."""
    kept = parts[0]
    for points in parts[1:]:
        if len(points):
            own = cKDTree(points).query(points, k=min(2, len(points)))[0]
            gap = 0.62 * np.median(own[:, -1]) if own.ndim == 2 else 40.0
            kept = np.concatenate([kept, points[cKDTree(kept).query(points)[0] > gap]])
    return kept
