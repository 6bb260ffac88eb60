"""What the map is drawn on: one small object per layer, built from local data into compact arrays.

EPSG:4326 lives here and in the exports only. Coordinates are whole numbers of 1e-5 degree (at most 1.1 m), each as the
difference from the one before: about five characters a vertex, decoded by one loop in ``static/map/map.js``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import shapely

from risk_map.app.escaping import safe
from risk_map.app.place_names import names_on_map
from risk_map.domain.contract import RD_EPSG, WGS84_EPSG

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from risk_map.workflow.snapshot import Background

UNITS_PER_DEGREE: Final = 100_000

AREA_TOLERANCE_M: Final = 12.0
ROAD_TOLERANCE_M: Final = 6.0
"""Douglas-Peucker tolerance: under one pixel at the zoom at which a municipality fills the screen."""

COARSE_TOLERANCE_M: Final = 25.0
"""For a class of roads that would be too much otherwise; one that still is, is left out."""

MOST_ROAD_CORNERS: Final = 60_000
"""About half a megabyte. A real network of four municipalities is a few times what the demonstration draws."""

MARGIN_M: Final = 2_000.0
"""Roads around the municipalities that are drawn; imported are more, for the way between two places."""

NO_LINES: Final[dict[str, Any]] = {"lengths": [], "steps": []}

LAND_STYLES: Final = {
    "landbouw": ("landbouw", "#f4f3e6"),
    "bos": ("bos", "#d9e6d3"),
    "water": ("water", "#c3dcec"),
    "bebouwd": ("bebouwd", "#e6e3de"),
    "bedrijventerrein": ("bedrijventerrein", "#dcd6e2"),
    "vakantiepark": ("vakantiepark", "#efdfc2"),
    "centrum": ("centrum", "#d8cec5"),
}
"""Land use, bottom to top: Dutch label and pale fill, so that every symbol of a location stands out on it."""

ROAD_STYLES: Final = {
    "parkpad": ("#cfc6b4", 1.0, 14),
    "landweg": ("#c9c3b8", 1.0, 12),
    "woonstraat": ("#ffffff", 1.6, 13),
    "gebiedsontsluitingsweg": ("#ffffff", 2.8, 0),
    "hoofdweg": ("#b9aa93", 3.6, 0),
}
"""Road class, bottom to top: colour, width in pixels, first zoom at which it is drawn."""

BORDER_STYLES: Final = {"buurt": ("#8593a6", 1.0, "3 4"), "gemeente": ("#3f5673", 2.0, "")}
"""Level, bottom to top: colour, width in pixels, dashes."""


@dataclass(frozen=True, slots=True)
class MapLayer:
    """One layer of the background.

    Parameters
    ----------
    key
        Name that the script on the map knows.
    title
        Dutch words for the legend; empty is not in the legend.
    build
        Makes the JSON-ready drawing from the frames; pure.
    """

    key: str
    title: str
    build: Callable[[Background], list[dict[str, Any]]]


def _land(background: Background) -> list[dict[str, Any]]:
    return [
        {"fill": colour, **_encoded_polygons(background.land_use[background.land_use["class"] == key])}
        for key, (_, colour) in LAND_STYLES.items()
    ]


def _roads(background: Background) -> list[dict[str, Any]]:
    """Draw the roads in and around the municipalities, the most important first, until the map has enough of them."""
    roads, drawn, left = _here(background), {}, MOST_ROAD_CORNERS
    for key in reversed(ROAD_STYLES):
        chosen = roads.geometry[roads["road_class"] == key]
        fine, coarse = (_encoded_roads(chosen, tolerance) for tolerance in (ROAD_TOLERANCE_M, COARSE_TOLERANCE_M))
        drawn[key] = next((one for one in (fine, coarse) if sum(one["lengths"]) <= left), NO_LINES)
        left -= sum(drawn[key]["lengths"])
    return [
        {"colour": colour, "width": width, "zoom": zoom, **drawn[key]}
        for key, (colour, width, zoom) in ROAD_STYLES.items()
    ]


def _here(background: Background) -> gpd.GeoDataFrame:
    if background.areas.empty:
        return background.roads
    west, south, east, north = background.areas.total_bounds
    here: gpd.GeoDataFrame = background.roads.cx[west - MARGIN_M : east + MARGIN_M, south - MARGIN_M : north + MARGIN_M]
    return here


def _borders(background: Background) -> list[dict[str, Any]]:
    drawings = []
    for level, (colour, width, dashes) in BORDER_STYLES.items():
        areas = background.areas[background.areas["niveau"] == level]
        drawings.append({"colour": colour, "width": width, "dashes": dashes, **_encoded_borders(areas)})
    return drawings


def _outlines(background: Background) -> list[dict[str, Any]]:
    """Give one drawing per area, so that a chosen area can be outlined by its code alone."""
    areas = background.areas
    return [
        {"code": safe(code), **encode_lines(shapely.get_parts(shapely.boundary(np.array([geometry]))))}
        for code, geometry in _simplified(areas.geometry, AREA_TOLERANCE_M).items()
    ]


LAYERS: Final = (
    MapLayer("land", "grondgebruik", _land),
    MapLayer("roads", "wegen", _roads),
    MapLayer("borders", "grenzen", _borders),
    MapLayer("outlines", "", _outlines),
)
"""Every layer of the background, in drawing order."""


def draw_background(background: Background, places: gpd.GeoSeries | None = None) -> dict[str, Any]:
    """Build every layer, the names, and the box that the map opens on.

    Parameters
    ----------
    background
        Areas, roads and land use in EPSG:28992; any of them may be empty.
    places
        Where the names of places go, as ``place_points`` gives it; absent: no names but those of areas.

    Returns
    -------
    dict
        ``box`` as ``box_of`` gives it; ``towns`` the same for each municipality; ``names``; and one entry per layer.
    """
    areas = background.areas
    drawing: dict[str, Any] = {layer.key: layer.build(background) for layer in LAYERS}
    named = gpd.GeoSeries([], crs=areas.crs) if places is None else places
    return drawing | {
        "box": box_of(areas),
        "towns": [box_of(areas.loc[[code]]) for code in areas.index[areas["niveau"] == "gemeente"]],
        "names": names_on_map(areas, background.land_use, named),
    }


def box_of(areas: gpd.GeoDataFrame) -> list[float] | None:
    """Give the box around municipalities, for a map to open on.

    Parameters
    ----------
    areas
        In EPSG:28992; those that are no municipality do not count.

    Returns
    -------
    list of float, optional
        South, west, north, east in degrees; nothing when there is no municipality.
    """
    towns = areas.geometry[(areas["niveau"] == "gemeente").to_numpy(dtype=bool)]
    if towns.empty:
        return None
    return list(_in_degrees(*map(float, towns.total_bounds)))


@lru_cache(maxsize=64)
def _in_degrees(*bounds: float) -> tuple[float, ...]:
    """Give south, west, north, east of bounds in EPSG:28992, made once: in a new thread a projection takes 40 ms."""
    west, south, east, north = gpd.GeoSeries([shapely.box(*bounds)], crs=RD_EPSG).to_crs(WGS84_EPSG).total_bounds
    return tuple(round(float(value), 5) for value in (south, west, north, east))


def units(degrees: pd.Series) -> list[int | None]:
    """Turn degrees into whole units of 1e-5 degree; missing stays missing."""
    whole = np.round(degrees.to_numpy(dtype="float64") * UNITS_PER_DEGREE)
    return [None if np.isnan(value) else int(value) for value in whole]


def _simplified(geometry: gpd.GeoSeries, tolerance_m: float) -> gpd.GeoSeries:
    return geometry.simplify(tolerance_m, preserve_topology=True).to_crs(WGS84_EPSG)


def _encoded_polygons(areas: gpd.GeoDataFrame) -> dict[str, Any]:
    parts = shapely.get_parts(_simplified(areas.geometry, AREA_TOLERANCE_M).to_numpy())
    rings, polygon = shapely.get_rings(parts, return_index=True)
    starts = np.flatnonzero(np.diff(polygon, prepend=-1))
    return {**encode_lines(rings), "polygons": np.diff(np.append(starts, len(rings))).tolist()}


def _encoded_borders(areas: gpd.GeoDataFrame) -> dict[str, Any]:
    # A border that two areas share is drawn once: drawn twice, it would fill its own dashes.
    lines = shapely.line_merge(shapely.union_all(shapely.boundary(areas.geometry.to_numpy())))
    merged = gpd.GeoSeries([lines], crs=areas.crs)
    return encode_lines(shapely.get_parts(_simplified(merged, AREA_TOLERANCE_M).to_numpy()))


def _encoded_roads(lines: gpd.GeoSeries, tolerance_m: float) -> dict[str, Any]:
    merged = gpd.GeoSeries([shapely.line_merge(shapely.multilinestrings([lines.to_numpy()]))[0]], crs=lines.crs)
    return encode_lines(shapely.get_parts(_simplified(merged, tolerance_m).to_numpy()))


def encode_lines(lines: np.ndarray[Any, np.dtype[np.object_]]) -> dict[str, Any]:
    """Encode lines as lengths and one flat run of differences: longitude, latitude, longitude, ..."""
    degrees, line = shapely.get_coordinates(lines, return_index=True)
    whole = np.round(degrees * UNITS_PER_DEGREE).astype(np.int64)
    return {
        "lengths": np.bincount(line, minlength=len(lines)).tolist(),
        "steps": np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).ravel().tolist(),
    }
