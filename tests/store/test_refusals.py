"""Whatever the database refuses, the user reads one Dutch sentence that says what to do, and never SQL."""

from __future__ import annotations

import re
from contextlib import contextmanager

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from risk_map.errors import ConflictError, StoreError
from risk_map.store import schema, walls
from risk_map.store.refusals import BUSY, CHANGED, KINDS, RULES, UNREACHABLE, sentence_of, translate
from risk_map.store.wall_rules import RULES as WALLS
from tests.store_rows import put, row

TABLES = schema.METADATA.tables.values()
CONSTRAINTS = {
    str(constraint.name)
    for part in [*TABLES, *(column for table in TABLES for column in table.columns)]
    for constraint in part.constraints
}
WALL_NAMES = {wall.name for wall in walls.all_walls()}


@contextmanager
def conflict(rule):
    with pytest.raises(ConflictError) as refusal:
        yield
    assert refusal.value.rule == rule
    assert str(refusal.value) == sentence_of(rule)


class TestEverySentence:
    def test_belongs_to_a_wall_or_a_constraint_that_exists(self):
        assert set(RULES) - CONSTRAINTS - WALL_NAMES == set()

    def test_of_a_rule_of_the_product_is_its_own(self):
        assert {wall.name for wall in WALLS if not wall.name.startswith("no_")} - set(RULES) == set()

    @pytest.mark.parametrize("rule", sorted(CONSTRAINTS | WALL_NAMES))
    def test_is_one_that_a_user_understands(self, rule):
        sentence = sentence_of(rule)
        assert re.fullmatch(r"[A-Z][^_]+\.", sentence)
        assert not re.search(r"constraint|column|NULL|UNIQUE|trigger", sentence)
        assert rule in RULES or sentence == CHANGED or any(rule.startswith(start) for start, _ in KINDS)

    def test_has_a_name_that_postgresql_does_not_cut_off(self):
        assert max(map(len, CONSTRAINTS | WALL_NAMES)) <= 63


class TestBothDatabases:
    """The same mistake gives the same name and the same sentence."""

    def test_a_wall(self, store):
        with conflict("stop_without_decision"):
            put(store, "round_stop", round_id="R1", decision_id="D1")

    def test_a_value_outside_a_closed_list(self, store):
        with conflict("list_signal_form"):
            put(store, "signal", form="anders")

    def test_a_value_that_is_missing(self, store):
        with conflict("nn_signal_bron"):
            put(store, "signal", bron=None)

    def test_an_id_that_is_there(self, store):
        signal_id = put(store, "signal")
        with conflict("uq_signal_id"):
            put(store, "signal", id=signal_id)

    def test_a_row_that_was_corrected_before(self, store):
        signal_id = put(store, "signal")
        put(store, "signal", corrects=signal_id)
        with conflict("uq_signal_corrects"):
            put(store, "signal", corrects=signal_id)

    def test_a_row_that_is_part_of_nothing(self, store):
        with pytest.raises(ConflictError, match="verwijst naar iets dat niet"):
            put(store, "signal_event", signal_id="nergens")

    def test_a_moment_without_a_time_zone_is_a_fault_of_the_program(self, store):
        naive = row("signal")["recorded_at"].replace(tzinfo=None)
        with pytest.raises(Exception, match="needs a time zone") as fault:
            put(store, "signal", recorded_at=naive)
        assert not isinstance(fault.value, StoreError)


class SaidError(Exception):
    def __init__(self, sqlstate, text=""):
        super().__init__(text)
        self.sqlstate = sqlstate


class TestFailures:
    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            (Exception("database is locked"), BUSY),
            (SaidError("55P03"), BUSY),
            (SaidError("40P01"), BUSY),
            (SaidError(None, "connection refused"), UNREACHABLE),
            (SaidError("53100"), "De schijf is vol"),
            (Exception("database or disk is full"), "De schijf is vol"),
            (Exception("FATAL:  could not write init file"), "De schijf is vol"),
            (Exception("database disk image is malformed"), "beschadigd"),
            (Exception("unable to open database file"), "kan niet worden geopend"),
        ],
    )
    def test_are_one_sentence(self, said, sentence):
        assert sentence in str(translate(OperationalError("SELECT 1", {}, said)))

    def test_of_the_pool_are_one_sentence(self):
        assert str(translate(PoolTimeout("QueuePool limit"))) == BUSY

    def test_that_nobody_foresaw_are_shown_to_a_developer(self):
        fault = OperationalError("SELECT 1", {}, SaidError("42P01", "relation does not exist"))
        with pytest.raises(OperationalError):
            translate(fault)
