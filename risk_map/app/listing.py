"""The list beside the map: the equal route for keyboard and screen reader.

Which location is chosen comes to the list by itself: of what a component is given all is sent again when one value in
it differs, and the rows are many.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pandas as pd
import streamlit as st

from risk_map.app import state, symbols, texts
from risk_map.app.selection import position_of
from risk_map.domain.notation import multiple

FRONTEND: Final = Path(__file__).parent / "frontend"
WIDGET_KEY: Final = "lijst"

_component = st.components.v2.component(
    "risk_map_list",
    html='<div class="list"></div>',
    css=(FRONTEND / "list.css").read_text(encoding="utf-8"),
    js=(FRONTEND / "list.js").read_text(encoding="utf-8"),
)


_choice = st.components.v2.component(
    "risk_map_list_choice", js=(FRONTEND / "list_choice.js").read_text(encoding="utf-8")
)


def list_rows(rows: pd.DataFrame, known: pd.Index) -> list[list[Any]]:
    """Give the rows of the list: position, symbol, address, type, score in words, unknowns in words.

    Parameters
    ----------
    rows
        Selected rows of ``selection.location_table``, in order.
    known
        Ids of all locations; a choice sends a position in it.
    """
    scores = [texts.NO_SCORE if pd.isna(value) else multiple(value) for value in rows["times_base"]]
    unknown = [f"{amount} {texts.UNKNOWN}" if amount else "" for amount in rows["unknown_count"].fillna(0)]
    columns = (
        known.get_indexer(rows.index).tolist(),
        rows["symbol"].map(symbols.POSITIONS).tolist(),
        rows["shown_address"].tolist(),
        rows["type_label"].tolist(),
        scores,
        unknown,
    )
    return [list(row) for row in zip(*columns, strict=True)]


def show_list(rows: pd.DataFrame, known: pd.Index, chosen: str | None) -> None:
    """Show the selection as a list; a row chooses its location.

    Parameters
    ----------
    rows
        Selected rows of ``selection.location_table``, in order.
    known
        Ids of all locations.
    chosen
        The chosen location.
    """
    with st.container(key="lijstvak"):
        _component(
            key=WIDGET_KEY,
            data={
                "caption": "Locaties in deze selectie, hoogste score eerst",
                "rows": list_rows(rows, known),
                "symbols": [{"label": symbol.label, "picture": symbols.picture(symbol)} for symbol in symbols.SYMBOLS],
            },
            on_pick_change=lambda: state.select_position(known, state.sent_value(WIDGET_KEY, "pick")),
        )
        _choice(key="lijstkeuze", data={"chosen": position_of(known, chosen)})
