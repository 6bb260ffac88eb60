"""The first schema of the store: all tables, and the walls around them."""

from __future__ import annotations

from alembic import op

from risk_map.store import walls
from risk_map.store.schema import METADATA

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make everything."""
    METADATA.create_all(op.get_bind())
    walls.install(op.get_bind())
