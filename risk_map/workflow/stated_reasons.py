"""Keep why somebody looks, or takes something along; the lines of the log that follow are under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from risk_map.governance.permissions import use_case
from risk_map.store import schema
from risk_map.workflow.checks import check_reason
from risk_map.workflow.store import acting

if TYPE_CHECKING:
    from datetime import datetime

    from risk_map.config import Config
    from risk_map.domain.subject import Subject


@use_case("state_reason")
def state_reason(subject: Subject, config: Config, text: str, now: datetime) -> str:
    """Keep a reason (permission matrix of governance 4.2: "logged + reason").

    Parameters
    ----------
    subject, now
        Who gives it, and when.
    config
        Says where the store is.
    text
        Why: about the work, never about a person.

    Returns
    -------
    str
        The reason as it was kept: on one line.

    Raises
    ------
    PermissionDeniedError
        When nobody asks this role for a reason.
    InputError, ForbiddenColumnError
        When it is empty, too long, or points to a person.
    """
    reason = check_reason(text, "De reden")
    with acting(subject, config, "state_reason", now) as act:
        act.append(schema.stated_reason, reason=reason)
    return reason
