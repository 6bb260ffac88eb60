"""The figures for policy with which the demonstration begins, so that there is something to read at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import pandas as pd

from risk_map.demo.history_entries import END, Entry
from risk_map.demo.history_people import REGION
from risk_map.domain.frames import AREAS
from risk_map.domain.registers import LOCATIONS
from risk_map.domain.snapshot import Snapshot
from risk_map.governance.policy_figures import Quarter, classify, count_cells
from risk_map.store import schema
from risk_map.store.ledger_frames import read_inspections, read_signals

if TYPE_CHECKING:
    from risk_map.store.folder import DataFolder
    from risk_map.store.ledger import ReadTx

QUARTER: Final = Quarter(2026, 3)
"""The last one that is over on the reference date."""

AT: Final = END - timedelta(seconds=30)
"""When: the last deed of the history."""

RELEASE: Final = f"BELEID-{QUARTER}"


def first_release(tx: ReadTx, folder: DataFolder) -> Entry:
    """Count the quarter, as ``make_policy_release`` does it for the first time.

    Parameters
    ----------
    tx
        Of a store that holds the history.
    folder
        The region.
    """
    figures = classify(count_cells(_snapshot(tx, folder, QUARTER.last_day)))
    release = {"id": RELEASE, "quarter": str(QUARTER), "made_on": AT.date()}
    rows = tuple(
        (schema.policy_figure, {"release_id": RELEASE, **dict(zip(figures.columns, row, strict=True))})
        for row in figures.itertuples(index=False, name=None)
    )
    return Entry(AT, REGION, "make_policy_release", ((schema.policy_release, release), *rows))


def _snapshot(tx: ReadTx, folder: DataFolder, on: date) -> Snapshot:
    locations = folder.read(LOCATIONS)
    return Snapshot(
        today=on,
        addresses=folder.read_addresses(),
        areas=folder.read(AREAS),
        locations=locations[locations["bron_datum"] <= pd.Timestamp(on)],
        signals=read_signals(tx, on),
        inspections=read_inspections(tx, on),
    )
