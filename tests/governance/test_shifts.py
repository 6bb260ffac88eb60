"""The window of an inspector, at its edges, over midnight and over the change of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk_map.governance.shifts import Shift, is_open_for

NL = ZoneInfo("Europe/Amsterdam")
SECOND = timedelta(seconds=1)


def shift(on, start, end, members=("boa1", "boa2")):
    return Shift(on, time.fromisoformat(start), time.fromisoformat(end), frozenset(members))


@pytest.mark.parametrize(
    ("one", "first", "last"),
    [
        (shift(date(2026, 11, 3), "17:00", "21:00"), "2026-11-03T05:00", "2026-11-04T21:00"),
        # Ends after midnight.
        (shift(date(2026, 11, 3), "20:00", "01:00"), "2026-11-03T08:00", "2026-11-05T01:00"),
        # The clock goes back in the night of 25 October: 12 hours before 08:00 is 21:00 on the wall.
        (shift(date(2026, 10, 25), "08:00", "12:00"), "2026-10-24T21:00", "2026-10-26T12:00"),
        # And forward in the night of 29 March: 24 hours after 22:00 is 23:00 on the wall.
        (shift(date(2026, 3, 28), "18:00", "22:00"), "2026-03-28T06:00", "2026-03-29T23:00"),
    ],
)
def test_the_window_ends_to_the_second(one, first, last):
    begins, ends = (datetime.fromisoformat(text).replace(tzinfo=NL) for text in (first, last))
    assert is_open_for("boa1", [one], begins)
    assert is_open_for("boa1", [one], ends)
    assert not is_open_for("boa1", [one], begins.astimezone(UTC) - SECOND)
    assert not is_open_for("boa1", [one], ends.astimezone(UTC) + SECOND)


def test_a_round_of_others_is_never_open():
    one = shift(date(2026, 11, 3), "17:00", "21:00")
    assert not is_open_for("boa3", [one], datetime(2026, 11, 3, 18, tzinfo=NL))


def test_only_the_own_team_of_a_round_counts():
    day = shift(date(2026, 11, 3), "06:00", "10:00", ["boa1"])
    evening = shift(date(2026, 11, 3), "20:00", "23:00", ["boa2"])
    late = datetime(2026, 11, 4, 20, tzinfo=NL)
    assert is_open_for("boa2", [day, evening], late)
    assert not is_open_for("boa1", [day, evening], late)
    assert not is_open_for("boa1", [], late)


def test_a_moment_without_a_time_zone_is_refused():
    one = shift(date(2026, 11, 3), "17:00", "21:00")
    with pytest.raises(TypeError):
        is_open_for("boa1", [one], datetime(2026, 11, 3, 18))  # noqa: DTZ001 - that is the point


@given(
    on=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    start=st.integers(0, 95),
    minutes=st.integers(1, 24 * 60),
)
def test_the_window_is_36_hours_longer_than_the_shift(on, start, minutes):
    begins = datetime.combine(on, time(start // 4, start % 4 * 15))
    ends = begins + timedelta(minutes=minutes)
    one = Shift(on, begins.time(), ends.time(), frozenset({"boa1"}))
    first, last = one.window()
    assert (last - first) - timedelta(hours=36) == ends.replace(tzinfo=NL).astimezone(UTC) - begins.replace(
        tzinfo=NL
    ).astimezone(UTC)
