from __future__ import annotations

from datetime import UTC, datetime

import pytest

from risk_map import errors
from risk_map.app import texts


def all_errors(kind=errors.RiskMapError):
    yield kind
    for child in kind.__subclasses__():
        yield from all_errors(child)


def test_one_is_singular():
    assert texts.count(1, "locatie", "locaties") == "1 locatie"
    assert texts.count(1204, "locatie", "locaties") == "1.204 locaties"


def test_a_moment_is_said_as_the_clock_here_shows_it():
    assert texts.moment(datetime(2026, 10, 31, 22, 59, tzinfo=UTC)) == "31 oktober 2026, 23:59"


@pytest.mark.parametrize("kind", list(all_errors()), ids=lambda kind: kind.__name__)
def test_every_error_says_what_to_do(kind):
    advice = texts.what_to_do(kind.__new__(kind, "Er is iets."))
    assert advice.endswith(".")
    assert len(advice) > 20


def test_missing_data_says_how_to_get_them():
    assert "risk-map demo" in texts.what_to_do(errors.SourceUnavailableError("De gegevensmap is leeg."))


def test_names_that_are_the_same_are_numbered_so_that_each_can_be_chosen():
    names = texts.told_apart({"a": "Lindepad 1", "b": "Lindepad 2", "c": "Lindepad 1", "d": "Lindepad 1"})
    assert list(names.values()) == ["Lindepad 1", "Lindepad 2", "Lindepad 1 (nummer 2)", "Lindepad 1 (nummer 3)"]
    assert list(names) == ["a", "b", "c", "d"]


def test_labels_that_are_the_same_are_numbered_and_others_stay():
    labels = {"a": "Dorpsweg 1", "b": "Dorpsweg 2", "c": "Dorpsweg 1", "d": "Dorpsweg 1"}
    found = texts.distinct(labels)
    assert list(found.values()) == ["Dorpsweg 1", "Dorpsweg 2", "Dorpsweg 1 · 2", "Dorpsweg 1 · 3"]
    assert list(found) == list(labels)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Lindepad 1, 3701AB Zeist", "Lindepad 1, 3701 AB Zeist"),
        ("Lindepad 1, 3701 AB Zeist", "Lindepad 1, 3701 AB Zeist"),
        ("autowasstraat, Zeist", "autowasstraat, Zeist"),
        ("Weg 1234A, Zeist", "Weg 1234A, Zeist"),
    ],
)
def test_an_address_has_a_space_in_its_postcode(written, shown):
    assert texts.address(written) == shown
