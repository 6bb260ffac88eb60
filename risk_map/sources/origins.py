"""Find a word about the origin of people in a note: of every country who lives there, and what is of it.

Strict on purpose (domain rule 1): "Poolse winkel" is refused too. What kind of shop it is stands in the register.
"""

from __future__ import annotations

import re
import unicodedata
from importlib import resources
from typing import TYPE_CHECKING, Final

from risk_map.sources.people import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDINGS: Final = {
    "ees": ("ees", "eesje", "ese", "ezen"),
    "een": ("een", "enen", "eens", "eense"),
    "aan": ("aan", "anen", "aans", "aanse"),
    "aar": ("aar", "aren", "aars", "aarse"),
    "ijn": ("ijn", "ijnen", "ijns", "ijnse"),
    "sch": ("sch", "sche"),
    "er": ("er", "ers"),
    "s": ("s", "se"),
    "i": ("i", "is", "i's"),
    "o": ("o", "os", "o's"),
    "a": ("a", "as", "a's"),
}
"""How words bend, the longest ending first; others stand in the list in every form."""

INNOCENT: Final = frozenset(
    {"pool", "let", "letten", "est", "rus", "schot", "schotten", "deen", "fin", "ier", "noren", "pers", "indo"}
)
"""Ordinary words too; they count only with a capital inside a sentence."""

NO_PEOPLE: Final = re.compile(
    r"\b(?:let op|schots en scheef|franse? balkons?|franse deur(?:en)?|perzische? tapijt(?:en)?|japanse duizendknoop"
    r"|indische buurt|russisch-orthodoxe kerk)\b"
    r"|(?-i:\bFrans (?=[A-Z]))",
    re.IGNORECASE,
)
"""A part of a building, a plant, a quarter, a given name."""

COMPOUND: Final = re.compile(
    r"(?:huis|huizen|huisvesting|hotel|pension|kamp|flat|woning|pand|groep|ploeg|familie|gezin|club|bende|maffia"
    r"|gemeenschap|winkel|café|cafe|bus|busje|auto|talig|sprekend)(?:en|s|e|jes?)?"
)
SMALL: Final = re.compile(r"t?jes?$")
BEGINS: Final = re.compile(r"(?:^|[.:;!?]\s)\W*$")
WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
ROMA: Final = (
    r"(?:groep(?:je)?|families?|gezin(?:nen)?|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|\d+|veel|enkele|paar) roma"
    rf"|roma (?:{PEOPLE}|groep|kamp|zijn|wonen|slapen|werken|verblijven)"
)
"""The people, not the pizzeria."""
LANGUAGE: Final = (
    r"(?:spre(?:ek|ken)t?|gesproken|verstaat?n?|praa?te?n?|beheers\w{1,4})\b[^.;!?]{0,30}\b(?:nederlands|taal)"
)
LOOKS: Final = r"(?:buitenlands|mediterraan|exotisch|zuidelijk|oosters|westers)e? (?:uiterlijk|voorkomen)"


def find_origin(text: str) -> str | None:
    """Give the first word about origin, or about a language that somebody speaks; or nothing.

    Parameters
    ----------
    text
        A note.
    """
    plain = NO_PEOPLE.sub(lambda hit: "." * len(hit[0]), text)
    if hit := PHRASE.search(plain):
        return hit[0]
    return next((hit[0] for hit in WORD.finditer(plain) if _says_origin(hit)), None)


def _says_origin(hit: re.Match[str]) -> bool:
    word = _plain(hit[0])
    if word in INNOCENT:
        return hit[0][0].isupper() and not BEGINS.search(hit.string, 0, hit.start())
    parts = {word, word.replace("-", ""), *word.split("-"), SMALL.sub("", word)} - INNOCENT
    return any(part in WORDS or _begins_with_one(part) for part in parts)


def _begins_with_one(word: str) -> bool:
    return any(COMPOUND.fullmatch(word[end:]) for end in range(4, len(word) - 2) if word[:end] in WORDS)


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore")
    return bare.decode().lower()


def _read() -> Iterator[tuple[str, list[str]]]:
    text = resources.files("risk_map.sources").joinpath("origin_words.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            land, _, words = line.partition(":")
            yield land, words.split()


def _forms(word: str) -> set[str]:
    ending = next((ending for ending in ENDINGS if word.endswith(ending)), "")
    stem = word.removesuffix(ending)
    return {stem + form for form in ENDINGS.get(ending, (word,))} if ending else {word}


LINES: Final = tuple(_read())
WORDS: Final = frozenset(form for _, words in LINES for word in words for form in _forms(_plain(word)))
LANDS: Final = "|".join(
    sorted({re.escape(re.sub(r"^(?:de|het) ", "", land)) for land, _ in LINES} - {"Nederland", "groepen", "buitenland"})
)
FROM: Final = (
    rf"(?:uit|van|naar|in|richting|bestemming|tussen) (?:de |het )?(?:(?:noord|zuid|oost|west|midden)-?)?(?:{LANDS})"
)
PHRASE: Final = re.compile(
    rf"\b(?:{FROM}|uit het buitenland|(?:oost|zuid|west|midden)[ -]europ(?:a|ees|ese|eaan|eanen)"
    rf"|{ROMA}|{LANGUAGE}|{LOOKS}|nederlandse (?:{PEOPLE})"
    rf"|(?:buitenlandse|westerse|oosterse) (?:{PEOPLE}))\b",
    re.IGNORECASE,
)
