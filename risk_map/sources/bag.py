"""BAG addresses from a file: find out what was delivered, read it, and place it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from risk_map.domain.contract import conform
from risk_map.domain.frames import ADDRESSES
from risk_map.errors import InputError, Place
from risk_map.sources.bag_completeness import check_complete
from risk_map.sources.bag_extract import read_extract
from risk_map.sources.bag_geopackage import read_geopackage
from risk_map.sources.files import kind_of
from risk_map.sources.placing import place_addresses

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import geopandas as gpd

    Progress = Callable[[str, int, int | None], None]

READERS = {"zip": read_extract, "gpkg": read_geopackage}
"""Reader per kind of file, decided by content."""


def read_bag(
    path: Path, *, areas: gpd.GeoDataFrame | None = None, progress: Progress | None = None
) -> gpd.GeoDataFrame:
    """Read addresses from a BAG 2.0 Extract or a GeoPackage.

    Parameters
    ----------
    path
        Zip or GeoPackage.
    areas
        Real outlines, under the contract ``AREAS``; absent: the delivery itself must say which municipality it is of.
    progress
        Takes the name of the step, how much is done, and the total when it is known.

    Returns
    -------
    gpd.GeoDataFrame
        Under the contract ``ADDRESSES``, EPSG:28992.

    Raises
    ------
    InputError
        When the file is something else, or something in it cannot be used.
    SourceError
        When the file is refused at the door, or holds less than it promises.
    """
    show = progress or _silent
    reader = READERS.get(kind_of(path))
    if reader is None:
        message = "Dit is geen BAG-extract (zip) en geen GeoPackage; adressen komen uit een van die twee."
        raise InputError(message, Place(file=path.name))
    addresses = conform(place_addresses(reader(path, show), areas, path.name), ADDRESSES)
    check_complete(addresses, areas, path.name)
    return addresses


def _silent(step: str, done: int, total: int | None) -> None:
    """Show nothing."""
