"""Buildings of verblijfsobjecten at PDOK: relations are addresses of features, and some lie outside the box."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from risk_map.errors import Place, SourceIncompleteError, SourceRefusedError
from risk_map.sources.bag_join import join_parts
from risk_map.sources.pdok_pages import FEATURE_ID, download_item

if TYPE_CHECKING:
    import geopandas as gpd

    from risk_map.sources.http import JsonClient

BUILDINGS: Final = "pand.href"
"""Relation in verblijfsobject: the addresses of features of pand, by UUID."""

ITEM: Final = r"/collections/pand/items/([0-9A-Za-z-]+)"
MAX_SINGLE_REQUESTS: Final = 250
"""A building just outside the box of a municipality is asked for by itself; more than these is a lost page."""


def resolve_buildings(addresses: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame, client: JsonClient) -> gpd.GeoDataFrame:
    """Replace the relation by the identifications of the buildings and the year of the first one.

    Parameters
    ----------
    addresses
        With the column ``BUILDINGS``: a list of addresses of features, missing for moorings and pitches.
    buildings
        The collection pand, with ``feature_id``, ``identificatie``, ``bouwjaar``.
    client
        For the buildings that are not among them.

    Returns
    -------
    gpd.GeoDataFrame
        With ``pand_identificatie`` and ``oorspronkelijk_bouwjaar`` instead of ``BUILDINGS``.

    Raises
    ------
    SourceIncompleteError
        When too many buildings are missing.
    """
    references = addresses[BUILDINGS].explode().dropna().astype("str").str.extract(ITEM)[0].dropna()
    known = pd.DataFrame(buildings).reindex(columns=[FEATURE_ID, "identificatie", "bouwjaar"]).set_index(FEATURE_ID)
    known = pd.concat([known, _single(references[~references.isin(known.index)].unique(), client)])
    ids = references.map(known["identificatie"]).dropna().astype("str")
    first = references[~references.index.duplicated()]
    return addresses.drop(columns=BUILDINGS).assign(
        pand_identificatie=join_parts(ids, addresses.index),
        oorspronkelijk_bouwjaar=pd.to_numeric(first.map(known["bouwjaar"])),
    )


def _single(feature_ids: list[str], client: JsonClient) -> pd.DataFrame:
    if len(feature_ids) > MAX_SINGLE_REQUESTS:
        message = f"De webdienst geeft {len(feature_ids)} panden niet waarnaar verblijfsobjecten verwijzen."
        raise SourceIncompleteError(message, Place(file=client.base_url, column="pand"))
    rows = {feature_id: _item(client, feature_id) for feature_id in feature_ids}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["identificatie", "bouwjaar"]).dropna(how="all")


def _item(client: JsonClient, feature_id: str) -> list[object]:
    try:
        properties = download_item(client, "pand", feature_id)
    except SourceRefusedError:
        # Demolished between two pages: the object keeps its other buildings.
        return [None, None]
    return [properties.get("identificatie"), properties.get("bouwjaar")]
