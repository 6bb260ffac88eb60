"""Read decisions, what waits for a second person, and which locations are frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from risk_map.domain.cases import IN_ROUND
from risk_map.governance.permissions import use_case
from risk_map.store import schema
from risk_map.store.audit import COUNTED
from risk_map.store.ledger import current
from risk_map.store.ledger_states import newest_per
from risk_map.workflow.places import register_of
from risk_map.workflow.reach import reach_of, seen_by
from risk_map.workflow.store import looking

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    import pandas as pd

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.store.ledger import ReadTx

COLUMNS: Final = [
    "location_id", "address", "home", "verdict", "form", "reason_for", "reason_against", "score_seen", "signal_id",
    "recorded_at", "waits",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions that a subject may see.

    Parameters
    ----------
    decisions
        Index ``decision_id``, oldest first; ``waits``: a home, not confirmed yet.
    frozen
        Index ``location_id``: ``address``, ``reason``, ``recorded_at`` of what is frozen now.
    """

    decisions: pd.DataFrame
    frozen: pd.DataFrame


@use_case("read_decisions")
def read_decisions(
    subject: Subject, config: Config, now: datetime, *, location_id: str | None = None, reason: str = ""
) -> Decisions:
    """Read decisions and freezes, of one location or of all that the subject may see.

    Parameters
    ----------
    subject, now, reason
        Who, when, and why for the roles that have to say so.
    config
        Says where the data are.
    location_id
        Only this one; nothing comes back when the subject may not see it, or there is none.

    Raises
    ------
    PermissionDeniedError
        When the role sees no decisions, or gave no reason.
    """
    addresses = register_of(config)[["address"]]
    with looking(subject, config, "read_decisions", now) as look:
        reach = reach_of(look.tx, subject, config, now)
        confirmed = {row["decision_id"] for row in look.tx.current(schema.confirmation)}
        decisions = look.tx.frame(current(schema.decision)).set_index("id").rename_axis("decision_id")
        freezes = look.tx.frame(newest_per(schema.freeze, schema.freeze.c.location_id))
        shown = []
        for rows in (decisions, freezes[freezes["frozen"].astype("bool")]):
            seen = seen_by(subject, "read_decisions", rows, reach, reason=reason)
            seen = seen if location_id is None else seen[seen["location_id"] == location_id]
            look.saw("locatie", seen["location_id"].unique())
            shown.append(seen.join(addresses, on="location_id"))
    decided, frozen = shown
    return Decisions(
        decisions=decided.assign(waits=_waits(decided, confirmed))[COLUMNS],
        frozen=frozen.set_index("location_id")[["address", "reason", "recorded_at"]],
    )


@use_case("count_homes_to_confirm")
def count_homes_to_confirm(subject: Subject, config: Config, now: datetime) -> int:
    """Count the decisions about a home that wait for somebody; the log says that somebody counted, and names none.

    Raises
    ------
    PermissionDeniedError
        When the role may not.
    """
    with looking(subject, config, "count_homes_to_confirm", now) as look:
        rows, reach = homes_for(subject, look.tx), reach_of(look.tx, subject, config, now)
        seen = seen_by(subject, "count_homes_to_confirm", rows, reach)
        look.saw(schema.decision.name, [COUNTED])
        return len(seen)


def homes_for(subject: Subject, tx: ReadTx) -> pd.DataFrame:
    """Give the decisions about a home, anywhere, that a subject may confirm as far as who took them goes."""
    rows = tx.frame(current(schema.decision)).set_index("id")
    waits = _waits(rows, {row["decision_id"] for row in tx.current(schema.confirmation)})
    found: pd.DataFrame = rows[waits & (rows["actor"] != subject.id)]
    return found


def _waits(decisions: pd.DataFrame, confirmed: Collection[str]) -> pd.Series:
    """Say of each decision whether it puts a home in a round, and nobody confirmed it yet."""
    is_of_home = decisions["home"].astype("bool") & (decisions["verdict"] == IN_ROUND)
    return is_of_home & ~decisions.index.isin(list(confirmed))
