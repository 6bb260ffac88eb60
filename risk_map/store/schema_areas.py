"""Table of selections of places that somebody kept under a name: codes and corners, never a location or a person."""

from __future__ import annotations

from typing import Final

from sqlalchemy import CheckConstraint, Column, Text

from risk_map.store.schema_base import ledger, municipality, short_text, yes_no

AREA_NAME_MAX_CHARACTERS: Final = 80

saved_area: Final = ledger(
    "saved_area",
    short_text("name", AREA_NAME_MAX_CHARACTERS),
    municipality(nullable=True),
    Column("choice", Text, CheckConstraint("length(choice) BETWEEN 2 AND 100000", name="choice"), nullable=False),
    yes_no("kept"),
)
