"""How things stand is what the newest rows say together."""

from __future__ import annotations

from risk_map.store.ledger_states import frozen_locations, is_model_on, roles_of, round_states, stops
from tests.store_rows import decide, draft, put, stop


def test_a_location_is_frozen_until_somebody_unfreezes_it(store):
    for location_id, frozen in (("L1", True), ("L2", True), ("L1", False), ("L3", False), ("L4", True)):
        put(store, "freeze", location_id=location_id, frozen=frozen)
    with store.read() as tx:
        assert frozen_locations(tx) == ["L2", "L4"]


def test_the_model_is_on_until_somebody_presses_the_red_button(store):
    answers = []
    for model_on in (None, False, True):
        if model_on is not None:
            put(store, "model_switch", model_on=model_on)
        with store.read() as tx:
            answers.append(is_model_on(tx))
    assert answers == [True, False, True]


def test_a_round_is_in_the_state_that_it_came_to_last(store):
    first, second, third = draft(store), draft(store, "goedgekeurd", "uitgegeven"), put(store, "round")
    with store.read() as tx:
        assert round_states(tx) == {first: "concept", second: "uitgegeven"}
    assert third not in (first, second)


def test_the_stops_of_a_round_are_those_that_still_stand_in_order_of_position(store):
    round_id, decision_id = draft(store), decide(store)
    old = stop(store, round_id=round_id, decision_id=decision_id, position=9)
    gone = stop(store, round_id=round_id, location_id="L2", decision_id=decide(store, "L2"), position=2)
    stays = stop(store, round_id=round_id, location_id="L3", decision_id=decide(store, "L3"), position=3)
    new = stop(store, round_id=round_id, decision_id=decision_id, corrects=old, position=1)
    put(store, "stop_withdrawal", stop_id=gone)
    other = stop(store, location_id="L4", decision_id=decide(store, "L4"))
    with store.read() as tx:
        assert [found["id"] for found in stops(tx, round_id=round_id)] == [new, stays]
        assert {found["id"] for found in stops(tx)} == {new, stays, other}


def test_a_withdrawn_round_has_no_stops(store):
    round_id = draft(store)
    stop(store, round_id=round_id)
    put(store, "round_event", round_id=round_id, state="ingetrokken")
    with store.read() as tx:
        assert stops(tx, round_id=round_id) == []


def test_somebody_holds_the_roles_that_were_granted_and_not_taken_back(store):
    for role, gemeentecode, granted in (
        ("coordinator", "GM9001", True),
        ("boa", "GM9001", True),
        ("boa", "GM9002", True),
        ("boa", "GM9001", False),
    ):
        put(store, "role_grant", role=role, gemeentecode=gemeentecode, granted=granted)
    put(store, "role_grant", subject_id="dee", role="boa")
    with store.read() as tx:
        held = [(grant["role"], grant["gemeentecode"]) for grant in roles_of(tx, "cor")]
    assert held == [("coordinator", "GM9001"), ("boa", "GM9002")]
