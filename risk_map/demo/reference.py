"""The dates and the seed of the region that comes with the product; light to import, because every start reads it."""

from __future__ import annotations

from datetime import date
from typing import Final

DEFAULT_SEED: Final = 20_261_101
"""Seed of the committed region."""

FIRST_DAY: Final = date(2023, 11, 1)
"""First day of the three years of signals and visits."""

REFERENCE_DATE: Final = date(2026, 11, 1)
"""The day that counts as now in the demonstration region."""
