"""Find an address of the BAG by what somebody types: candidates for a human, never a silent first hit."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from risk_map.domain.bag import is_issued
from risk_map.errors import InputError
from risk_map.governance.permissions import use_case
from risk_map.sources.address_book import address_texts
from risk_map.store.folder import DataFolder

if TYPE_CHECKING:
    from pathlib import Path

    from risk_map.config import Config
    from risk_map.domain.subject import Subject

MOST: Final = 20
TOO_SHORT: Final = "Typ een straat en een huisnummer, of een postcode en een huisnummer."
POSTCODE: Final = re.compile(r"\b([1-9][0-9]{3})\s+([a-z]{2})\b")


class Candidates(NamedTuple):
    """What fits.

    Parameters
    ----------
    addresses
        Index ``identificatie`` of the nummeraanduiding: ``address``, ``gebruiksdoel`` and ``gemeentecode``; the first
        ``MOST`` by street and number.
    total
        How many fit.
    """

    addresses: pd.DataFrame
    total: int


@use_case("find_address")
def find_address(subject: Subject, config: Config, text: str) -> Candidates:
    """Find addresses that hold every word of a text; a number is a whole number, another word may be unfinished.

    Parameters
    ----------
    subject
        Who asks; who works for one municipality finds addresses in it.
    config
        Says where the data folder is.
    text
        Part of an address, as somebody types it.

    Raises
    ------
    PermissionDeniedError
        When the subject may not.
    InputError
        When the text is too short to look for.
    """
    words = _words_of(text)
    if sum(map(len, words)) < 3 or not any(word.isalpha() or len(word) > 4 for word in words):
        raise InputError(TOO_SHORT)
    book = _book(config.data_dir, DataFolder(config.data_dir).stamp())
    if subject.municipality is not None:
        book = book[(book["gemeentecode"] == subject.municipality).to_numpy(dtype=bool)]
    for word in words:
        needle = f" {word} " if word.isdigit() else f" {word}"
        book = book[book["words"].str.contains(needle, regex=False).to_numpy(dtype=bool)]
    ordered = book.sort_values(["openbare_ruimte_naam", "huisnummer", "address"])
    return Candidates(ordered[["address", "gebruiksdoel", "gemeentecode"]].head(MOST), len(book))


def _words_of(text: str) -> list[str]:
    return POSTCODE.sub(r"\1\2", _plain(text)).split()


def _plain(text: str) -> str:
    """Write a text in small letters without accents, its words apart."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", bare.lower()))


@lru_cache(maxsize=2)
def _book(data_dir: Path, stamp: tuple[tuple[str, int, int], ...]) -> pd.DataFrame:
    addresses = DataFolder(data_dir).read_addresses()
    addresses = addresses[is_issued(addresses).to_numpy(dtype=bool)]
    number, letter = addresses["huisnummer"].astype("str"), addresses["huisletter"].fillna("")
    addition, postcode = addresses["toevoeging"].fillna(""), addresses["postcode"].fillna("")
    street, town = (_each_plain(addresses[name]) for name in ("openbare_ruimte_naam", "woonplaats_naam"))
    words = [street, number, number + letter + addition, letter, addition, postcode.str[:4], postcode, town]
    line = reduce(lambda left, right: left + " " + right, words).str.lower()
    columns = ["openbare_ruimte_naam", "huisnummer", "gebruiksdoel", "gemeentecode"]
    return pd.DataFrame(addresses[columns]).assign(address=address_texts(addresses), words=" " + line + " ")


def _each_plain(names: pd.Series) -> pd.Series:
    return names.map({name: _plain(name) for name in names.dropna().unique()}).fillna("").astype("str")
