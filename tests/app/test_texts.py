from __future__ import annotations

from datetime import date

import pytest

from risk_map import errors
from risk_map.app import texts


def all_errors(kind=errors.RiskMapError):
    yield kind
    for child in kind.__subclasses__():
        yield from all_errors(child)


@pytest.mark.parametrize(("value", "decimals", "written"), [(1234.5, 1, "1.234,5"), (0, 0, "0"), (1e6, 0, "1.000.000")])
def test_numbers_are_written_the_dutch_way(value, decimals, written):
    assert texts.number(value, decimals) == written


def test_dates_are_written_the_dutch_way():
    assert texts.day(date(2026, 12, 4)) == "4 december 2026"
    assert [texts.day(date(2026, month, 1)).split()[1] for month in range(1, 13)] == list(texts.MONTHS)


def test_one_is_singular():
    assert texts.count(1, "locatie", "locaties") == "1 locatie"
    assert texts.count(1204, "locatie", "locaties") == "1.204 locaties"


def test_a_score_is_a_multiple_and_never_a_percentage():
    assert texts.times_base(3.44) == "3,4 keer"


@pytest.mark.parametrize("kind", list(all_errors()), ids=lambda kind: kind.__name__)
def test_every_error_says_what_to_do(kind):
    advice = texts.what_to_do(kind("Er is iets."))
    assert advice.endswith(".")
    assert len(advice) > 20


def test_missing_data_says_how_to_get_them():
    assert "risk-map demo" in texts.what_to_do(errors.SourceUnavailableError("De gegevensmap is leeg."))
