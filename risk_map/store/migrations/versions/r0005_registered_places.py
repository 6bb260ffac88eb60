"""The database knows of each location whether the register calls it a dwelling.

Empty at first, and nothing is drawn until it is filled: the next opening beside a register does so.
"""

from __future__ import annotations

from alembic import op

from risk_map.store.schema import registered_place

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the table."""
    registered_place.create(op.get_bind())
