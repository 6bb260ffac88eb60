"""The hand-over of a suspected victim: only that, when, and to which organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from risk_map.domain.partners import VICTIM_CARE
from risk_map.errors import InputError
from risk_map.governance.permissions import authorise, use_case
from risk_map.store import schema
from risk_map.store.retention import HANDOVER_MONTHS
from risk_map.workflow.checks import check_term, refuse_expired
from risk_map.workflow.clock import local_day
from risk_map.workflow.store import acting

if TYPE_CHECKING:
    from datetime import datetime

    from risk_map.config import Config
    from risk_map.domain.subject import Subject


@use_case("hand_over_victim")
def hand_over_victim(
    subject: Subject,
    config: Config,
    organisation: str,
    handed_over_at: datetime,
    now: datetime,
) -> str:
    """Record that a suspected victim was handed over: only that, when, and to which organisation (domain rules §7).

    It names no visit and no place: whoever reads the ledgers cannot find out where.

    Returns
    -------
    str
        Id of the row.

    Raises
    ------
    PermissionDeniedError
        When the subject may not.
    InputError
        When the organisation takes care of no victims, or the moment lies in the future or is past its term.
    """
    authorise(subject, "hand_over_victim", municipality=subject.municipality)
    if handed_over_at > now:
        raise InputError("Het moment van de overdracht ligt in de toekomst.")
    refuse_expired(local_day(handed_over_at), HANDOVER_MONTHS, local_day(now), "de dag van de overdracht")
    with acting(subject, config, "hand_over_victim", now) as act:
        return act.append(
            schema.handover,
            gemeentecode=subject.municipality,
            organisation=check_term(organisation, VICTIM_CARE, "De organisatie"),
            handed_over_at=handed_over_at,
        )
