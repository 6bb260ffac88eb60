"""A ledger is read and appended to; what is current leaves out what was corrected."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk_map.store import schema
from risk_map.store.ledger import stamp
from tests.store_rows import NOW, put, row

SIGNAL = schema.signal


def ids(rows):
    return [found["id"] for found in rows]


def test_a_row_comes_back_as_it_was_written(store):
    written = row("signal", note="acht matrassen")
    with store.write() as tx:
        assert tx.append(SIGNAL, **written) == written["id"]
    with store.read() as tx:
        (found,) = tx.all(SIGNAL)
    assert {name: found[name] for name in written} == written


def test_a_moment_comes_back_in_utc_to_the_microsecond(store):
    amsterdam = datetime(2026, 7, 1, 1, 30, 0, 1, tzinfo=timezone(timedelta(hours=2)))
    put(store, "signal", recorded_at=amsterdam)
    with store.read() as tx:
        (found,) = tx.all(SIGNAL)
    assert found["recorded_at"] == amsterdam
    assert found["recorded_at"].isoformat() == "2026-06-30T23:30:00.000001+00:00"


def test_an_id_is_made_when_the_register_gives_none(store):
    without = row("signal")
    del without["id"]
    with store.write() as tx:
        made = [tx.append(SIGNAL, **without) for _ in range(2)]
        assert made == ids(tx.all(SIGNAL))
    assert len(set(made)) == 2
    assert all(len(each) == 32 for each in made)


def test_many_rows_go_in_one_after_another(store):
    rows = [row("signal", id=f"S{number:03}") for number in range(200)]
    with store.write() as tx:
        assert tx.append_many(SIGNAL, rows) == [each["id"] for each in rows]
        assert tx.append_many(SIGNAL, []) == []
    with store.read() as tx:
        assert ids(tx.current(SIGNAL)) == [each["id"] for each in rows]


def test_a_part_without_an_id_gives_none(store):
    visit_id = put(store, "visit")
    answers = [row("visit_answer", visit_id=visit_id, check_code=code) for code in ("check_01", "check_02")]
    with store.write() as tx:
        assert tx.append(schema.visit_answer, **answers[0]) == ""
        assert tx.append_many(schema.visit_answer, answers[1:]) == []
        assert len(tx.all(schema.visit_answer, visit_id=visit_id)) == 2


class TestCurrent:
    def test_leaves_out_every_row_that_was_corrected(self, store):
        first, other = put(store, "signal"), put(store, "signal")
        second = put(store, "signal", corrects=first)
        third = put(store, "signal", corrects=second)
        with store.read() as tx:
            assert ids(tx.current(SIGNAL)) == [other, third]
            assert ids(tx.all(SIGNAL)) == [first, other, second, third]

    def test_takes_a_value_several_values_and_no_value(self, store):
        notes = {"A": None, "B": "x", "C": "y"}
        a, b, c = (put(store, "signal", reliability=code, note=note) for code, note in notes.items())
        with store.read() as tx:
            assert ids(tx.current(SIGNAL, reliability="B")) == [b]
            assert ids(tx.current(SIGNAL, reliability=["A", "C"])) == [a, c]
            assert ids(tx.current(SIGNAL, reliability=())) == []
            assert ids(tx.current(SIGNAL, note=None)) == [a]
            assert ids(tx.current(SIGNAL, note="y", reliability="B")) == []

    def test_refuses_a_column_that_is_not_there(self, store):
        with store.read() as tx, pytest.raises(KeyError, match="betrouwbaarheid"):
            tx.current(SIGNAL, betrouwbaarheid="A")


class TestNewest:
    def test_is_what_came_in_last_even_when_the_clock_went_back(self, store):
        put(store, "freeze", frozen=True)
        put(store, "freeze", frozen=False, recorded_at=NOW - timedelta(days=1))
        with store.read() as tx:
            assert tx.newest(schema.freeze, location_id="L1")["frozen"] is False
            assert tx.newest(schema.freeze, location_id="L2") is None


def test_a_frame_has_the_columns_also_without_rows(store):
    with store.read() as tx:
        frame = tx.frame(SIGNAL.select())
    assert list(frame.columns) == [column.name for column in SIGNAL.c]
    assert frame.empty


@given(moment=st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-9, minutes=-30))])))
def test_a_stamp_keeps_who_what_and_when(moment):
    assert stamp("ann", "boa", moment) == {"actor": "ann", "actor_role": "boa", "recorded_at": moment}
