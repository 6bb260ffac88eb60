"""Read the registers of the municipalities: risk locations, signals and inspections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from risk_map.domain.contract import RD_EPSG, FrameContract, conform
from risk_map.domain.location import ANONYMOUS, WEAK
from risk_map.domain.registers import LINK_COLUMNS, LINK_METHODS, SIGNALS
from risk_map.errors import ForbiddenColumnError, MissingColumnError, Place
from risk_map.sources.address_book import address_texts, make_book
from risk_map.sources.headers import PLACE_HEADERS, Headers, aliases, recognise
from risk_map.sources.linking import link
from risk_map.sources.notes import find_forbidden, say_forbidden
from risk_map.sources.persons import refuse_person_values
from risk_map.sources.register_files import read_rows
from risk_map.sources.register_ids import give_ids
from risk_map.sources.register_places import Places, list_faults, place_headers, read_places
from risk_map.sources.row_problems import RowProblem, column_problems, fault_problems, link_problems
from risk_map.sources.values import parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from risk_map.sources.linking import Links


@dataclass(frozen=True, slots=True)
class RegisterImport:
    """A register file, read and linked.

    Parameters
    ----------
    frame
        The rows that were taken, under the contract of the register.
    link_counts
        Number of taken rows per way of linking: id, key, candidates, none.
    problems
        What needs a human: ignored columns, rows that were not taken, rows that were not linked.
    """

    frame: gpd.GeoDataFrame
    link_counts: dict[str, int]
    problems: tuple[RowProblem, ...]


def read_register(
    path: Path,
    contract: FrameContract,
    addresses: gpd.GeoDataFrame,
    *,
    today: date,
    judge: Callable[[pd.DataFrame], pd.DataFrame] | None = None,
) -> RegisterImport:
    """Read a register file and link every row to the BAG.

    Parameters
    ----------
    path
        CSV, XLSX, GeoJSON or GeoPackage with Dutch or English headers (``headers``).
    contract
        ``LOCATIONS``, ``SIGNALS`` or ``INSPECTIONS``.
    addresses
        The addresses to link to, under ``ADDRESSES``.
    today
        No fact may be dated after this day.
    judge
        Gives the faults, as ``list_faults`` does, that no row says of itself: what is past its term of retention.

    Raises
    ------
    RiskMapError
        When the file is refused whole.

    Notes
    -----
    The whole file is refused when it should not exist (a column or a value about persons, anything that the door
    refuses) or when no row of it could be used (a required column, or every column that says where a row lies, is
    absent).

    A row is not taken, and listed, when one of its values is missing or wrong (also an optional one: it would look like
    "unknown"), when it says nowhere that can be read, or when its id is that of another row.

    A row that is right in itself is taken. When it cannot be linked it is kept with its written address, listed with
    candidates, and links later: deliver it again with its id and the chosen nummeraanduiding.
    """
    table, geometry = read_rows(path, contract.name)
    headers = recognise(table.columns, contract)
    _check_headers(headers, contract, path.name, has_points=geometry is not None)
    _refuse_persons(table, headers, path.name)
    rows = pd.DataFrame({name: table[header] for name, header in headers.found.items()}, index=table.index)
    rows = rows.reindex(columns=list(aliases(contract))).astype("str")
    facts, faults = _read_facts(rows, contract, today)
    places = read_places(rows, geometry)
    faults = pd.concat([faults, places.faults, *([judge(facts)] if judge else [])])
    usable = rows.index.difference(faults.loc[faults["fatal"], "row"])
    ids, id_faults = give_ids(rows.loc[usable, contract.index], facts.loc[usable], places.texts.loc[usable], contract)
    faults = pd.concat([faults, list_faults(id_faults, contract.index)])
    taken = usable.difference(id_faults.index)
    book = make_book(addresses)
    links = link(places.parts.loc[taken], {name: read.loc[taken] for name, read in places.ids.items()}, book)
    methods = links.rows["method"].value_counts()
    problems = [
        *column_problems(headers, path.name),
        *fault_problems(faults, ids.loc[taken], headers, path.name),
        *link_problems(links, ids, place_headers(rows, headers), book, path.name),
    ]
    return RegisterImport(
        frame=_frame(facts.loc[taken].assign(**{contract.index: ids.loc[taken]}), places, links, addresses, contract),
        link_counts={method: int(methods.get(method, 0)) for method in LINK_METHODS},
        problems=tuple(sorted(problems, key=lambda problem: problem.place.row or 0)),
    )


def _check_headers(headers: Headers, contract: FrameContract, file: str, *, has_points: bool) -> None:
    words = aliases(contract)
    for column in contract.columns:
        if column.required and column.name not in (*LINK_COLUMNS, *headers.found):
            header = words[column.name][0]
            raise MissingColumnError(f"De kolom {header} ontbreekt.", Place(file, column=header))
    if not has_points and not headers.found.keys() & PLACE_HEADERS.keys() - {"confirmed"}:
        message = (
            "Er is geen kolom die zegt waar een rij ligt, zoals nummeraanduiding, adres, of postcode en huisnummer."
        )
        raise MissingColumnError(message, Place(file))


def _refuse_persons(table: pd.DataFrame, headers: Headers, file: str) -> None:
    refuse_person_values(table, file)
    # A number alone in a column may be anything; in a note it has no business being a BSN.
    if "note" not in headers.found:
        return
    header = headers.found["note"]
    kinds = table[header].dropna().map(find_forbidden).dropna()
    if len(kinds):
        message = f"Deze notitie {say_forbidden(kinds.iloc[0])}; het hele bestand is geweigerd."
        raise ForbiddenColumnError(message, Place(file, int(kinds.index[0]), header))


def _read_facts(rows: pd.DataFrame, contract: FrameContract, today: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    series, faults = {}, []
    for column in contract.columns:
        if column.name in LINK_COLUMNS:
            continue
        parsed = parse(rows[column.name], column, today)
        series[column.name] = parsed.series
        faults.append(list_faults(parsed.faults, column.name))
        if column.required:
            absent = parsed.series.index[parsed.series.isna()].difference(parsed.faults.index)
            faults.append(list_faults(pd.Series("de waarde ontbreekt", index=absent, dtype="str"), column.name))
    facts = pd.DataFrame(series, index=rows.index)
    if contract is SIGNALS:
        sure = facts.index[(facts["source_type"] == ANONYMOUS) & (facts["reliability"] != WEAK).fillna(value=False)]
        reason = "een anonieme melding heeft hoogstens betrouwbaarheid C"
        faults.append(list_faults(pd.Series(reason, index=sure, dtype="str"), "reliability"))
    return facts, pd.concat(faults)


def _frame(
    facts: pd.DataFrame, places: Places, links: Links, addresses: gpd.GeoDataFrame, contract: FrameContract
) -> gpd.GeoDataFrame:
    # What the BAG knows comes from the BAG, its place too; a row that is not linked keeps what it says itself.
    entry = links.rows["entry"].dropna().astype("int64")
    of_bag = addresses.iloc[entry].reset_index().set_axis(entry.index)
    own = places.parts.loc[facts.index]
    points = gpd.GeoSeries(gpd.points_from_xy(own["x"], own["y"]), index=own.index, crs=RD_EPSG)
    geometry = points.where(own["x"].notna()).where(links.rows["entry"].isna(), of_bag.geometry.reindex(own.index))
    derived = {name: of_bag[name] for name in LINK_COLUMNS if name in of_bag.columns}
    written = address_texts(of_bag)
    data = facts.assign(
        **derived, link_method=links.rows["method"], address=written.reindex(own.index).fillna(places.texts)
    )
    frame = gpd.GeoDataFrame(data, geometry=geometry, crs=RD_EPSG).set_index(contract.index)
    return conform(frame, contract)
