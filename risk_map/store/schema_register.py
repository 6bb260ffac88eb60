"""Table of what the register says of each location, so that the walls can look there. A copy of a file, no ledger."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Table, Text

from risk_map.store.schema_base import METADATA, yes_no

registered_place: Final = Table(
    "registered_place",
    METADATA,
    Column("location_id", Text, primary_key=True),
    yes_no("home"),
)
"""A location that is not here takes part in no random draw: what nobody registered may be a dwelling."""
