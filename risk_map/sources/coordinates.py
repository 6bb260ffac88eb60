"""Whether coordinates can be what a file says they are, before anybody transforms them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from risk_map.domain.contract import RD_BOUNDS, RD_EPSG
from risk_map.errors import Place, UnsafeFileError, WrongCrsError
from risk_map.sources.refusals import Refusal, error_of

if TYPE_CHECKING:
    import geopandas as gpd

RD_WITH_HEIGHT_EPSG: Final = 7415
LARGEST_METRES: Final = 1e8
"""No projected coordinate on Earth is larger; 1e308 becomes infinite in the first sum."""

DEGREES: Final = (-180.0, -90.0, 180.0, 90.0)


def check_coordinates(frame: gpd.GeoDataFrame, file: str) -> None:
    """Refuse coordinates that are not finite or lie outside the coordinate system that the file names.

    Parameters
    ----------
    frame
        As read, in the CRS of the file; missing and empty geometries are left to the caller.
    file
        Name of the file.

    Raises
    ------
    WrongCrsError
        When there is no CRS, or degrees stand in a file in metres or the reverse.
    UnsafeFileError
        When a coordinate is not a number, infinite or absurd.
    """
    if frame.crs is None:
        raise error_of(Refusal("no_crs"), file)
    geometry = frame.geometry.array
    coordinates, owners = shapely.get_coordinates(geometry, return_index=True)
    absurd = ~(np.abs(coordinates) <= LARGEST_METRES).all(axis=1)
    if absurd.any():
        row = int(owners[absurd.argmax()]) + 1
        raise UnsafeFileError("Een coördinaat is geen bestaand getal op aarde.", Place(file, row, "geometry"))
    is_rd = frame.crs.to_epsg() in {RD_EPSG, RD_WITH_HEIGHT_EPSG}
    if not is_rd and not frame.crs.is_geographic:
        return
    low_x, low_y, high_x, high_y = RD_BOUNDS if is_rd else DEGREES
    outside = ~((coordinates >= (low_x, low_y)) & (coordinates <= (high_x, high_y))).all(axis=1)
    if outside.any():
        row = int(owners[outside.argmax()]) + 1
        named, looks = ("RD (EPSG:28992)", "graden") if is_rd else ("graden (WGS84)", "meters")
        message = f"Het bestand zegt dat de coördinaten in {named} staan, maar dat kan niet; het lijken {looks}."
        raise WrongCrsError(message, Place(file, row, "geometry"))
