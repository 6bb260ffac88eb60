"""Why a location is in a round: it follows from what was recorded, and nobody can say otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from risk_map.store import schema

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    from risk_map.store.ledger import ReadTx

SIGNAL: Final = "signaal"
DRAWN: Final = "steekproef"
RISK: Final = "risico"
PERIODIC: Final = "periodiek"


def origin_of(tx: ReadTx, round_id: str, decision: RowMapping) -> str:
    """Say why a location is in a round.

    Parameters
    ----------
    tx
        A transaction.
    round_id
        The round.
    decision
        The decision that the stop rests on.

    Returns
    -------
    str
        ``steekproef`` when it was drawn for this round, also with a signal: else the draw could not say what chance
        finds. Then ``signaal`` when the decision rests on one, ``risico`` when it was taken with the score in sight,
        and ``periodiek`` when it rests on none of these. A home is never drawn.
    """
    draws = [row["id"] for row in tx.current(schema.draw, round_id=round_id)]
    if tx.all(schema.draw_pick, draw_id=draws, location_id=decision["location_id"]) and not decision["home"]:
        return DRAWN
    if decision["signal_id"] is not None:
        return SIGNAL
    return RISK if decision["score_seen"] else PERIODIC
