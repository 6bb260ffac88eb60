"""When a round is when nobody says otherwise."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from risk_map.app.round_when import usual_day
from risk_map.config import load_config
from risk_map.governance.shifts import LOCAL

SHIPPED = load_config(Path(__file__).parents[2] / "risk_map.toml")
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, day) for day in (20, 21, 22, 23))


@pytest.mark.parametrize(
    ("day", "hour", "usual"),
    [
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 16, FRIDAY),
        (FRIDAY, 17, MONDAY),
        (FRIDAY, 23, MONDAY),
        (SATURDAY, 9, MONDAY),
        (SUNDAY, 18, MONDAY),
        (MONDAY, 18, date(2026, 11, 24)),
    ],
)
def test_the_day_is_the_first_working_day_whose_shift_has_still_to_begin(day, hour, usual):
    assert SHIPPED.planning.team.shift_start_s == 17 * 3600
    assert usual_day(SHIPPED, datetime(day.year, day.month, day.day, hour, tzinfo=LOCAL)) == usual
