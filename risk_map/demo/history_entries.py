"""One deed in the history of the demonstration region, and the clock of its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from risk_map.demo.reference import REFERENCE_DATE

if TYPE_CHECKING:
    from sqlalchemy import Table

    from risk_map.domain.subject import Subject

HERE: Final = ZoneInfo("Europe/Amsterdam")
END: Final = datetime.combine(REFERENCE_DATE, time(), HERE).astimezone(UTC)
"""Nothing of the history happens at or after the reference date."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody did at one moment.

    Parameters
    ----------
    at
        When, in UTC.
    who
        Who.
    action
        Name of the use case.
    rows
        Tables and the rows that it wrote in them, without the stamp.
    """

    at: datetime
    who: Subject
    action: str
    rows: tuple[tuple[Table, dict[str, Any]], ...]


def at_hour(day: date, hours: float) -> datetime:
    """Give the moment so many hours after the beginning of a day, by the clock on the wall."""
    return (datetime.combine(day, time(), HERE) + timedelta(hours=hours)).astimezone(UTC)


def until_end(entries: list[Entry]) -> list[Entry]:
    """Leave out what would lie after the history."""
    return [entry for entry in entries if entry.at < END]
