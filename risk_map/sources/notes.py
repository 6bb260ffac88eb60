"""What may not stand in a note: data about a person, a named person, a word about origin. Places, never persons."""

from __future__ import annotations

import re
from typing import Final

from risk_map.sources.personal_data import find_person_data

TITLES: Final = "de heer|meneer|mijnheer|mevrouw|juffrouw|dhr|mevr|mw|hr"
NAMED_PERSON: Final = re.compile(rf"\b(?i:{TITLES})\b\.?\s+(?:van\s+)?(?:de[nr]?\s+|ter\s+|'t\s+)?[A-Z]\w")
INITIALED: Final = re.compile(r"\b(?:[A-Z]\.\s?){1,4}(?:van\s+)?(?:de[nr]?\s+|ter\s+)?[A-Z][a-z]{2,}")
WITH_PARTICLE: Final = re.compile(
    r"\b[A-Z][a-z]{2,}\s+(?:van\s+(?:de[nr]?\s+)?|de\s+|den\s+|ter\s+|el\s+|al\s+)[A-Z][a-z]{2,}"
)
"""Jan de Vries. A street with such a name ("Plein van de Vrede") is rare in a note, and has an address field."""
BORN: Final = re.compile(r"\b(?:geboren|geb\.?|leeftijd)\b|\b\d{1,2}[\s-]*(?:jarige?|jaar oud)\b", re.IGNORECASE)
SAID_NAME: Final = re.compile(r"\b(?:heet|genaamd|naam is|noemt zich)\s+[A-Z]\w")

ORIGIN_STEMS: Final = (
    "afghaan", "afghan", "afrikaan", "albanee", "albanes", "algerijn", "amerikaan", "arabi", "aziat", "bangladesh",
    "braziliaan", "bulgaar", "chine[es]e", "chinez", "colombiaan", "congole[es]", "eritre", "ethiop", "filipijn",
    "ghanee", "ghanes", "hongaar", "indiaas", "indonesi", "irakee", "iraakse", "irakes", "iraan", "italiaan",
    "joegoslav", "kroaat", "kroati", "litouw", "macedon", "marokka", "moldavi", "nepale[es]", "nigeriaan", "oekra[iï]",
    "oost-europe", "pakista", "portuge[es]", "roemee", "roemen", "serviër", "servisch", "slowaa", "slowak", "sloveen",
    "somali", "surina", "syriër", "syrisch", "syriërs", "thaise", "tsjech", "tunesi", "vietname", "allochto",
    "autochto", "buitenlander", "nationaliteit", "asielzoeker", "vluchteling",
)  # fmt: skip
ORIGIN_WORDS: Final = (
    "pool", "poolse?", "polen", "turk", "turkse?", "turken", "duitse?", "duitser", "duitsers", "griek", "griekse?",
    "grieken", "spaanse?", "spanjaard", "spanjaarden", "rus", "russen", "russische?", "belg", "belgen", "belgische?",
    "let", "letse?", "letten", "est", "estse?", "esten", "thai", "herkomst", "afkomst",
)  # fmt: skip
"""Short words in full: as stems they would hit a colour, a lamp or a swimming pool."""

ORIGIN: Final = re.compile(rf"\b(?:(?:{'|'.join(ORIGIN_STEMS)})\w*|{'|'.join(ORIGIN_WORDS)})\b", re.IGNORECASE)
INNOCENT: Final = frozenset({"pool", "let", "est", "rus"})
"""Ordinary words too; they count only with a capital inside a sentence."""


def find_forbidden(text: str) -> str | None:
    """Say why a note may not be kept, or nothing.

    Parameters
    ----------
    text
        A note of at most 280 characters.

    Returns
    -------
    str | None
        In Dutch: a kind of ``find_person_data``, ``naam van een persoon``, ``geboortedatum of leeftijd`` or
        ``woord over herkomst``.

    Notes
    -----
    A net, no wall: names without a title pass. Domain rule 1 stands on closed lists; a note is the one free text.
    """
    kind = find_person_data(text)
    if kind:
        return kind
    if any(pattern.search(text) for pattern in (NAMED_PERSON, INITIALED, WITH_PARTICLE, SAID_NAME)):
        return "naam van een persoon"
    if BORN.search(text):
        return "geboortedatum of leeftijd"
    if any(_is_about_origin(hit) for hit in ORIGIN.finditer(text)):
        return "woord over herkomst"
    return None


def _is_about_origin(hit: re.Match[str]) -> bool:
    word = hit[0]
    return word.lower() not in INNOCENT or (word[0].isupper() and hit.start() > 0)
