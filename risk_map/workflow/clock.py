"""What time it is for a use case: the real time, and in a region that does not exist the time of its own day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from risk_map.demo.reference import REFERENCE_DATE
from risk_map.domain.notation import day
from risk_map.governance.shifts import LOCAL
from risk_map.store import schema
from risk_map.workflow.identity import is_fictional
from risk_map.workflow.store import store_of

if TYPE_CHECKING:
    from risk_map.config import Config


def now_of(config: Config) -> datetime:
    """Give the moment that counts as now, in UTC; callers hand it to use cases, which read no clock.

    Parameters
    ----------
    config
        Says where the data are.

    Notes
    -----
    The demonstration region stands still on its reference date, so that what somebody tries there counts at once and
    nothing fades while the calendar goes on. Its time of day is the real one, but never before what was recorded last.
    """
    real = datetime.now(UTC)
    if not is_fictional(config):
        return real
    there = datetime.combine(REFERENCE_DATE, real.astimezone(LOCAL).time(), LOCAL).astimezone(UTC)
    with store_of(config).read() as tx:
        newest = tx.newest(schema.audit)
    return there if newest is None else max(there, newest["at"])


def moment(value: datetime) -> str:
    """Write a moment as the clock on the wall shows it: 31 oktober 2026, 23:59."""
    here = value.astimezone(LOCAL)
    return f"{day(here)}, {here:%H:%M}"


def local_day(at: datetime) -> date:
    """Give the day of a moment on the clock on the wall."""
    return at.astimezone(LOCAL).date()
