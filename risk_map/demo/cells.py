"""Which buurt a point belongs to: a power diagram whose cells have the published land areas.

Only the anchors (one to twelve rough points per buurt, rounded to 100 or 250 m) come from the real map, so that the
municipalities lie and touch roughly as they do; the borders are ours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import ndimage
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from risk_map.demo.tables import read_table

PIXEL_M = 100.0
MARGIN_M = 2_500.0
CLOSING_PIXELS = 5
ROUNDS = 150


@dataclass(frozen=True, slots=True)
class Cells:
    """The power diagram.

    Parameters
    ----------
    anchors
        Rough points, metres in RD.
    owner
        Position of the buurt of each anchor.
    weights
        Power of each buurt in square metres.
    origin
        Lower left corner of the outline raster.
    inside
        Raster of the outline, rows along y.
    """

    anchors: np.ndarray
    owner: np.ndarray
    weights: np.ndarray
    origin: np.ndarray
    inside: np.ndarray

    def locate(self, points: np.ndarray) -> np.ndarray:
        """Give the position of the buurt of each point, -1 outside the region."""
        column, row = ((points - self.origin) // PIXEL_M).astype(int).T
        row = np.clip(row, 0, self.inside.shape[0] - 1)
        column = np.clip(column, 0, self.inside.shape[1] - 1)
        nearest = np.argmin(_squares(points, self.anchors, self.owner, len(self.weights)) - self.weights, axis=1)
        return np.where(self.inside[row, column], nearest, -1)


def make_cells(buurten: pd.DataFrame) -> Cells:
    """Fit the outline and the powers to the published land areas.

    Parameters
    ----------
    buurten
        As ``tables.neighbourhoods``; reads ``oppervlakte_land_in_ha``.
    """
    table = read_table("anchors")
    anchors = table[["x", "y"]].to_numpy(float)
    owner = buurten.index.get_indexer(table["buurtcode"])
    area = buurten["oppervlakte_land_in_ha"].to_numpy(float) * 1e4
    reach = np.sqrt(area / np.bincount(owner) / np.pi)[owner]
    origin = anchors.min(axis=0) - MARGIN_M
    width, height = np.ceil((np.ptp(anchors, axis=0) + 2 * MARGIN_M) / PIXEL_M).astype(int)
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    pixels = origin + (np.column_stack([x.ravel(), y.ravel()]) + 0.5) * PIXEL_M
    inside = _outline(pixels, anchors, reach, area.sum()).reshape(height, width)
    squares = _squares(pixels[inside.ravel()], anchors, owner, len(buurten))
    return Cells(anchors, owner, _fit(squares, area), origin, inside)


def _outline(pixels: np.ndarray, anchors: np.ndarray, reach: np.ndarray, area: float) -> np.ndarray:
    """Grow discs around the anchors until they cover the published area."""
    x, y = pixels.T
    # A gentle warp keeps the outline from looking like a row of discs.
    warped = pixels + 140 * np.column_stack([np.sin(y / 430) + np.sin(y / 171), np.cos(x / 390) + np.cos(x / 188)])
    relative = (cdist(warped, anchors) / reach).min(axis=1)
    shape = (len(np.unique(y)), len(np.unique(x)))
    disc = np.hypot(*np.mgrid[-CLOSING_PIXELS : CLOSING_PIXELS + 1, -CLOSING_PIXELS : CLOSING_PIXELS + 1])
    low, high = 0.5, 2.5
    for _ in range(24):
        factor = (low + high) / 2
        closed = ndimage.binary_closing((relative < factor).reshape(shape), disc <= CLOSING_PIXELS)
        closed = ndimage.binary_fill_holes(closed)
        low, high = (low, factor) if closed.sum() * PIXEL_M**2 > area else (factor, high)
    return closed


def _squares(points: np.ndarray, anchors: np.ndarray, owner: np.ndarray, count: int) -> np.ndarray:
    """Give the squared distance of each point to the nearest anchor of each buurt."""
    result = np.empty((len(points), count))
    for position in range(count):
        result[:, position] = cKDTree(anchors[owner == position]).query(points)[0] ** 2
    return result


def _fit(squares: np.ndarray, area: np.ndarray) -> np.ndarray:
    weights = area / np.pi / 4
    for turn in range(ROUNDS):
        made = np.bincount(np.argmin(squares - weights, axis=1), minlength=len(area)) * PIXEL_M**2
        step = 0.25 * 0.985**turn
        weights = weights + step * np.log(area / np.maximum(made, PIXEL_M**2)) * area / np.pi
    return weights
