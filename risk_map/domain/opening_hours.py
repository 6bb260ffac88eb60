"""The opening hours of a place, as a register writes them: ``ma-vr 09:00-17:00; za 10:00-14:00, 19:00-23:00``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

DAYS: Final = ("ma", "di", "wo", "do", "vr", "za", "zo")
CLOSED: Final = "gesloten"
DAY_S: Final = 86_400

LONGEST_SHIFT_S: Final = 12 * 3600
"""Longest shift; a longer one has its begin and end swapped, and nobody may work it."""

SAME_MOMENT: Final = "De dienst begint en eindigt op hetzelfde moment."

HOURS_WORDS: Final = "Openingstijden zijn de tijden waartussen een bezoek begint; het mag daarna eindigen."
"""What hours mean in a plan."""

_DAY = f"(?:{'|'.join(DAYS)})"
_DAYS = rf"{_DAY}(?:\s*-\s*{_DAY})?(?:\s*,\s*{_DAY}(?:\s*-\s*{_DAY})?)*"
_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d"
_SPAN = rf"{_CLOCK}\s*-\s*(?:{_CLOCK}|24:00)"
_PART = rf"{_DAYS}\s+(?:{CLOSED}|{_SPAN}(?:\s*,\s*{_SPAN})*)"

PATTERN: Final = rf"^(?i:{_PART}(?:\s*;\s*{_PART})*(?:\s*;)?)$"
"""What a text of opening hours looks like."""

Hours = tuple[tuple[int, int], ...]
"""Begin and end of each opening, seconds since midnight, in order and apart; after midnight they run on."""


def hours_on(text: str, day: date) -> Hours:
    """Give the hours of one day; a day that is not named is closed.

    Parameters
    ----------
    text
        Matches ``PATTERN``. A day that is named twice has the hours of both; an end that is not after its begin is on
        the next day.
    day
        The day.

    Raises
    ------
    ValueError
        When the text is no opening hours.
    """
    if re.match(PATTERN, text) is None:
        raise ValueError(text)
    spans: list[tuple[int, int]] = []
    for part in filter(None, map(str.strip, text.lower().split(";"))):
        days, hours = re.split(r"\s+(?=\d|gesloten)", part, maxsplit=1)
        if day.weekday() in _weekdays(days) and hours != CLOSED:
            spans += map(span_of, hours.split(","))
    return _apart(sorted(spans))


def span_of(text: str) -> tuple[int, int]:
    """Give begin and end of hours as people type them, ``17:00-21:00``: seconds since midnight.

    Parameters
    ----------
    text
        An end that is not after the begin is on the next day.

    Raises
    ------
    ValueError
        When it is none.
    """
    if re.fullmatch(_SPAN, text.strip()) is None:
        raise ValueError(text)
    begin, end = (60 * (60 * int(hour) + int(minute)) for hour, minute in (each.split(":") for each in text.split("-")))
    return begin, end if end > begin else end + DAY_S


def _weekdays(text: str) -> set[int]:
    found: set[int] = set()
    for each in text.split(","):
        first, *more = (DAYS.index(name.strip()) for name in each.split("-"))
        last = more[0] if more else first
        # vr-ma runs over the end of the week.
        found.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    return found


def _apart(spans: list[tuple[int, int]]) -> Hours:
    """Make one opening of those that touch."""
    apart: list[tuple[int, int]] = []
    for begin, end in spans:
        if apart and begin <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((begin, end))
    return tuple(apart)
