"""A note says something about a place; persons and origin are refused, ordinary sentences are not."""

from __future__ import annotations

import pytest

from risk_map.sources.notes import ACCUSES, find_forbidden
from tests.sources.note_corpus import ABOUT_PEOPLE, WITH_FULL_NAME, WITH_GIVEN_NAME, WITHOUT


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
        *(
            (note, ACCUSES)
            for note in (
                "Twee prostituees aanwezig.",
                "een prostituée op de eerste verdieping",
                "De beheerder is een mensenhandelaar",
                "Mensenhandelaren in het pand",
                "vermoeden van mensenhandel",
                "hoeren achter het raam",
                "er staat een pooier voor de deur",
                "loverboy haalt haar op",
                "Drie criminelen in de schuur",
                "Een crimineel, zegt de buurt.",
                "de crimineel woont boven de zaak",
                "Vijf illegalen op zolder",
                "een illegaal in de keuken",
                "de dader rijdt in een busje",
                "uitbuiter komt elke vrijdag",
                "mensensmokkelaars gebruiken de loods",
            )
        ),
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
        "Kamers worden illegaal verhuurd.",
        "een illegaal gebouwde schuur en een illegale keuken",
        "een illegaal casino achter de bar",
        "past bij criminele uitbuiting",
        "een seksinrichting zonder vergunning voor prostitutie",
        "Doorgegeven aan het meldpunt mensenhandel.",
        "Hoera op de gevel, pooierhek dicht",
        "Deur dicht. Let op: hond. Pool in de tuin; Schotten tussen de bedden. Zie het bord Let op.",
        "Het asielzoekerscentrum ligt aan de overkant.",
        "1 2 3 4 5 6 7 8 3 staat op de deuren",
        "Restaurant China Garden en pizzeria Roma",
        "een genderneutraal toilet en een homogene vloer",
    ],
)
def test_ordinary_sentences_about_a_place_pass(note):
    assert find_forbidden(note) is None


class TestNames:
    """How many names of a made-up corpus are seen, and how often a note without one is refused for nothing."""

    pytestmark = pytest.mark.figure

    def test_names_of_many_origins_are_seen(self, record_property):
        notes = [*WITH_FULL_NAME, *WITH_GIVEN_NAME]
        missed = [note for note in notes if find_forbidden(note) is None]
        alone = sum(note in missed for note in WITH_GIVEN_NAME)
        share = 1 - len(missed) / len(notes)
        kinds = (
            f"{len(missed) - alone} of {len(WITH_FULL_NAME)} full names, {alone} of {len(WITH_GIVEN_NAME)} given names"
        )
        record_property("figure", f"names in notes: {share:.1%} of {len(notes)} seen; missed {kinds} alone")
        assert len(set(notes)) >= 200
        assert share >= 0.95, missed

    def test_what_is_said_of_people_is_seen(self, record_property):
        missed = {
            name: [note for note in group if find_forbidden(note) is None] for name, group in ABOUT_PEOPLE.items()
        }
        notes, total = sum(map(len, ABOUT_PEOPLE.values())), sum(map(len, missed.values()))
        told = ", ".join(f"{name} {len(found)} of {len(ABOUT_PEOPLE[name])}" for name, found in missed.items())
        record_property("figure", f"notes about people: {1 - total / notes:.1%} of {notes} seen; missed {told}")
        assert notes >= 300
        assert total / notes <= 0.01, missed

    def test_streets_companies_and_places_are_let_through(self, record_property):
        notes = [note for group in WITHOUT.values() for note in group]
        wrong = {name: [note for note in group if find_forbidden(note)] for name, group in WITHOUT.items()}
        total = sum(map(len, wrong.values()))
        told = ", ".join(f"{name} {len(found)} of {len(WITHOUT[name])}" for name, found in wrong.items())
        record_property(
            "figure", f"false alarms on notes without a name: {total / len(notes):.1%} of {len(notes)} ({told})"
        )
        assert len(set(notes)) >= 200
        assert total / len(notes) <= 0.05, wrong


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("Mohammed Ali", "lijkt een naam"),
        ("Maria, 19 jaar", "geboortedatum of leeftijd"),
        ("een meisje van 16", "geboortedatum of leeftijd"),
        ("de bewoner is 19", "geboortedatum of leeftijd"),
        ("het meisje oogt pas 16 jaar", "geboortedatum of leeftijd"),
        ("man van 35 jaar", "geboortedatum of leeftijd"),
        ("vrouw (24) opent de deur", "geboortedatum of leeftijd"),
        ("paspoort NWX123456", "documentnummer"),
        ("rijbewijs 5123456789", "documentnummer"),
        ("auto AB123C", "kenteken"),
        ("busje met 12ABC3", "kenteken"),
        ("insta lotus_massage", "account"),
        ("advertentie van @lotus.zeist", "account"),
        ("vrouw uit Bulgarije", "woord over herkomst"),
        ("afkomstig van de Filipijnen", "woord over herkomst"),
        ("moslim", "woord over geloof"),
        ("katholieke bewoner", "woord over geloof"),
        ("drie bulgaren", "woord over herkomst"),
        ("Let op: twee Letten in de kelder", "woord over herkomst"),
        ("zigeuners", "woord over herkomst"),
        ("zwart personeel", "woord over huidskleur"),
        ("homo salon", "woord over geaardheid of gender"),
        ("transgender sekswerker", "woord over geaardheid of gender"),
        ("de eigenaar heeft een strafblad", ACCUSES),
        ("j.jansen(at)gmail.com", "e-mailadres"),
        ("mail naar info punt jansen apenstaartje gmail punt com", "e-mailadres"),
        ("1 2 3 4 5 6 7 8 2", "BSN"),
    ],
)
def test_ages_numbers_accounts_and_faith_are_named_by_their_kind(note, kind):
    assert find_forbidden(note) == kind
