"""Numbers and dates the Dutch way, for every screen, print and message."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

MONTHS: Final = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
WEEKDAYS: Final = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


POSTCODE: Final = re.compile(r"\b([1-9]\d{3})([A-Z]{2})\b")


def address(text: object) -> str:
    """Write an address with a space in its postcode; registers and the BAG have none there."""
    return POSTCODE.sub(r"\1 \2", str(text))


def number(value: float, decimals: int = 0) -> str:
    """Write a number the Dutch way: 1.234,5."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


CEILING: Final = 50
"""The model is not calibrated: above this, a larger number would suggest a precision that is not there."""


def multiple(value: float) -> str:
    """Write a score as a bare multiple, for a column: 3,4; above the ceiling: > 50."""
    return f"> {CEILING}" if value > CEILING else number(value, 1)


def times_base(value: float) -> str:
    """Write a score as a multiple of the base level: 3,4 keer. Never a percentage or a probability."""
    return f"meer dan {CEILING} keer" if value > CEILING else f"{number(value, 1)} keer"


def day(value: date) -> str:
    """Write a date the Dutch way: 4 december 2026."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def weekday_and_day(value: date) -> str:
    """Write a date with its day of the week: vrijdag 4 december 2026."""
    return f"{WEEKDAYS[value.weekday()]} {day(value)}"


DAYS_PER_YEAR: Final = 365.25


def ago(days: int) -> str:
    """Write how long ago a day was, as people say it: 12 dagen geleden, 5 maanden geleden, 2,5 jaar geleden."""
    if days == 0:
        return "van vandaag"
    if days < 61:
        return f"{days} {'dag' if days == 1 else 'dagen'} geleden"
    months = round(12 * days / DAYS_PER_YEAR)
    return f"{months} maanden geleden" if months < 24 else f"{number(days / DAYS_PER_YEAR, 1)} jaar geleden"


def signed(value: float) -> str:
    """Write a contribution with its sign and two decimals: +1,23; never -0,00."""
    rounded = round(value, 2) + 0.0
    return ("+" if rounded > 0 else "") + number(rounded, 2)


def clock(seconds: int) -> str:
    """Write seconds since midnight as the clock shows them, also after midnight: 01:30."""
    return f"{seconds // 3600 % 24:02d}:{seconds // 60 % 60:02d}"
