"""What in a register file needs a human: unused columns, faulty rows, rows that could not be linked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from risk_map.errors import Place
from risk_map.sources.linking import REASONS
from risk_map.sources.written_addresses import write_addresses

if TYPE_CHECKING:
    import pandas as pd

    from risk_map.sources.address_book import AddressBook
    from risk_map.sources.headers import Headers
    from risk_map.sources.linking import Links


@dataclass(frozen=True, slots=True)
class Candidate:
    """One BAG address that a row may mean.

    Parameters
    ----------
    identificatie
        Nummeraanduiding; filled in by a human, it links the row.
    address
        As users read it.
    remark
        Dutch: its status when not in use, its distance when found by a point; else empty.
    """

    identificatie: str
    address: str
    remark: str

    def __str__(self) -> str:
        """Say the address in Dutch, with its id: ``Dorpsstraat 12, 3701AB Zeist [0355200000123456]``."""
        remark = f" ({self.remark})" if self.remark else ""
        return f"{self.address}{remark} [{self.identificatie}]"


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something in a register file that a human must look at.

    Parameters
    ----------
    place
        File, row (absent when it is about a whole column) and column.
    reason
        Dutch; never repeats the value of a cell, which may hold anything.
    row_id
        Id under which the row was taken; absent when it was not taken. With this id in the file, a better delivery of
        the row finds the kept one.
    candidates
        Addresses to choose from.
    found
        Number of candidates in all; the list holds the first of them.
    """

    place: Place
    reason: str
    row_id: str | None = None
    candidates: tuple[Candidate, ...] = ()
    found: int = 0

    @property
    def taken(self) -> bool:
        """Whether the row was taken, though not linked."""
        return self.row_id is not None

    def __str__(self) -> str:
        """Say it in one Dutch line: file, row, column, reason, candidates."""
        line = f"{self.place}: {self.reason}"
        if self.place.row is not None and not self.taken:
            line += "; rij niet overgenomen"
        if self.candidates:
            line += "; mogelijk: " + "; ".join(map(str, self.candidates))
        more = self.found - len(self.candidates)
        return f"{line}; en nog {more}" if more > 0 else line


def column_problems(headers: Headers, file: str) -> list[RowProblem]:
    """List the columns that were not used.

    Parameters
    ----------
    headers
        Of the file.
    file
        Its name.
    """
    return [RowProblem(Place(file, column=name), reason) for name, reason in headers.ignored.items()]


def fault_problems(faults: pd.DataFrame, ids: pd.Series, headers: Headers, file: str) -> list[RowProblem]:
    """List the values that could not be read.

    Parameters
    ----------
    faults
        ``row``, ``column``, ``reason``.
    ids
        Ids of the rows that were taken all the same; index: row number.
    headers
        Of the file.
    file
        Its name.
    """
    kept = ids.to_dict()
    return [
        RowProblem(Place(file, int(row), headers.header(column)), reason, kept.get(row))
        for row, column, reason in faults[["row", "column", "reason"]].itertuples(index=False)
    ]


def link_problems(links: Links, ids: pd.Series, columns: pd.Series, book: AddressBook, file: str) -> list[RowProblem]:
    """List the rows that could not be linked, with the addresses to choose from.

    Parameters
    ----------
    links
        How rows were linked.
    ids
        Their ids; index: row number.
    columns
        Header of the column that says where the row is; same index.
    book
        The addresses.
    file
        Name of the file.
    """
    # Only rows that a human will read one by one become objects.
    reasons = links.rows.loc[links.rows["entry"].isna(), "reason"]
    open_rows = zip(reasons.index.astype("int64").tolist(), reasons, columns[reasons.index], strict=True)
    candidates = _candidates(links.candidates, book)
    found = dict(zip(links.candidates["row"], links.candidates["total"], strict=True))
    return [
        RowProblem(Place(file, row, column), REASONS[reason], ids[row], candidates.get(row, ()), found.get(row, 0))
        for row, reason, column in open_rows
    ]


def _candidates(pairs: pd.DataFrame, book: AddressBook) -> dict[int, tuple[Candidate, ...]]:
    entries = book.entries.loc[pairs["entry"]]
    metres = (pairs["distance_m"].round().astype("Int64").astype("str") + " m").fillna("").to_numpy()
    remarks = entries["label"].to_numpy() + metres
    made = map(Candidate, entries["identificatie"], write_addresses(entries), remarks)
    lists: dict[int, tuple[Candidate, ...]] = {}
    for row, candidate in zip(pairs["row"], made, strict=True):
        lists[row] = (*lists.get(row, ()), candidate)
    return lists
