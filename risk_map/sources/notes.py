"""What may not stand in a note: data about a person, a named person, a word about origin. Places, never persons."""

from __future__ import annotations

import re
from typing import Final

from risk_map.sources.names import find_name
from risk_map.sources.personal_data import find_person_data

TITLES: Final = "de heer|meneer|mijnheer|mevrouw|juffrouw|dhr|mevr|mw|hr"
NAMED_PERSON: Final = re.compile(rf"\b(?i:{TITLES})\b\.?\s+(?:van\s+)?(?:de[nr]?\s+|ter\s+|'t\s+)?[A-Z]\w")
INITIALED: Final = re.compile(r"\b(?:[A-Z]\.\s?){1,4}(?:van\s+)?(?:de[nr]?\s+|ter\s+)?[A-Z][a-z]{2,}")
WITH_PARTICLE: Final = re.compile(r" (?:van|de|den|der|ter|el|al) ", re.IGNORECASE)
PERSON: Final = (
    r"(?:man(?:nen)?|vrouw(?:en|tje)?|meisjes?|jongens?|jongetje|kind(?:eren)?|dames?|heer|heren|bewo(?:ner|onster)s?"
    r"|huurders?|werknemers?|medewerk(?:er|ster)s?|masseuses?|baby|peuter|puber|minderjarige[ns]?)"
)
ABOUT: Final = r"(?:ongeveer |circa |ca\.? |rond de |naar schatting )?"
BORN: Final = re.compile(
    r"\b(?:geboren|geb\.?|leeftijd)\b|\b\d{1,2}[\s-]*(?:jarige?|jaar oud)\b"
    rf"|\b{PERSON} van {ABOUT}\d{{1,2}}(?!\d|[.,:]\d|\s*(?:m\b|m[2²]|uur|kamers?|dagen|weken|maanden|%))"
    rf"|\b{PERSON}\s?[,(]\s?{ABOUT}\d{{1,2}}\s?(?:jaar|jr\b|\))",
    re.IGNORECASE,
)
NAMED_AGE: Final = re.compile(r"\b[A-Z]\w+\s?[,(]\s?\d{1,2}\s?(?:jaar|jr)\b")
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

COUNTRIES: Final = (
    "afghanistan", "albanië", "algerije", "argentinië", "armenië", "azerbeidzjan", "bangladesh", "belarus", "belgië",
    "bosnië", "brazilië", "bulgarije", "cambodja", "chili", "china", "colombia", "congo", "cuba", "denemarken",
    "duitsland", "ecuador", "egypte", "eritrea", "estland", "ethiopië", "filipijnen", "frankrijk", "gambia", "georgië",
    "ghana", "griekenland", "guinee", "hongarije", "ierland", "india", "indonesië", "irak", "iran", "israël", "italië",
    "jamaica", "japan", "jemen", "jordanië", "kameroen", "kazachstan", "kenia", "kosovo", "kroatië", "laos", "letland",
    "libanon", "liberia", "libië", "litouwen", "macedonië", "maleisië", "marokko", "mexico", "moldavië", "mongolië",
    "myanmar", "nepal", "nigeria", "oeganda", "oekraïne", "oezbekistan", "pakistan", "palestina", "paraguay", "peru",
    "portugal", "roemenië", "rusland", "rwanda", "senegal", "servië", "sierra leone", "slovenië", "slowakije", "soedan",
    "somalië", "spanje", "sri lanka", "sudan", "suriname", "syrië", "taiwan", "tanzania", "thailand", "togo",
    "tsjechië", "tunesië", "turkije", "venezuela", "vietnam", "wit-rusland", "zuid-afrika",
)  # fmt: skip
FAITHS: Final = "islamitische?|katholieke?|christelijke?|joodse?|hindoestaanse?|boeddhistische?|gelovige?"
FAITH: Final = re.compile(
    r"\b(?:moslim(?:s|a|as)?|christen(?:en)?|jood|joden|hindoes?|boeddhist(?:en)?|sikhs?|jehova\w*|hoofddoek(?:je|jes|en)?)\b"
    rf"|\b(?:{FAITHS}) {PERSON}\b|\b{PERSON} (?:is|zijn) (?:{FAITHS})\b",
    re.IGNORECASE,
)
"""A faith of people; a church, a school or a butcher of one is a place."""
FROM: Final = re.compile(rf"\b(?:uit|afkomstig van) (?:de |het )?(?:{'|'.join(COUNTRIES)})\b", re.IGNORECASE)

ORIGIN: Final = re.compile(rf"\b(?:(?:{'|'.join(ORIGIN_STEMS)})\w*|{'|'.join(ORIGIN_WORDS)})\b", re.IGNORECASE)
ACCUSES: Final = "woord dat iemand beschuldigt"
_NOUN: Final = r"(?=\s*(?:$|[.,:;!?)])|\s+(?:is|en|of|in|op|uit|bij|met|van|achter|woont|werkt|slaapt|zit|verblijft)\b)"
ACCUSATION: Final = re.compile(
    r"\b(?:prostitu(?:ee|é|ée)s?|hoer(?:en|tjes?)?|pooiers?|loverboys?|criminelen|illegalen|daders?|uitbuiters?"
    r"|mensenhandela(?:ars?|ren)|(?:mensen)?smokkelaars?|drugsdealers?)\b"
    r"|(?<!centrum )(?<!aanpak )(?<!meldpunt )(?<!team )\bmensenhandel\b"
    rf"|\b(?:een|de|die|deze|als) (?:crimineel|illegaal)\b{_NOUN}",
    re.IGNORECASE,
)
"""What somebody is said to be (governance, L4). A house is let illegally; who is called an illegal is accused."""

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
        In Dutch: a kind of ``find_person_data``, ``naam van een persoon``, ``geboortedatum of leeftijd``,
        ``woord over herkomst``, ``woord over geloof``, ``woord dat iemand beschuldigt`` or ``lijkt een naam``.

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
        ("woord over herkomst", _is_about_origin),
        ("woord over geloof", FAITH.search),
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


def _is_about_origin(text: str) -> bool:
    return FROM.search(text) is not None or any(map(_says_origin, ORIGIN.finditer(text)))


def _says_origin(hit: re.Match[str]) -> bool:
    word = hit[0]
    return word.lower() not in INNOCENT or (word[0].isupper() and hit.start() > 0)
