"""A layer counts only with a valid passport."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from risk_map.domain.layer import LayerPassport

PASSPORT = LayerPassport(
    key="signals",
    title="Signalen",
    source="register van de gemeente",
    owner="aandachtsfunctionaris",
    legal_basis="artikel 172 Gemeentewet",
    purpose="toezicht kiezen",
    refreshed_on=date(2026, 1, 1),
    refresh_days=30,
    retention_months=24,
    sensitivity="vertrouwelijk",
    approver="proceseigenaar",
    approved_on=date(2025, 12, 1),
)


@pytest.mark.parametrize(
    ("today", "valid"),
    [
        (date(2024, 6, 1), True),
        (date(2026, 1, 1), True),
        (date(2026, 1, 31), True),
        (date(2026, 2, 1), False),
    ],
)
def test_a_passport_is_valid_until_its_data_are_too_old_also_for_looking_back(today, valid):
    assert PASSPORT.is_valid(today) is valid


def test_a_passport_that_is_not_yet_approved_is_not_valid():
    later = replace(PASSPORT, approved_on=PASSPORT.refreshed_on + timedelta(days=10))
    assert not later.is_valid(PASSPORT.refreshed_on)


def test_a_layer_that_does_not_count_says_why():
    assert PASSPORT.why_invalid(date(2026, 1, 31)) == ""
    assert PASSPORT.why_invalid(date(2026, 2, 1)) == "de gegevens waren geldig tot en met 31 januari 2026"
    later = replace(PASSPORT, approved_on=date(2026, 1, 20))
    assert later.why_invalid(date(2026, 1, 10)) == "pas goedgekeurd op 20 januari 2026"
