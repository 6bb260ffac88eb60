"""BAG in a GeoPackage: ``bag-light.gpkg`` of PDOK (or a cut-out of it), and a file with one row per address.

References
----------
PDOK Atom feed ``lv/bag/atom``: layers woonplaats, pand, verblijfsobject, ligplaats, standplaats; the main address is
folded into the object and only current objects and issued names are in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd

from risk_map.domain.bag import ISSUED
from risk_map.domain.contract import RD_EPSG
from risk_map.errors import InputError, MissingColumnError, Place
from risk_map.sources.bag_join import (
    MAIN,
    bag_ids,
    clean_text,
    first_of,
    format_gemeentecodes,
    join_ids,
    join_parts,
    join_uses,
    points_of,
    require_columns,
    to_rd,
    whole_numbers,
)
from risk_map.sources.files import LayerRequest, list_layers, read_layers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Progress = Callable[[str, int, int | None], None]

OBJECT_LAYERS: Final = {
    "verblijfsobject": "Verblijfsobject",
    "ligplaats": "Ligplaats",
    "standplaats": "Standplaats",
}
ADDRESS_LAYER: Final = "adres"

MAIN_ADDRESS_COLUMNS: Final = ("nummeraanduiding_hoofdadres_identificatie", "hoofdadres_identificatie")
"""Name of the same column in the GeoPackage and in the OGC API."""

FOLDED: Final = (
    "identificatie",
    "status",
    "openbare_ruimte_naam",
    "huisnummer",
    "huisletter",
    "toevoeging",
    "postcode",
    "woonplaats_naam",
)

FLATTENED: Final = {
    "nummeraanduiding_id": "identificatie",
    "adresseerbaarobject_id": "adresseerbaar_object_identificatie",
    "type_object": "adresseerbaar_object_type",
    "status_object": "adresseerbaar_object_status",
    "status_nummeraanduiding": "status",
    "type_adres": "adrestype",
    "openbare_ruimte": "openbare_ruimte_naam",
    "huisnummer": "huisnummer",
    "huisletter": "huisletter",
    "toevoeging": "toevoeging",
    "postcode": "postcode",
    "woonplaats": "woonplaats_naam",
    "gebruiksdoel": "gebruiksdoel",
    "oppervlakte": "oppervlakte",
    "pand_ids": "pand_identificatie",
    "bouwjaar": "oorspronkelijk_bouwjaar",
    "gemeentecode": "gemeentecode",
}
"""Column of the file with one row per address -> column of ours."""


def read_geopackage(path: Path, progress: Progress) -> gpd.GeoDataFrame:
    """Read the addresses of a GeoPackage.

    Parameters
    ----------
    path
        GeoPackage with a layer ``adres``, or with the layers of ``bag-light.gpkg``.
    progress
        Told which layers were read.

    Returns
    -------
    gpd.GeoDataFrame
        Columns of ``ADDRESSES`` except ``buurtcode``; ``gemeentecode`` is who registers, if the file says so.

    Raises
    ------
    InputError
        When no layer with addresses is found, a column is absent, or a value cannot be used.
    """
    layers = list_layers(path)
    progress("BAG-GeoPackage lezen", 0, len(layers))
    if ADDRESS_LAYER in layers:
        addresses = _read_flattened(path)
    elif "verblijfsobject" in layers:
        addresses = _read_light(path, layers)
    else:
        message = "Dit GeoPackage bevat geen laag adres of verblijfsobject."
        raise InputError(message, Place(file=path.name, column=", ".join(layers)))
    progress("BAG-GeoPackage lezen", len(layers), len(layers))
    return addresses.assign(bron=f"BAG-GeoPackage {path.name}")


def _read_flattened(path: Path) -> gpd.GeoDataFrame:
    layer = read_layers(path, {ADDRESS_LAYER: LayerRequest(ADDRESS_LAYER)})[ADDRESS_LAYER]
    require_columns(layer, FLATTENED, path.name, ADDRESS_LAYER)
    frame = to_rd(gpd.GeoDataFrame(layer), path.name).rename(columns=FLATTENED)
    frame = frame.assign(
        identificatie=bag_ids(frame["identificatie"]),
        adrestype=frame["adrestype"].str.lower(),
        huisnummer=whole_numbers(frame["huisnummer"], path.name),
        huisletter=clean_text(frame["huisletter"]),
        toevoeging=clean_text(frame["toevoeging"]),
        postcode=clean_text(frame["postcode"]),
        gebruiksdoel=join_uses(frame["gebruiksdoel"]),
        pand_identificatie=join_ids(frame["pand_identificatie"]),
        gemeentecode=format_gemeentecodes(frame["gemeentecode"], path.name),
        geometry=points_of(frame.geometry),
    )
    return frame.set_index("identificatie").sort_index()


def _read_light(path: Path, layers: dict[str, tuple[str, ...]]) -> gpd.GeoDataFrame:
    requests = {name: LayerRequest(name) for name in OBJECT_LAYERS if name in layers}
    parts = [_light_part(layer, name, path.name) for name, layer in read_layers(path, requests).items() if len(layer)]
    if not parts:
        raise InputError("Dit GeoPackage bevat geen enkel adres.", Place(file=path.name))
    return gpd.GeoDataFrame(pd.concat(parts), crs=RD_EPSG).sort_index()


def _light_part(layer: pd.DataFrame, name: str, file: str) -> gpd.GeoDataFrame:
    require_columns(layer, FOLDED, file, name)
    frame = to_rd(gpd.GeoDataFrame(layer), file)
    buildings = join_ids(_column(frame, "pand_identificatie"))
    part = gpd.GeoDataFrame(
        {
            "identificatie": bag_ids(frame[_main_address_column(frame, file, name)]),
            "adresseerbaar_object_identificatie": bag_ids(frame["identificatie"]),
            "adresseerbaar_object_type": OBJECT_LAYERS[name],
            "adresseerbaar_object_status": frame["status"],
            "status": _column(frame, "hoofdadres_status").fillna(ISSUED),
            "adrestype": MAIN,
            "openbare_ruimte_naam": clean_text(frame["openbare_ruimte_naam"]),
            "huisnummer": whole_numbers(frame["huisnummer"], file),
            "huisletter": clean_text(frame["huisletter"]),
            "toevoeging": clean_text(frame["toevoeging"]),
            "postcode": clean_text(frame["postcode"]),
            "woonplaats_naam": clean_text(frame["woonplaats_naam"]),
            "gebruiksdoel": join_uses(_column(frame, "gebruiksdoel")),
            "oppervlakte": pd.to_numeric(_column(frame, "oppervlakte")),
            "pand_identificatie": buildings,
            "oorspronkelijk_bouwjaar": pd.to_numeric(first_of(clean_text(_column(frame, "bouwjaar")))),
            "gemeentecode": format_gemeentecodes(_column(frame, "bronhouder_identificatie"), file),
        },
        geometry=points_of(frame.geometry),
    )
    return _one_row_per_object(part)


def _one_row_per_object(part: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    # A row per building of an object is possible in a cut-out that somebody joined; one object is one location.
    key = ["identificatie", "adresseerbaar_object_identificatie"]
    single = part.drop_duplicates(key).set_index("identificatie")
    buildings = (
        part.drop_duplicates([*key, "pand_identificatie"]).set_index("identificatie")["pand_identificatie"].dropna()
    )
    if len(buildings) <= len(single):
        return single
    return single.assign(pand_identificatie=join_parts(buildings, single.index))


def _main_address_column(frame: pd.DataFrame, file: str, layer: str) -> str:
    for column in MAIN_ADDRESS_COLUMNS:
        if column in frame.columns:
            return column
    column = MAIN_ADDRESS_COLUMNS[0]
    raise MissingColumnError(f"De laag {layer} heeft geen kolom {column}.", Place(file, None, f"{layer}.{column}"))


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    return frame[name] if name in frame.columns else pd.Series(index=frame.index, dtype="str", name=name)
