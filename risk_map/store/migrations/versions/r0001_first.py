"""The first version. A database without a version is made whole by ``upgrade``; the revisions after this one change it.

A revision ``0002`` is written when a table or a column changes: see ``docs/how-to-add.md``.
"""

from __future__ import annotations

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Change nothing: there is no older version."""
