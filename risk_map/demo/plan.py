"""The plan of the land: how much of each buurt is built up, from where, and what lies at any point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from risk_map.demo.cells import PIXEL_M

if TYPE_CHECKING:
    from risk_map.demo.arrays import Floats, Whole
    from risk_map.demo.cells import Cells
    from risk_map.demo.sketch import Sketch

DENSITIES = {"stad": (19.0, 38.0), "villa": (5.5, 10.0), "buiten": (0.0, 0.0)}
"""Dwellings per built-up hectare when all are single-family, and what is added when all are flats."""

FULL = 0.8
"""A buurt that needs this share of its land is built up wholly."""


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
    cores: Floats
    radii: Floats

    def look_up(self, points: Floats) -> pd.DataFrame:
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
    pixels, owner = raster(cells)
    away = np.hypot(*(pixels - cores[owner]).T)
    share = _built_share(buurten)
    radii = np.array([np.quantile(away[owner == i], min(part, 1.0)) for i, part in enumerate(share)])
    radii = np.select([share >= FULL, share == 0], [np.inf, 0.0], radii)
    return Plan(buurten, cells, sketch, cores, radii)


def _built_share(buurten: pd.DataFrame) -> Floats:
    base, more = np.array([DENSITIES[key] for key in buurten["karakter"]]).T
    density = base + more * (1 - buurten["eengezins"].to_numpy())
    dwellings = buurten["woningen"].to_numpy(float)
    needed: Floats = np.divide(dwellings, density, out=np.zeros(len(buurten)), where=density > 0)
    land: Floats = buurten["oppervlakte_land_in_ha"].to_numpy(float)
    return needed / land


def raster(cells: Cells) -> tuple[Floats, Whole]:
    """Give a raster of points in the region and the position of the buurt of each.

    Parameters
    ----------
    cells
        Outlines and buurten.
    """
    low_x, low_y, high_x, high_y = shapely.total_bounds(cells.outlines)
    x, y = np.meshgrid(np.arange(low_x, high_x, PIXEL_M), np.arange(low_y, high_y, PIXEL_M))
    points = np.column_stack([x.ravel(), y.ravel()])
    owner = cells.locate(points)
    return points[owner >= 0], owner[owner >= 0]
