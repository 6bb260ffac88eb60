"""Tables of rounds: what is planned, by whom, where and when, and what was drawn at random."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    Time,
    UniqueConstraint,
)

from risk_map.domain.cases import ROUND_STATES
from risk_map.domain.frames import MODES
from risk_map.domain.inspection import VISIT_REASONS
from risk_map.store.schema_base import (
    METADATA,
    closed,
    ledger,
    municipality,
    names,
    part,
    part_of,
    short_text,
    yes_no,
)

SMALLEST_TEAM: Final = 2
NAME_MAX_CHARACTERS: Final = 80

inspection_round: Final = ledger(
    "round",
    short_text("name", NAME_MAX_CHARACTERS),
    Column("on_date", Date, nullable=False),
    municipality(nullable=True),
    UniqueConstraint("id", "on_date"),
)

round_municipality: Final = part(
    "round_municipality",
    "round",
    "round_id",
    part_of("round_id", "round.id"),
    municipality(),
    PrimaryKeyConstraint("round_id", "gemeentecode"),
)

round_event: Final = ledger(
    "round_event",
    part_of("round_id", "round.id", index=True),
    closed("state", ROUND_STATES),
)

round_team: Final = ledger(
    "round_team",
    part_of("round_id", "round.id", index=True),
    short_text("name", NAME_MAX_CHARACTERS),
    Column("members", Integer, CheckConstraint(f"members >= {SMALLEST_TEAM}", name="members"), nullable=False),
    Column("shift_start", Time, nullable=False),
    Column("shift_end", Time, nullable=False),
    Column("partners", Text),
    closed("mode", MODES, nullable=True),
    Column("start_x", Float),
    Column("start_y", Float),
    Column("end_x", Float),
    Column("end_y", Float),
    Column("departs_at", Time),
    Column("returns_at", Time),
    Column("pause_begin", Time),
    Column("pause_minutes", Integer),
)

round_member: Final = part(
    "round_member",
    "round",
    "round_id",
    part_of("round_id", "round.id"),
    part_of("team_id", "round_team.id"),
    Column("subject_id", Text, nullable=False, index=True),
    PrimaryKeyConstraint("round_id", "team_id", "subject_id"),
)

round_stop: Final = ledger(
    "round_stop",
    Column("round_id", Text, nullable=False, index=True),
    Column("on_date", Date, nullable=False),
    Column("location_id", Text, nullable=False, index=True),
    yes_no("home"),
    names("decision_id", "decision", nullable=False),
    names("team_id", "round_team"),
    Column("position", Integer, nullable=False),
    Column("planned_at", Time),
    Column("arrives_at", Time),
    Column("visit_minutes", Integer),
    closed("origin", VISIT_REASONS),
    CheckConstraint("NOT (home AND origin = 'steekproef')", name="home_drawn"),
    ForeignKeyConstraint(["round_id", "on_date"], ["round.id", "round.on_date"]),
)

stop_claim: Final = Table(
    "stop_claim",
    METADATA,
    Column("location_id", Text, nullable=False),
    Column("on_date", Date, nullable=False),
    Column("stop_id", Text, nullable=False, unique=True),
    PrimaryKeyConstraint("location_id", "on_date"),
)
"""Which stop holds a location on a date. No ledger: the database itself writes it when a stop comes or goes."""

stop_withdrawal: Final = ledger(
    "stop_withdrawal",
    part_of("stop_id", "round_stop.id", unique=True),
    short_text("reason"),
)

draw: Final = ledger(
    "draw",
    part_of("round_id", "round.id", index=True),
    Column("seed", Text, nullable=False),
    Column("share", Float, CheckConstraint("share > 0 AND share <= 1", name="share"), nullable=False),
    Column("candidates", Integer, CheckConstraint("candidates >= 0", name="candidates"), nullable=False),
    Column("candidates_hash", Text, nullable=False),
)

draw_pick: Final = part(
    "draw_pick",
    "draw",
    "draw_id",
    part_of("draw_id", "draw.id"),
    Column("location_id", Text, nullable=False),
    yes_no("home"),
    Column("rank", Integer, nullable=False),
    CheckConstraint("NOT home", name="home_drawn"),
    PrimaryKeyConstraint("draw_id", "location_id"),
)
