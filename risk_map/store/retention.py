"""How long each kind of record is kept, and which records are past it on a day.

The table ``RULES`` is the law of this file. A record leaves on the day its term ends, with everything that is part of
it and with every row that it corrects: a correction is the same record. Dates are those of the clock on the wall.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

import pandas as pd
from sqlalchemy import Select, Table, select

from risk_map.domain.inspection import NO_FINDING, NOT_VISITED
from risk_map.domain.location import WEAK
from risk_map.store import schema
from risk_map.store.ledger import current
from risk_map.store.ledger_frames import HERE, signal_steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Column

    from risk_map.store.ledger import ReadTx

WEAK_SIGNAL_MONTHS: Final = 12
SIGNAL_MONTHS: Final = 24
CLEAN_VISIT_MONTHS: Final = 24
FOUND_VISIT_MONTHS: Final = 36
HANDOVER_MONTHS: Final = 12
AUDIT_MONTHS: Final = 24
LOG_WORDS: Final = "regels van het logboek, 24 maanden na het moment"


@dataclass(frozen=True, slots=True)
class Rule:
    """How long one kind of record is kept.

    Parameters
    ----------
    words
        What, how long and since when: one Dutch line, as it stands on the certificate.
    table
        The ledger of its records.
    months
        The term.
    begins
        Gives the day on which the term of each record begins, index ``id``; missing for a record that is still in
        force.
    kept_by
        Columns that name a record: it stays as long as one of them does.
    """

    words: str
    table: Table
    months: int
    begins: Callable[[ReadTx], pd.Series]
    kept_by: tuple[Column[str], ...] = ()


def last_begin(on: date, months: int) -> date:
    """Give the last day on which a term may have begun to be over on a day.

    Parameters
    ----------
    on
        The day.
    months
        The term. One of 12 months that begins on 29 February is over on 28 February.
    """
    day = (pd.Timestamp(on) - pd.DateOffset(months=months)).date()
    while (pd.Timestamp(day + timedelta(days=1)) + pd.DateOffset(months=months)).date() <= on:
        day += timedelta(days=1)
    return day


def end_of(day: date) -> datetime:
    """Give the midnight that ends a day."""
    return datetime.combine(day + timedelta(days=1), time(), HERE)


def expired(tx: ReadTx, rule: Rule, on: date) -> pd.Index:
    """Give the ids of the records whose term is over on a day, held or not.

    Parameters
    ----------
    tx
        A transaction.
    rule
        Which kind.
    on
        The day.
    """
    begins = rule.begins(tx)
    return begins.index[(begins <= pd.Timestamp(last_begin(on, rule.months))).to_numpy(dtype=bool)]


def _days(moments: pd.Series) -> pd.Series:
    local = pd.to_datetime(moments, utc=True).dt.tz_convert(HERE)
    return local.dt.tz_localize(None).dt.normalize()


def _since(table: Table, column: str, *conditions: object) -> Callable[[ReadTx], pd.Series]:
    """Begin the term on a date or a moment of the record itself."""
    statement: Select[tuple[object, ...]] = current(table).where(*conditions)  # type: ignore[arg-type]

    def begins(tx: ReadTx) -> pd.Series:
        days = tx.frame(statement).set_index("id")[column]
        return _days(days) if column.endswith("_at") else pd.to_datetime(days)

    return begins


def _signals(*, weak: bool) -> Callable[[ReadTx], pd.Series]:
    def begins(tx: ReadTx) -> pd.Series:
        signals = tx.frame(current(schema.signal)).set_index("id")
        assessed = signal_steps(tx).groupby("signal_id")["reliability"].last().reindex(signals.index)
        is_weak = assessed.fillna(signals["reliability"]) == WEAK
        return pd.to_datetime(signals.loc[is_weak == weak, "observed_on"])

    return begins


def _until_replaced(table: Table, in_force: str, *key: str) -> Callable[[ReadTx], pd.Series]:
    """Begin the term of a state when a newer row replaced it, or when it says that something ended."""

    def begins(tx: ReadTx) -> pd.Series:
        rows = tx.frame(select(table).order_by(table.c.seq)).set_index("id")
        replaced = rows.groupby(list(key), dropna=False)["recorded_at"].shift(-1)
        ended = rows["recorded_at"].where(~rows[in_force].astype(bool))
        return _days(replaced.astype(object).where(replaced.notna(), ended))

    return begins


_FOUND_NOTHING: Final = schema.visit.c.result.in_((NO_FINDING, NOT_VISITED))

RULES: Final = (
    Rule(
        "signalen met betrouwbaarheid C, 12 maanden na de waarneming",
        schema.signal,
        WEAK_SIGNAL_MONTHS,
        _signals(weak=True),
    ),
    Rule(
        "signalen met betrouwbaarheid A of B, 24 maanden na de waarneming",
        schema.signal,
        SIGNAL_MONTHS,
        _signals(weak=False),
    ),
    Rule(
        "bezoeken zonder bevinding, 24 maanden na het bezoek",
        schema.visit,
        CLEAN_VISIT_MONTHS,
        _since(schema.visit, "visited_on", _FOUND_NOTHING),
    ),
    Rule(
        "bezoeken met een bevinding, 36 maanden na het bezoek",
        schema.visit,
        FOUND_VISIT_MONTHS,
        _since(schema.visit, "visited_on", ~_FOUND_NOTHING),
    ),
    Rule(
        "overdrachten aan hulpverlening, 12 maanden na de overdracht",
        schema.handover,
        HANDOVER_MONTHS,
        _since(schema.handover, "handed_over_at"),
    ),
    Rule(
        "rondes, 24 maanden na de datum van de ronde",
        schema.inspection_round,
        24,
        _since(schema.inspection_round, "on_date"),
    ),
    Rule(
        "besluiten, 24 maanden na het besluit en niet eerder dan hun ronde",
        schema.decision,
        24,
        _since(schema.decision, "recorded_at"),
        kept_by=(schema.round_stop.c.decision_id,),
    ),
    Rule(
        "bevriezingen, 24 maanden nadat zij niet meer golden",
        schema.freeze,
        24,
        _until_replaced(schema.freeze, "frozen", "location_id"),
    ),
    Rule(
        "rollen van gebruikers, 24 maanden nadat zij niet meer golden",
        schema.role_grant,
        24,
        _until_replaced(schema.role_grant, "granted", "subject_id", "role", "gemeentecode"),
    ),
    Rule(
        "vasthoudingen, 24 maanden nadat zij niet meer golden",
        schema.legal_hold,
        24,
        _until_replaced(schema.legal_hold, "held", "table_name", "row_id", "location_id"),
    ),
    Rule(
        "bewaarde gebieden, 24 maanden nadat zij het laatst zijn bewaard",
        schema.saved_area,
        24,
        _since(schema.saved_area, "recorded_at"),
    ),
    Rule(
        "redenen van inzage en uitvoer, 24 maanden na het moment",
        schema.stated_reason,
        24,
        _since(schema.stated_reason, "recorded_at"),
    ),
    Rule(
        "aanmeldingen, 6 maanden na het moment",
        schema.login_event,
        6,
        _since(schema.login_event, "recorded_at"),
    ),
)
"""Every ledger that is not kept always; the log has a rule of its own (``AUDIT_MONTHS``).

In the order in which they are applied: a decision goes after the round that named it.
"""

ALWAYS: Final = (
    schema.model_switch,
    schema.import_batch,
    schema.policy_release,
    *schema.KEPT_ALWAYS,
)
"""What is kept always: how the model was governed, what was imported, totals without an address, and certificates."""
