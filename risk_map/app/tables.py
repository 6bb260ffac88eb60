"""Tables that everybody can read: plain HTML, every cell escaped, and cards instead of rows on a narrow screen."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def show_table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, figures: str = "") -> None:
    """Show a table; the first column names its row.

    Parameters
    ----------
    caption
        What it is about.
    columns
        Dutch words above the columns.
    rows
        Cells in the order of the columns; shown as text.
    figures
        Names of the columns that hold figures, with commas between: they stand to the right.
    """
    st.html(table_html(caption, columns, rows, figures=figures))


def table_html(caption: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, figures: str = "") -> str:
    """Write the table of ``show_table``."""
    right = {name.strip() for name in figures.split(",")}
    kinds = [' class="figure"' if name in right else "" for name in columns]
    head = "".join(f'<th scope="col"{kind}>{escape(name)}</th>' for name, kind in zip(columns, kinds, strict=True))
    body = "".join(f"<tr>{_row(columns, kinds, row)}</tr>" for row in rows)
    return (
        f'<table class="plain"><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _row(columns: Sequence[str], kinds: Sequence[str], cells: Sequence[object]) -> str:
    written = []
    for place, (name, kind, cell) in enumerate(zip(columns, kinds, cells, strict=True)):
        tag = '<th scope="row"' if place == 0 else "<td"
        end = "th" if place == 0 else "td"
        written.append(f'{tag}{kind} data-label="{escape(name)}">{escape(str(cell))}</{end}>')
    return "".join(written)
