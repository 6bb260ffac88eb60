"""Between RD and degrees, for points that are in no frame."""

from __future__ import annotations

from functools import cache

from pyproj import Transformer

from risk_map.domain.contract import RD_EPSG, WGS84_EPSG


@cache
def rd_to_degrees() -> Transformer:
    """Give what makes longitude and latitude (EPSG:4326, in this order) of x and y (EPSG:28992).

    Notes
    -----
    Finding the best of PROJ's ways takes 0.2 s; threads may share it (pyproj 3.1 and later).
    """
    return Transformer.from_crs(RD_EPSG, WGS84_EPSG, always_xy=True)


@cache
def degrees_to_rd() -> Transformer:
    """Give what makes x and y (EPSG:28992) of longitude and latitude (EPSG:4326, in this order)."""
    return Transformer.from_crs(WGS84_EPSG, RD_EPSG, always_xy=True)
