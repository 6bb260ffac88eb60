"""Whose turn it is to fill in a round: that of its inspectors, and after their day of whoever closes it, from paper."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Final

from risk_map.domain.subject import Role
from risk_map.errors import InputError
from risk_map.governance.shifts import Shift
from risk_map.store import schema
from risk_map.workflow.clock import moment

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import RowMapping

    from risk_map.domain.subject import Subject
    from risk_map.store.ledger import ReadTx

THEIR_TURN: Final = (
    "Tot {until} leggen de boa's van deze ronde hun bezoeken zelf vast. Wat daarna nog op papier ligt, typt u over."
)


def turn_ends(tx: ReadTx, row: RowMapping) -> datetime:
    """Give the last moment at which an inspector of a round fills it in: 24 hours after the last shift.

    Parameters
    ----------
    tx
        A transaction.
    row
        The round. One without a team lasts its whole day.
    """
    teams = tx.current(schema.round_team, round_id=row["id"])
    shifts = [(team["shift_start"], team["shift_end"]) for team in teams] or [(time(), time())]
    return max(Shift(row["on_date"], *shift, frozenset()).window()[1] for shift in shifts)


def refuse_out_of_turn(tx: ReadTx, subject: Subject, row: RowMapping, now: datetime) -> None:
    """Refuse visits of others as long as inspectors may fill in their own (permission matrix of governance §4.2).

    Raises
    ------
    InputError
        One sentence that says from when.
    """
    ends = turn_ends(tx, row)
    if subject.role is not Role.BOA and now <= ends:
        raise InputError(THEIR_TURN.format(until=moment(ends)))
