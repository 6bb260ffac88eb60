"""Checks of what people type: closed lists, short texts, and nothing about a person."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from risk_map.domain.location import NOTE_MAX_CHARACTERS, codes
from risk_map.errors import ForbiddenColumnError, InputError
from risk_map.sources.notes import find_forbidden, say_forbidden
from risk_map.store.retention import last_begin

if TYPE_CHECKING:
    from risk_map.domain.location import Term


def check_term(value: str, terms: tuple[Term, ...], what: str) -> str:
    """Give a value of a closed list back.

    Parameters
    ----------
    value
        What somebody chose.
    terms
        The closed list.
    what
        What it is, in Dutch, as the beginning of a sentence: ``De vorm``.

    Raises
    ------
    InputError
        When it is not in the list.
    """
    known = codes(terms)
    if value not in known:
        raise InputError(f"{what} staat niet in de vaste lijst; kies uit: {', '.join(known)}.")
    return value


def parse_day(text: str) -> date:
    """Read a day as people type it: 4-12-2026.

    Raises
    ------
    InputError
        When it is none.
    """
    found = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})", text.strip())
    try:
        day, month, year = map(int, found.groups()) if found else (0, 0, 0)
        return date(year, month, day)
    except ValueError as exc:
        raise InputError("Dit is geen dag; schrijf dag, maand en jaar, bijvoorbeeld 4-12-2026.") from exc


def refuse_expired(day: date, months: int, today: date, what: str) -> None:
    """Refuse a day of which the term of retention is over already: a mistyped year.

    Parameters
    ----------
    day
        What somebody typed.
    months
        The term.
    today
        The day of today.
    what
        What day it is, in Dutch, in the middle of a sentence: ``de dag waarop het is gezien``.

    Raises
    ------
    InputError
        When it would be destroyed at the next purge.
    """
    if day <= last_begin(today, months):
        raise InputError(f"Voor {what} is de bewaartermijn van {months} maanden al voorbij. Kijk het jaar na.")


def check_text(text: str | None, what: str, *, limit: int = NOTE_MAX_CHARACTERS) -> str | None:
    """Give a short text back on one line, or nothing when it is empty.

    Parameters
    ----------
    text
        What somebody typed.
    what
        What it is, in Dutch, as the beginning of a sentence: ``De notitie``.
    limit
        Most characters.

    Raises
    ------
    InputError
        When it is too long.
    ForbiddenColumnError
        When it holds data about a person; the sentence names the kind, never the value.
    """
    line = " ".join((text or "").split())
    if len(line) > limit:
        raise InputError(f"{what} is te lang: {len(line)} tekens, hoogstens {limit}.")
    if kind := find_forbidden(line):
        raise ForbiddenColumnError(f"{what} {say_forbidden(kind)}. Schrijf alleen feiten over de plaats.")
    return line or None


def check_reason(text: str | None, what: str) -> str:
    """Give a text that has to be there back, checked as ``check_text`` does.

    Raises
    ------
    InputError
        When it is empty, or refused by ``check_text``.
    """
    line = check_text(text, what)
    if line is None:
        raise InputError(f"{what} ontbreekt.")
    return line
