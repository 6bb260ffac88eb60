"""Visits from paper that comes in when the inspector's day is over: typed in by whoever closes the round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from risk_map.governance.permissions import use_case
from risk_map.workflow.reach import reach_of
from risk_map.workflow.store import acting
from risk_map.workflow.visits import add_visit

if TYPE_CHECKING:
    from datetime import datetime

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.workflow.visits import VisitForm


@use_case("record_late_visit")
def record_late_visit(
    subject: Subject, config: Config, visit: VisitForm, now: datetime, *, corrects: str | None = None
) -> str:
    """Record the visit of one stop from the paper that an inspector handed in, as long as its round is not closed.

    Parameters, Returns
    -------------------
    As for ``record_visit``.

    Raises
    ------
    PermissionDeniedError
        When the subject may not close the round; the same when there is no such stop.
    InputError
        When a value is not allowed, or its inspectors may still fill the round in themselves.
    ConflictError
        When the stop has a visit already, or the round is not issued, or closed.
    """
    with acting(subject, config, "record_late_visit", now) as act:
        reach = reach_of(act.tx, subject, config, now)
        return add_visit(act, config, visit, "record_late_visit", reach, corrects=corrects)
