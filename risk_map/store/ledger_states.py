"""How things stand now: what the newest rows of the ledgers say together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from risk_map.domain.frames import SYNTHETIC
from risk_map.store.ledger import where
from risk_map.store.schema import freeze, model_switch, role_grant, round_event, round_stop, signal, stop_claim, visit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, RowMapping, Select, Table

    from risk_map.store.ledger import ReadTx


def newest_per(table: Table, *columns: ColumnElement[Any]) -> Select[Any]:
    """Select the newest row for each value of some columns."""
    last = select(func.max(table.c.seq)).group_by(*columns)
    return select(table).where(table.c.seq.in_(last)).order_by(table.c.seq)


def has_real_row(tx: ReadTx) -> bool:
    """Say whether any signal or visit is of a region that exists."""
    real = (select(table.c.id).where(table.c.bron != SYNTHETIC).limit(1) for table in (signal, visit))
    return any(tx.rows(statement) for statement in real)


def frozen_locations(tx: ReadTx) -> list[str]:
    """Give the ids of the locations that are frozen now, oldest freeze first."""
    return [row["location_id"] for row in tx.rows(newest_per(freeze, freeze.c.location_id)) if row["frozen"]]


def is_model_on(tx: ReadTx) -> bool:
    """Say whether the model may choose locations; it may until somebody pressed the red button."""
    row = tx.newest(model_switch)
    return row is None or bool(row["model_on"])


def round_states(tx: ReadTx) -> dict[str, str]:
    """Give the state of every round that has one, by its id."""
    return {row["round_id"]: row["state"] for row in tx.rows(newest_per(round_event, round_event.c.round_id))}


def stops(tx: ReadTx, **values: Any) -> Sequence[RowMapping]:  # noqa: ANN401 - a column holds anything
    """Give the stops that are in a round now: neither corrected nor withdrawn, in order of position.

    Parameters
    ----------
    tx
        A transaction.
    values
        Conditions on the columns of ``round_stop``, as in ``ReadTx.current``.
    """
    statement = select(round_stop).join(stop_claim, stop_claim.c.stop_id == round_stop.c.id)
    return tx.rows(statement.where(*where(round_stop, values)).order_by(round_stop.c.position, round_stop.c.seq))


def roles_of(tx: ReadTx, subject_id: str) -> Sequence[RowMapping]:
    """Give the grants that somebody holds now."""
    rows = tx.rows(newest_per(role_grant, role_grant.c.subject_id, role_grant.c.role, role_grant.c.gemeentecode))
    return [row for row in rows if row["granted"] and row["subject_id"] == subject_id]
