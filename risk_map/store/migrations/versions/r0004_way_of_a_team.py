"""A round keeps what was planned: how a team travels, from where to where and when, its break, and what a stop takes.

Rounds of before keep none of it: their list draws the way between the stops, and is silent about the rest.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Float, Integer, Text, Time

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("round_team", Column("mode", Text))
    for name in ("start_x", "start_y", "end_x", "end_y"):
        op.add_column("round_team", Column(name, Float))
    for name in ("departs_at", "returns_at", "pause_begin"):
        op.add_column("round_team", Column(name, Time))
    op.add_column("round_team", Column("pause_minutes", Integer))
    op.add_column("round_stop", Column("arrives_at", Time))
    op.add_column("round_stop", Column("visit_minutes", Integer))
