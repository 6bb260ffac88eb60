"""A visit may say when it began: while the model is off, what began before that is a fact, and nothing else is.

Visits of before do not say it; nobody asked.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column

from risk_map.store.schema_base import UtcTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column."""
    op.add_column("visit", Column("began_at", UtcTime))
