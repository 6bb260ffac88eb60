"""Why somebody looks, or takes something along, is kept: until now it was asked and forgotten."""

from __future__ import annotations

from alembic import op

from risk_map.store.schema import stated_reason

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the table."""
    stated_reason.create(op.get_bind())
