"""Register files through the one door, all brought to one form: rows of text, and points where the file has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from risk_map.domain.contract import RD_BOUNDS, RD_EPSG
from risk_map.domain.projection import degrees_to_rd
from risk_map.errors import InputError, Place
from risk_map.sources.files import LayerRequest, kind_of, list_layers, read_layers, read_table
from risk_map.sources.values import numbers

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

DRIVERS: Final = {"gpkg": "GPKG", "geojson": "GeoJSON"}


def read_rows(path: Path, layer: str) -> tuple[pd.DataFrame, gpd.GeoSeries | None]:
    """Read a CSV, XLSX, GeoJSON or GeoPackage.

    Parameters
    ----------
    path
        The file.
    layer
        Layer to read when the file has more than one.

    Returns
    -------
    tuple[pd.DataFrame, gpd.GeoSeries | None]
        Text without surrounding spaces, missing where empty; the index is the row number as a user sees it. The
        geometry in EPSG:28992, of the formats that have one.

    Raises
    ------
    RiskMapError
        When the door refuses the file, or it holds no rows.
    """
    kind = kind_of(path)
    if kind == "zip":
        raise InputError(
            "Een register is een CSV, XLSX, GeoJSON of GeoPackage; pak het zip-bestand uit.", Place(path.name)
        )
    if kind in DRIVERS:
        names = list_layers(path)
        request = LayerRequest(layer if layer in names and len(names) > 1 else None, DRIVERS[kind])
        frame = read_layers(path, {layer: request})[layer]
        frame = frame.set_axis(pd.RangeIndex(1, len(frame) + 1, name="row"))
        geometry = frame.geometry.to_crs(RD_EPSG)
        table = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    else:
        table, geometry = read_table(path), None
    if table.empty:
        raise InputError("Het bestand heeft geen rijen.", Place(path.name))
    return table.apply(_as_text), geometry


def read_points(rows: pd.DataFrame, geometry: gpd.GeoSeries | None) -> tuple[pd.DataFrame, pd.Series]:
    """Give the point of every row, from its geometry or from columns with coordinates.

    Parameters
    ----------
    rows
        Text; reads ``rd_x``, ``rd_y``, ``lon`` and ``lat``.
    geometry
        In EPSG:28992; absent for tables.

    Returns
    -------
    tuple[pd.DataFrame, pd.Series]
        ``x`` and ``y`` in RD metres, missing where there is no point; and the reason of every row at fault.
    """
    points = _points_of_columns(rows) if geometry is None else _points_of(geometry)
    said = rows[["rd_x", "rd_y", "lon", "lat"]].notna().any(axis="columns")
    if geometry is not None:
        said = (geometry.notna() & ~geometry.is_empty).set_axis(rows.index)
    low_x, low_y, high_x, high_y = RD_BOUNDS
    inside = points["x"].between(low_x, high_x) & points["y"].between(low_y, high_y)
    reason = "geen punt in Nederland; verwacht is één punt, in RD of in graden (lon, lat)"
    return points.where(inside), pd.Series(reason, index=rows.index[said & ~inside], dtype="str")


def _points_of(geometry: gpd.GeoSeries) -> pd.DataFrame:
    # Some programs write a single point as a multipoint; a line or an area is no address.
    shapes = geometry.to_numpy()
    points = shapely.get_geometry(shapes, 0)
    points[shapely.get_num_geometries(shapes) != 1] = None
    points[shapely.get_type_id(points) != shapely.GeometryType.POINT] = None
    return pd.DataFrame({"x": shapely.get_x(points), "y": shapely.get_y(points)}, index=geometry.index)


def _points_of_columns(rows: pd.DataFrame) -> pd.DataFrame:
    x, y, lon, lat = (numbers(rows[name]) for name in ("rd_x", "rd_y", "lon", "lat"))
    lon_x, lat_y = degrees_to_rd().transform(lon.to_numpy(), lat.to_numpy())
    degrees = pd.DataFrame({"x": lon_x, "y": lat_y}, index=rows.index).replace([np.inf, -np.inf], np.nan)
    return pd.DataFrame({"x": x, "y": y}).dropna().reindex(rows.index).fillna(degrees)


def _as_text(values: pd.Series) -> pd.Series:
    if values.dtype == "boolean":
        values = values.map({True: "ja", False: "nee"})
    elif values.dtype == "float64":
        # As a spreadsheet would write it: an id that became a number keeps its 15 digits, without ".0".
        values = values.map("{:.15g}".format, na_action="ignore")
    elif values.dtype == "object":
        values = values.map(",".join, na_action="ignore")
    texts = values.astype("str").str.strip()
    return texts.mask(texts == "")
