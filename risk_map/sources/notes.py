"""What may not stand in a note: data about a person, a named person, a word about origin. Places, never persons."""

from __future__ import annotations

import re
from typing import Final

from risk_map.sources.accusations import ACCUSATION
from risk_map.sources.names import find_name
from risk_map.sources.origins import find_origin
from risk_map.sources.people import FAITH, ORIENTATION, PERSON, SKIN
from risk_map.sources.personal_data import find_person_data

TITLES: Final = "de heer|meneer|mijnheer|mevrouw|juffrouw|dhr|mevr|mw|hr"
NAMED_PERSON: Final = re.compile(rf"\b(?i:{TITLES})\b\.?\s+(?:van\s+)?(?:de[nr]?\s+|ter\s+|'t\s+)?[A-Z]\w")
INITIALED: Final = re.compile(r"\b(?:[A-Z]\.\s?){1,4}(?:van\s+)?(?:de[nr]?\s+|ter\s+)?[A-Z][a-z]{2,}")
WITH_PARTICLE: Final = re.compile(r" (?:van|de|den|der|ter|el|al) ", re.IGNORECASE)
ABOUT: Final = r"(?:ongeveer |circa |ca\.? |rond de |naar schatting )?"
COUNTED: Final = (
    "m|m[2²]|uur|minuten|kamers?|keer|maal|x|dag|dagen|nacht|nachten|week|weken|maanden?|van|op"
    "|jaar (?:geleden|in|bij|op|werk)"
)
BORN: Final = re.compile(
    r"\b(?:geboren|geb\.?|leeftijd)\b|\b\d{1,2}[\s-]*(?:jarige?|jaar oud)\b"
    rf"|\b{PERSON} van {ABOUT}\d{{1,2}}(?!\d|[.,:]\d|\s*(?:m\b|m[2²]|uur|kamers?|dagen|weken|maanden|%))"
    rf"|\b{PERSON} (?:is|was|lijkt|oogt) (?:nog )?(?:maar |pas )?{ABOUT}\d{{1,2}}(?!\d|[.,:]\d|\s*(?:{COUNTED})\b)"
    rf"|\b{PERSON}\s?[,(]\s?{ABOUT}\d{{1,2}}\s?(?:jaar|jr\b|\))",
    re.IGNORECASE,
)
NAMED_AGE: Final = re.compile(r"\b[A-Z]\w+\s?[,(]\s?\d{1,2}\s?(?:jaar|jr)\b")
SAID_NAME: Final = re.compile(r"\b(?:heet|genaamd|naam is|noemt zich)\s+[A-Z]\w")

ACCUSES: Final = "woord dat iemand beschuldigt"


def find_forbidden(text: str) -> str | None:
    """Say why a note may not be kept, or nothing.

    Parameters
    ----------
    text
        A note of at most 280 characters.

    Returns
    -------
    str | None
        In Dutch: a kind of ``find_person_data``, ``naam van een persoon``, ``geboortedatum of leeftijd``,
        ``woord over herkomst``, ``woord over huidskleur``, ``woord over geloof``, ``woord over geaardheid of gender``,
        ``woord dat iemand beschuldigt`` or ``lijkt een naam``.

    Notes
    -----
    A net, no wall: a name without capital letters passes. Domain rule 1 stands on closed lists; a note is the one free
    text.
    """
    kind = find_person_data(text)
    if kind:
        return kind
    tests = (
        ("naam van een persoon", _has_named_person),
        ("geboortedatum of leeftijd", lambda text: BORN.search(text) or NAMED_AGE.search(text)),
        ("woord over herkomst", find_origin),
        ("woord over huidskleur", SKIN.search),
        ("woord over geloof", FAITH.search),
        ("woord over geaardheid of gender", ORIENTATION.search),
        (ACCUSES, ACCUSATION.search),
        ("lijkt een naam", find_name),
    )
    return next((kind for kind, test in tests if test(text)), None)


def say_forbidden(kind: str) -> str:
    """Say in Dutch, after what it is about, why a text may not be kept.

    Parameters
    ----------
    kind
        Result of ``find_forbidden``.
    """
    if kind == ACCUSES:
        return f"bevat een {kind}. Beschrijf wat er is gezien, niet wat iemand is"
    return f"bevat gegevens over een persoon ({kind})"


def _has_named_person(text: str) -> bool:
    if any(pattern.search(text) for pattern in (NAMED_PERSON, INITIALED, SAID_NAME)):
        return True
    return WITH_PARTICLE.search(find_name(text) or "") is not None
