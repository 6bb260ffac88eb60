"""Visits that lapse while the model is off: they rest on it, and nobody made them yet. Switched on, they are back."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from risk_map.domain.cases import FINISHED
from risk_map.domain.inspection import NOT_VISITED
from risk_map.errors import InputError
from risk_map.governance.shifts import LOCAL
from risk_map.store import schema
from risk_map.store.ledger_states import is_model_on, round_states, stops
from risk_map.store.refusals import sentence_of
from risk_map.workflow.origins import DRAWN, SIGNAL

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    from risk_map.store.ledger import ReadTx

NOON: Final = time(12)


def lapsed_stops(tx: ReadTx, round_id: str) -> list[RowMapping]:
    """Give the stops of a round that lapse now, in order; a round that is closed keeps all of them.

    Parameters
    ----------
    tx
        A transaction.
    round_id
        Which round.
    """
    if is_model_on(tx) or round_states(tx).get(round_id) == FINISHED:
        return []
    resting = [row for row in stops(tx, round_id=round_id) if row["origin"] not in {SIGNAL, DRAWN}]
    visited = {row["stop_id"] for row in tx.current(schema.visit, stop_id=[row["id"] for row in resting])}
    return [row for row in resting if row["id"] not in visited]


def lapse_words(count: int) -> str:
    """Say in Dutch how many visits lapse, and why; empty when none does."""
    if not count:
        return ""
    lapse = "1 bezoek van deze ronde vervalt" if count == 1 else f"{count} bezoeken van deze ronde vervallen"
    return f"Het model staat uit: {lapse}. Gaat het model weer aan, dan staat alles er weer."


def began_at(tx: ReadTx, stop: RowMapping, began: time | None, now: datetime) -> datetime | None:
    """Give the moment at which a visit began; nothing when nobody said so.

    Parameters
    ----------
    tx
        A transaction.
    stop
        Of which round; a shift into the next day has its mornings there.
    began
        On the clock on the wall.
    now
        It did not begin later than this.

    Raises
    ------
    InputError
        When it lies in the future.
    """
    if began is None:
        return None
    teams = tx.current(schema.round_team, round_id=stop["round_id"])
    is_late = any(team["shift_end"] <= team["shift_start"] for team in teams) and began < NOON
    moment = datetime.combine(stop["on_date"] + timedelta(days=is_late), began, LOCAL)
    if moment > now:
        raise InputError("Het moment waarop het bezoek begon, ligt in de toekomst.")
    return moment


def refuse_lapsed(tx: ReadTx, stop: RowMapping, result: str | None, began: datetime | None) -> None:
    """Refuse a visit that began while the model was off; the database does so too, but does not say of which row.

    Raises
    ------
    InputError
        When the stop lapses, and the visit neither began before that nor did not take place.
    """
    if result == NOT_VISITED or stop["id"] not in {row["id"] for row in lapsed_stops(tx, stop["round_id"])}:
        return
    switched = tx.newest(schema.model_switch)
    if began is None or switched is None or began >= switched["recorded_at"]:
        raise InputError(sentence_of("visit_model_off"))
