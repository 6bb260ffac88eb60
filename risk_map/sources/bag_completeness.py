"""Whether a delivery holds about as many dwellings as CBS has published for the municipality."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from risk_map.domain.bag import is_active
from risk_map.errors import Place, SourceIncompleteError
from risk_map.sources.bag_join import MAIN

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

MINIMUM_SHARE: Final = 0.85
"""A delivery with fewer dwellings than this share of the published number is incomplete. The BAG and the published
stock count on different days and households share dwellings, which explains a few per cent; a lost page or a
cut-out explains more."""

DWELLING: Final = "woonfunctie"


def check_complete(addresses: gpd.GeoDataFrame, areas: gpd.GeoDataFrame | None, file: str) -> None:
    """Compare dwellings per municipality with the published stock, or with households where the stock is unknown.

    Parameters
    ----------
    addresses
        Under the contract ``ADDRESSES``.
    areas
        Under the contract ``AREAS``; a municipality without a published number is not judged.
    file
        Name of the delivery, for messages.

    Raises
    ------
    SourceIncompleteError
        When a municipality has fewer than ``MINIMUM_SHARE`` of its dwellings.
    """
    if areas is None:
        return
    municipalities = areas[areas["niveau"] == "gemeente"]
    published = municipalities["woningvoorraad"].fillna(municipalities["aantal_huishoudens"]).dropna()
    counted = count_dwellings(addresses).reindex(published.index.intersection(addresses["gemeentecode"]), fill_value=0)
    few = counted[counted < MINIMUM_SHARE * published.reindex(counted.index).astype("float64")]
    if len(few):
        code = few.index[0]
        message = (
            f"De levering is onvolledig: {few.iloc[0]} woningen in {code}, terwijl er volgens het CBS ongeveer "
            f"{published[code]} zijn."
        )
        raise SourceIncompleteError(message, Place(file=file))


def count_dwellings(addresses: gpd.GeoDataFrame) -> pd.Series:
    """Count main addresses in use with a residential use, per ``gemeentecode``."""
    dwellings = addresses[
        is_active(addresses)
        & (addresses["adrestype"] == MAIN)
        & addresses["gebruiksdoel"].str.contains(DWELLING, na=False)
    ]
    counts: pd.Series = dwellings.groupby("gemeentecode").size()
    return counts
