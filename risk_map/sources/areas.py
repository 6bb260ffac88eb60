"""Gemeenten, wijken and buurten with key figures, whatever the edition calls its columns.

References
----------
CBS Wijk- en Buurtkaart (``buurtcode``, ``BU_CODE``; snake_case and camelCase), CBS gebiedsindelingen (``statcode``),
Kadaster bestuurlijke gebieden (``identificatie``). Values of -99990 and lower mean: unknown or secret.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd
import shapely

from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.frames import AREAS
from risk_map.domain.identifiers import AREA_CODE
from risk_map.errors import InputError, MissingColumnError, Place
from risk_map.sources.bag_join import clean_text, to_rd
from risk_map.sources.files import LayerRequest, kind_of, list_layers, read_layers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

UNKNOWN_FROM: Final = -99_990
"""CBS writes -99997 (secret or unknown), -99995 and -99999999; no real figure is that low."""

DRIVERS: Final = {"gpkg": "GPKG", "geojson": "GeoJSON"}
LEVELS: Final = {"GM": "gemeente", "WK": "wijk", "BU": "buurt"}
FOREIGN: Final = "B"
"""Value of ``water`` for parts outside the country."""

CODES: Final = ("buurtcode", "bucode", "wijkcode", "wkcode", "statcode", "gemeentecode", "gmcode", "identificatie")
"""Columns that may hold the code of the area, the finest first: a buurt also names its wijk and its gemeente."""

NAMES: Final = {
    "buurt": ("buurtnaam", "bunaam", "statnaam", "naam"),
    "wijk": ("wijknaam", "wknaam", "statnaam", "naam"),
    "gemeente": ("gemeentenaam", "gmnaam", "statnaam", "naam"),
}
FIGURES: Final = {
    "aantal_inwoners": ("aantalinwoners", "inwoners", "aantinw"),
    "aantal_huishoudens": ("aantalhuishoudens", "huishoudens", "aanthh"),
    "woningvoorraad": ("woningvoorraad", "woningen"),
    "omgevingsadressendichtheid": ("omgevingsadressendichtheid", "adressendichtheid", "oad"),
    "oppervlakte_land_in_ha": ("oppervlaktelandinha", "oppervlaktelandha", "oppland"),
}
SUMMED: Final = ("aantal_inwoners", "aantal_huishoudens", "woningvoorraad", "oppervlakte_land_in_ha")
"""Figures that add up; a density does not."""

PLACE_NAMES: Final = ("naam", "NAAM", "Naam")
"""In a layer of areas this is the name of a place."""


def read_areas(path: Path) -> gpd.GeoDataFrame:
    """Read areas from a GeoJSON or a GeoPackage.

    Parameters
    ----------
    path
        One or more layers with gemeenten, wijken or buurten; layers without a code of CBS are passed over.

    Returns
    -------
    gpd.GeoDataFrame
        Under the contract ``AREAS``, EPSG:28992. Wijken and gemeenten that the file lacks are dissolved from their
        buurten.

    Raises
    ------
    InputError
        When the file is something else, or something in it cannot be used.
    """
    driver = DRIVERS.get(kind_of(path))
    if driver is None:
        raise InputError("Gebieden komen uit een GeoJSON of een GeoPackage.", Place(file=path.name))
    requests = {
        name: LayerRequest(name, driver, place_names=PLACE_NAMES)
        for name, columns in list_layers(path).items()
        if any(plain(column) in CODES for column in columns)
    }
    if not requests:
        raise MissingColumnError(
            "Het bestand heeft geen kolom met een gebiedscode (buurtcode, wijkcode, gemeentecode of statcode).",
            Place(file=path.name, column="statcode"),
        )
    layers = [gpd.GeoDataFrame(layer) for layer in read_layers(path, requests).values()]
    return make_areas(layers, path.name, bron=f"gebieden {path.name}")


def make_areas(layers: Sequence[gpd.GeoDataFrame], file: str, bron: str) -> gpd.GeoDataFrame:
    """Make areas of layers under the names of any edition.

    Parameters
    ----------
    layers
        Polygons with a column that holds the code of CBS.
    file
        Name of the delivery, for messages.
    bron
        Source of the rows.

    Returns
    -------
    gpd.GeoDataFrame
        Under the contract ``AREAS``.
    """
    parts = [_standard(to_rd(layer, file), file) for layer in layers if len(layer)]
    if not parts or not sum(map(len, parts)):
        raise InputError("Het bestand bevat geen enkel gebied.", Place(file=file))
    areas = _one_row_per_code(gpd.GeoDataFrame(pd.concat(parts), crs=RD_EPSG))
    for level in ("wijk", "gemeente"):
        areas = _with_dissolved(areas, level)
    return conform(areas.drop(columns=["parent_wijk", "parent_gemeente"]).assign(bron=bron), AREAS)


def plain(column: str) -> str:
    """Write a column name without the habits of an edition: ``BU_CODE``, ``buCode`` and ``bu_code`` are one."""
    return column.replace("_", "").lower()


def _standard(layer: gpd.GeoDataFrame, file: str) -> gpd.GeoDataFrame:
    columns = {plain(str(column)): layer[column] for column in layer.columns if column != layer.geometry.name}
    if "water" in columns:
        inside = columns["water"].ne(FOREIGN).to_numpy()
        columns = {name: values[inside] for name, values in columns.items()}
        layer = layer[inside]
    code = _codes(columns, file)
    level = code.str[:2].map(LEVELS)
    frame = {
        "niveau": level,
        "naam": _names(columns, level).fillna(code),
        # The code of a wijk or buurt holds the code of its gemeente, by the definition of CBS.
        "gemeentecode": "GM" + code.str[2:6],
        "wijkcode": ("WK" + code.str[2:8]).where(level != "gemeente"),
        "is_water": columns["water"].eq("JA") if "water" in columns else False,
        "parent_wijk": _first(columns, NAMES["wijk"][:2], layer.index),
        "parent_gemeente": _first(columns, NAMES["gemeente"][:2], layer.index),
        **{name: _figure(columns, names, layer.index, file) for name, names in FIGURES.items()},
    }
    return gpd.GeoDataFrame(frame, geometry=_polygons(layer.geometry, file), crs=layer.crs).set_index(
        code.rename("code")
    )


def _codes(columns: Mapping[str, pd.Series], file: str) -> pd.Series:
    name = next(name for name in CODES if name in columns)
    code = clean_text(columns[name]).str.strip().str.upper()
    wrong = ~code.str.match(AREA_CODE).fillna(value=False).astype(bool)
    if wrong.any():
        row = int(wrong.to_numpy().argmax()) + 1
        message = f"De waarde {code[wrong].iloc[0]!r} is geen gebiedscode van het CBS."
        raise InputError(message, Place(file, row, name))
    return code


def _names(columns: Mapping[str, pd.Series], level: pd.Series) -> pd.Series:
    chosen = pd.Series(index=level.index, dtype="str")
    for each, names in NAMES.items():
        chosen = chosen.mask(level == each, _first(columns, names, level.index))
    return chosen


def _first(columns: Mapping[str, pd.Series], names: Sequence[str], index: pd.Index) -> pd.Series:
    found = next((columns[name] for name in names if name in columns), None)
    return pd.Series(index=index, dtype="str") if found is None else clean_text(found)


def _figure(columns: Mapping[str, pd.Series], names: Sequence[str], index: pd.Index, file: str) -> pd.Series:
    name = next((name for name in names if name in columns), None)
    if name is None:
        return pd.Series(index=index, dtype="float64")
    # A full stop by itself is how older tables of CBS write: unknown.
    text = columns[name].replace({".": None, "": None})
    try:
        number = pd.to_numeric(text).astype("float64")
    except (ValueError, TypeError) as exc:
        raise InputError(f"De kolom {name} bevat een waarde die geen getal is.", Place(file, None, name)) from exc
    return number.mask(number <= UNKNOWN_FROM)


def _polygons(geometry: gpd.GeoSeries, file: str) -> gpd.GeoSeries:
    # Mending a self-crossing outline can leave lines beside the polygons; only polygons are area.
    mended = shapely.force_2d(geometry.make_valid().array)
    parts = gpd.GeoSeries(mended, index=geometry.index, crs=geometry.crs).explode()
    polygons = parts[parts.geom_type.isin(["Polygon", "MultiPolygon"])]
    without = ~geometry.index.isin(polygons.index)
    if without.any():
        raise InputError("Dit gebied heeft geen vlak.", Place(file, int(without.argmax()) + 1, "geometry"))
    whole = polygons if polygons.index.is_unique else polygons.groupby(level=0).agg(lambda group: group.union_all())
    return gpd.GeoSeries(whole.reindex(geometry.index), crs=geometry.crs)


def _one_row_per_code(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    # CBS writes the water of a gemeente as a second row; moorings lie there, the figures stand at the land.
    ordered = areas.sort_values("is_water", kind="stable").drop(columns="is_water")
    if not ordered.index.has_duplicates:
        return ordered.sort_index()
    return ordered.reset_index().dissolve(by="code", aggfunc="first")


def _with_dissolved(areas: gpd.GeoDataFrame, level: str) -> gpd.GeoDataFrame:
    key = "wijkcode" if level == "wijk" else "gemeentecode"
    below = areas[areas["niveau"] == ("buurt" if level == "wijk" else "wijk")]
    missing = below[~below[key].isin(areas.index)]
    if missing.empty:
        return areas
    made = missing[[key, "geometry"]].dissolve(by=key)
    groups = missing.groupby(key)
    # A sum with an unknown part is unknown.
    sums = {name: groups[name].sum().where(groups[name].count() == groups.size()) for name in SUMMED}
    made = made.assign(
        niveau=level,
        naam=groups[f"parent_{level}"].first().fillna(made.index.to_series()),
        gemeentecode="GM" + made.index.str[2:6],
        wijkcode=made.index if level == "wijk" else None,
        parent_gemeente=groups["parent_gemeente"].first(),
        **sums,
    )
    return gpd.GeoDataFrame(pd.concat([areas, made.rename_axis("code")]), crs=RD_EPSG)
