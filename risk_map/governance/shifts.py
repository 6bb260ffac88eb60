"""When an inspector may see a round: their own, from 12 hours before the shift to 24 hours after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Collection

BEFORE: Final = timedelta(hours=12)
AFTER: Final = timedelta(hours=24)
LOCAL: Final = ZoneInfo("Europe/Amsterdam")
"""Dates and shifts are of the clock on the wall; 12 hours are 12 hours, also in the night that the clock changes."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One team on one day.

    Parameters
    ----------
    on
        Day on which the shift starts.
    start, end
        Clock times; an end that is not after the start is on the next day.
    members
        Ids of the subjects in the team.
    """

    on: date
    start: time
    end: time
    members: frozenset[str]

    def window(self) -> tuple[datetime, datetime]:
        """Give the first and the last moment at which the team may see the round, in UTC."""
        last_day = self.on if self.end > self.start else self.on + timedelta(days=1)
        begins = datetime.combine(self.on, self.start, LOCAL).astimezone(UTC)
        ends = datetime.combine(last_day, self.end, LOCAL).astimezone(UTC)
        return begins - BEFORE, ends + AFTER


def is_open_for(subject_id: str, shifts: Collection[Shift], now: datetime) -> bool:
    """Say whether a round is open to a subject.

    Parameters
    ----------
    subject_id
        Who asks.
    shifts
        The teams of the round.
    now
        Moment of asking, with a time zone.
    """
    windows = (shift.window() for shift in shifts if subject_id in shift.members)
    return any(first <= now <= last for first, last in windows)
