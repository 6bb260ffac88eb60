"""Tables of what was seen and decided: signals, decisions, confirmations, freezes."""

from __future__ import annotations

from typing import Final

from sqlalchemy import CheckConstraint, Column, Date, Text

from risk_map.domain.cases import OUTCOMES, SIGNAL_EVENTS, VERDICTS
from risk_map.domain.location import FORMS, OVERALL, RELIABILITIES, SIGNAL_CATEGORIES, SOURCE_TYPES, codes
from risk_map.domain.partners import PARTNERS
from risk_map.store.schema_base import (
    bag_object,
    closed,
    ledger,
    municipality,
    names,
    part_of,
    place_columns,
    short_text,
    yes_no,
)

REFERENCE_MAX_CHARACTERS: Final = 40

signal: Final = ledger(
    "signal",
    Column("observed_on", Date, nullable=False),
    *place_columns(),
    closed("form", FORMS),
    closed("category", SIGNAL_CATEGORIES),
    closed("source_type", SOURCE_TYPES),
    closed("reliability", RELIABILITIES),
    short_text("note", nullable=True),
    Column("bron", Text, nullable=False),
)

signal_event: Final = ledger(
    "signal_event",
    part_of("signal_id", "signal.id", index=True),
    closed("kind", SIGNAL_EVENTS),
    closed("reliability", RELIABILITIES, nullable=True),
    closed("form", FORMS, nullable=True),
    closed("category", SIGNAL_CATEGORIES, nullable=True),
    closed("organisation", PARTNERS, nullable=True),
    short_text("reference", REFERENCE_MAX_CHARACTERS, nullable=True),
    closed("outcome", OUTCOMES, nullable=True),
    short_text("note", nullable=True),
    CheckConstraint("(organisation IS NOT NULL) = (kind = 'doorgezet')", name="forwarded_to"),
    CheckConstraint("(outcome IS NOT NULL) = (kind = 'gesloten')", name="closed_with"),
)

decision: Final = ledger(
    "decision",
    Column("location_id", Text, nullable=False, index=True),
    bag_object(),
    municipality(),
    yes_no("home"),
    closed("verdict", VERDICTS),
    closed("form", (OVERALL, *codes(FORMS))),
    short_text("reason_for"),
    short_text("reason_against"),
    yes_no("score_seen"),
    Column("run_id", Text),
    names("signal_id", "signal"),
    CheckConstraint("NOT home OR verdict = 'niet_in_ronde' OR signal_id IS NOT NULL", name="home_needs_signal"),
)

confirmation: Final = ledger(
    "confirmation",
    part_of("decision_id", "decision.id", unique=True),
)

freeze: Final = ledger(
    "freeze",
    Column("location_id", Text, nullable=False, index=True),
    municipality(),
    yes_no("frozen"),
    short_text("reason"),
)
