"""From BAG objects and names to one address per row: the joins that every form of the BAG shares."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from risk_map.domain.bag import ACTIVE_STATUSES, ISSUED, LABELLED_STATUSES, LIST_SEPARATOR
from risk_map.domain.contract import RD_EPSG
from risk_map.domain.identifiers import format_gemeentecode
from risk_map.errors import InputError, MissingColumnError, Place, SourceIncompleteError, WrongCrsError

if TYPE_CHECKING:
    from collections.abc import Iterable

LOGGER = logging.getLogger(__name__)

UNJOINED_TOLERANCE: Final = 0.01
"""Share of issued names that may lack a street, town or object. One municipality in full lacks none; a snapshot that is
taken while a municipality registers lacks a few; a thinned or partial delivery lacks many."""

NAME_COLUMNS: Final = (
    "status",
    "openbare_ruimte_naam",
    "huisnummer",
    "huisletter",
    "toevoeging",
    "postcode",
    "woonplaats_naam",
)
MAIN, SECONDARY = "hoofdadres", "nevenadres"


def join_addresses(
    names: pd.DataFrame, relations: pd.DataFrame, objects: gpd.GeoDataFrame, file: str
) -> gpd.GeoDataFrame:
    """Join names to the objects that they belong to.

    Parameters
    ----------
    names
        Index ``identificatie`` (nummeraanduiding), columns ``NAME_COLUMNS``.
    relations
        Columns ``identificatie`` (nummeraanduiding), ``adresseerbaar_object_identificatie``, ``adrestype``.
    objects
        Index ``identificatie`` (object), unique: type, status, uses, area, buildings, geometry in EPSG:28992.
    file
        Name of the delivery, for messages.

    Returns
    -------
    gpd.GeoDataFrame
        Index ``identificatie``, sorted. A name of several objects goes to the object in use: then the other is its
        past or its planned replacement. Names without street, town or object are left out and counted in the log.

    Raises
    ------
    SourceIncompleteError
        When more than ``UNJOINED_TOLERANCE`` of the issued names miss a piece.
    """
    whole = names.dropna(subset=["openbare_ruimte_naam", "woonplaats_naam"])
    linked = relations.merge(
        objects, left_on="adresseerbaar_object_identificatie", right_index=True, how="inner", validate="many_to_one"
    )
    chosen = linked.iloc[_preference(linked)].drop_duplicates("identificatie").set_index("identificatie")
    joined = whole.join(chosen, how="inner").sort_index()
    _check_joined(names, joined, file)
    return gpd.GeoDataFrame(joined, geometry="geometry", crs=objects.crs)


def _preference(linked: pd.DataFrame) -> list[int]:
    # In use first, then planned or empty, then withdrawn; main address before secondary; newest object first.
    status = linked["adresseerbaar_object_status"]
    rank = (~status.isin(ACTIVE_STATUSES)).astype(int) + (~status.isin((*ACTIVE_STATUSES, *LABELLED_STATUSES))).astype(
        int
    )
    keys = pd.DataFrame(
        {
            "rank": rank.to_numpy(),
            "secondary": (linked["adrestype"] == SECONDARY).to_numpy(),
            "object": linked["adresseerbaar_object_identificatie"].to_numpy(),
        }
    )
    return list(keys.sort_values(["rank", "secondary", "object"], ascending=[True, True, False]).index)


def _check_joined(names: pd.DataFrame, joined: pd.DataFrame, file: str) -> None:
    issued = names.index[names["status"] == ISSUED]
    lost = issued.difference(joined.index)
    if len(lost) > UNJOINED_TOLERANCE * len(issued):
        message = (
            f"De levering is onvolledig: {len(lost)} van de {len(issued)} uitgegeven adressen hebben geen straat, "
            "woonplaats of object."
        )
        raise SourceIncompleteError(message, Place(file=file))
    if len(lost):
        LOGGER.warning("%d uitgegeven adressen zonder straat, woonplaats of object zijn weggelaten.", len(lost))


def require_columns(frame: pd.DataFrame, columns: Iterable[str], file: str, layer: str) -> None:
    """Raise ``MissingColumnError`` naming the first column that a layer lacks."""
    absent = [column for column in columns if column not in frame.columns]
    if absent:
        raise MissingColumnError(
            f"De laag {layer} heeft geen kolom {absent[0]}.", Place(file=file, column=f"{layer}.{absent[0]}")
        )


def to_rd(frame: gpd.GeoDataFrame, file: str) -> gpd.GeoDataFrame:
    """Bring a layer to EPSG:28992, or raise ``WrongCrsError`` when it names no coordinate system."""
    if frame.crs is None:
        raise WrongCrsError("Het bestand noemt geen coördinatenstelsel.", Place(file=file))
    return frame.to_crs(RD_EPSG)


def points_of(geometry: gpd.GeoSeries) -> gpd.GeoSeries:
    """Give one point per object: the point itself, or a point that certainly lies inside the polygon.

    A centroid can lie outside a bent mooring or pitch, and so in another neighbourhood.
    """
    return gpd.GeoSeries(
        shapely.force_2d(geometry.representative_point().array), index=geometry.index, crs=geometry.crs
    )


def clean_text(values: pd.Series) -> pd.Series:
    """Make text of a column as the register wrote it; empty text becomes missing, nothing is trimmed or capitalised."""
    text = values.astype("str")
    return text.mask(text == "")


def bag_ids(values: pd.Series) -> pd.Series:
    """Make 16-digit text of identifications, with or without the domain in front (``NL.IMBAG.Pand.0355...``)."""
    return clean_text(values).str.replace(r"^.*\.", "", regex=True)


def whole_numbers(values: pd.Series, file: str) -> pd.Series:
    """Make whole numbers of a column that may be text (house numbers of the collection ``adres``).

    Raises
    ------
    InputError
        When a value is not a whole number.
    """
    try:
        return pd.to_numeric(values).astype("Int64")
    except (ValueError, TypeError) as exc:
        column = str(values.name)
        raise InputError(
            f"De kolom {column} bevat een waarde die geen geheel getal is.", Place(file, None, column)
        ) from exc


def format_gemeentecodes(values: pd.Series, file: str) -> pd.Series:
    """Write municipality codes as CBS does, once per code that occurs.

    Raises
    ------
    InputError
        When a value is no municipality code.
    """
    present = clean_text(values)
    try:
        formatted = {code: format_gemeentecode(code) for code in present.dropna().unique()}
    except ValueError as exc:
        column = str(values.name)
        raise InputError(
            f"De kolom {column} bevat een waarde die geen gemeentecode is.", Place(file, None, column)
        ) from exc
    return present.map(formatted).astype("str")


def join_uses(values: pd.Series) -> pd.Series:
    """Write several uses in one text, in alphabetical order, from lists or from comma-separated text."""
    return join_parts(_parts(values).sort_values(kind="stable"), values.index)


def join_ids(values: pd.Series) -> pd.Series:
    """Write the identifications of a row in one text, in the order of the register, from lists or from text."""
    return join_parts(bag_ids(_parts(values)), values.index)


def join_parts(parts: pd.Series, index: pd.Index) -> pd.Series:
    """Write the parts of each row in one text.

    Parameters
    ----------
    parts
        Text, index the row that it belongs to, in the order in which it is written.
    index
        Of the result, unique; a row without parts is missing.
    """
    # Arrow joins all rows at once; a groupby calls Python for each.
    rows = index.get_indexer(parts.index)
    counts = np.bincount(rows, minlength=len(index))
    ordered = parts.to_numpy(dtype=object)[np.argsort(rows, kind="stable")]
    offsets = pa.array(np.append(0, np.cumsum(counts)), pa.int32())
    text = pc.binary_join(pa.ListArray.from_arrays(offsets, pa.array(ordered, pa.string())), LIST_SEPARATOR)
    return pd.Series(text.to_numpy(zero_copy_only=False), index=index, dtype="str").mask(counts == 0)


def first_of(joined: pd.Series) -> pd.Series:
    """Give the first of several values in one text."""
    return joined.str.replace(f"{LIST_SEPARATOR}.*", "", regex=True)


def _parts(values: pd.Series) -> pd.Series:
    # One row per part, under the row's own index. Lists arrive as arrays from the extract, as text elsewhere.
    lists = values.str.split(LIST_SEPARATOR) if pd.api.types.is_string_dtype(values) else values
    parts = lists.explode().dropna().astype("str").str.strip()
    return parts[parts != ""]
