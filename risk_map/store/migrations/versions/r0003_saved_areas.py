"""A selection of places can be kept under a name."""

from __future__ import annotations

from alembic import op

from risk_map.store.schema import saved_area

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the table."""
    saved_area.create(op.get_bind())
