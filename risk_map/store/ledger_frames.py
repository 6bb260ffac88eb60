"""Give signals and visits of the store as frames under the contracts ``SIGNALS`` and ``INSPECTIONS``, for scoring.

What is known on a day counts: a signal or a visit from the day it was seen, an enrichment or a closing from the day it
was recorded. A correction counts always: what it replaces was never true. Notes stay in the store: no score needs them.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import geopandas as gpd
import pandas as pd
from sqlalchemy import select

from risk_map.domain.cases import UNFOUNDED
from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.registers import INSPECTIONS, SIGNALS
from risk_map.store.ledger import current
from risk_map.store.schema import signal, signal_event, visit, visit_answer
from risk_map.store.schema_visits import CHECK_CODES

if TYPE_CHECKING:
    from risk_map.domain.contract import FrameContract
    from risk_map.store.ledger import ReadTx

HERE: Final = ZoneInfo("Europe/Amsterdam")
"""Whose midnight ends a day."""

ENRICHED: Final = ["form", "category", "reliability"]
"""What an event may change of a signal."""


def read_signals(tx: ReadTx, on: date) -> gpd.GeoDataFrame:
    """Read the signals that count on a day (contract ``SIGNALS``), as enriched by then.

    Parameters
    ----------
    tx
        A transaction.
    on
        The day. A signal that was closed as unfounded by then is left out.
    """
    signals = tx.frame(current(signal).where(signal.c.observed_on <= on)).set_index("id").drop(columns="note")
    events = signal_steps(tx, on)
    latest = events.groupby("signal_id")[[*ENRICHED, "outcome"]].last().reindex(signals.index)
    changed = signals.assign(**{name: latest[name].fillna(signals[name]) for name in ENRICHED})
    return _points(changed[latest["outcome"].ne(UNFOUNDED)], SIGNALS)


def read_inspections(tx: ReadTx, on: date) -> gpd.GeoDataFrame:
    """Read the visits until a day (contract ``INSPECTIONS``), one column per question of the checklist.

    Parameters
    ----------
    tx
        A transaction.
    on
        The last day.
    """
    visits = tx.frame(current(visit).where(visit.c.visited_on <= on)).set_index("id")
    return _points(visits.join(_answers(tx)), INSPECTIONS)


def read_register(tx: ReadTx, contract: FrameContract) -> tuple[gpd.GeoDataFrame, pd.Series]:
    """Read a register as it was reported: nothing enriched, nothing left out.

    Parameters
    ----------
    tx
        A transaction.
    contract
        ``SIGNALS`` or ``INSPECTIONS``.

    Returns
    -------
    tuple
        The frame under its contract, and per row the id that it has now; the index of both is the id under which a
        row came in first, which is how its register knows it.
    """
    table = {SIGNALS: signal, INSPECTIONS: visit}[contract]
    rows = tx.frame(current(table)).set_index("id").rename_axis(None)
    older = tx.frame(select(table.c.id, table.c.corrects).where(table.c.corrects.is_not(None)))
    earlier, names = older.set_index("id")["corrects"], rows.index.to_series()
    while names.isin(earlier.index).any():
        names = names.map(earlier).fillna(names)
    known = pd.Index(names, name=contract.index, dtype="str")
    facts = rows.join(_answers(tx)) if table is visit else rows
    return _points(facts.set_axis(known), contract), pd.Series(rows.index, index=known, dtype="str")


def _answers(tx: ReadTx) -> pd.DataFrame:
    answers = tx.frame(select(visit_answer)).pivot_table(
        index="visit_id", columns="check_code", values="answer", aggfunc="first"
    )
    return answers.reindex(columns=list(CHECK_CODES))


def signal_steps(tx: ReadTx, on: date | None = None) -> pd.DataFrame:
    """Read what was done with signals, oldest first, each step under the id that its signal has now.

    Parameters
    ----------
    tx
        A transaction.
    on
        Only what was recorded by the end of this day.
    """
    steps = current(signal_event)
    if on is not None:
        midnight = datetime.combine(on + timedelta(days=1), time(), HERE)
        steps = steps.where(signal_event.c.recorded_at < midnight)
    events = tx.frame(steps)
    # An event keeps the id that the signal had when it was written; the signal may have been corrected since.
    successors = tx.frame(select(signal.c.corrects, signal.c.id).where(signal.c.corrects.is_not(None)))
    newer = successors.set_index("corrects")["id"]
    while (corrected := events["signal_id"].isin(newer.index)).any():
        events.loc[corrected, "signal_id"] = events.loc[corrected, "signal_id"].map(newer)
    return events


def _points(frame: pd.DataFrame, contract: FrameContract) -> gpd.GeoDataFrame:
    points = gpd.GeoSeries.from_xy(frame["x"].astype("float64"), frame["y"].astype("float64"), index=frame.index)
    placed = gpd.GeoDataFrame(frame, geometry=points.where(frame["x"].notna()), crs=RD_EPSG)
    return conform(placed.rename_axis(contract.index), contract)
