"""Read signals: the register, the notes of one, and for whoever reported one what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from risk_map.domain.cases import ASSESSED, CLOSED
from risk_map.domain.location import Term
from risk_map.errors import PermissionDeniedError
from risk_map.governance.permissions import authorise, use_case, who_may
from risk_map.scoring.places import OBJECT
from risk_map.store import schema
from risk_map.store.audit import COUNTED
from risk_map.store.ledger import current
from risk_map.store.ledger_frames import ENRICHED, signal_steps
from risk_map.workflow.places import with_locations
from risk_map.workflow.reach import reach_of, seen_by
from risk_map.workflow.store import looking

if TYPE_CHECKING:
    from datetime import datetime

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.store.ledger import ReadTx

NEW: Final = "nieuw"
"""State of a signal that nobody did anything with yet."""

TO_ASSESS: Final = "te_beoordelen"

STAGES: Final = (
    Term(TO_ASSESS, "nog te beoordelen"),
    Term(ASSESSED, "beoordeeld"),
    Term(CLOSED, "gesloten"),
)
"""What still has to be done about a signal, whatever the last step was."""

FACTS: Final = ["observed_on", OBJECT, "address", "gemeentecode", "form", "category", "source_type", "reliability"]
STEPS: Final = ["kind", "recorded_at", "form", "category", "reliability", "organisation", "reference", "outcome"]
TOLD_TO_REPORTER: Final = ["kind", "recorded_at", "organisation", "outcome"]


@dataclass(frozen=True, slots=True)
class Signals:
    """Signals that a subject may see, without notes and without who did what.

    Parameters
    ----------
    signals
        Index ``signal_id``, oldest first: the columns of the register as they are known now, ``location_id`` where
        the place is a location of the register, ``state`` (``nieuw`` or the last step) and ``outcome``.
    steps
        Index ``signal_id``, oldest first: what was done with them.
    """

    signals: pd.DataFrame
    steps: pd.DataFrame


@use_case("read_signals")
def read_signals(
    subject: Subject,
    config: Config,
    now: datetime,
    *,
    signal_id: str | None = None,
    location_id: str | None = None,
    reason: str = "",
) -> Signals:
    """Read the register of signals, one of them, or those about one location.

    Parameters
    ----------
    subject, now, reason
        Who, when, and why for the roles that have to say so.
    config
        Says where the data are.
    signal_id
        Only this one.
    location_id
        Only about this one; nothing comes back when the subject may not see it, or there is none.

    Raises
    ------
    PermissionDeniedError
        When the role sees no signal at all, gave no reason, or may not see this one; the same when there is none.
    """
    with looking(subject, config, "read_signals", now) as look:
        rows, reach = _all_signals(look.tx, config), reach_of(look.tx, subject, config, now)
        seen = seen_by(subject, "read_signals", rows, reach, reason=reason)
        if signal_id is not None:
            seen = seen[seen.index == signal_id]
            if seen.empty:
                raise PermissionDeniedError(who_may("read_signals"))
        if location_id is not None:
            seen = seen[seen["location_id"] == location_id]
        look.saw(schema.signal.name, seen.index)
        return _with_steps(seen, look.tx, STEPS)


@use_case("count_new_signals")
def count_new_signals(subject: Subject, config: Config, now: datetime) -> int:
    """Count the signals that nobody did anything with yet; the log says that somebody counted, and names none.

    Raises
    ------
    PermissionDeniedError
        When the role may not.
    """
    with looking(subject, config, "count_new_signals", now) as look:
        rows, reach = _all_signals(look.tx, config), reach_of(look.tx, subject, config, now)
        seen = seen_by(subject, "count_new_signals", rows, reach)
        look.saw(schema.signal.name, [COUNTED])
        return int((~seen.index.isin(signal_steps(look.tx)["signal_id"])).sum())


@use_case("follow_signal")
def follow_signal(subject: Subject, config: Config, now: datetime) -> Signals:
    """Show whoever reported signals that something was done with them.

    Returns
    -------
    Signals
        Those that the subject reported; of a step only what, when, to whom and how it ended.
    """
    authorise(subject, "follow_signal", in_hand=True)
    with looking(subject, config, "follow_signal", now) as look:
        rows = _all_signals(look.tx, config)
        own = rows[rows["actor"] == subject.id]
        look.saw(schema.signal.name, own.index)
        return _with_steps(own, look.tx, TOLD_TO_REPORTER)


@use_case("read_signal_note")
def read_signal_note(
    subject: Subject, config: Config, signal_id: str, now: datetime, *, reason: str = ""
) -> tuple[str, ...]:
    """Read the notes about one signal: that of the report first, then those of its steps.

    Raises
    ------
    PermissionDeniedError
        When the subject may not see this one; the same when there is no such signal.
    """
    with looking(subject, config, "read_signal_note", now) as look:
        rows, reach = _all_signals(look.tx, config), reach_of(look.tx, subject, config, now)
        seen = seen_by(subject, "read_signal_note", rows, reach, reason=reason)
        if signal_id not in seen.index:
            raise PermissionDeniedError(who_may("read_signal_note"))
        look.saw(schema.signal.name, [signal_id])
        steps = signal_steps(look.tx)
        notes = pd.concat([seen.loc[[signal_id], "note"], steps.loc[steps["signal_id"] == signal_id, "note"]])
        return tuple(notes.dropna())


def stages(found: Signals) -> pd.Series:
    """Say per signal what still has to be done about it: one of ``STAGES``.

    Parameters
    ----------
    found
        Result of ``read_signals`` or ``follow_signal``.
    """
    assessed = found.steps.index[(found.steps["kind"] == ASSESSED).to_numpy(dtype=bool)]
    stage = pd.Series(TO_ASSESS, index=found.signals.index, dtype="str")
    stage = stage.mask(found.signals.index.isin(assessed), ASSESSED)
    return stage.mask((found.signals["state"] == CLOSED).to_numpy(dtype=bool), CLOSED)


def _all_signals(tx: ReadTx, config: Config) -> pd.DataFrame:
    return with_locations(config, tx.frame(current(schema.signal))).set_index("id").rename_axis("signal_id")


def _with_steps(signals: pd.DataFrame, tx: ReadTx, columns: list[str]) -> Signals:
    steps = signal_steps(tx).set_index("signal_id")
    steps = steps[steps.index.isin(signals.index)]
    latest = steps.groupby("signal_id")[[*ENRICHED, "kind", "outcome"]].last().reindex(signals.index)
    known = {name: latest[name].fillna(signals[name]) for name in ENRICHED}
    shown = signals[["location_id", *FACTS]].assign(
        **known, state=latest["kind"].fillna(NEW), outcome=latest["outcome"]
    )
    return Signals(shown, steps[columns])
