"""What may be recorded about a visit while the model is off, attacked with plain SQL, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.store.attacks import refused
from tests.store_rows import NOW, decide, draft, draw, later, put, stop

NOT_VISITED = {"result": "niet_bezocht", "not_visited_reason": "niemand_aanwezig"}


@pytest.fixture
def resting(store):
    """A stop that rests on the model."""
    return stop(store)


class TestWhileTheModelIsOff:
    @pytest.fixture(autouse=True)
    def off(self, store, resting):  # noqa: ARG002 - the stop comes first
        put(store, "model_switch", model_on=False)

    @pytest.mark.parametrize("began_at", [None, NOW, NOW + timedelta(hours=1)])
    def test_no_visit_is_recorded_that_did_not_begin_before(self, resting, attack, began_at):
        with refused("visit_model_off"):
            attack("visit", stop_id=resting, began_at=began_at)

    def test_what_began_before_is_a_fact(self, resting, attack):
        assert attack("visit", stop_id=resting, began_at=NOW - timedelta(minutes=1))

    def test_saying_so_again_moves_no_moment(self, store, resting, attack):
        put(store, "model_switch", later(days=1), model_on=False)
        with refused("visit_model_off"):
            attack("visit", stop_id=resting, began_at=NOW + timedelta(hours=1))

    def test_that_nobody_went_is_recorded(self, resting, attack):
        assert attack("visit", stop_id=resting, **NOT_VISITED)

    def test_what_no_round_asked_for_is_recorded(self, attack):
        assert attack("visit")

    def test_what_a_signal_or_the_draw_chose_is_recorded(self, store, attack):
        told = decide(store, "L2", signal_id=put(store, "signal"))
        drawn = {"round_id": draw(store, draft(store), "L3"), "decision_id": decide(store, "L3")}
        assert attack("visit", stop_id=stop(store, location_id="L2", decision_id=told, origin="signaal"))
        assert attack("visit", stop_id=stop(store, location_id="L3", origin="steekproef", **drawn))

    def test_on_again_every_visit_is(self, store, resting, attack):
        put(store, "model_switch", later(days=1), model_on=True)
        assert attack("visit", stop_id=resting)


class TestACorrection:
    def test_of_a_visit_of_before_is_recorded_while_the_model_is_off(self, store, resting, attack):
        visit_id = attack("visit", stop_id=resting)
        put(store, "model_switch", model_on=False)
        assert attack("visit", stop_id=resting, corrects=visit_id, result="bevinding")

    def test_makes_no_visit_where_nobody_went(self, store, resting, attack):
        visit_id = attack("visit", stop_id=resting, **NOT_VISITED)
        put(store, "model_switch", model_on=False)
        with refused("visit_model_off"):
            attack("visit", stop_id=resting, corrects=visit_id)

    def test_of_another_stop_makes_none(self, store, resting, attack):
        other = attack("visit", stop_id=stop(store, location_id="L2", decision_id=decide(store, "L2")))
        put(store, "model_switch", model_on=False)
        with refused("visit_model_off"):
            attack("visit", stop_id=resting, corrects=other)
