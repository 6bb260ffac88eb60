"""The rough sketch: centres, business parks, holiday parks, lakes, and the lines of main roads and water."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely
from scipy.interpolate import CubicSpline

from risk_map.demo.tables import read_table

if TYPE_CHECKING:
    import pandas as pd

STEP_M = 20.0
"""Distance between the points of a smooth line."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What we drew by hand, before any random number.

    Parameters
    ----------
    sites
        Centres, business parks and holiday parks: ``class``, ``naam``, ``x``, ``y``, ``radius_m``.
    lines
        Main roads and water as smooth lines: ``kind``, ``naam`` and a LineString.
    lakes
        ``naam`` and a Polygon.
    """

    sites: pd.DataFrame
    lines: gpd.GeoDataFrame
    lakes: gpd.GeoDataFrame

    @property
    def water(self) -> shapely.Geometry:
        """River, canal and lakes as one area."""
        streams = self.lines[self.lines["kind"].isin(STREAM_WIDTHS_M)]
        half = streams["kind"].map(STREAM_WIDTHS_M).to_numpy() / 2
        return shapely.union_all([*shapely.buffer(streams.geometry.to_numpy(), half), *self.lakes.geometry])

    def along(self, kind: str) -> gpd.GeoDataFrame:
        """Give the lines of one kind."""
        return self.lines[self.lines["kind"] == kind]


STREAM_WIDTHS_M = {"rivier": 26.0, "kanaal": 18.0}


def draw_sketch() -> Sketch:
    """Read the tables of the sketch and make them smooth."""
    places = read_table("places")
    places = places.assign(radius_m=np.sqrt(places["hectares"] * 1e4 / np.pi))
    table = read_table("lines")
    lines = gpd.GeoDataFrame(table[["kind", "naam"]], geometry=[_smooth(text) for text in table["points"]])
    lakes = places[places["class"] == "water"]
    shapes = [_lake(x, y, radius) for x, y, radius in zip(lakes["x"], lakes["y"], lakes["radius_m"], strict=True)]
    return Sketch(
        sites=places[places["class"] != "water"].reset_index(drop=True),
        lines=lines,
        lakes=gpd.GeoDataFrame(lakes[["naam"]], geometry=shapes),
    )


def _smooth(text: str) -> shapely.LineString:
    corners = np.array([pair.split() for pair in text.split(";")], dtype=float)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))])
    spline = CubicSpline(along, corners, bc_type="natural")
    return shapely.LineString(spline(np.linspace(0, along[-1], int(along[-1] / STEP_M) + 1)))


def _lake(x: float, y: float, radius: float) -> shapely.Polygon:
    angle = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    reach = radius * (1 + 0.22 * np.sin(2 * angle + x) + 0.12 * np.sin(3 * angle + y) + 0.05 * np.sin(7 * angle))
    return shapely.Polygon(np.column_stack([x + 1.25 * reach * np.cos(angle), y + 0.8 * reach * np.sin(angle)]))
