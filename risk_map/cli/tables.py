"""Frames as tables on the terminal: Dutch headers, days and times as people read them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pandas as pd
from rich.table import Table

from risk_map.cli.output import CONSOLE, FICTIONAL
from risk_map.domain.notation import address
from risk_map.governance.shifts import LOCAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from risk_map.config import Config


def print_frame(title: str, frame: pd.DataFrame, columns: Mapping[str, str], *, index: str | None = None) -> None:
    """Print a frame, or one sentence when it has no rows.

    Parameters
    ----------
    title
        Dutch, above the table.
    frame
        What to print.
    columns
        Column -> header, in order.
    index
        Header of the index, as the first column; absent: not printed.
    """
    if frame.empty:
        CONSOLE.print(f"{title}: niets.")
        return
    table = Table(title=title, title_justify="left", header_style="bold")
    for header in ([index] if index else []) + list(columns.values()):
        table.add_column(header, overflow="fold")
    frame = frame.assign(**{name: frame[name].map(words).map(address) for name in frame.columns if name == "address"})
    for key, row in zip(frame.index, frame[list(columns)].itertuples(index=False), strict=True):
        table.add_row(*([str(key)] if index else []), *(words(value) for value in row))
    CONSOLE.print(table)


def say_fictional(config: Config) -> None:
    """Say under what was printed that none of it exists, when that is so."""
    from risk_map.workflow.identity import is_fictional

    if is_fictional(config):
        CONSOLE.print(FICTIONAL)


def words(value: object) -> str:
    """Write a value for people."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone(LOCAL):%d-%m-%Y %H:%M}" if value.tzinfo else f"{value:%d-%m-%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value).replace("_", " ")
