"""Places, never persons: columns and values that point to a person, and the refusal of the file that holds them.

The names stand in ``person_columns.csv``: ``whole`` is banned as the whole name of a column, ``word`` also as words
inside a name (``telefoon_2``, ``e-mail contact``), ``part`` anywhere in it (``hoofdcontacttelefoonnummer``).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from risk_map.domain.inspection import CHECKS
from risk_map.errors import ForbiddenColumnError, Place
from risk_map.sources.personal_data import column_holds, find_person_data
from risk_map.sources.refusals import Refusal, error_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    import pandas as pd

__all__ = ["find_person_data", "first_person_column", "refuse_person_columns", "refuse_person_values"]

ROLE: Final = "rol"
ABOUT_GROUPS: Final = {"geboorte", "kenmerk", "herkomst", "inkomen", "gezondheid", "verblijf", ROLE}
"""Kinds that official statistics count per area; such a count is about nobody."""

COUNT_WORDS: Final = {
    "aant", "aantal", "av", "average", "count", "gem", "gemiddeld", "gemiddelde", "mean", "mediaan", "median",
    "number", "p", "pct", "percentage", "perc", "procent", "share", "sum", "totaal", "total",
}  # fmt: skip
FILLERS: Final = {
    "and", "bij", "de", "den", "der", "des", "een", "en", "het", "of", "op", "s", "the", "van",
}  # fmt: skip
OF_A_ROLE: Final = (
    "naam", "namen", "name", "names", "adres", "address", "woonplaats", "postcode", "nummer", "nr", "number",
    "id", "code",
)  # fmt: skip
"""With a role they say who: ``eigenaar_adres``. A kind of role (``soort exploitant``) says no more than a kind."""

MIN_FUZZY_CHARACTERS: Final = 9
"""Shorter words differ from honest ones by a letter."""


@dataclass(frozen=True, slots=True)
class BanList:
    """The banned names, normalised: name -> kind of data about persons.

    Parameters
    ----------
    whole, words, parts
        By the way they match.
    who
        A role with what it says about somebody: ``eigenaaradres``, ``naambewoner``; matches as ``words`` do.
    """

    whole: dict[str, str]
    words: dict[str, str]
    parts: dict[str, str]
    who: dict[str, str]


@cache
def ban_list() -> BanList:
    """Read the ban-list that comes with the package."""
    text = resources.files("risk_map.sources").joinpath("person_columns.csv").read_text(encoding="utf-8")
    rows = [
        (_joined(row["name"]), row["match"], row["about"]) for row in csv.DictReader(text.splitlines(), delimiter=";")
    ]
    by_match = {
        match: {name: about for name, its, about in rows if its == match} for match in ("whole", "word", "part")
    }
    roles = [name for name, match, about in rows if about == ROLE and match == "whole"]
    who = {pair: "naam" for role in roles for about in OF_A_ROLE for pair in (role + about, about + role)}
    return BanList(by_match["whole"], by_match["word"], by_match["part"], who)


def first_person_column(columns: Iterable[str], places: Collection[str] = ()) -> str | None:
    """Give the first column whose name says that it is about a person.

    Parameters
    ----------
    columns
        Names as the file has them; case, accents, spaces, ``_``, ``-``, ``.`` and camelCase do not matter.
    places
        Names that name a place here: ``naam`` in a layer of areas.
    """
    return next((name for name in columns if name not in places and is_person_column(name)), None)


def is_person_column(name: str) -> bool:
    """Say whether the name of a column is on the ban-list.

    Parameters
    ----------
    name
        As the file has it.
    """
    joined = _joined(name)
    if joined in _own_questions():
        return False
    tokens = [token for token in _tokens(name) if token not in FILLERS]
    found = set(_found(joined, tokens))
    if COUNT_WORDS.intersection(tokens):
        found -= ABOUT_GROUPS
    return bool(found)


def refuse_person_columns(columns: Iterable[str], file: str) -> None:
    """Refuse a file that has a column about persons.

    Parameters
    ----------
    columns
        Names as the file has them.
    file
        Name of the file.

    Raises
    ------
    ForbiddenColumnError
        Names the first such column.
    """
    column = first_person_column(columns)
    if column is not None:
        raise error_of(Refusal("person_column", column=column), file)


def refuse_person_values(frame: pd.DataFrame, file: str, *, skip: Collection[str] = ()) -> None:
    """Refuse a file that has values about persons; the error names column and row, never the value.

    Parameters
    ----------
    frame
        Index: the row number as a spreadsheet shows it. Text and number columns are judged.
    file
        Name of the file.
    skip
        Columns that are not judged: identifications, whose digits may look like anything.

    Raises
    ------
    ForbiddenColumnError
        With the kind of data in the sentence.
    """
    for name in frame.columns:
        if name in skip or frame[name].dtype.kind not in "OUTif":
            continue
        hit = column_holds(frame[name])
        if hit is not None:
            kind, row = hit
            message = f"Deze kolom bevat gegevens over een persoon ({kind}); haal ze weg en lever het bestand opnieuw."
            raise ForbiddenColumnError(message, Place(file, row, str(name)))


def _found(joined: str, tokens: list[str]) -> Iterator[str]:
    banned = ban_list()
    bare = joined.rstrip("0123456789")
    yield from (names[bare] for names in (banned.whole, banned.words) if bare in names)
    words = [token.rstrip("0123456789") for token in tokens if not token.isdigit()]
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            word = "".join(words[start:end])
            yield from (names[word] for names in (banned.words, banned.who) if word in names)
    yield from (about for part, about in banned.parts.items() if part in joined)
    if len(bare) >= MIN_FUZZY_CHARACTERS:
        yield from (_misspelt()[letters] for letters in _with_one_letter_less(bare) if letters in _misspelt())


@cache
def _misspelt() -> dict[str, str]:
    # Words that are equal when each loses at most one letter differ by a typing error: geboortedatm, natonaliteit.
    banned = ban_list()
    long_words = {
        name: about for name, about in (banned.words | banned.parts).items() if len(name) >= MIN_FUZZY_CHARACTERS
    }
    return {letters: about for name, about in long_words.items() for letters in _with_one_letter_less(name)}


def _with_one_letter_less(word: str) -> set[str]:
    return {word} | {word[:position] + word[position + 1 :] for position in range(len(word))}


@cache
def _own_questions() -> frozenset[str]:
    # The questions of our own checklist speak about "telefoons" and "kinderen" on the spot, and about nobody.
    return frozenset(_joined(check.label) for check in CHECKS)


def _tokens(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", plain)
    return re.findall(r"[a-z0-9]+", split.lower())


def _joined(name: str) -> str:
    return "".join(_tokens(name))
