"""The snapshot of a day: what is past its term by then counts nowhere, also while nobody destroyed it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from risk_map.scoring.score import gather
from risk_map.workflow.retention import Hold, place_legal_hold
from risk_map.workflow.route_facts import known_places
from risk_map.workflow.signal_forms import Change
from risk_map.workflow.signals import assess_signal
from risk_map.workflow.snapshot import read_snapshot
from risk_map.workflow.visits import VisitForm, record_visit
from tests.store_fixtures import ON_BOTH, mostly_sqlite
from tests.workflow.town import AUDITOR, HOTEL, INSPECTOR, NOW, OFFICER, on_shift, plan, report

database_url = mostly_sqlite

DAY = timedelta(days=1)
WEAK_GONE, SIGNAL_GONE = date(2027, 11, 1), date(2028, 11, 1)
CLEAN_GONE, FINDING_GONE = date(2028, 11, 20), date(2029, 11, 20)


def signals_on(config, day):
    return list(read_snapshot(config, day).signals.index)


def visits_on(config, day):
    return list(read_snapshot(config, day).inspections["result"])


def visit(config, result):
    _, stop_id = plan(config)
    form = "arbeid" if result == "bevinding" else None
    record_visit(INSPECTOR, config, VisitForm(stop_id, result, ("gezien",) * 15, form), on_shift(1))


@ON_BOTH
@pytest.mark.parametrize(("reliability", "gone"), [("C", WEAK_GONE), ("B", SIGNAL_GONE)])
def test_a_signal_counts_until_the_day_its_term_ends(config, reliability, gone):
    signal_id = report(config, reliability=reliability)
    assert signals_on(config, gone - DAY) == [signal_id]
    assert signals_on(config, gone) == []


def test_a_signal_that_was_assessed_as_weak_has_the_term_of_a_weak_one(config):
    assess_signal(OFFICER, config, report(config), Change(reliability="C"), NOW)
    assert signals_on(config, WEAK_GONE) == []


@pytest.mark.parametrize(("result", "gone"), [("geen_bevinding", CLEAN_GONE), ("bevinding", FINDING_GONE)])
def test_a_visit_counts_until_the_day_its_term_ends(config, result, gone):
    visit(config, result)
    assert visits_on(config, gone - DAY) == [result]
    assert visits_on(config, gone) == []


def test_a_hold_keeps_a_signal_and_does_not_make_it_count(config):
    signal_id = report(config)
    place_legal_hold(AUDITOR, config, Hold("bezwaar loopt nog", table="signal", row_id=signal_id), NOW)
    assert signals_on(config, SIGNAL_GONE) == []


def test_neither_the_list_nor_the_score_tells_what_is_past_its_term(config):
    gone = date(2026, 11, 25)
    report(config, observed_on=gone.replace(year=2024))
    for day, told in ((gone - DAY, 1), (gone, 0)):
        snapshot = read_snapshot(config, day)
        (place,) = known_places(config, snapshot, [HOTEL]).values()
        assert sum(sentence.startswith("Signaal") for sentence, _, _ in place.facts) == told
        severities = gather(snapshot, config.layers, config.score).facts["severity"]
        assert severities.astype("str").str.startswith("signaal.").any() == bool(told)


def test_the_list_tells_no_last_visit_that_is_past_its_term(config):
    visit(config, "geen_bevinding")
    for day, told in ((CLEAN_GONE - DAY, True), (CLEAN_GONE, False)):
        (place,) = known_places(config, read_snapshot(config, day), [HOTEL]).values()
        assert (place.last_visit is not None) == told
