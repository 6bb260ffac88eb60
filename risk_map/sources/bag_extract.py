"""BAG 2.0 Extract as Kadaster delivers it: zips in a zip, every object with its whole history.

References
----------
Kadaster, BAG 2.0 Extract, schema ``extract-deelbestand-lvc/v20200601``; read by GDAL's LVBAG driver.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd

from risk_map.domain.contract import RD_EPSG
from risk_map.domain.identifiers import format_gemeentecode
from risk_map.errors import InputError, Place
from risk_map.sources.bag_join import (
    MAIN,
    NAME_COLUMNS,
    SECONDARY,
    bag_ids,
    clean_text,
    first_of,
    join_addresses,
    join_ids,
    join_uses,
    points_of,
    require_columns,
    to_rd,
)
from risk_map.sources.files import LayerRequest, read_layers, zip_members
from risk_map.sources.limits import BAG_LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Progress = Callable[[str, int, int | None], None]

MEMBER: Final = re.compile(r"(?P<area>[0-9]{4})(?P<kind>NUM|OPR|WPL|VBO|LIG|STA|PND)(?P<date>[0-9]{8})\.zip")
"""Objects as they stand. Mutations (``0457MUT...``), inactive, contested and withdrawn-from-the-BAG objects
(``0457IAVBO...``, ``0457IOVBO...``, ``0457NBVBO...``) have other names and are not read."""

WHOLE_COUNTRY: Final = "9999"
"""In the place of a municipality in the name of a delivery of the whole country."""

ENDS: Final = (
    "eindGeldigheid",
    "eindRegistratie",
    "tijdstipInactief",
    "tijdstipEindRegistratieLV",
    "tijdstipInactiefLV",
    "tijdstipNietBagLV",
)
"""An occurrence is current when none of these is filled; a change that is dated in the future counts already."""

COLUMNS: Final = {
    "NUM": ("huisnummer", "huisletter", "huisnummerToevoeging", "postcode", "openbareruimteRef", "woonplaatsRef"),
    "OPR": ("naam", "woonplaatsRef"),
    "WPL": ("naam",),
    "VBO": ("gebruiksdoel", "oppervlakte", "hoofdadresNummeraanduidingRef", "nevenadresNummeraanduidingRef", "pandRef"),
    "LIG": ("hoofdadresNummeraanduidingRef", "nevenadresNummeraanduidingRef"),
    "STA": ("hoofdadresNummeraanduidingRef", "nevenadresNummeraanduidingRef"),
    "PND": ("oorspronkelijkBouwjaar",),
}
COMMON: Final = ("identificatie", "status")
NEEDED: Final = ("NUM", "OPR", "WPL", "VBO", "PND")
"""A municipality may have no moorings or pitches; it cannot lack the others."""

OBJECT_TYPES: Final = {"VBO": "Verblijfsobject", "LIG": "Ligplaats", "STA": "Standplaats"}


@dataclass(frozen=True, slots=True)
class Contents:
    """What a delivery holds, by the names of its members.

    Parameters
    ----------
    members
        Path through the zips per kind of object.
    gemeentecode
        The municipality that the delivery is of; None for the whole country.
    date
        Day of the state, as in the file name (``ddmmyyyy``).
    """

    members: dict[str, tuple[str, ...]]
    gemeentecode: str | None
    date: str

    @property
    def bron(self) -> str:
        """Source of the rows, with the date of the state."""
        return f"BAG-extract {self.date[:2]}-{self.date[2:4]}-{self.date[4:]}"


def read_extract(path: Path, progress: Progress) -> gpd.GeoDataFrame:
    """Read the current addresses of a BAG 2.0 Extract.

    Parameters
    ----------
    path
        Zip with zips; also the inner zip of one municipality by itself.
    progress
        Told which kind of object was read, how many of how many.

    Returns
    -------
    gpd.GeoDataFrame
        As ``join_addresses``, with ``bron`` and with ``gemeentecode``: the municipality that the delivery is of, as its
        own file names say; missing for a delivery of the whole country.

    Raises
    ------
    InputError
        When it is no extract, a mutation file, or in the form from before 2020.
    """
    contents = find_contents(path)
    progress("BAG-extract lezen", 0, len(contents.members))
    requests = {kind: _request(kind, member) for kind, member in contents.members.items()}
    layers = read_layers(path, requests, BAG_LIMITS)
    progress("BAG-extract lezen", len(layers), len(layers))
    current = {kind: _current(layer, kind, path.name) for kind, layer in layers.items()}
    objects, relations = _objects(current, path.name), _relations(current)
    addresses = join_addresses(_names(current), relations, objects, path.name)
    return addresses.assign(bron=contents.bron, gemeentecode=contents.gemeentecode)


def find_contents(path: Path) -> Contents:
    """Find the members that hold objects as they stand.

    Raises
    ------
    InputError
        When one of the kinds that every municipality has is absent.
    """
    names = zip_members(path, BAG_LIMITS)
    found = {match["kind"]: (match, member) for member in names if (match := MEMBER.fullmatch(member[-1]))}
    if any("MUT" in member[-1].upper() for member in names) and not found:
        message = "Dit is een BAG-extract met mutaties; alleen een volledige levering (stand) kan worden ingelezen."
        raise InputError(message, Place(file=path.name))
    absent = [kind for kind in NEEDED if kind not in found]
    if absent:
        message = f"Dit is geen volledig BAG-extract: er is geen bestand met {absent[0]} in gevonden."
        raise InputError(message, Place(file=path.name))
    area, date = found["NUM"][0]["area"], found["NUM"][0]["date"]
    return Contents(
        members={kind: member for kind, (_, member) in found.items()},
        gemeentecode=None if area == WHOLE_COUNTRY else format_gemeentecode(area),
        date=date,
    )


def _request(kind: str, member: tuple[str, ...]) -> LayerRequest:
    return LayerRequest(
        driver="LVBAG", members=member, columns=(*COMMON, *COLUMNS[kind], *ENDS), geometry=kind in OBJECT_TYPES
    )


def _current(layer: pd.DataFrame, kind: str, file: str) -> pd.DataFrame:
    if kind in NEEDED and layer.empty:
        # GDAL reads the schema before v20200601 (BAG 1.0, until 2020) without an error, as nothing.
        message = (
            f"Het bestand met {kind} levert geen enkel object; een extract van vóór 2020 kan niet worden ingelezen."
        )
        raise InputError(message, Place(file=file))
    require_columns(layer, (*COMMON, *COLUMNS[kind], *ENDS), file, kind)
    current = layer[layer[list(ENDS)].isna().all(axis=1)]
    keyed = current.assign(identificatie=bag_ids(current["identificatie"])).set_index("identificatie")
    if keyed.index.has_duplicates:
        double = keyed.index[keyed.index.duplicated()][0]
        raise InputError(f"Van {double} gelden twee voorkomens tegelijk.", Place(file=file, column=kind))
    return keyed


def _names(current: dict[str, pd.DataFrame]) -> pd.DataFrame:
    names, streets, towns = current["NUM"], current["OPR"], current["WPL"]
    street = bag_ids(names["openbareruimteRef"])
    # An address names its own town only when it lies in another town than its street.
    town = bag_ids(names["woonplaatsRef"]).fillna(street.map(bag_ids(streets["woonplaatsRef"])))
    return names.assign(
        openbare_ruimte_naam=street.map(streets["naam"]),
        woonplaats_naam=town.map(towns["naam"]),
        toevoeging=clean_text(names["huisnummerToevoeging"]),
        huisletter=clean_text(names["huisletter"]),
        postcode=clean_text(names["postcode"]),
    )[list(NAME_COLUMNS)]


def _relations(current: dict[str, pd.DataFrame]) -> pd.DataFrame:
    parts = []
    for kind in (kind for kind in OBJECT_TYPES if kind in current):
        for column, adrestype in (
            ("hoofdadresNummeraanduidingRef", MAIN),
            ("nevenadresNummeraanduidingRef", SECONDARY),
        ):
            references = bag_ids(current[kind][column].explode().dropna())
            parts.append(
                pd.DataFrame(
                    {
                        "identificatie": references.to_numpy(),
                        "adresseerbaar_object_identificatie": references.index.to_numpy(),
                        "adrestype": adrestype,
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)


def _objects(current: dict[str, pd.DataFrame], file: str) -> gpd.GeoDataFrame:
    years = current["PND"]["oorspronkelijkBouwjaar"]
    parts = []
    for kind, object_type in OBJECT_TYPES.items():
        if kind not in current or current[kind].empty:
            continue
        layer = to_rd(gpd.GeoDataFrame(current[kind]), file)
        part = gpd.GeoDataFrame(
            {"adresseerbaar_object_type": object_type, "adresseerbaar_object_status": layer["status"]},
            geometry=points_of(layer.geometry),
        )
        if kind == "VBO":
            buildings = join_ids(layer["pandRef"])
            part = part.assign(
                gebruiksdoel=join_uses(layer["gebruiksdoel"]),
                oppervlakte=layer["oppervlakte"],
                pand_identificatie=buildings,
                oorspronkelijk_bouwjaar=first_of(buildings).map(years),
            )
        parts.append(part)
    return gpd.GeoDataFrame(pd.concat(parts), crs=RD_EPSG)
