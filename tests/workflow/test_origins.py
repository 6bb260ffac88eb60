"""Why a location is in a round follows from what was recorded: the draw, then a signal, then the score."""

from __future__ import annotations

import pytest

from risk_map.workflow.candidates import Wanted, propose_stops
from risk_map.workflow.round_changes import AddStop, change_round
from tests.workflow.town import COORDINATOR, HOME, HOTEL, NOW, decide, decide_home, draft, report


def origin_in(config, rows, round_id, location_id=HOTEL):
    stop_id = change_round(COORDINATOR, config, round_id, AddStop(location_id), NOW)
    return rows("round_stop", id=stop_id)[0]["origin"]


@pytest.mark.parametrize(("score_seen", "origin"), [(True, "risico"), (False, "periodiek")])
def test_what_rests_on_no_draw_and_no_signal_is_risk_when_the_score_was_seen(config, rows, score_seen, origin):
    decide(config, score_seen=score_seen)
    assert origin_in(config, rows, draft(config)) == origin


@pytest.mark.parametrize("score_seen", [True, False])
def test_a_signal_under_the_decision_is_why_also_when_the_score_was_seen(config, rows, score_seen):
    decide(config, score_seen=score_seen, signal_id=report(config))
    assert origin_in(config, rows, draft(config)) == "signaal"


@pytest.mark.parametrize("with_signal", [True, False])
def test_what_was_drawn_for_the_round_is_random_also_with_a_signal(config, rows, with_signal):
    decide(config, signal_id=report(config) if with_signal else None)
    round_id = draft(config)
    propose_stops(COORDINATOR, config, round_id, Wanted(2, "a", 1), NOW)
    assert origin_in(config, rows, round_id) == "steekproef"


def test_what_was_drawn_for_another_round_is_not_random_in_this_one(config, rows):
    decide(config)
    propose_stops(COORDINATOR, config, draft(config), Wanted(2, "a", 1), NOW)
    assert origin_in(config, rows, draft(config)) == "periodiek"


def test_a_home_comes_by_its_signal(config, rows):
    decide_home(config)
    assert origin_in(config, rows, draft(config), HOME) == "signaal"
