"""A team of a round keeps how it travels, where it sets out and where it ends: its list shows the way.

Teams of before keep none: their list draws the way between the stops.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Float, Text

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("round_team", Column("mode", Text))
    for name in ("start_x", "start_y", "end_x", "end_y"):
        op.add_column("round_team", Column(name, Float))
