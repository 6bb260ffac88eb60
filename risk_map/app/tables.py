"""Tables that can be read by everybody: plain HTML, with a caption, that become a list on a narrow screen."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence


def show_table(
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    empty: str = "",
    figures: Collection[str] = (),
    codes: Collection[str] = (),
) -> None:
    """Show rows of text; everything in them is escaped.

    Parameters
    ----------
    caption
        What the table is about, in Dutch.
    columns
        Headers.
    rows
        Cells, as many as there are headers; the first one names the row.
    empty
        What to read when there are no rows.
    figures
        Headers of the columns that hold figures.
    codes
        Headers of the columns that hold ids and logins: long, and broken wherever the line ends.
    """
    kinds = dict.fromkeys(figures, "figure") | dict.fromkeys(codes, "code")
    written = "".join(_row(columns, row, kinds) for row in rows)
    if not written:
        st.html(f'<p class="hint">{escape(empty)}</p>')
        return
    heads = "".join(f'<th scope="col" role="columnheader"{_kind(name, kinds)}>{escape(name)}</th>' for name in columns)
    st.html(
        f'<table class="rows" role="table"><caption>{escape(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead><tbody role="rowgroup">{written}</tbody></table>'
    )


def _row(columns: Sequence[str], cells: Sequence[object], kinds: Mapping[str, str]) -> str:
    first, *rest = (escape("" if cell is None else str(cell)) for cell in cells)
    named = "".join(
        f'<td role="cell" data-name="{escape(name)}"{_kind(name, kinds)}>{cell}</td>'
        for name, cell in zip(columns[1:], rest, strict=True)
    )
    return f'<tr role="row"><th scope="row" role="rowheader">{first}</th>{named}</tr>'


def _kind(name: str, kinds: Mapping[str, str]) -> str:
    return f' class="{kinds[name]}"' if name in kinds else ""
