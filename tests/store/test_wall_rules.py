"""The rules that the database guards, attacked with plain SQL that goes around Python, on both databases.

Every attack starts from a row that is accepted, and changes one thing. On SQLite the attacker has not even switched
foreign keys on.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import product

import pytest

from risk_map.store.ledger import stamp
from tests.store.attacks import REFUSED, refused
from tests.store_rows import ANN, BOB, NOW, decide, decide_home, draft, draw, put, stop

STATES = ("concept", "goedgekeurd", "uitgegeven", "gesloten", "ingetrokken")
ALLOWED_STEPS = {
    ("concept", "goedgekeurd"),
    ("goedgekeurd", "concept"),
    ("goedgekeurd", "uitgegeven"),
    ("uitgegeven", "gesloten"),
    ("concept", "ingetrokken"),
    ("goedgekeurd", "ingetrokken"),
    ("uitgegeven", "ingetrokken"),
}
WAY_TO = {
    "concept": (),
    "goedgekeurd": ("goedgekeurd",),
    "uitgegeven": ("goedgekeurd", "uitgegeven"),
    "gesloten": ("goedgekeurd", "uitgegeven", "gesloten"),
    "ingetrokken": ("ingetrokken",),
}
CLAIRE, DIRK = (stamp(name, "coordinator", NOW) for name in ("claire", "dirk"))
GRANT = {"by": ANN, "subject_id": "cor", "proposed_by": "bob"}


class TestTheSecondPerson:
    @pytest.fixture
    def decision_id(self, store):
        return decide_home(store, confirmed=False)

    def test_is_never_the_first(self, decision_id, attack):
        with refused("confirmation_same_subject"):
            attack("confirmation", ANN, decision_id=decision_id)
        assert attack("confirmation", BOB, decision_id=decision_id)

    def test_is_not_the_first_in_another_role(self, decision_id, attack):
        with refused("confirmation_same_subject"):
            attack("confirmation", ANN | {"actor_role": "aandachtsfunctionaris"}, decision_id=decision_id)

    def test_is_not_the_first_with_other_capitals(self, decision_id, attack):
        with refused("confirmation_same_subject"):
            attack("confirmation", ANN | {"actor": "Ann"}, decision_id=decision_id)

    def test_confirms_once(self, decision_id, attack):
        attack("confirmation", BOB, decision_id=decision_id)
        with refused("uq_confirmation_decision_id"):
            attack("confirmation", BOB, decision_id=decision_id)

    def test_confirms_no_decision_that_is_not_there_or_was_corrected(self, store, decision_id, attack):
        decide(store, "H1", corrects=decision_id)
        for named in ("nergens", decision_id):
            with refused("confirmation_without_decision"):
                attack("confirmation", BOB, decision_id=named)

    def test_of_a_role_is_not_who_proposed_it(self, attack):
        for proposer in ("bob", "BOB"):
            with refused("ck_role_grant_second_person"):
                attack("role_grant", BOB, proposed_by=proposer)


class TestApproval:
    @pytest.fixture
    def round_id(self, store):
        return draft(store)

    @pytest.fixture
    def approve(self, attack, round_id):
        return lambda by: attack("round_event", by, round_id=round_id, state="goedgekeurd")

    def test_is_never_by_who_drafted_the_round(self, approve):
        for by in (ANN, ANN | {"actor_role": "regiocoordinator"}, ANN | {"actor": "ANN"}):
            with refused("approval_same_subject"):
                approve(by)
        assert approve(BOB)

    def test_is_never_by_who_put_a_stop_in_it_also_when_another_moved_it_or_took_it_out(
        self, store, attack, approve, round_id
    ):
        names = {"round_id": round_id, "decision_id": decide(store)}
        first = put(store, "round_stop", BOB, **names)
        second = put(store, "round_stop", CLAIRE, **names, corrects=first)
        attack("stop_withdrawal", stop_id=second)
        for by in (ANN, BOB, CLAIRE, CLAIRE | {"actor": "Claire"}):
            with refused("approval_same_subject"):
                approve(by)
        assert approve(DIRK)

    def test_is_needed_anew_after_the_round_was_reopened_and_not_by_who_reopened_it(self, attack, approve, round_id):
        approve(BOB)
        attack("round_event", CLAIRE, round_id=round_id, state="concept")
        with refused("round_step"):
            attack("round_event", round_id=round_id, state="uitgegeven")
        with refused("approval_same_subject"):
            approve(CLAIRE)
        assert approve(BOB)

    def test_fixes_what_is_in_the_round_until_it_is_issued_and_then_a_stop_can_still_leave(
        self, store, attack, approve, round_id
    ):
        names = {"round_id": round_id, "decision_id": decide(store)}
        stop_id = stop(store, **names)
        approve(BOB)
        with refused("stop_round_closed"):
            attack("round_stop", **names, corrects=stop_id, position=9)
        with refused("withdrawal_round_closed"):
            attack("stop_withdrawal", stop_id=stop_id)
        attack("round_event", round_id=round_id, state="uitgegeven")
        with refused("stop_round_closed"):
            attack("round_stop", **names, corrects=stop_id, position=9)
        assert attack("stop_withdrawal", stop_id=stop_id)

    def test_leaves_a_closed_round_as_it_was(self, store, attack, approve, round_id):
        stop_id = stop(store, round_id=round_id)
        approve(BOB)
        for state in ("uitgegeven", "gesloten"):
            attack("round_event", round_id=round_id, state=state)
        with refused("withdrawal_round_closed"):
            attack("stop_withdrawal", stop_id=stop_id)


class TestARound:
    def test_goes_its_five_steps_and_no_other(self, store, attack):
        made = set()
        for old, new in product(STATES, repeat=2):
            with suppress(*REFUSED):
                attack("round_event", BOB, round_id=draft(store, *WAY_TO[old]), state=new)
                made.add((old, new))
        assert made == ALLOWED_STEPS

    def test_begins_as_a_draft(self, store, attack):
        round_id = put(store, "round")
        for state in STATES[1:]:
            with refused("round_step"):
                attack("round_event", BOB, round_id=round_id, state=state)

    @pytest.mark.parametrize("state", ["goedgekeurd", "uitgegeven", "gesloten", "ingetrokken"])
    def test_takes_no_stop_once_it_is_approved(self, store, attack, state):
        with refused("stop_round_closed"):
            attack("round_stop", round_id=draft(store, *WAY_TO[state]), decision_id=decide(store))

    def test_takes_no_stop_before_it_is_a_draft(self, store, attack):
        with refused("stop_round_closed"):
            attack("round_stop", round_id=put(store, "round"), decision_id=decide(store))

    def test_takes_no_frozen_location(self, store, attack):
        put(store, "freeze")
        with refused("stop_frozen"):
            attack("round_stop", round_id=draft(store), decision_id=decide(store))
        put(store, "freeze", frozen=False)
        assert attack("round_stop", round_id=draft(store), decision_id=decide(store))

    def test_is_not_issued_while_one_of_its_locations_is_frozen(self, store, attack):
        round_id, states = draft(store), ("goedgekeurd", "uitgegeven")
        stop_id = stop(store, round_id=round_id)
        put(store, "round_event", BOB, round_id=round_id, state="goedgekeurd")
        put(store, "freeze")
        with refused("round_has_frozen_stop"):
            attack("round_event", round_id=round_id, state="uitgegeven")
        put(store, "round_event", round_id=round_id)
        put(store, "stop_withdrawal", stop_id=stop_id)
        for state in states:
            assert attack("round_event", BOB, round_id=round_id, state=state)

    def test_is_withdrawn_after_it_was_issued_until_a_visit_was_recorded(self, store, attack):
        for visited in (False, True):
            round_id, location_id = draft(store), f"W{visited}"
            stop_id = stop(store, round_id=round_id, location_id=location_id, decision_id=decide(store, location_id))
            for state in WAY_TO["uitgegeven"]:
                attack("round_event", BOB, round_id=round_id, state=state)
            if visited:
                put(store, "visit", stop_id=stop_id, location_id=location_id)
                with refused("round_withdrawn_visited"):
                    attack("round_event", round_id=round_id, state="ingetrokken")
            else:
                assert attack("round_event", round_id=round_id, state="ingetrokken")

    def test_has_teams_of_two(self, store, attack):
        with refused("ck_round_team_members"):
            attack("round_team", round_id=draft(store), members=1)

    def test_takes_signals_and_draws_only_while_the_model_is_off(self, store, attack):
        put(store, "model_switch", model_on=False)
        for number, origin in enumerate(("risico", "periodiek", "signaal", "steekproef")):
            signal_id = put(store, "signal") if origin == "signaal" else None
            decided = decide(store, f"M{number}", signal_id=signal_id)
            place = {"location_id": f"M{number}", "decision_id": decided, "origin": origin}
            if origin in {"risico", "periodiek"}:
                with refused("stop_model_off"):
                    attack("round_stop", round_id=draft(store), **place)
            else:
                assert attack("round_stop", round_id=draw(store, draft(store), f"M{number}"), **place)
        put(store, "model_switch", model_on=True)
        assert attack("round_stop", round_id=draft(store), decision_id=decide(store))

    @pytest.mark.parametrize("origin", ["risico", "periodiek", "signaal", "steekproef"])
    def test_goes_no_further_with_the_model_off_when_a_stop_rests_on_it(self, store, attack, origin):
        signal_id = put(store, "signal") if origin == "signaal" else None
        round_id = draw(store, draft(store))
        stop_id = stop(store, round_id=round_id, decision_id=decide(store, signal_id=signal_id), origin=origin)
        for state in WAY_TO["uitgegeven"]:
            put(store, "model_switch", model_on=False)
            if origin in {"risico", "periodiek"}:
                with refused("round_model_off"):
                    attack("round_event", BOB, round_id=round_id, state=state)
                put(store, "model_switch", model_on=True)
            assert attack("round_event", BOB, round_id=round_id, state=state)
        put(store, "model_switch", model_on=False)
        assert attack("stop_withdrawal", stop_id=stop_id)


class TestRoles:
    @pytest.mark.parametrize("alone", ["beheerder", "auditor"])
    @pytest.mark.parametrize("other", ["coordinator", "regiocoordinator", "boa", "aandachtsfunctionaris", "beleid"])
    def test_administrator_and_auditor_hold_no_other_role(self, attack, alone, other):
        for first, second, subject in ((alone, other, "cor"), (other, alone, "dee")):
            grant = GRANT | {"subject_id": subject}
            attack("role_grant", **grant, role=first)
            with refused("role_combination"):
                attack("role_grant", **grant, role=second)
            attack("role_grant", **grant, role=first, granted=False)
            attack("role_grant", **grant, role=second)

    def test_administrator_is_not_auditor(self, attack):
        attack("role_grant", **GRANT, role="beheerder")
        with refused("role_combination"):
            attack("role_grant", **GRANT, role="auditor")

    def test_nobody_proposes_a_role_for_themselves_and_may_give_one_back(self, attack):
        for proposer in ("cor", "COR"):
            with refused("role_own_proposal"):
                attack("role_grant", **GRANT | {"proposed_by": proposer}, role="boa")
        attack("role_grant", **GRANT, role="boa")
        assert attack("role_grant", **GRANT | {"proposed_by": "cor"}, role="boa", granted=False)

    def test_working_roles_go_together(self, attack):
        attack("role_grant", **GRANT, role="coordinator")
        assert attack("role_grant", **GRANT, role="boa")

    def test_a_role_in_one_municipality_is_not_taken_back_in_another(self, attack):
        attack("role_grant", **GRANT, role="boa", gemeentecode="GM9001")
        attack("role_grant", **GRANT, role="boa", gemeentecode="GM9002", granted=False)
        with refused("role_combination"):
            attack("role_grant", **GRANT, role="auditor", gemeentecode=None)


class TestRecords:
    def test_an_anonymous_signal_is_at_most_weak(self, attack):
        for reliability in ("A", "B"):
            with refused("signal_anonymous"):
                attack("signal", source_type="anoniem", reliability=reliability)
        assert attack("signal", source_type="anoniem", reliability="C")

    def test_a_stop_is_visited_once_and_a_visit_can_be_corrected(self, store, attack):
        stop_id = stop(store)
        first = attack("visit", stop_id=stop_id)
        with refused("visit_stop_twice"):
            attack("visit", stop_id=stop_id)
        second = attack("visit", stop_id=stop_id, corrects=first, result="bevinding")
        with refused("visit_stop_twice"):
            attack("visit", stop_id=stop_id)
        assert attack("visit", stop_id=stop_id, corrects=second)

    def test_not_visited_has_a_reason_on_a_round_and_only_then(self, store, attack):
        stop_id = stop(store)
        with refused("ck_visit_not_visited_why"):
            attack("visit", stop_id=stop_id, result="niet_bezocht")
        with refused("ck_visit_not_visited_why"):
            attack("visit", stop_id=stop_id, not_visited_reason="geen_tijd")
        assert attack("visit", stop_id=stop_id, result="niet_bezocht", not_visited_reason="geen_tijd")

    def test_a_row_is_corrected_once(self, store, attack):
        first = put(store, "signal")
        assert attack("signal", corrects=first)
        with refused("uq_signal_corrects"):
            attack("signal", corrects=first)

    @pytest.mark.parametrize(
        ("table", "column"),
        [
            ("signal", "corrects"),
            ("decision", "signal_id"),
            ("visit", "stop_id"),
        ],
    )
    def test_what_a_row_names_exists(self, attack, table, column):
        with refused(f"ref_{table}_{column}"):
            attack(table, **{column: "nergens"})

    def test_the_audit_log_has_no_gap_and_no_row_between(self, attack):
        attack("audit", by={}, seq=1)
        attack("audit", by={}, seq=2, hash="2" * 64)
        for seq in (4, 9):
            with refused("audit_gap"):
                attack("audit", by={}, seq=seq, hash="3" * 64)
        assert attack("audit", by={}, seq=3, hash="3" * 64) is None

    @pytest.mark.parametrize(
        ("table", "changes", "rule"),
        [
            ("signal", {"form": "anders"}, "list_signal_form"),
            ("signal", {"category": "nationaliteit"}, "list_signal_category"),
            ("signal", {"reliability": "D"}, "list_signal_reliability"),
            ("signal", {"source_type": "politie"}, "list_signal_source_type"),
            ("signal", {"note": "x" * 281}, "ck_signal_note"),
            ("signal", {"note": ""}, "ck_signal_note"),
            ("signal", {"gemeentecode": "9001"}, "ck_signal_gemeentecode"),
            ("signal", {"adresseerbaar_object_identificatie": "1"}, "ck_signal_object"),
            ("decision", {"reason_for": ""}, "ck_decision_reason_for"),
            ("decision", {"reason_against": ""}, "ck_decision_reason_against"),
            ("handover", {"organisation": "buurman"}, "list_handover_organisation"),
            ("visit", {"result": "weet niet"}, "list_visit_result"),
        ],
    )
    def test_a_value_outside_the_closed_list_is_refused(self, attack, table, changes, rule):
        with refused(rule):
            attack(table, **changes)

    @pytest.mark.parametrize(
        ("changes", "rule"),
        [
            ({"kind": "doorgezet"}, "ck_signal_event_forwarded_to"),
            ({"kind": "verrijkt", "organisation": "ggd"}, "ck_signal_event_forwarded_to"),
            ({"kind": "gesloten"}, "ck_signal_event_closed_with"),
            ({"kind": "beoordeeld", "outcome": "gegrond"}, "ck_signal_event_closed_with"),
            ({"kind": "doorgezet", "organisation": "ggd", "reference": "x" * 41}, "ck_signal_event_reference"),
        ],
    )
    def test_an_event_of_a_signal_says_what_belongs_to_it(self, store, attack, changes, rule):
        with refused(rule):
            attack("signal_event", signal_id=put(store, "signal"), **changes)
