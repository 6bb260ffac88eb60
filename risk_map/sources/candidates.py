"""The addresses among which a human chooses where a row cannot be linked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from risk_map.sources.address_book import ACTIVE, WITHDRAWN

if TYPE_CHECKING:
    from risk_map.sources.address_book import AddressBook

NEAR_M: Final = 50.0
"""A point lies on a roof, a yard or a parking place: an address farther away is not offered."""

MOST_CANDIDATES: Final = 10


def list_candidates(places: pd.DataFrame, hits: pd.DataFrame, panden: pd.Series, book: AddressBook) -> pd.DataFrame:
    """List what a row that was not linked may mean: what its ids and key name, else its neighbours.

    Parameters
    ----------
    places
        The rows that were not linked, as ``link`` has them.
    hits
        Pairs of those rows and the entries that their ids and keys named, withdrawn ones included.
    panden
        Id of a pand, where a row gave that instead of an address; missing elsewhere.
    book
        The addresses.

    Returns
    -------
    pd.DataFrame
        ``row``, ``entry``, ``distance_m`` (missing unless found by a point) and ``total`` (number found for the row, of
        which at most ``MOST_CANDIDATES`` are here); one entry per object, those in use first.
    """
    named = pd.concat([hits[["row", "entry"]], book.related(hits), book.by_building(panden)])
    found = _living(named, book, WITHDRAWN)
    # The same house number, when nothing was named; the surroundings, when that is not there either.
    found = pd.concat([found, _living(book.on_number(_rest(places, found)), book, ACTIVE + 1)])
    found = pd.concat([found, book.near(_rest(places, found), NEAR_M, MOST_CANDIDATES)])
    return _best(found, book)


def _living(pairs: pd.DataFrame, book: AddressBook, below: int) -> pd.DataFrame:
    return pairs[pairs["entry"].map(book.entries["state"]) < below]


def _rest(places: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    return places[~places.index.isin(found["row"])]


def _best(found: pd.DataFrame, book: AddressBook) -> pd.DataFrame:
    names = ["object", "state", "main", "street", "number", "letter", "addition"]
    facts = found.reindex(columns=["row", "entry", "distance_m"]).join(book.entries[names], on="entry")
    facts = facts.assign(number=facts["number"].astype("int64"), letter=facts["letter"].fillna(""))
    facts["addition"] = facts["addition"].fillna("")
    order = facts.sort_values(["row", "state", "main"], ascending=[True, True, False])
    order = order.drop_duplicates(["row", "object"])
    order = order.sort_values(["row", "state", "distance_m", "street", "number", "letter", "addition", "entry"])
    rows = order.groupby("row")
    order = order.assign(total=rows["entry"].transform("size"), rank=rows.cumcount())
    chosen = order.loc[order["rank"] < MOST_CANDIDATES, ["row", "entry", "distance_m", "total"]]
    return chosen.reset_index(drop=True)
