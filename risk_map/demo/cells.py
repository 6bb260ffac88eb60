"""Which buurt a point belongs to: a power diagram whose cells have the published land areas.

Only the anchors (one to twelve rough points per buurt, rounded to 100 or 250 m) come from the real map, so that the
municipalities lie and touch roughly as they do; the borders are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from scipy import ndimage
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from risk_map.demo.tables import read_table

if TYPE_CHECKING:
    from risk_map.demo.arrays import Flags, Floats, Objects, Whole

PIXEL_M = 100.0
MARGIN_M = 2_500.0
CLOSING_PIXELS = 5
ROUNDS = 150
OUTLINE_TOLERANCE_M = 260.0
"""Straight stretches of a few hundred metres, as the borders of municipalities have."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The power diagram, and the outlines of the municipalities.

    Parameters
    ----------
    anchors
        Rough points, metres in RD.
    owner
        Position of the buurt of each anchor.
    weights
        Power of each buurt in square metres.
    outlines
        One polygon per municipality; together they have no gaps and no overlaps.
    municipality
        Position of the outline of each buurt.
    """

    anchors: Floats
    owner: Whole
    weights: Floats
    outlines: Objects
    municipality: Whole

    def locate(self, points: Floats) -> Whole:
        """Give the position of the buurt of each point, -1 outside the region."""
        found = np.full(len(points), -1)
        for position, outline in enumerate(self.outlines):
            inside = shapely.contains_xy(outline, points)
            buurten = np.flatnonzero(self.municipality == position)
            power = _squares(points[inside], self.anchors, self.owner, buurten) - self.weights[buurten]
            found[inside] = buurten[np.argmin(power, axis=1)]
        return found


def make_cells(buurten: pd.DataFrame) -> Cells:
    """Fit the outline and the powers to the published land areas.

    Parameters
    ----------
    buurten
        As ``tables.neighbourhoods``; reads ``oppervlakte_land_in_ha`` and ``gemeentecode``.
    """
    table = read_table("anchors")
    anchors = table[["x", "y"]].to_numpy(float)
    owner = buurten.index.get_indexer(pd.Index(table["buurtcode"]))
    area = buurten["oppervlakte_land_in_ha"].to_numpy(float) * 1e4
    reach = np.sqrt(area / np.bincount(owner) / np.pi)[owner]
    pixels, shape = _pixels(anchors)
    pixels = pixels[_outline(pixels, shape, anchors, reach, area.sum())]
    squares = _squares(pixels, anchors, owner, np.arange(len(buurten)))
    weights = _fit(squares, area)
    municipality = pd.factorize(buurten["gemeentecode"], sort=True)[0]
    outlines = _smooth_outlines(pixels, municipality[np.argmin(squares - weights, axis=1)])
    return Cells(anchors, owner, weights, outlines, municipality)


def _pixels(anchors: Floats) -> tuple[Floats, tuple[int, int]]:
    """Give the middles of a raster around the anchors, row by row along y, and its shape."""
    origin = anchors.min(axis=0) - MARGIN_M
    width, height = np.ceil((np.ptp(anchors, axis=0) + 2 * MARGIN_M) / PIXEL_M).astype(int)
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    return origin + (np.column_stack([x.ravel(), y.ravel()]) + 0.5) * PIXEL_M, (height, width)


def _smooth_outlines(pixels: Floats, municipality: Whole) -> Objects:
    half = PIXEL_M / 2
    squares = shapely.box(*(pixels - half).T, *(pixels + half).T)
    joined = [shapely.coverage_union_all(squares[municipality == i]) for i in np.unique(municipality)]
    outlines: Objects = shapely.coverage_simplify(joined, OUTLINE_TOLERANCE_M)
    shapely.prepare(outlines)
    return outlines


def _outline(pixels: Floats, shape: tuple[int, int], anchors: Floats, reach: Floats, area: float) -> Flags:
    """Grow discs around the anchors until they cover the published area; say which pixels they cover."""
    x, y = pixels.T
    # A gentle warp keeps the outline from looking like a row of discs.
    warped = pixels + 140 * np.column_stack([np.sin(y / 430) + np.sin(y / 171), np.cos(x / 390) + np.cos(x / 188)])
    relative = (cdist(warped, anchors) / reach).min(axis=1)
    disc = np.hypot(*np.mgrid[-CLOSING_PIXELS : CLOSING_PIXELS + 1, -CLOSING_PIXELS : CLOSING_PIXELS + 1])
    low, high = 0.5, 2.5
    for _ in range(24):
        factor = (low + high) / 2
        closed = ndimage.binary_closing((relative < factor).reshape(shape), disc <= CLOSING_PIXELS)
        closed = ndimage.binary_fill_holes(closed)
        low, high = (low, factor) if closed.sum() * PIXEL_M**2 > area else (factor, high)
    return np.asarray(closed).ravel()


def _squares(points: Floats, anchors: Floats, owner: Whole, buurten: Whole) -> Floats:
    """Give the squared distance of each point to the nearest anchor of each of these buurten."""
    result = np.empty((len(points), len(buurten)))
    for column, buurt in enumerate(buurten):
        result[:, column] = cKDTree(anchors[owner == buurt]).query(points)[0] ** 2
    return result


def _fit(squares: Floats, area: Floats) -> Floats:
    weights = area / np.pi / 4
    for turn in range(ROUNDS):
        made = np.bincount(np.argmin(squares - weights, axis=1), minlength=len(area)) * PIXEL_M**2
        step = 0.25 * 0.985**turn
        weights = weights + step * np.log(area / np.maximum(made, PIXEL_M**2)) * area / np.pi
    return weights
