"""Scoring reads what was known on a day: enrichments from the day they were recorded, corrections always."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risk_map.domain.contract import check_frame
from risk_map.domain.registers import INSPECTIONS, SIGNALS
from risk_map.store import schema
from risk_map.store.engine import open_store
from risk_map.store.ledger_frames import read_inspections, read_signals
from tests.store_rows import ANN, PLACE, put, row

TODAY = date(2026, 11, 2)
LONG_AGO = date(2020, 1, 1)
UNLINKED = {
    "adresseerbaar_object_identificatie": None,
    "link_method": "none",
    "gemeentecode": None,
    "x": None,
    "y": None,
}


def signals(store, on=TODAY):
    with store.read() as tx:
        return read_signals(tx, on)


def inspections(store, on=TODAY):
    with store.read() as tx:
        return read_inspections(tx, on)


def recorded(day, hour=12):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


class TestSignals:
    def test_of_an_empty_store_are_an_empty_frame(self, store):
        frame = signals(store)
        check_frame(frame, SIGNALS)
        assert frame.empty

    def test_hold_what_was_recorded_and_no_note(self, store):
        signal_id = put(store, "signal", note="acht matrassen")
        frame = signals(store)
        check_frame(frame, SIGNALS)
        found = frame.loc[signal_id]
        assert found["observed_on"] == pd.Timestamp(2026, 10, 1)
        assert found["adresseerbaar_object_identificatie"] == PLACE["adresseerbaar_object_identificatie"]
        assert (found["form"], found["category"], found["reliability"]) == ("arbeid", "overbewoning", "B")
        assert (found.geometry.x, found.geometry.y) == (150_010.5, 450_000.0)
        assert pd.isna(found["note"])

    def test_without_a_point_have_no_geometry(self, store):
        placed, unplaced = put(store, "signal"), put(store, "signal", **UNLINKED)
        frame = signals(store)
        assert frame.geometry.isna().to_dict() == {placed: False, unplaced: True}

    def test_count_from_the_day_they_were_seen(self, store):
        put(store, "signal", observed_on=TODAY)
        assert len(signals(store, TODAY - timedelta(days=1))) == 0
        assert len(signals(store, TODAY)) == 1

    def test_are_enriched_from_the_day_that_it_was_recorded(self, store):
        signal_id = put(store, "signal")
        steps = [{"reliability": "A"}, {"category": "slapen_op_werkplek"}, {"form": "crimineel", "reliability": "C"}]
        for number, step in enumerate(steps):
            put(store, "signal_event", signal_id=signal_id, **step, recorded_at=recorded(date(2026, 10, 10 + number)))
        columns = ["reliability", "category", "form"]
        known = {day: tuple(signals(store, date(2026, 10, day)).loc[signal_id, columns]) for day in (9, 10, 11, 12)}
        assert known == {
            9: ("B", "overbewoning", "arbeid"),
            10: ("A", "overbewoning", "arbeid"),
            11: ("A", "slapen_op_werkplek", "arbeid"),
            12: ("C", "slapen_op_werkplek", "crimineel"),
        }

    def test_end_their_day_at_midnight_in_the_netherlands(self, store):
        signal_id = put(store, "signal")
        summer = datetime(2026, 10, 10, 22, 0, tzinfo=UTC)  # 11 October, 00:00
        put(store, "signal_event", signal_id=signal_id, reliability="A", recorded_at=summer)
        known = [signals(store, date(2026, 10, day)).loc[signal_id, "reliability"] for day in (10, 11)]
        assert known == ["B", "A"]

    @pytest.mark.parametrize("outcome", ["gegrond", "ongegrond", "overgedragen", "onvoldoende"])
    def test_stop_counting_only_when_they_are_closed_as_unfounded(self, store, outcome):
        signal_id = put(store, "signal")
        close = {"kind": "gesloten", "outcome": outcome, "recorded_at": recorded(date(2026, 10, 20))}
        put(store, "signal_event", signal_id=signal_id, **close)
        assert list(signals(store, date(2026, 10, 19)).index) == [signal_id]
        assert list(signals(store).index) == ([] if outcome == "ongegrond" else [signal_id])

    def test_that_were_corrected_are_not_read_and_keep_their_enrichments(self, store):
        first = put(store, "signal", reliability="C")
        put(store, "signal_event", signal_id=first, category="slapen_op_werkplek")
        second = put(store, "signal", corrects=first, form="crimineel")
        third = put(store, "signal", corrects=second, form="seksueel")
        (found,) = signals(store).itertuples()
        assert (found.Index, found.category, found.form) == (third, "slapen_op_werkplek", "seksueel")

    def test_do_not_follow_a_step_that_was_corrected(self, store):
        signal_id = put(store, "signal")
        wrong = put(store, "signal_event", signal_id=signal_id, reliability="A")
        put(store, "signal_event", signal_id=signal_id, corrects=wrong, reliability="C")
        assert signals(store).loc[signal_id, "reliability"] == "C"


class TestInspections:
    def test_of_an_empty_store_are_an_empty_frame(self, store):
        frame = inspections(store)
        check_frame(frame, INSPECTIONS)
        assert frame.empty

    def test_hold_their_answers_and_leave_the_others_open(self, store):
        visit_id, bare = put(store, "visit", visited_on=TODAY), put(store, "visit", visited_on=TODAY)
        for code, answer in (("check_01", "gezien"), ("check_12", "niet_beoordeeld")):
            put(store, "visit_answer", visit_id=visit_id, check_code=code, answer=answer)
        frame = inspections(store)
        check_frame(frame, INSPECTIONS)
        answers = frame.filter(like="check_")
        assert answers.loc[visit_id].dropna().to_dict() == {"check_01": "gezien", "check_12": "niet_beoordeeld"}
        assert answers.loc[bare].isna().all()

    def test_count_from_the_day_of_the_visit_and_as_corrected(self, store):
        first = put(store, "visit", visited_on=TODAY)
        second = put(store, "visit", visited_on=TODAY, corrects=first, result="bevinding", form="arbeid")
        assert list(inspections(store, TODAY - timedelta(days=1)).index) == []
        assert inspections(store)["result"].to_dict() == {second: "bevinding"}


DAYS = st.integers(0, 9)
CHANGES = st.fixed_dictionaries(
    {
        "form": st.sampled_from([None, "arbeid", "crimineel"]),
        "reliability": st.sampled_from([None, "A", "C"]),
        "outcome": st.sampled_from([None, None, None, "gegrond", "ongegrond"]),
        "day": DAYS,
        "target": DAYS,
    }
)


class TestAgainstOneByOne:
    """The frame in one go is what somebody gets who reads the ledger row by row."""

    @settings(deadline=None, max_examples=40)  # each example syncs a database to the disk
    @given(steps=st.lists(CHANGES, max_size=12), corrections=st.sets(DAYS, max_size=3), on=DAYS)
    def test_read_signals(self, sqlite_template, steps, corrections, on):
        path = sqlite_template.with_name("one_by_one.db")
        shutil.copy(sqlite_template, path)
        rows, events = self.history(steps, corrections)
        with closing(open_store(f"sqlite:///{path}")) as store:
            with store.write() as tx:
                for made in rows:
                    tx.append(schema.signal, **made)
                for made in events:
                    tx.append(schema.signal_event, **made)
            frame = signals(store, LONG_AGO + timedelta(days=on))
        found = frame[["form", "reliability"]].to_dict("index")
        assert found == self.one_by_one(rows, events, on)

    @staticmethod
    def history(steps, corrections):
        rows = [row("signal", id=f"S{number}", observed_on=LONG_AGO + timedelta(days=number)) for number in range(10)]
        for number in sorted(corrections):
            rows.append(rows[number] | {"id": f"S{number}b", "corrects": f"S{number}", "form": "orgaan"})
        rows = [{"corrects": None, **made} for made in rows]
        events = []
        for step in steps:
            kind = "gesloten" if step["outcome"] else "verrijkt"
            values = {name: step[name] for name in ("form", "reliability", "outcome")}
            when = recorded(LONG_AGO + timedelta(days=step["day"]))
            events.append(ANN | values | {"kind": kind, "signal_id": f"S{step['target']}", "recorded_at": when})
        return rows, events

    @staticmethod
    def one_by_one(rows, events, on):
        last_day, known = LONG_AGO + timedelta(days=on), {}
        replaced = {made["corrects"] for made in rows}
        for made in rows:
            if made["id"] in replaced or made["observed_on"] > last_day:
                continue
            state, unfounded = {"form": made["form"], "reliability": made["reliability"]}, False
            for step in events:
                if step["signal_id"] in (made["id"], made["corrects"]) and step["recorded_at"].date() <= last_day:
                    state |= {name: step[name] for name in state if step[name]}
                    unfounded = {"ongegrond": True, None: unfounded}.get(step["outcome"], False)
            if not unfounded:
                known[made["id"]] = state
        return known
