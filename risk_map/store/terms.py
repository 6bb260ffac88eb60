"""What counts on a day: records whose term is over are left out, held or not, also while nobody destroyed them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from risk_map.store import schema
from risk_map.store.ledger_frames import read_inspections, read_signals
from risk_map.store.retention import RULES, expired

if TYPE_CHECKING:
    from datetime import date

    import geopandas as gpd
    from sqlalchemy import Table

    from risk_map.store.ledger import ReadTx


def read_counting(tx: ReadTx, on: date) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Read the signals and the visits that count on a day.

    Parameters
    ----------
    tx
        A transaction.
    on
        The day.

    Returns
    -------
    tuple
        Frames under the contracts ``SIGNALS`` and ``INSPECTIONS``.
    """
    return still_counting(tx, read_signals(tx, on), read_inspections(tx, on), on)


def still_counting(
    tx: ReadTx, signals: gpd.GeoDataFrame, visits: gpd.GeoDataFrame, on: date
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Leave out the signals and the visits whose term is over on a day.

    Parameters
    ----------
    tx
        A transaction.
    signals, visits
        Of ``read_counting``, or a part of that.
    on
        The day; a later one than that on which they were read leaves fewer.
    """
    return (
        signals[~signals.index.isin(past_term(tx, schema.signal, on))],
        visits[~visits.index.isin(past_term(tx, schema.visit, on))],
    )


def past_term(tx: ReadTx, table: Table, on: date) -> frozenset[str]:
    """Give the ids of the records of a table whose term is over on a day.

    Parameters
    ----------
    tx
        A transaction.
    table
        The ledger of the records.
    on
        The day. A hold keeps a record for who has to see it; it does not make it count again.
    """
    return frozenset(name for rule in RULES if rule.table is table for name in expired(tx, rule, on))
