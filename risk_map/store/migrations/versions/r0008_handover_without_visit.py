"""A hand-over names no visit any more: with it, whoever read the ledgers knew at which address a victim was found."""

from __future__ import annotations

from alembic import op

from risk_map.store import walls

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Drop the column; its wall names it, and all walls are put back after the last revision."""
    walls.remove(op.get_bind())
    op.drop_column("handover", "visit_id")
