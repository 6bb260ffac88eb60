"""A note says something about a place; persons and origin are refused, ordinary sentences are not."""

from __future__ import annotations

import pytest

from risk_map.sources.notes import find_forbidden


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("De Poolse bewoners slapen in de schuur.", "woord over herkomst"),
        ("Vier Roemenen in één kamer.", "woord over herkomst"),
        ("chinese dames achter het gordijn", "woord over herkomst"),
        ("Er werken Oekraïense mensen.", "woord over herkomst"),
        ("Bulgaarse groep met één woordvoerder", "woord over herkomst"),
        ("een Pool en een Rus achter de balie", "woord over herkomst"),
        ("Slowaken en Tsjechen met één busje", "woord over herkomst"),
        ("Gesproken met de asielzoekers.", "woord over herkomst"),
        ("Buitenlanders op zolder.", "woord over herkomst"),
        ("Er slaapt een mevrouw Jansen.", "naam van een persoon"),
        ("Gezien: dhr. De Vries bij de deur", "naam van een persoon"),
        ("mw. van der Berg houdt de paspoorten", "naam van een persoon"),
        ("Jan de Vries woont hier", "naam van een persoon"),
        ("Mw. Kowalska slaapt daar", "naam van een persoon"),
        ("W. Kowalski is de baas", "naam van een persoon"),
        ("bewoner geboren 12-03-1988", "geboortedatum of leeftijd"),
        ("een 17-jarige in de keuken", "geboortedatum of leeftijd"),
        ("de baas heet Karel", "naam van een persoon"),
        ("bel 06-12345678", "telefoonnummer"),
    ],
)
def test_persons_and_origin_are_named_by_their_kind(note, kind):
    assert find_forbidden(note) == kind


@pytest.mark.parametrize(
    "note",
    [
        "Vijf matrassen in de loods, ramen afgeplakt.",
        "Bij het zwembad ligt een tweede ingang naar de pool.",
        "Let op: de nooduitgang is geblokkeerd.",
        "Mevrouw deed niet open.",
        "Zie het besluit van 3 maart; de heer des huizes was er niet.",
        "Locatie aan de Spoorlaan, naast de Aldi.",
        "Licht brandt elke nacht; drie busjes om 5 uur.",
        "De exploitant heet gasten welkom zonder register.",
        "Er is een slot aan de buitenkant van kamer 4.",
        "Turkooizen gordijn, russula op het menu, lettertype groot op de gevel.",
        "Personeel slaapt boven de keuken.",
    ],
)
def test_ordinary_sentences_about_a_place_pass(note):
    assert find_forbidden(note) is None
