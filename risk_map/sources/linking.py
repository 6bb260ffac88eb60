"""Link the rows of a register to the BAG: by id, else by full key, else as a list of candidates for a human.

A row is linked only when everything that it says points to one object that is in use. Anything else (an id that the
BAG does not know, an id and an address that differ, an address that is also that of a planned object, a street that
does not go with the postcode, a point on the map) becomes a reason and candidates, and a human decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from risk_map.sources.address_book import ACTIVE, LABELLED, WITHDRAWN, full_key
from risk_map.sources.candidates import list_candidates
from risk_map.sources.values import fold_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from risk_map.sources.address_book import AddressBook

PAND: Final = "10"

ID_COLUMNS: Final = ("identificatie", "adresseerbaar_object_identificatie")

INCOMPLETE: Final = "het adres is niet volledig: nodig zijn postcode en huisnummer, of straat, huisnummer en plaats"
REASONS: Final = {
    "unknown_id": "dit BAG-id komt niet voor in de ingelezen BAG",
    "padded_id": "dit BAG-id heeft 15 cijfers en komt ook met een 0 ervoor niet voor in de ingelezen BAG",
    "pand_id": "dit is het id van een pand; kies het adres",
    "two_ids": "de BAG-ids in deze rij horen bij verschillende objecten",
    "disagree": "het BAG-id en het adres wijzen niet naar hetzelfde object",
    "doubtful": "dit BAG-id eindigt op 0, zoals alle in deze kolom; misschien heeft Excel het afgerond",
    "withdrawn": "dit adres is ingetrokken",
    "not_in_use": "dit adres is niet in gebruik; klopt het toch, geef dan de nummeraanduiding met bevestigd = ja",
    "misfit": "de straat of de plaats past niet bij de postcode",
    "several": "dit adres hoort bij meer dan één object",
    "absent": "dit adres staat niet in de ingelezen BAG",
    "incomplete": INCOMPLETE,
    "point": "de rij heeft alleen een punt op de kaart; kies het adres",
}
"""Why a row was not linked, in Dutch."""


@dataclass(frozen=True, slots=True)
class Links:
    """How rows were linked.

    Parameters
    ----------
    rows
        Index as the places: ``method`` (id, key, candidates, none), ``entry`` (position in the address book, missing
        when not linked), ``reason`` (a key of ``REASONS``, missing when linked).
    candidates
        As ``list_candidates`` gives them.
    """

    rows: pd.DataFrame
    candidates: pd.DataFrame


def link(places: pd.DataFrame, ids: Mapping[str, pd.DataFrame], book: AddressBook) -> Links:
    """Link every place to one object in use, or say why not and list the candidates.

    Parameters
    ----------
    places
        Written addresses (``read_addresses``), with ``x`` and ``y`` (RD, metres) and ``confirmed`` (a human vouches
        for the id); unique index.
    ids
        Column of ``ID_COLUMNS`` -> ids read (``read_ids``), index as the places.
    book
        The addresses.
    """
    told = _hits(book, pd.concat([book.by_id(read["bag_id"]).assign(rank=n) for n, read in enumerate(ids.values())]))
    keyed = _hits(book, book.by_key(places))
    given = _any(read["bag_id"].notna() for read in ids.values())
    id_entry, id_reason = _judge_ids(places, ids, told, keyed)
    key_entry, key_reason = _judge_keys(places, keyed)
    entry = id_entry.where(given, key_entry)
    method = pd.Series("key", index=places.index, dtype="str").mask(given, "id")
    rows = pd.DataFrame(
        {
            "method": method.where(entry.notna(), "none"),
            "entry": entry,
            "reason": id_reason.where(given, key_reason).where(entry.isna()),
        }
    )
    unlinked = rows.index[entry.isna()]
    hits = pd.concat([told, keyed])
    panden = _buildings(ids).loc[unlinked]
    candidates = list_candidates(places.loc[unlinked], hits[hits["row"].isin(unlinked)], panden, book)
    rows.loc[candidates["row"].unique(), "method"] = "candidates"
    return Links(rows, candidates)


def _judge_ids(
    places: pd.DataFrame, ids: Mapping[str, pd.DataFrame], told: pd.DataFrame, keyed: pd.DataFrame
) -> tuple[pd.Series, pd.Series]:
    # The entry that the ids of a row name, or the first reason why none can be trusted.
    index = places.index
    agreeing = told.merge(keyed[["row", "object"]], on=["row", "object"])["row"]
    by_key = told.merge(keyed[["row", "entry"]].drop_duplicates(), on=["row", "entry"], how="left", indicator="key")
    # The nummeraanduiding as given; of an object the address in use that the row also writes, else the main one.
    order = {"rank": True, "state": True, "key": False, "main": False, "entry": True}
    best = by_key.sort_values(list(order), ascending=list(order.values()))
    best = best.drop_duplicates("row").set_index("row").reindex(index)
    known = pd.Series(data=True, index=index)
    for n, read in enumerate(ids.values()):
        known &= read["bag_id"].isna() | index.isin(told.loc[told["rank"] == n, "row"])
    sure = places["confirmed"] | index.isin(agreeing)
    faults = {
        "pand_id": ~known & _buildings(ids).notna(),
        "padded_id": ~known & _any(read["padded"] for read in ids.values()),
        "unknown_id": ~known,
        "two_ids": told.groupby("row")["object"].nunique().reindex(index).fillna(0) > 1,
        "disagree": full_key(places).notna() & ~sure,
        "doubtful": _any(read["doubtful"] for read in ids.values()) & ~sure,
        "withdrawn": best["state"] == WITHDRAWN,
        "not_in_use": (best["state"] == LABELLED) & ~places["confirmed"],
    }
    reason = _first(faults, index)
    return best["entry"].astype("Int64").where(reason.isna()), reason


def _judge_keys(places: pd.DataFrame, keyed: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    # The entry that the full key of a row names, or the first reason why none can be trusted.
    index = places.index
    fits = keyed[_fits(keyed, places, "street") & _fits(keyed, places, "town")]
    living = fits[fits["state"] < WITHDRAWN]
    active = fits[fits["state"] == ACTIVE]
    best = living.sort_values(["row", "state", "main", "entry"], ascending=[True, True, False, True])
    best = best.drop_duplicates("row").set_index("row").reindex(index)
    complete = full_key(places).notna()
    faults = {
        "absent": complete & ~index.isin(keyed["row"]),
        "misfit": complete & ~index.isin(fits["row"]),
        "withdrawn": complete & ~index.isin(living["row"]),
        "several": active.groupby("row")["object"].nunique().reindex(index).fillna(0) > 1,
        "not_in_use": best["state"] == LABELLED,
        "incomplete": ~complete & places[["street", "number", "postcode", "town"]].notna().any(axis="columns"),
        "point": ~complete,
    }
    reason = _first(faults, index)
    return best["entry"].astype("Int64").where(reason.isna()), reason


def _hits(book: AddressBook, pairs: pd.DataFrame) -> pd.DataFrame:
    return pairs.join(book.entries[["object", "state", "main", "street", "town"]], on="entry")


def _fits(hits: pd.DataFrame, places: pd.DataFrame, part: str) -> pd.Series:
    # What a row says besides its key must hold too; saying nothing contradicts nothing.
    said = hits["row"].map(fold_all(places[part]))
    return said.isna() | (said == fold_all(hits[part]))


def _buildings(ids: Mapping[str, pd.DataFrame]) -> pd.Series:
    # Digits 5 and 6 of a BAG id are the kind of object.
    first, *others = (read["bag_id"].where(read["bag_id"].str[4:6] == PAND) for read in ids.values())
    for other in others:
        first = first.fillna(other)
    return first


def _any(flags: Iterable[pd.Series]) -> pd.Series:
    return pd.concat(list(flags), axis="columns").any(axis="columns")


def _first(faults: dict[str, Any], index: pd.Index) -> pd.Series:
    reason = pd.Series(pd.NA, index=index, dtype="str")
    for name, fault in faults.items():
        reason = reason.mask(reason.isna() & fault, name)
    return reason
