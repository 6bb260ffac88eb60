from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.easter import easter as other_easter

from risk_map.domain.holidays import easter, holiday_on, working_day_from


def test_easter_is_that_of_another_library():
    years = range(1583, 2500)
    assert [easter(year) for year in years] == [other_easter(year) for year in years]


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2026, "01-01 04-05 04-06 04-27 05-14 05-24 05-25 12-25 12-26"),
        # The 27th of April is a Sunday, and liberation is celebrated every five years.
        (2025, "01-01 04-20 04-21 04-26 05-05 05-29 06-08 06-09 12-25 12-26"),
    ],
)
def test_all_public_holidays_of_a_year(year, days):
    whole = (date(year, 1, 1) + timedelta(n) for n in range(365))
    assert " ".join(f"{day:%m-%d}" for day in whole if holiday_on(day)) == days


def test_a_holiday_has_its_name():
    assert holiday_on(date(2026, 12, 25)) == "eerste kerstdag"
    assert holiday_on(date(2026, 5, 14)) == "Hemelvaartsdag"


@pytest.mark.parametrize(
    ("day", "first"),
    [
        ("2026-11-20", "2026-11-20"),
        ("2026-11-21", "2026-11-23"),
        ("2026-11-22", "2026-11-23"),
        # From Good Friday, which is none, over Easter; and from Christmas over the weekend behind it.
        ("2026-04-03", "2026-04-03"),
        ("2026-04-04", "2026-04-07"),
        ("2026-12-25", "2026-12-28"),
    ],
)
def test_people_work_on_the_first_day_that_is_no_weekend_and_no_holiday(day, first):
    assert working_day_from(date.fromisoformat(day)) == date.fromisoformat(first)
