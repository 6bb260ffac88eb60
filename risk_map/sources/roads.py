"""The road network from a file: an OpenStreetMap extract (``.osm.pbf``), or NWB-wegvakken (GeoPackage, GeoJSON)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd

from risk_map.domain.contract import RD_BOUNDS, conform
from risk_map.domain.frames import ROADS
from risk_map.errors import InputError, Place
from risk_map.sources.bag_join import to_rd
from risk_map.sources.files import LayerRequest, kind_of, read_layers
from risk_map.sources.limits import MEGABYTE, FileLimits
from risk_map.sources.roads_nwb import make_nwb_roads, nwb_request
from risk_map.sources.roads_osm import make_osm_roads

if TYPE_CHECKING:
    from pathlib import Path

ROAD_LIMITS: Final = FileLimits(max_bytes=1_024 * MEGABYTE, seconds=300, memory_bytes=4_096 * MEGABYTE)
"""For a province: Utrecht is about 60 MB in OpenStreetMap. The whole country passes the limit of features."""


def read_roads(path: Path, bbox: tuple[float, float, float, float] | None = None) -> gpd.GeoDataFrame:
    """Read the road network of a file.

    Parameters
    ----------
    path
        OpenStreetMap extract, or NWB-wegvakken in a GeoPackage or a GeoJSON.
    bbox
        Min x, min y, max x, max y in RD metres; roads that do not touch it are left out.

    Returns
    -------
    gpd.GeoDataFrame
        Under the contract ``ROADS``, EPSG:28992; roads that meet share a node.

    Raises
    ------
    InputError
        When the file is something else, lacks a column, or holds no road here.
    """
    bron = f"OpenStreetMap {path.name}" if kind_of(path) == "pbf" else f"NWB {path.name}"
    edges = read_osm(path) if kind_of(path) == "pbf" else read_nwb(path)
    low_x, low_y, high_x, high_y = bbox or RD_BOUNDS
    here = edges.cx[low_x:high_x, low_y:high_y]
    if here.empty:
        raise InputError("Het bestand bevat geen enkele weg in dit gebied.", Place(file=path.name))
    return conform(here.assign(bron=bron), ROADS)


def read_osm(path: Path, epsg: int | None = None) -> gpd.GeoDataFrame:
    """Read the roads of an OpenStreetMap extract.

    Parameters
    ----------
    path
        The file.
    epsg
        Another coordinate system in metres than RD; for an extract from elsewhere.
    """
    request = LayerRequest("lines", "OSM", place_names=("name",))
    ways = gpd.GeoDataFrame(read_layers(path, {"ways": request}, ROAD_LIMITS)["ways"])
    edges = make_osm_roads(ways)
    return _measured(edges.to_crs(epsg) if epsg else to_rd(edges, path.name))


def read_nwb(path: Path) -> gpd.GeoDataFrame:
    """Read NWB-wegvakken.

    Parameters
    ----------
    path
        A GeoPackage or a GeoJSON with a layer that has the columns of NWB-wegen.
    """
    layer = read_layers(path, {"roads": nwb_request(path)}, ROAD_LIMITS)["roads"]
    return _measured(make_nwb_roads(to_rd(gpd.GeoDataFrame(layer), path.name), path.name))


def _measured(edges: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return edges.assign(length_m=edges.length.round(2))
