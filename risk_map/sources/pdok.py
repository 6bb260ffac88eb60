"""BAG addresses of municipalities from PDOK's OGC API Features, live.

References
----------
``api.pdok.nl/kadaster/bag/ogc/v2``, collections adres, verblijfsobject, ligplaats, standplaats, pand; public domain.
The service filters on a box and on ``identificatie`` only, so a municipality is its box, cut to its outline.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd

from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.frames import ADDRESSES
from risk_map.errors import InputError, Place, SourceIncompleteError
from risk_map.sources.bag_completeness import check_complete
from risk_map.sources.bag_join import (
    MAIN,
    NAME_COLUMNS,
    SECONDARY,
    bag_ids,
    clean_text,
    format_gemeentecodes,
    join_addresses,
    join_uses,
    points_of,
    require_columns,
    whole_numbers,
)
from risk_map.sources.http import HttpParams, JsonClient
from risk_map.sources.pdok_buildings import BUILDINGS, resolve_buildings
from risk_map.sources.pdok_cache import kept_until_used
from risk_map.sources.pdok_pages import Query, download_features
from risk_map.sources.placing import place_addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Progress = Callable[[str, int, int | None], None]

BAG_URL: Final = "https://api.pdok.nl/kadaster/bag/ogc/v2"

OBJECT_TYPES: Final = {"verblijfsobject": "Verblijfsobject", "ligplaats": "Ligplaats", "standplaats": "Standplaats"}

MARGIN_M: Final = 100
"""Around the outline: outlines and addresses differ in age, and an address just outside is still the municipality's."""

REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    "adres": ("identificatie", "adresseerbaar_object_identificatie", "bronhouder_identificatie", *NAME_COLUMNS),
    "verblijfsobject": (
        "identificatie",
        "status",
        "gebruiksdoel",
        "oppervlakte",
        "hoofdadres_identificatie",
        BUILDINGS,
    ),
    "ligplaats": ("identificatie", "status", "hoofdadres_identificatie"),
    "standplaats": ("identificatie", "status", "hoofdadres_identificatie"),
    "pand": ("identificatie", "bouwjaar"),
}
"""Properties that are used, per collection."""


def download_addresses(
    gemeentecodes: Sequence[str],
    *,
    areas: gpd.GeoDataFrame,
    cache_dir: Path,
    base_url: str | None = None,
    progress: Progress | None = None,
    http: HttpParams | None = None,
) -> gpd.GeoDataFrame:
    """Download the addresses of municipalities.

    Parameters
    ----------
    gemeentecodes
        Which municipalities.
    areas
        Their real outlines, under the contract ``AREAS``.
    cache_dir
        Where complete pages wait until all is there; a broken download goes on from them.
    base_url
        Another address of the service than ``BAG_URL``.
    progress
        Takes the name of the step, how much is done, and the total when it is known.
    http
        Limits of the session.

    Returns
    -------
    gpd.GeoDataFrame
        Under the contract ``ADDRESSES``, EPSG:28992.

    Raises
    ------
    InputError
        When an outline is not known.
    SourceUnavailableError
        When the service keeps failing; a later call goes on where this one stopped.
    SourceError
        When it gives something else, or less, than it promises; a later call starts anew.
    """
    unknown = [code for code in gemeentecodes if code not in areas.index]
    if unknown:
        raise InputError(
            f"De grens van {unknown[0]} is niet bekend; importeer eerst de gebieden: risk-map import areas."
        )
    url = (base_url or BAG_URL).rstrip("/")
    client = JsonClient(url, http)
    folders = {code: cache_dir / code for code in sorted(set(gemeentecodes))}
    with kept_until_used(*folders.values()):
        parts = [_municipality(client, areas, code, folder, progress or _silent) for code, folder in folders.items()]
        addresses = conform(gpd.GeoDataFrame(pd.concat(parts), crs=RD_EPSG), ADDRESSES)
        check_complete(addresses, areas, url)
    return addresses


def _municipality(
    client: JsonClient, areas: gpd.GeoDataFrame, code: str, folder: Path, progress: Progress
) -> gpd.GeoDataFrame:
    name = areas.loc[code, "naam"]

    def show(step: str, done: int, total: int | None) -> None:
        progress(f"{name}: {step}", done, total)

    box = areas.geometry[code].buffer(MARGIN_M).bounds
    queries = {collection: Query(collection, box, geometry=collection in OBJECT_TYPES) for collection in REQUIRED}
    layers = {
        collection: download_features(client, query, folder / collection, show) for collection, query in queries.items()
    }
    for collection, layer in layers.items():
        if len(layer):
            require_columns(layer, REQUIRED[collection], client.base_url, collection)
    if layers["adres"].empty:
        raise SourceIncompleteError(f"De webdienst geeft geen enkel adres voor {code}.", Place(file=client.base_url))
    objects = _objects(layers)
    joined = join_addresses(_names(layers["adres"], client.base_url), _relations(layers), objects, client.base_url)
    placed = place_addresses(joined, areas, client.base_url)
    inside = placed[placed["gemeentecode"] == code]
    return resolve_buildings(inside, layers["pand"], client).assign(bron=f"PDOK BAG {time.strftime('%d-%m-%Y')}")


def _names(addresses: gpd.GeoDataFrame, file: str) -> pd.DataFrame:
    names = pd.DataFrame(
        {
            "identificatie": bag_ids(addresses["identificatie"]),
            "status": addresses["status"],
            "openbare_ruimte_naam": clean_text(addresses["openbare_ruimte_naam"]),
            "huisnummer": whole_numbers(addresses["huisnummer"], file),
            "huisletter": clean_text(addresses["huisletter"]),
            "toevoeging": clean_text(addresses["toevoeging"]),
            "postcode": clean_text(addresses["postcode"]),
            "woonplaats_naam": clean_text(addresses["woonplaats_naam"]),
            "gemeentecode": format_gemeentecodes(addresses["bronhouder_identificatie"], file),
        }
    )
    return names.set_index("identificatie")


def _relations(layers: dict[str, gpd.GeoDataFrame]) -> pd.DataFrame:
    # An address is a secondary one when its object names another one as its main address.
    mains = pd.concat(
        [
            layers[collection].set_index("identificatie")["hoofdadres_identificatie"]
            for collection in OBJECT_TYPES
            if len(layers[collection])
        ]
    )
    relations = layers["adres"][["identificatie", "adresseerbaar_object_identificatie"]].astype("str")
    main = relations["adresseerbaar_object_identificatie"].map(mains)
    secondary = main.notna() & (main != relations["identificatie"])
    return pd.DataFrame(relations.assign(adrestype=secondary.map({True: SECONDARY, False: MAIN})))


def _objects(layers: dict[str, gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    parts = []
    for collection, object_type in OBJECT_TYPES.items():
        layer = layers[collection]
        if layer.empty:
            continue
        part = gpd.GeoDataFrame(
            {
                "identificatie": bag_ids(layer["identificatie"]),
                "adresseerbaar_object_type": object_type,
                "adresseerbaar_object_status": layer["status"],
            },
            geometry=points_of(layer.geometry),
        )
        if collection == "verblijfsobject":
            part = part.assign(
                gebruiksdoel=join_uses(clean_text(layer["gebruiksdoel"])),
                oppervlakte=pd.to_numeric(layer["oppervlakte"]),
                **{BUILDINGS: layer[BUILDINGS]},
            )
        parts.append(part.set_index("identificatie"))
    return gpd.GeoDataFrame(pd.concat(parts), crs=RD_EPSG)


def _silent(step: str, done: int, total: int | None) -> None:
    """Show nothing."""
