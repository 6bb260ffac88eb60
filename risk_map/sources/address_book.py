"""The BAG addresses as a book to look places up in: by id, by full key, by house number, by distance.

Every look-up gives pairs of a row of the register and an entry of the book (its position), never one silent answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from risk_map.domain.bag import LABELLED_STATUSES, is_active, is_issued
from risk_map.sources.values import fold_all
from risk_map.sources.written_addresses import write_addresses

if TYPE_CHECKING:
    import geopandas as gpd

ACTIVE, LABELLED, WITHDRAWN = 0, 1, 2
"""State of an entry: in use today; issued but planned or out of use; no address any more."""

PARTS: Final = {
    "openbare_ruimte_naam": "street",
    "huisnummer": "number",
    "huisletter": "letter",
    "toevoeging": "addition",
    "postcode": "postcode",
    "woonplaats_naam": "town",
}


@dataclass(frozen=True, slots=True)
class AddressBook:
    """Addresses, prepared for looking up.

    Parameters
    ----------
    entries
        One row per address, index 0, 1, ...: the parts of the address, ``identificatie``, ``object``, ``pand``,
        ``main`` (a hoofdadres), ``state``, ``label`` (Dutch, empty when in use), ``x``, ``y`` (RD, metres).
    keys
        Pairs of a full key and an entry; an entry has a key by postcode, and one by street and town.
    """

    entries: pd.DataFrame
    keys: pd.DataFrame

    def by_id(self, ids: pd.Series) -> pd.DataFrame:
        """Look up ids of nummeraanduidingen, and of objects (all addresses of the object).

        Parameters
        ----------
        ids
            16 digits or missing, index: row of the register.
        """
        return pd.concat([self._match(ids, "identificatie"), self._match(ids, "object")], ignore_index=True)

    def by_building(self, ids: pd.Series) -> pd.DataFrame:
        """Look up ids of panden: all addresses in the pand."""
        # Splitting costs more than everything else here, and hardly anybody gives a pand.
        panden = (
            self.entries["pand"].dropna().str.split(",").explode() if ids.notna().any() else self.entries["pand"][:0]
        )
        return _pairs(ids, pd.DataFrame({"key": panden.to_numpy(), "entry": panden.index}))

    def by_key(self, places: pd.DataFrame) -> pd.DataFrame:
        """Look up full keys; a row whose house number has two readings is looked up under both.

        Parameters
        ----------
        places
            Written addresses (``read_addresses``), index: row of the register.
        """
        doubtful = places[places["other_addition"].notna()]
        other = doubtful.assign(letter=doubtful["other_letter"], addition=doubtful["other_addition"])
        asked = pd.concat([full_key(places), full_key(other)])
        return _pairs(asked, self.keys).drop_duplicates(ignore_index=True)

    def related(self, hits: pd.DataFrame) -> pd.DataFrame:
        """Look up what else hits may mean: other names of their objects, other objects with their names.

        Parameters
        ----------
        hits
            Pairs of ``row`` and ``entry``, withdrawn entries included.
        """
        named = hits[["row", "entry"]].merge(self.keys, on="entry").set_index("row")["key"]
        objects = hits["entry"].map(self.entries["object"]).set_axis(hits["row"].to_numpy())
        return pd.concat([_pairs(named, self.keys), self._match(objects, "object")], ignore_index=True)

    def on_number(self, places: pd.DataFrame) -> pd.DataFrame:
        """Look up the other addresses on the same house number, where the full key is not in the book.

        Parameters
        ----------
        places
            Written addresses, index: row of the register.
        """
        tables = [
            _pairs(make(places), pd.DataFrame({"key": make(self.entries), "entry": self.entries.index}))
            for make in (_postcode_and_number, _street_and_number)
        ]
        return pd.concat(tables).drop_duplicates(ignore_index=True)

    def near(self, points: pd.DataFrame, radius_m: float, most: int) -> pd.DataFrame:
        """Look up the nearest objects in use, by their main address.

        Parameters
        ----------
        points
            ``x`` and ``y`` in RD metres, missing where there is no point; index: row of the register.
        radius_m
            Farther away is not near.
        most
            Number of objects per row.

        Returns
        -------
        pd.DataFrame
            Pairs with ``distance_m``, nearest first.
        """
        chosen = self.entries[(self.entries["state"] == ACTIVE) & self.entries["main"] & self.entries["x"].notna()]
        asked = points[["x", "y"]].dropna()
        if chosen.empty or asked.empty:
            return pd.DataFrame({"row": [], "entry": [], "distance_m": []}).astype({"row": "int64", "entry": "int64"})
        bound = np.nextafter(radius_m, np.inf)  # the tree leaves the bound itself out
        found = cKDTree(chosen[["x", "y"]]).query(asked, k=range(1, most + 1), distance_upper_bound=bound)
        distance, position = (np.asarray(part) for part in found)
        row, rank = np.nonzero(np.isfinite(distance))
        return pd.DataFrame(
            {
                "row": asked.index.to_numpy()[row],
                "entry": chosen.index.to_numpy()[position[row, rank]],
                "distance_m": distance[row, rank],
            }
        )

    def _match(self, ids: pd.Series, column: str) -> pd.DataFrame:
        return _pairs(ids, pd.DataFrame({"key": self.entries[column], "entry": self.entries.index}))


def make_book(addresses: gpd.GeoDataFrame) -> AddressBook:
    """Prepare addresses for looking up.

    Parameters
    ----------
    addresses
        Under the contract ``ADDRESSES``; the position of a row is the entry in the book.
    """
    parts = addresses[list(PARTS)].rename(columns=PARTS).reset_index(drop=True).astype("str")
    planned = addresses["adresseerbaar_object_status"].map(LABELLED_STATUSES).astype("str")
    issued, active = is_issued(addresses), is_active(addresses)
    state = np.select([active, issued & planned.notna()], [ACTIVE, LABELLED], WITHDRAWN)
    entries = parts.assign(
        identificatie=addresses.index.to_numpy(),
        object=addresses["adresseerbaar_object_identificatie"].to_numpy(),
        pand=addresses["pand_identificatie"].to_numpy(),
        main=(addresses["adrestype"] == "hoofdadres").to_numpy(),
        state=state,
        label=planned.where(issued, "ingetrokken").mask(active, "").fillna("ingetrokken").to_numpy(),
        x=addresses.geometry.x.to_numpy(),
        y=addresses.geometry.y.to_numpy(),
    )
    keys = pd.concat([_postcode_key(entries), _street_key(entries)]).dropna()
    return AddressBook(entries, pd.DataFrame({"key": keys.to_numpy(), "entry": keys.index}))


def full_key(parts: pd.DataFrame) -> pd.Series:
    """Make the key that names one address: by postcode, or by street and town when there is no postcode.

    Parameters
    ----------
    parts
        ``street``, ``number``, ``letter``, ``addition``, ``postcode``, ``town``; the key is missing when a part is.
    """
    return _postcode_key(parts).where(parts["postcode"].notna(), _street_key(parts))


def address_texts(addresses: pd.DataFrame) -> pd.Series:
    """Write BAG addresses as users read them: ``Dorpsstraat 12A-2, 3701AB Zeist``.

    Parameters
    ----------
    addresses
        Under the contract ``ADDRESSES``.
    """
    return write_addresses(addresses[list(PARTS)].rename(columns=PARTS))


def _house(parts: pd.DataFrame) -> pd.Series:
    # Compared in capitals: BAG holds letters in both cases.
    suffix = parts["letter"].fillna("") + "|" + parts["addition"].fillna("")
    return "|" + parts["number"] + "|" + suffix.str.upper()


def _postcode_key(parts: pd.DataFrame) -> pd.Series:
    return parts["postcode"] + _house(parts)


def _street_key(parts: pd.DataFrame) -> pd.Series:
    return _street(parts) + _house(parts)


def _street(parts: pd.DataFrame) -> pd.Series:
    return fold_all(parts["street"]) + "|" + fold_all(parts["town"])


def _postcode_and_number(parts: pd.DataFrame) -> pd.Series:
    return parts["postcode"] + "|" + parts["number"]


def _street_and_number(parts: pd.DataFrame) -> pd.Series:
    # Without the town: that may be what is wrong or absent.
    return fold_all(parts["street"]) + "|" + parts["number"]


def _pairs(asked: pd.Series, known: pd.DataFrame) -> pd.DataFrame:
    # pandas joins a missing key to every other missing key, so they are dropped; nothing at all is no text yet.
    asked = asked.dropna().astype("str")
    rows = pd.DataFrame({"key": asked.to_numpy(), "row": asked.index})
    return rows.merge(known.dropna().astype({"key": "str"}), on="key")[["row", "entry"]]
