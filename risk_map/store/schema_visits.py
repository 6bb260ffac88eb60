"""Tables of visits: what was found, which questions were answered, and whom a suspected victim was handed over to."""

from __future__ import annotations

from typing import Final

from sqlalchemy import CheckConstraint, Column, Date, PrimaryKeyConstraint, Text

from risk_map.domain.cases import NOT_VISITED_REASONS
from risk_map.domain.checklist import ALL_CHECKS
from risk_map.domain.inspection import ANSWERS, CHECKS, RESULTS, VISIT_REASONS
from risk_map.domain.location import FORMS
from risk_map.domain.partners import VICTIM_CARE
from risk_map.store.schema_base import UtcTime, closed, ledger, municipality, names, part, part_of, place_columns

CHECK_CODES: Final = tuple(check.code for check in CHECKS)
"""The general boxes: the only ones that a register of visits can hold, and that count in the score."""

visit: Final = ledger(
    "visit",
    Column("location_id", Text, index=True),
    *place_columns(),
    Column("visited_on", Date, nullable=False),
    closed("result", RESULTS),
    closed("form", FORMS, nullable=True),
    closed("visit_reason", VISIT_REASONS),
    names("stop_id", "round_stop"),
    closed("not_visited_reason", NOT_VISITED_REASONS, nullable=True),
    Column("began_at", UtcTime),
    Column("bron", Text, nullable=False),
    CheckConstraint(
        "(not_visited_reason IS NOT NULL) = (result = 'niet_bezocht' AND stop_id IS NOT NULL)", name="not_visited_why"
    ),
)

visit_answer: Final = part(
    "visit_answer",
    "visit",
    "visit_id",
    part_of("visit_id", "visit.id"),
    closed("check_code", ALL_CHECKS),
    closed("answer", ANSWERS),
    PrimaryKeyConstraint("visit_id", "check_code"),
)

handover: Final = ledger(
    "handover",
    municipality(),
    closed("organisation", VICTIM_CARE),
    Column("handed_over_at", UtcTime, nullable=False),
)
"""Only that it happened, when, and to which organisation: not at which visit, and nothing about anybody, ever."""
