"""Find what looks like the name of a person in a note: a given name, or two names in sequence that are of no place.

A hint and no proof. Capital letters are all there is to go by: "jan jansen" passes, and a shop with an unknown name of
two words does not. What is known to be no person stands in word lists beside this file.
"""

from __future__ import annotations

import re
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTICLES: Final = {
    "van", "de", "der", "den", "ter", "ten", "te", "'t", "el", "al", "bin", "ibn", "da", "dos", "do", "di", "la", "von",
    "op",
}  # fmt: skip
WORD: Final = re.compile(r"'[ts]\b|[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
ROADS: Final = "straat|laan|weg|plein|pad|singel|kade|dreef|gracht|steeg|plantsoen|park|terrein|dijk|markt|erf"
"""How the name of a road ends. Endings that many surnames have too, such as "berg" and "hof", are not among them."""
ROAD: Final = re.compile(rf"\w{{2,}}(?:{ROADS})")


def _words(name: str) -> frozenset[str]:
    text = resources.files("risk_map.sources").joinpath(name).read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


GIVEN: Final = _words("given_names.txt")
PLACES: Final = _words("place_words.txt")
TRADE: Final = _words("trade_words.txt")
ORDINARY: Final = _words("opening_words.txt")


def find_name(text: str) -> str | None:
    """Give the first part of a text that looks like the name of a person, or nothing.

    Parameters
    ----------
    text
        A note.
    """
    words = list(WORD.finditer(text))
    for first, last in _runs(text, words):
        run = [hit[0].lower() for hit in words[first : last + 1]]
        beside = {words[place][0].lower() for place in _beside(text, words, first, last)}
        if not _is_of_a_place(run, beside) and (len(set(run) - PARTICLES) > 1 or run[0] in GIVEN):
            return text[words[first].start() : words[last].end()]
    return None


def _runs(text: str, words: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Give where words with a capital letter follow each other, with particles between them: first and last."""
    first = last = -1
    for place, hit in enumerate(words):
        follows = first >= 0 and text[words[place - 1].end() : hit.start()] == " "
        if first >= 0 and not (follows and (_is_name(hit[0]) or hit[0].lower() in PARTICLES)):
            yield first, last
            first = -1
        if _is_name(hit[0]) and not (first < 0 and hit[0].lower() in PARTICLES):
            first, last = (place if first < 0 else first), place
    if first >= 0:
        yield first, last


def _is_name(word: str) -> bool:
    """Say whether a word is written as a name is; of words in capitals throughout only a known name is one."""
    if word.lower() in ORDINARY or not word[0].isupper() or len(word) < 2:
        return False
    return not word.isupper() or word.lower() in GIVEN


def _beside(text: str, words: list[re.Match[str]], first: int, last: int) -> Iterator[int]:
    """Give the words right before and right after some words, with nothing but a space between."""
    if first and text[words[first - 1].end() : words[first].start()] == " ":
        yield first - 1
    if last + 1 < len(words) and text[words[last].end() : words[last + 1].start()] == " ":
        yield last + 1


def _is_of_a_place(run: list[str], beside: set[str]) -> bool:
    if any(ROAD.fullmatch(word) for word in run):
        return True
    # Behind a particle the same word is a surname: van Dijk.
    loose = [word for before, word in pairwise(["", *run]) if before not in PARTICLES]
    parts = {part for word in loose for part in (word, *word.split("-"))}
    if TRADE & (parts | beside):
        return True
    return run[0] not in GIVEN and bool(PLACES & parts)
