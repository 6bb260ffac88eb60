"""Which rows are about a place, whatever they name it by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from risk_map.store.audit import LOCATION, thing, things
from risk_map.store.schema import (
    METADATA,
    confirmation,
    decision,
    round_stop,
    signal,
    signal_event,
    stop_withdrawal,
)
from risk_map.store.schema_base import OBJECT

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Table

    from risk_map.store.ledger import ReadTx

PLACES: Final = ("location_id", OBJECT)
"""Columns that say where a record is about."""

THROUGH: Final = (
    (signal_event.c.signal_id, signal),
    (confirmation.c.decision_id, decision),
    (stop_withdrawal.c.stop_id, round_stop),
)
"""Columns by which a row is about the place of another one."""


def rows_about(tx: ReadTx, places: Collection[str]) -> dict[Table, list[str]]:
    """Give the ids of the rows about a place, table by table; corrected rows too.

    Parameters
    ----------
    tx
        A transaction.
    places
        Its id in the register, and its object in the BAG.
    """
    found: dict[Table, list[str]] = {}
    for table in METADATA.sorted_tables:
        columns = [table.c[name] for name in PLACES if name in table.c]
        if columns and "id" in table.c:
            there = or_(*(column.in_(places) for column in columns))
            found[table] = list(tx.execute(select(table.c.id).where(there)).scalars())
    for column, table in THROUGH:
        found[column.table] = list(tx.execute(select(column.table.c.id).where(column.in_(found[table]))).scalars())
    return found


def objects_about(tx: ReadTx, location_id: str, object_id: str | None) -> list[str]:
    """Name everything about a location as the log does: the location, and every row about it.

    Parameters
    ----------
    tx
        A transaction.
    location_id
        Its id in the register.
    object_id
        Its object in the BAG, when that is known.
    """
    about = rows_about(tx, [location_id, object_id] if object_id else [location_id])
    named = [name for table, ids in about.items() for name in things(table.name, ids)]
    return [thing(LOCATION, location_id), *named]
