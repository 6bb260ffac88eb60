"""Numbers, dates and scores as Dutch users read them."""

from __future__ import annotations

from datetime import date

import pytest

from risk_map.domain import notation


@pytest.mark.parametrize(("value", "decimals", "written"), [(1234.5, 1, "1.234,5"), (0, 0, "0"), (1e6, 0, "1.000.000")])
def test_numbers_are_written_the_dutch_way(value, decimals, written):
    assert notation.number(value, decimals) == written


def test_dates_are_written_the_dutch_way():
    assert notation.day(date(2026, 12, 4)) == "4 december 2026"
    assert notation.weekday_and_day(date(2026, 12, 4)) == "vrijdag 4 december 2026"
    assert [notation.day(date(2026, month, 1)).split()[1] for month in range(1, 13)] == list(notation.MONTHS)


def test_a_score_is_a_multiple_and_never_a_percentage():
    assert notation.times_base(3.44) == "3,4 keer"
    assert notation.times_base(50.0) == "50,0 keer"
    assert notation.times_base(50.1) == "meer dan 50 keer"
