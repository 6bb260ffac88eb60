"""Where the rows of a register say that they lie: ids, written addresses and points."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import pandas as pd

from risk_map.domain.contract import Column
from risk_map.sources.linking import ID_COLUMNS, INCOMPLETE
from risk_map.sources.register_files import read_points
from risk_map.sources.values import parse
from risk_map.sources.written_addresses import read_addresses, write_addresses
from risk_map.sources.written_ids import read_ids

if TYPE_CHECKING:
    import geopandas as gpd

    from risk_map.sources.headers import Headers

CONFIRMED: Final = Column("confirmed", "boolean", "whether a human vouches for the id")


@dataclass(frozen=True, slots=True)
class Places:
    """Where rows lie, as written.

    Parameters
    ----------
    parts
        Written addresses (``read_addresses``) with ``x``, ``y`` (RD, metres) and ``confirmed``; index: row number.
    ids
        Column of ``ID_COLUMNS`` -> ids read (``read_ids``).
    texts
        The place in words: the address as written, else the id, else the point; missing where nothing can be read.
    faults
        ``row``, ``column``, ``reason``, ``fatal``: what cannot be read, and whether nothing else says where the row is.
    """

    parts: pd.DataFrame
    ids: dict[str, pd.DataFrame]
    texts: pd.Series
    faults: pd.DataFrame


def read_places(rows: pd.DataFrame, geometry: gpd.GeoSeries | None) -> Places:
    """Read where every row lies.

    Parameters
    ----------
    rows
        Text, one column per key of ``PLACE_HEADERS``, missing where empty.
    geometry
        Points in EPSG:28992, of the formats that have them.
    """
    ids = {name: read_ids(rows[name]) for name in ID_COLUMNS}
    points, no_point = read_points(rows, geometry)
    confirmed = parse(rows["confirmed"], CONFIRMED, date.max)
    address = read_addresses(rows)
    parts = address.drop(columns=["fault", "fault_column"]).join(points)
    parts["confirmed"] = confirmed.series.fillna(value=False).astype("bool")
    texts = _texts(parts, ids)
    unread = texts.isna()
    faults = pd.concat(
        [
            list_faults(address["fault"].dropna(), address["fault_column"]),
            *(list_faults(read["fault"].dropna(), name) for name, read in ids.items()),
            list_faults(no_point, "geometry" if rows["rd_x"].isna().all() else "rd_x"),
        ]
    )
    silent = pd.Series(INCOMPLETE, index=texts.index[unread].difference(pd.Index(faults["row"])), dtype="str")
    faults = pd.concat([faults, list_faults(silent, None)])
    faults["fatal"] = faults["row"].isin(texts.index[unread])
    return Places(parts, ids, texts, pd.concat([faults, list_faults(confirmed.faults, "confirmed")]))


def list_faults(reasons: pd.Series, column: str | pd.Series | None) -> pd.DataFrame:
    """Bring faults to one form.

    Parameters
    ----------
    reasons
        Dutch, index: row number.
    column
        The column at fault, of all rows or per row; none when a whole row is.
    """
    name = column.loc[reasons.index].to_numpy() if isinstance(column, pd.Series) else column
    return pd.DataFrame({"row": reasons.index, "column": name, "reason": reasons.to_numpy(), "fatal": True})


def place_headers(rows: pd.DataFrame, headers: Headers) -> pd.Series:
    """Say per row which column of the file tells where it lies; missing where only a point does.

    Parameters
    ----------
    rows
        As ``read_places`` reads them.
    headers
        Of the file.
    """
    told = pd.Series(pd.NA, index=rows.index, dtype="str")
    for name in (*ID_COLUMNS, "huisnummer", "address", "postcode", "openbare_ruimte_naam"):
        told = told.mask(told.isna() & rows[name].notna(), headers.header(name))
    return told.astype("object").where(told.notna(), None)


def _texts(parts: pd.DataFrame, ids: dict[str, pd.DataFrame]) -> pd.Series:
    texts = write_addresses(parts).where(parts["number"].notna())
    for read in ids.values():
        texts = texts.fillna("BAG-id " + read["bag_id"])
    x, y = (parts[name].round().astype("Int64").astype("str") for name in ("x", "y"))
    return texts.fillna("punt " + x + ", " + y + " (RD)")
