"""What is known about a place in Dutch; what nobody knows is said to be unknown."""

from __future__ import annotations

import pandas as pd

from risk_map.reporting.place_facts import UNKNOWN, place_facts

KNOWN = {
    "location_type": "hotel",
    "gemeentecode": "GM9001",
    "buurt": "Dorp",
    "wijk": "Dorp",
    "home": False,
    "gebruiksdoel": "logiesfunctie",
    "oppervlakte": 1337,
    "oorspronkelijk_bouwjaar": 1926,
    "capacity": 19,
    "permit": "verleend",
    "permit_valid_until": pd.Timestamp("2030-01-30"),
    "operator_type": "werkgever",
    "snf_certificate": False,
    "training_certificate": pd.NA,
    "sbi_code": "5510",
    "opening_hours": "ma-zo 00:00-24:00",
    "bron": "proef",
    "bron_datum": pd.Timestamp("2026-01-05"),
}
TOWNS = {"GM9001": "Voorbeeld"}


def facts(**changes):
    return dict(place_facts(KNOWN | changes, TOWNS))


def test_facts_are_dutch_words_numbers_and_dates():
    found = facts()
    assert found["Buurt, wijk, gemeente"] == "Dorp, Voorbeeld"
    assert found["Oppervlakte (BAG)"] == "1.337 m²"
    assert found["Vergunning"] == "vergunning verleend, geldig tot en met 30 januari 2030"
    assert (found["SNF-certificaat"], found["Getraind personeel"]) == ("nee", UNKNOWN)
    assert found["Bron van het register"] == "proef, 5 januari 2026"


def test_whatever_is_missing_is_unknown_and_never_empty():
    missing = {name: None for name in KNOWN if name not in {"location_type", "home", "bron", "bron_datum"}}
    found = facts(**missing)
    asked = set(found) - {"Soort", "Telt als woning", "Bron van het register"}
    assert {found[name] for name in asked} == {UNKNOWN}


def test_uses_of_a_building_are_words_that_a_narrow_screen_can_break():
    assert facts(gebruiksdoel="industriefunctie,woonfunctie")["Gebruiksdoel (BAG)"] == "industriefunctie, woonfunctie"


def test_a_year_of_the_bag_that_means_unknown_is_unknown():
    assert facts(oorspronkelijk_bouwjaar=9999)["Bouwjaar (BAG)"] == UNKNOWN


def test_a_register_that_says_no_places_for_people_does_not_know():
    assert facts(capacity=0)["Plaatsen voor mensen"] == UNKNOWN
    assert facts(capacity=19)["Plaatsen voor mensen"] == "19"


def test_a_home_says_what_it_takes():
    assert facts(home=True)["Telt als woning"].startswith("ja: alleen na een signaal")
