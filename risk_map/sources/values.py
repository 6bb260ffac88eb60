"""What people write in the cells of a register, turned into the kinds and closed lists of the contracts.

A cell that cannot be read exactly is a fault with a reason, never a guess and never a default. A reason says what the
column wants; it never repeats the cell, which may hold anything.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from risk_map.domain import inspection, location
from risk_map.domain.contract import DTYPES, Column
from risk_map.domain.notation import day

if TYPE_CHECKING:
    from datetime import date

FIRST_DAY: Final = pd.Timestamp(1990, 1, 1)
"""Registers hold no older facts; an earlier date is a slip of the pen (1026, 0026)."""

MAY_LIE_AHEAD: Final = frozenset({"permit_valid_until"})
"""Date columns that may hold a day after today."""

UNKNOWN: Final = frozenset({"onbekend", "unknown"})
"""Words for "not known": a missing value, which the product shows as such."""

BOOLEANS: Final = {
    **dict.fromkeys(("ja", "j", "yes", "y", "true", "waar", "1"), True),
    **dict.fromkeys(("nee", "n", "no", "false", "onwaar", "0"), False),
}

TERM_LISTS: Final = {
    location.codes(terms): location.labels(terms)
    for terms in (
        location.LOCATION_TYPES,
        location.FORMS,
        location.PERMITS,
        location.OPERATOR_TYPES,
        location.SIGNAL_CATEGORIES,
        location.SOURCE_TYPES,
        location.RELIABILITIES,
        inspection.RESULTS,
        inspection.VISIT_REASONS,
        inspection.ANSWERS,
    )
}
"""Codes of a closed list, as a contract names them -> code -> Dutch label."""

PATTERNS: Final = {
    "sbi_code": "2 tot 6 cijfers",
    "opening_hours": "dagen en tijden, zoals ma-vr 09:00-17:00; za 10:00-14:00, 19:00-23:00; zo gesloten",
}
"""Column with a pattern -> what that is, in words."""

MOST_VALUES_IN_A_REASON: Final = 6


@dataclass(frozen=True, slots=True)
class Parsed:
    """One column of a register, read.

    Parameters
    ----------
    series
        In the dtype of the column's kind; missing where the cell is empty, unknown or faulty.
    faults
        Reason per faulty row, in Dutch; only the faulty rows.
    """

    series: pd.Series
    faults: pd.Series


def fold(text: str) -> str:
    """Reduce a text to what counts when names are compared: no case, accents, spaces or punctuation.

    Parameters
    ----------
    text
        A header, a label, or the name of a street or town.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if character.isalnum())


def fold_all(texts: pd.Series) -> pd.Series:
    """Fold every text of a column; missing stays missing.

    Parameters
    ----------
    texts
        Text, with repetitions: each different text is folded once.
    """
    names = texts.dropna().unique()
    return texts.map({name: fold(name) for name in names}).astype("str")


def parse(texts: pd.Series, column: Column, today: date) -> Parsed:
    """Read the cells of one column.

    Parameters
    ----------
    texts
        Text as written, without surrounding spaces, missing where empty.
    column
        What the cells should hold.
    today
        No date may lie after it, except those in ``MAY_LIE_AHEAD``.
    """
    if column.kind == "text" and column.allowed is None:
        return _parse_text(texts, column)
    known = texts.where(~fold_all(texts).isin(UNKNOWN))
    if column.allowed is not None:
        return _parse_listed(known, column.allowed)
    if column.kind == "date":
        return _parse_date(known, None if column.name in MAY_LIE_AHEAD else today)
    if column.kind == "boolean":
        return _parse_boolean(known)
    return _parse_integer(known, column.minimum)


def allowed_words(column: Column) -> str:
    """Say in Dutch what a cell of a column may hold.

    Parameters
    ----------
    column
        One column of a register.
    """
    if column.allowed is not None:
        labels = TERM_LISTS.get(column.allowed, {})
        return "; ".join(f"{code} ({labels[code]})" if code in labels else code for code in column.allowed)
    words = {"date": "datum: dd-mm-jjjj of jjjj-mm-dd", "boolean": "ja of nee", "integer": "geheel getal"}
    if column.name in PATTERNS:
        return PATTERNS[column.name]
    return words.get(column.kind, f"tekst van hoogstens {location.NOTE_MAX_CHARACTERS} tekens, niets over personen")


def numbers(texts: pd.Series) -> pd.Series:
    """Read decimal numbers with a comma or a point; what is no number becomes missing.

    Parameters
    ----------
    texts
        Text such as ``150010,5`` or ``5.0352``; no separators of thousands.
    """
    plain = texts.where(texts.str.fullmatch(r"-?[0-9]{1,7}([.,][0-9]{1,15})?"))
    return pd.to_numeric(plain.str.replace(",", ".", regex=False)).astype("float64")


def _parse_text(texts: pd.Series, column: Column) -> Parsed:
    if column.name == "sbi_code":
        texts = texts.str.replace(r"[. ]", "", regex=True)  # 55.10.1 is how CBS prints 55101
    if column.pattern is not None:
        good = texts.str.fullmatch(column.pattern)
        reason = f"verwacht is: {allowed_words(column)}"
    else:
        good = texts.str.len() <= location.NOTE_MAX_CHARACTERS
        reason = f"de tekst is langer dan {location.NOTE_MAX_CHARACTERS} tekens"
    return _parsed(texts, texts.where(good), DTYPES["text"], reason)


def _parse_listed(texts: pd.Series, allowed: tuple[str, ...]) -> Parsed:
    labels = TERM_LISTS.get(allowed, {})
    words = {fold(label): code for code, label in labels.items()} | {fold(code): code for code in allowed}
    reason = "de waarde staat niet in de lijst"
    if len(allowed) <= MOST_VALUES_IN_A_REASON:
        reason += f"; kies uit: {', '.join(allowed)}"
    return _parsed(texts, fold_all(texts).map(words), DTYPES["text"], reason)


def _parse_date(texts: pd.Series, latest: date | None) -> Parsed:
    cut = texts.str.replace(r"[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?$", "", regex=True)
    iso = cut.str.replace(r"^([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})$", r"\3-\2-\1", regex=True)
    iso = iso.where(iso.str.fullmatch(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"))
    dates = pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce")
    parsed = _parsed(
        texts, dates.where(dates >= FIRST_DAY), DTYPES["date"], "geen bestaande datum; schrijf dd-mm-jjjj of jjjj-mm-dd"
    )
    if latest is None:
        return parsed
    ahead = parsed.series > pd.Timestamp(latest)
    faults = pd.Series(f"de datum ligt na vandaag (hier {day(latest)})", index=texts.index[ahead], dtype="str")
    return Parsed(parsed.series.mask(ahead), pd.concat([parsed.faults, faults]))


def _parse_boolean(texts: pd.Series) -> Parsed:
    return _parsed(texts, fold_all(texts).map(BOOLEANS), DTYPES["boolean"], "schrijf ja of nee")


def _parse_integer(texts: pd.Series, minimum: float | None) -> Parsed:
    # "1.200" may be twelve hundred or one and a fifth: neither is guessed.
    whole = texts.str.fullmatch(r"-?[0-9]{1,7}([.,]0{1,2})?")
    values = numbers(texts.where(whole))
    if minimum is not None:
        values = values.where(values >= minimum)
    return _parsed(texts, values, DTYPES["integer"], "schrijf een geheel getal, zonder punten en niet onder nul")


def _parsed(texts: pd.Series, values: pd.Series, dtype: Any, reason: str) -> Parsed:  # noqa: ANN401 - a dtype of DTYPES
    faulty = texts.notna() & values.isna()
    return Parsed(values.astype(dtype), pd.Series(reason, index=texts.index[faulty], dtype="str"))
