"""Tables of how the product itself is governed: roles, the red button, imports, audit, retention, policy figures."""

from __future__ import annotations

from typing import Final

from sqlalchemy import CheckConstraint, Column, Date, Integer, PrimaryKeyConstraint, Table, Text

from risk_map.domain.cases import LOGIN_EVENTS
from risk_map.domain.location import FORMS, OVERALL, codes
from risk_map.domain.registers import REGISTERS
from risk_map.domain.subject import Role
from risk_map.store.schema_base import (
    METADATA,
    UtcTime,
    closed,
    ledger,
    municipality,
    part,
    part_of,
    short_text,
    yes_no,
)

model_switch: Final = ledger("model_switch", yes_no("model_on"), short_text("reason"))

role_grant: Final = ledger(
    "role_grant",
    Column("subject_id", Text, nullable=False, index=True),
    closed("role", tuple(role.value for role in Role)),
    municipality(nullable=True),
    yes_no("granted"),
    Column("proposed_by", Text, nullable=False),
    CheckConstraint("proposed_by <> actor", name="second_person"),
)

login_event: Final = ledger("login_event", closed("kind", LOGIN_EVENTS))
"""Who signed in or out, and when. Not in the log, because the log is kept longer than this may be."""

stated_reason: Final = ledger("stated_reason", short_text("reason"))
"""Why somebody looks, or takes something along. Not in the log, because no free text is."""

import_batch: Final = ledger(
    "import_batch",
    closed("register", tuple(REGISTERS)),
    Column("file_sha256", Text, CheckConstraint("length(file_sha256) = 64", name="file_sha256"), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("added", Integer, nullable=False),
)

policy_release: Final = ledger(
    "policy_release",
    Column("quarter", Text, CheckConstraint("quarter LIKE '____-Q_'", name="quarter"), nullable=False),
    Column("made_on", Date, nullable=False),
)

policy_figure: Final = part(
    "policy_figure",
    "policy_release",
    "release_id",
    part_of("release_id", "policy_release.id"),
    Column("kind", Text, nullable=False),
    Column("area_code", Text, nullable=False),
    closed("form", (OVERALL, *codes(FORMS))),
    Column("figure_class", Text, nullable=False),
    PrimaryKeyConstraint("release_id", "kind", "area_code", "form"),
)

audit: Final = Table(
    "audit",
    METADATA,
    Column("seq", Integer, CheckConstraint("seq > 0", name="seq"), primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("actor_role", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
    info={"purged_as": ("audit", "seq")},
)

purge_certificate: Final = ledger(
    "purge_certificate",
    short_text("reason"),
    Column("rows", Integer, nullable=False),
    Column("digest", Text, nullable=False),
)

purge_item: Final = part(
    "purge_item",
    "purge_certificate",
    "certificate_id",
    part_of("certificate_id", "purge_certificate.id"),
    Column("table_name", Text, nullable=False),
    Column("row_id", Text, nullable=False),
    PrimaryKeyConstraint("table_name", "row_id"),
)
"""What was destroyed. A row may only be deleted when it stands here; kept always, and replayed after a restore."""

legal_hold: Final = ledger(
    "legal_hold",
    Column("table_name", Text),
    Column("row_id", Text),
    Column("location_id", Text, index=True),
    yes_no("held"),
    short_text("reason"),
    CheckConstraint("(table_name IS NULL) = (row_id IS NULL)", name="row"),
    CheckConstraint("(row_id IS NULL) <> (location_id IS NULL)", name="row_or_location"),
)

KEPT_ALWAYS: Final = (purge_certificate, purge_item)
"""Tables from which nothing is ever destroyed."""
