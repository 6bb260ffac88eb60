"""Decisions to visit a place that no visit used yet: what a round may be planned from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from risk_map.domain.cases import ASSESSED, IN_ROUND, UNFOUNDED
from risk_map.domain.inspection import NOT_VISITED
from risk_map.store import schema
from risk_map.store.ledger import current
from risk_map.store.ledger_states import is_model_on

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd
    from sqlalchemy import RowMapping

    from risk_map.store.ledger import ReadTx

COLUMNS: Final = ["decision_id", "home", "signal_id", "cleared"]


def open_decisions(tx: ReadTx) -> pd.DataFrame:
    """Give the newest decision of every location that may enter a round by it.

    Parameters
    ----------
    tx
        A transaction.

    Returns
    -------
    pd.DataFrame
        Index ``location_id``: ``decision_id``, ``home``, ``signal_id``, and ``cleared``: of a home, whether a second
        person confirmed it on an assessed signal that still holds. Where nobody got in, the decision still waits for
        its visit. While the model is off only decisions on a signal count.
    """
    decided = tx.frame(current(schema.decision)).rename(columns={"id": "decision_id"})
    decided = decided.drop_duplicates("location_id", keep="last")
    decided = decided[(decided["verdict"] == IN_ROUND) & ~decided["decision_id"].isin(_used(tx))]
    if not is_model_on(tx):
        decided = decided[decided["signal_id"].notna()]
    found: pd.DataFrame = decided.assign(cleared=_cleared(tx, decided)).set_index("location_id")[COLUMNS]
    return found


def standing_claims(tx: ReadTx, since: date, on: date | None = None) -> list[RowMapping]:
    """Give the rows of ``stop_claim`` that keep a location out of another round.

    Parameters
    ----------
    tx
        A transaction.
    since
        Rounds of before that day do not count.
    on
        The day of the other round, if it is known. Where nobody got in, the location is free again, but not for a
        second round on that same day.
    """
    missed = _missed(tx)
    claims = (row for row in tx.all(schema.stop_claim) if row["on_date"] >= since)
    return [row for row in claims if row["stop_id"] not in missed or row["on_date"] == on]


def waiting_visits(tx: ReadTx, since: date, on: date | None = None) -> set[str]:
    """Give the locations of ``standing_claims``: nobody plans them twice."""
    return {row["location_id"] for row in standing_claims(tx, since, on)}


def _missed(tx: ReadTx) -> set[str]:
    return {row["stop_id"] for row in tx.current(schema.visit, result=NOT_VISITED)}


def _used(tx: ReadTx) -> set[str]:
    claimed = {row["stop_id"] for row in tx.all(schema.stop_claim)}
    missed = _missed(tx)
    stops = tx.current(schema.round_stop)
    return {row["decision_id"] for row in stops if row["id"] in claimed and row["id"] not in missed}


def _cleared(tx: ReadTx, decided: pd.DataFrame) -> pd.Series:
    takers = dict(zip(decided["decision_id"], decided["actor"], strict=True))
    confirmed = {
        row["decision_id"] for row in tx.current(schema.confirmation) if row["actor"] != takers.get(row["decision_id"])
    }
    events = tx.frame(current(schema.signal_event))
    assessed = set(events.loc[events["kind"] == ASSESSED, "signal_id"])
    unfounded = set(events.loc[events["outcome"] == UNFOUNDED, "signal_id"])
    signals = set(tx.frame(current(schema.signal))["id"])
    holds: pd.Series = decided["signal_id"].isin((assessed & signals) - unfounded)
    return holds & decided["decision_id"].isin(confirmed)
