"""A decision names the object of its location, so that the database can hold its signal beside it.

Decisions of before keep none: nobody wrote it down on the day. A home is decided on anew before it enters a round.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column; SQLite adds a checked one in this form only."""
    op.execute(
        "ALTER TABLE decision ADD COLUMN adresseerbaar_object_identificatie TEXT "
        "CONSTRAINT ck_decision_object CHECK (length(adresseerbaar_object_identificatie) = 16)"
    )
