"""Which times of a round still hold after somebody changed it by hand; no other time is shown or printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from risk_map.store import schema

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import time

    from sqlalchemy import RowMapping

    from risk_map.store.ledger import ReadTx


class Times(NamedTuple):
    """When a team is somewhere and when its visit begins; missing when nobody planned it."""

    arrives_at: time | None = None
    begins_at: time | None = None


def times_of(tx: ReadTx, planned: Sequence[RowMapping]) -> dict[str, Times]:
    """Give the times of stops that still hold, by stop.

    Parameters
    ----------
    tx
        A transaction.
    planned
        All current stops of one round or more, in order.

    Notes
    -----
    What somebody said holds. Of a plan, a time holds until a stop is put in before it: nobody worked out how late it is
    after that. After a stop that was taken out the team is there no later than planned, so the visit begins as planned.
    """
    current = {row["id"] for row in planned}
    rows = tx.all(schema.round_stop, round_id=sorted({row["round_id"] for row in planned}))
    added = {row["team_id"]: _place(row) for row in reversed(planned) if row["arrives_at"] is None}
    gone: dict[str | None, int] = {}
    for row in rows:
        if row["id"] not in current and row["arrives_at"] is not None:
            gone[row["team_id"]] = min(row["position"], gone.get(row["team_id"], row["position"]))
    return {row["id"]: _times(row, added.get(row["team_id"]), gone.get(row["team_id"])) for row in planned}


def _times(row: RowMapping, added: tuple[int, int] | None, gone: int | None) -> Times:
    begin = row["planned_at"]
    if row["arrives_at"] is None:
        return Times(begin, begin)
    if added is not None and added < _place(row):
        return Times()
    return Times(begin if gone is not None and gone < row["position"] else row["arrives_at"], begin)


def _place(row: RowMapping) -> tuple[int, int]:
    return row["position"], row["seq"]
