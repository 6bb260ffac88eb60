"""Terms count as people count months, and every ledger has one or is kept always."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk_map.store import schema
from risk_map.store.retention import ALWAYS, RULES, end_of, last_begin
from risk_map.store.retention_purge import Certificate, digest_of
from risk_map.store.walls import ledger_tables
from tests.retention_world import NEVER, months_later, noon

DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))


class TestATerm:
    @given(DAYS, st.sampled_from([6, 12, 24, 36]))
    def test_is_over_on_the_same_day_of_the_month_and_not_a_day_before(self, on, months):
        begin = last_begin(on, months)
        assert months_later(begin, months) <= on
        assert months_later(begin + timedelta(days=1), months) > on

    @pytest.mark.parametrize(
        ("on", "months", "begin"),
        [
            (date(2025, 2, 28), 12, date(2024, 2, 29)),
            (date(2024, 2, 29), 12, date(2023, 2, 28)),
            (date(2026, 2, 28), 6, date(2025, 8, 31)),
            (date(2026, 3, 1), 6, date(2025, 9, 1)),
            (date(2026, 11, 2), 24, date(2024, 11, 2)),
        ],
    )
    def test_that_ends_in_a_short_month_ends_on_its_last_day(self, on, months, begin):
        assert last_begin(on, months) == begin

    def test_ends_at_midnight_on_the_clock_on_the_wall(self):
        assert end_of(date(2026, 7, 1)).isoformat() == "2026-07-02T00:00:00+02:00"
        assert end_of(date(2026, 12, 31)).isoformat() == "2027-01-01T00:00:00+01:00"


class TestTheTable:
    def test_speaks_of_every_ledger_once_or_keeps_it_always(self):
        wholes = {table.info["purged_as"][0] for table in ledger_tables()}
        parts = {
            table.name
            for table in ledger_tables()
            for column in table.columns
            for key in column.foreign_keys
            if key.column.name == "id"
        }
        ruled, always = {rule.table.name for rule in RULES}, {table.name for table in ALWAYS}
        assert not ruled & always
        assert wholes - parts - {schema.audit.name} == (ruled | always) - parts

    def test_has_the_terms_of_the_municipalities(self):
        # Written down from the rules of the product (domain 8.10) and their table of terms (governance 4.1).
        assert sorted((rule.table.name, rule.months) for rule in RULES) == [
            ("decision", 24),
            ("freeze", 24),
            ("handover", 12),
            ("legal_hold", 24),
            ("login_event", 6),
            ("role_grant", 24),
            ("round", 24),
            ("saved_area", 24),
            ("signal", 12),
            ("signal", 24),
            ("stated_reason", 24),
            ("visit", 24),
            ("visit", 36),
        ]

    def test_says_on_the_certificate_how_long(self):
        for rule in RULES:
            assert f"{rule.months} maanden na" in rule.words
            assert len(rule.words) <= 280


class TestADigest:
    ITEMS = (("signal", "a"), ("signal_event", "b"))

    def test_does_not_depend_on_the_order(self):
        assert digest_of(self.ITEMS) == digest_of(self.ITEMS[::-1])

    @given(st.lists(st.tuples(st.text(max_size=3), st.text(max_size=3)), max_size=3))
    def test_is_that_of_these_items_and_no_others(self, items):
        assert (digest_of(items) == digest_of(self.ITEMS)) is (sorted(items) == sorted(self.ITEMS))

    def test_tells_a_certificate_that_was_changed(self):
        by = {"actor": "bea", "actor_role": "beheerder", "recorded_at": noon(NEVER.replace(year=2026))}
        made = Certificate("c" * 32, "proef", 2, digest_of(self.ITEMS), self.ITEMS, **by)
        assert made.is_intact()
        assert not Certificate("c" * 32, "proef", 2, made.digest, self.ITEMS[:1], **by).is_intact()
