"""What a selection of locations holds, counted: types, classes, municipalities, last visits, and what nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from risk_map.app import symbols, tables, texts
from risk_map.app.filters import TYPE_LABELS, VISITED_LABELS, area_names
from risk_map.app.selection import NEVER_VISITED, without_place

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from risk_map.app.cache import Loaded

NOTHING: str = "Geen locatie in deze selectie."


def show_summary(data: Loaded, rows: pd.DataFrame) -> None:
    """Show the counts of a selection.

    Parameters
    ----------
    data
        Names the areas.
    rows
        Result of ``selection.select``.
    """
    lines = "".join(f"<li>{line}</li>" for line in blind_spots(rows))
    st.html(f'<h3>Blinde vlekken</h3><ul class="plain">{lines}</ul>')
    keys = symbols.LEGEND_WITHOUT_MODEL if data.model_off else symbols.LEGEND_ORDER
    classes = {key: symbols.by_key(key).label for key in keys}
    for caption, column, words in (
        ("Per klasse", "symbol", classes),
        ("Laatst bezocht", "visited", VISITED_LABELS),
        ("Per soort", "location_type", TYPE_LABELS),
        ("Per gemeente", "gemeentecode", area_names(data, "gemeente")),
    ):
        counted = counts(rows[column], words)
        total = max(len(rows), 1)
        cells = [(label, texts.number(amount), f"{texts.number(100 * amount / total)}%") for label, amount in counted]
        tables.show_table(caption, (caption, "Locaties", "Deel"), cells, empty=NOTHING)


def counts(column: pd.Series, words: Mapping[str, str]) -> list[tuple[str, int]]:
    """Count the values of a column in the order of their words; values that nobody has are left out.

    Parameters
    ----------
    column
        Codes; missing ones are counted last, as unknown.
    words
        Code -> Dutch words.
    """
    amounts = column.value_counts()
    found = [(words[code], int(amounts.get(code, 0))) for code in words]
    return [(label, amount) for label, amount in [*found, (texts.UNKNOWN, int(column.isna().sum()))] if amount]


def blind_spots(rows: pd.DataFrame) -> tuple[str, ...]:
    """Say of how many locations in a selection little is known."""
    never = int((rows["visited"] == NEVER_VISITED).sum())
    unknown = int((rows["unknown_count"].fillna(0) > 0).sum())
    return (
        f"{texts.count(never, 'locatie is', 'locaties zijn')} nooit bezocht.",
        f"Van {texts.count(unknown, 'locatie', 'locaties')} is iets onbekend dat in de score zou meetellen.",
        f"{texts.count(without_place(rows), 'locatie staat', 'locaties staan')} niet op de kaart: nog geen adres "
        "gekoppeld.",
    )
