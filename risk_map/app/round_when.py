"""When a round is: its day, and from when to when teams work."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import state, texts
from risk_map.app.answers import ask_one
from risk_map.domain.holidays import working_day_from
from risk_map.domain.notation import WEEKDAYS, clock
from risk_map.domain.opening_hours import DAY_S
from risk_map.governance.shifts import LOCAL
from risk_map.workflow.clock import local_day
from risk_map.workflow.planning_shifts import shift_fault

if TYPE_CHECKING:
    from datetime import date, datetime

    from risk_map.config import Config

DAYS_AHEAD: Final = 60
HALF_HOUR_S: Final = 1800


def ask_day(config: Config, now: datetime) -> date:
    """Ask on which day a round is: the first working day on which the usual shift has still to begin, or any other.

    Parameters
    ----------
    config
        When teams work.
    now
        Earlier days are over.
    """
    today = local_day(now)
    days = [today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)]
    before = state.chosen("ronde_dag")
    if before is not None and before > days[-1]:
        days.append(before)  # of a round of a season, that may be further away
    day: date = ask_one("Dag", days, "ronde_dag", usual_day(config, now), day_words)
    return day


def usual_day(config: Config, now: datetime) -> date:
    """Give the first working day on which the usual shift has still to begin."""
    here = now.astimezone(LOCAL)
    begun = 3600 * here.hour + 60 * here.minute >= config.planning.team.shift_start_s
    return working_day_from(here.date() + timedelta(days=begun))


def day_words(day: date) -> str:
    """Write a day with its day of the week: vrijdag 4 december 2026."""
    return f"{WEEKDAYS[day.weekday()]} {texts.day(day)}"


def ask_shift(config: Config, page: str) -> tuple[int, int]:
    """Ask from when to when teams work.

    Parameters
    ----------
    config
        When they do when nobody says otherwise.
    page
        Begins the keys of the questions.
    """
    usual = config.planning.team
    first, last = st.columns(2)
    with first:
        begin = _ask_moment("Dienst van", f"{page}_van", usual.shift_start_s)
    with last:
        end = _ask_moment("tot", f"{page}_tot", usual.shift_end_s % DAY_S)
    return shift_of(begin, end)


def shift_of(begin: int, end: int) -> tuple[int, int]:
    """Give a shift, and say when it ends the next day, or nobody can work it: then nobody can go on with it."""
    last = end if end >= begin else end + DAY_S
    if fault := shift_fault(begin, last):
        st.warning(fault)
    elif end < begin:
        st.caption("De dienst eindigt op de volgende dag.")
    return begin, last


def _ask_moment(label: str, key: str, usual: int) -> int:
    before = state.chosen(key)
    moments = {*range(0, DAY_S, HALF_HOUR_S), usual} | ({before} if before in range(DAY_S) else set())
    moment: int = ask_one(label, sorted(moments), key, usual, clock)
    return moment
