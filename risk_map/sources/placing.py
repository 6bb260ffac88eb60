"""Which municipality and which neighbourhood an address lies in: by area, never by the digits of an identification."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from risk_map.errors import InputError, Place

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy.typing as npt

LOGGER = logging.getLogger(__name__)


def place_addresses(addresses: gpd.GeoDataFrame, areas: gpd.GeoDataFrame | None, file: str) -> gpd.GeoDataFrame:
    """Fill ``gemeentecode`` and ``buurtcode``, and cut off what lies outside.

    Parameters
    ----------
    addresses
        Points in EPSG:28992; ``gemeentecode`` is what the delivery itself says (who registers the object, or whose
        delivery it is), missing where it says nothing.
    areas
        Under the contract ``AREAS``, or None when no real outlines are known.
    file
        Name of the delivery, for messages.

    Returns
    -------
    gpd.GeoDataFrame
        The addresses that stay. A point in an area belongs to its municipality; a point on a border to the first by
        code. A point in no area stays with the municipality that the delivery names, without a neighbourhood, when
        the delivery is of that municipality alone, or when its outline is known (outlines and addresses differ in age),
        or when no outline is.

    Raises
    ------
    InputError
        When neither the areas nor the delivery say where the addresses lie, or none lies in a known area.

    Notes
    -----
    A delivery of one municipality replaces that municipality only: an address that lies in the known outline of
    another one is a neighbour and is cut off, for it would replace a whole municipality by a fragment.
    """
    own = addresses["gemeentecode"].astype("str")
    found = locate(addresses, areas) if areas is not None else _nowhere(addresses)
    if areas is None and own.isna().any():
        raise InputError(
            "Het bestand zegt niet in welke gemeente de adressen liggen; importeer eerst de gebieden: "
            "risk-map import areas.",
            Place(file=file),
        )
    known = own.isin([] if areas is None else areas.index)
    single = len(own.dropna().unique()) == 1
    neighbour = found["gemeentecode"].notna() & (found["gemeentecode"] != own) & known & single
    code = found["gemeentecode"].fillna(own.where(known | single | (areas is None))).mask(neighbour)
    stays = code.notna()
    _report_cut_off(stays, file)
    placed = addresses.assign(gemeentecode=code, buurtcode=found["buurtcode"])
    return placed[stays]


def locate(addresses: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """Find the municipality and the neighbourhood that each point lies in; missing where it lies in none.

    Parameters
    ----------
    addresses
        Points in EPSG:28992.
    areas
        Under the contract ``AREAS``.

    Returns
    -------
    pd.DataFrame
        Index of the addresses; ``gemeentecode`` and a ``buurtcode`` of that same municipality.
    """
    ordered = areas.sort_index()
    municipalities = ordered[ordered["niveau"] == "gemeente"]
    neighbourhoods = ordered[ordered["niveau"] == "buurt"]
    gemeente = _first_area(addresses, municipalities)
    gemeentecode = _codes(municipalities.index, gemeente)
    # On the border of two municipalities the neighbourhood follows the municipality that was chosen.
    buurt = _first_area(addresses, neighbourhoods, owner=gemeentecode)
    return pd.DataFrame(
        {"gemeentecode": gemeentecode, "buurtcode": _codes(neighbourhoods.index, buurt)},
        index=addresses.index,
        dtype="str",
    )


def _first_area(
    points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, owner: npt.NDArray[np.object_] | None = None
) -> npt.NDArray[np.int64]:
    # Polygons ask the tree of points, not the other way round: a prepared polygon answers for all its points at once.
    area, point = points.sindex.query(areas.geometry, predicate="intersects")
    if owner is not None:
        fits = areas["gemeentecode"].to_numpy(dtype=object)[area] == owner[point]
        area, point = area[fits], point[fits]
    first = np.full(len(points), len(areas), dtype=np.int64)
    np.minimum.at(first, point, area)
    return first


def _codes(index: pd.Index, positions: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
    # The position behind the last area means: in none.
    return np.append(index.to_numpy(dtype=object), [None])[positions]


def _nowhere(addresses: gpd.GeoDataFrame) -> pd.DataFrame:
    return pd.DataFrame({"gemeentecode": None, "buurtcode": None}, index=addresses.index, dtype="str")


def _report_cut_off(stays: pd.Series, file: str) -> None:
    if not stays.any():
        raise InputError(
            "Geen enkel adres ligt in een gemeente waarvan de grens bekend is; importeer eerst de gebieden: "
            "risk-map import areas.",
            Place(file=file),
        )
    if not stays.all():
        LOGGER.warning("%d adressen buiten de gemeente zijn weggelaten (buren).", int((~stays).sum()))
