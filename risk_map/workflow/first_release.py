"""The figures for policy with which the demonstration begins, so that there is something to read at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import pandas as pd

from risk_map.demo.history_entries import END, Entry
from risk_map.demo.history_people import REGION
from risk_map.domain.frames import AREAS
from risk_map.domain.registers import LOCATIONS
from risk_map.domain.snapshot import Snapshot
from risk_map.governance.policy_figures import Quarter, classify, count_cells
from risk_map.store import schema
from risk_map.store.terms import read_counting

if TYPE_CHECKING:
    from risk_map.store.folder import DataFolder
    from risk_map.store.ledger import ReadTx

QUARTERS: Final = (Quarter(2025, 4), Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 3))
"""The last year that is over on the reference date, so that there is a trend."""

AT: Final = END - timedelta(seconds=30)
"""When: the last deeds of the history, one after the other."""


def first_releases(tx: ReadTx, folder: DataFolder) -> list[Entry]:
    """Count the quarters, as ``make_policy_release`` does it.

    Parameters
    ----------
    tx
        Of a store that holds the history.
    folder
        The region.
    """
    entries, before, shown = [], None, None
    addresses, areas, locations = folder.read_addresses(), folder.read(AREAS), folder.read(LOCATIONS)
    for place, quarter in enumerate(QUARTERS):
        on = quarter.last_day
        known = locations[locations["bron_datum"] <= pd.Timestamp(on)]
        signals, inspections = read_counting(tx, on)
        counts = count_cells(Snapshot(on, addresses, areas, known, signals, inspections))
        before, shown = counts, classify(counts, before, shown)
        entries.append(_entry(AT + timedelta(seconds=place), quarter, shown))
    return entries


def _entry(at: datetime, quarter: Quarter, figures: pd.DataFrame) -> Entry:
    release = {"id": f"BELEID-{quarter}", "quarter": str(quarter), "made_on": at.date()}
    rows = tuple(
        (schema.policy_figure, {"release_id": release["id"], **dict(zip(figures.columns, row, strict=True))})
        for row in figures.itertuples(index=False, name=None)
    )
    return Entry(at, REGION, "make_policy_release", ((schema.policy_release, release), *rows))
