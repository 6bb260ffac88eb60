"""The names on the map, each where people live: on built-up land, never in the wood of the same municipality."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import shapely

from risk_map.app.escaping import safe
from risk_map.domain.contract import WGS84_EPSG

if TYPE_CHECKING:
    from shapely import Point
    from shapely.geometry.base import BaseGeometry

BUILT_UP: Final = ("bebouwd", "centrum")
TOWN: Final = "woonplaats_naam"
SMALLEST_PIECE_M2: Final = 10_000.0
"""A piece of built-up area that is smaller says nothing about where an area lives: often the edge of another."""

LEVELS: Final = ("gemeente", "buurt")
"""Of the areas; between them come the places themselves."""


def names_on_map(areas: gpd.GeoDataFrame, land_use: gpd.GeoDataFrame, places: gpd.GeoSeries) -> list[dict[str, Any]]:
    """Give every name with where it stands; the first of two that are in each other's way goes before the other.

    Parameters
    ----------
    areas, land_use
        As in ``Background``.
    places
        Result of ``place_points``.
    """
    built_up = land_use.geometry[land_use["class"].isin(BUILT_UP)]
    at = {level: _centres(areas[areas["niveau"] == level], built_up) for level in LEVELS}
    # A municipality that is called after one of its places has its name there.
    towns = gpd.GeoSeries([places.get(name, point) for name, point in at["gemeente"].items()], at["gemeente"].index)
    drawn = {"gemeente": towns, "plaats": places, "buurt": at["buurt"]}
    return [entry for level, points in drawn.items() for entry in _entries(level, points, areas.crs)]


def place_points(addresses: gpd.GeoDataFrame, land_use: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Give a point of the built-up area for the name of every place, the place with most addresses first.

    Parameters
    ----------
    addresses
        With ``woonplaats_naam``, EPSG:28992.
    land_use
        As in ``Background``.

    Returns
    -------
    geopandas.GeoSeries
        Name -> point: the middle of where its addresses are, in the built-up area that holds most of them.
    """
    known = addresses.loc[addresses[TOWN].notna() & addresses.geometry.notna(), [TOWN, addresses.geometry.name]]
    built_up = gpd.GeoDataFrame(geometry=land_use.geometry[land_use["class"] == BUILT_UP[0]].reset_index(drop=True))
    inside = gpd.sjoin(known, built_up, predicate="within")
    points = {}
    for name, rows in known.groupby(TOWN)[known.geometry.name]:
        there = inside[inside[TOWN] == name]
        if there.empty:
            points[name] = _middle(rows, None)
            continue
        most = there["index_right"].mode().iloc[0]
        points[name] = _middle(there.geometry[there["index_right"] == most], built_up.geometry[most])
    order = known[TOWN].value_counts(sort=True).index
    return gpd.GeoSeries([points[name] for name in order], index=order, crs=addresses.crs)


def _middle(points: gpd.GeoSeries, built_up: BaseGeometry | None) -> Point:
    hull = shapely.union_all(points.to_numpy()).convex_hull
    if built_up is None or built_up.contains(hull.centroid):
        return hull.centroid
    return built_up.intersection(hull).representative_point()


def _centres(areas: gpd.GeoDataFrame, built_up: gpd.GeoSeries) -> gpd.GeoSeries:
    """Give a point of the largest piece of built-up area in each area, and of the area itself where there is none."""
    frame = gpd.GeoDataFrame({"area": range(len(areas))}, geometry=areas.geometry.to_numpy(), crs=areas.crs)
    pieces = gpd.overlay(frame, gpd.GeoDataFrame(geometry=built_up), keep_geom_type=False).explode(ignore_index=True)
    pieces = pieces[pieces.area > SMALLEST_PIECE_M2]
    largest = pieces.loc[pieces.area.groupby(pieces["area"]).idxmax()].set_index("area").geometry
    shown = frame.geometry.copy()
    shown[largest.index] = largest
    return gpd.GeoSeries(shown.representative_point().to_numpy(), index=areas["naam"].to_numpy(), crs=areas.crs)


def _entries(level: str, points: gpd.GeoSeries, crs: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - geopandas has no type
    degrees = points.set_crs(crs, allow_override=True).to_crs(WGS84_EPSG)
    return [
        {"text": safe(name), "level": level, "at": [round(y, 5), round(x, 5)]}
        for name, x, y in zip(points.index, degrees.x, degrees.y, strict=True)
    ]
