"""The attacker of the store: somebody who goes around this program."""

from __future__ import annotations

import pytest

from tests.store_rows import ANN, insert_sql, row


@pytest.fixture
def attack(raw):
    """Insert a row with plain SQL."""

    def insert(table, by=ANN, verb="INSERT", **changes):
        made = row(table, by, **changes)
        raw.execute(insert_sql(table, made, verb))
        return made.get("id")

    return insert
