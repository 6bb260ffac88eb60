"""The Dutch public holidays, by counting: on those days hours are other ones, and few people are where they work.

Goede Vrijdag is none of them: shops and businesses are open.
"""

from __future__ import annotations

from datetime import date, timedelta

SATURDAY, SUNDAY = 5, 6


def working_day_from(day: date) -> date:
    """Give the first day from a day on that is neither in a weekend nor a public holiday."""
    while day.weekday() in {SATURDAY, SUNDAY} or holiday_on(day):
        day += timedelta(days=1)
    return day


def holiday_on(day: date) -> str | None:
    """Give the Dutch name of the public holiday on a day; nothing on another day."""
    return _fixed(day) or _of_easter((day - easter(day.year)).days)


def easter(year: int) -> date:
    """Give Easter Sunday of a year (Meeus, *Astronomical Algorithms*, chapter 8: the Gregorian calendar)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    shift = century - century // 4 - (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + shift + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, number = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, number + 1)


def _fixed(day: date) -> str | None:
    kings_day = date(day.year, 4, 27)
    names = {
        date(day.year, 1, 1): "nieuwjaarsdag",
        kings_day - timedelta(kings_day.weekday() == SUNDAY): "Koningsdag",
        date(day.year, 12, 25): "eerste kerstdag",
        date(day.year, 12, 26): "tweede kerstdag",
    }
    if day.year % 5 == 0:
        names[date(day.year, 5, 5)] = "Bevrijdingsdag"
    return names.get(day)


def _of_easter(days: int) -> str | None:
    return {
        0: "eerste paasdag",
        1: "tweede paasdag",
        39: "Hemelvaartsdag",
        49: "eerste pinksterdag",
        50: "tweede pinksterdag",
    }.get(days)
