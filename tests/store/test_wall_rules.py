"""The rules that the database guards, attacked with plain SQL that goes around Python, on both databases.

Every attack starts from a row that is accepted, and changes one thing. On SQLite the attacker has not even switched
foreign keys on.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from datetime import date
from itertools import product

import psycopg
import pytest

from risk_map.store.ledger import stamp
from tests.store_rows import ANN, BOB, NOW, PLACE, decide, decide_home, draft, draw, insert_sql, put, row, stop

REFUSED = (sqlite3.IntegrityError, psycopg.IntegrityError)
OTHER_DATE = date(2026, 12, 4)
VERBS = ("INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE")
HOME = {"location_id": "H1", "home": True, "origin": "signaal"}
STATES = ("concept", "goedgekeurd", "uitgegeven", "gesloten", "ingetrokken")
ALLOWED_STEPS = {
    ("concept", "goedgekeurd"),
    ("goedgekeurd", "concept"),
    ("goedgekeurd", "uitgegeven"),
    ("uitgegeven", "gesloten"),
    ("concept", "ingetrokken"),
    ("goedgekeurd", "ingetrokken"),
}
WAY_TO = {
    "concept": (),
    "goedgekeurd": ("goedgekeurd",),
    "uitgegeven": ("goedgekeurd", "uitgegeven"),
    "gesloten": ("goedgekeurd", "uitgegeven", "gesloten"),
    "ingetrokken": ("ingetrokken",),
}
CLAIRE, DIRK = (stamp(name, "coordinator", NOW) for name in ("claire", "dirk"))
ELSEWHERE = PLACE["adresseerbaar_object_identificatie"][:-1] + "9"
GRANT = {"by": ANN, "subject_id": "cor", "proposed_by": "bob"}


@pytest.fixture
def attack(raw):
    """Insert a row with plain SQL."""

    def insert(table, by=ANN, verb="INSERT", **changes):
        made = row(table, by, **changes)
        raw.execute(insert_sql(table, made, verb))
        return made.get("id")

    return insert


def refused(rule):
    return pytest.raises(REFUSED, match=rf"\b{rule}\b")


class TestAStopNeedsADecision:
    def test_is_accepted_with_one(self, store, attack):
        assert attack("round_stop", round_id=draft(store), decision_id=decide(store))

    @pytest.mark.parametrize("named", [None, "", "nergens"])
    def test_never_without(self, store, attack, named):
        decide(store)
        with refused("stop_without_decision"):
            attack("round_stop", round_id=draft(store), decision_id=named)

    def test_never_on_the_decision_about_another_location(self, store, attack):
        with refused("stop_without_decision"):
            attack("round_stop", round_id=draft(store), decision_id=decide(store, "L2"))

    def test_never_on_a_decision_against(self, store, attack):
        with refused("stop_without_decision"):
            attack("round_stop", round_id=draft(store), decision_id=decide(store, verdict="niet_in_ronde"))

    def test_never_on_a_decision_that_was_corrected(self, store, attack):
        old = decide(store)
        decide(store, corrects=old, reason_for="ander feit")
        with refused("stop_without_decision"):
            attack("round_stop", round_id=draft(store), decision_id=old)

    def test_never_on_a_decision_that_a_later_one_took_back(self, store, attack):
        old = decide(store)
        against = decide(store, verdict="niet_in_ronde")
        with refused("stop_without_decision"):
            attack("round_stop", round_id=draft(store), decision_id=old)
        decide(store, verdict="in_ronde", corrects=against)
        assert attack("round_stop", round_id=draft(store), decision_id=old)

    def test_a_dwelling_is_never_passed_off_as_something_else(self, store, attack):
        with refused("stop_without_decision"):
            attack("round_stop", round_id=draft(store), decision_id=decide_home(store), location_id="H1", home=False)


class TestADwelling:
    def test_goes_into_a_round_after_signal_assessment_and_second_person(self, store, attack):
        assert attack("round_stop", round_id=draft(store), decision_id=decide_home(store), **HOME)

    def test_never_without_an_assessment_of_the_signal(self, store, attack):
        with refused("stop_home_unassessed"):
            attack("round_stop", round_id=draft(store), decision_id=decide_home(store, assessed=False), **HOME)

    def test_never_without_a_second_person(self, store, attack):
        with refused("stop_home_unconfirmed"):
            attack("round_stop", round_id=draft(store), decision_id=decide_home(store, confirmed=False), **HOME)

    def test_is_never_decided_on_without_a_signal(self, attack):
        with refused("ck_decision_home_needs_signal"):
            attack("decision", home=True)
        assert attack("decision", home=True, verdict="niet_in_ronde")

    def test_is_never_a_stop_of_the_random_draw(self, store, attack):
        home = HOME | {"origin": "steekproef"}
        with refused("stop_home_drawn"):
            attack("round_stop", round_id=draft(store), decision_id=decide_home(store), **home)

    def test_is_never_drawn(self, store, attack):
        draw_id = put(store, "draw", round_id=draft(store))
        assert attack("draw_pick", draw_id=draw_id) is None
        with refused("draw_home"):
            attack("draw_pick", draw_id=draw_id, location_id="L8", home=True)

    def test_is_never_drawn_under_the_name_of_something_else(self, store, attack):
        decide_home(store, "H1")
        draw_id = put(store, "draw", round_id=draft(store))
        with refused("draw_home"):
            attack("draw_pick", draw_id=draw_id, location_id="H1", home=False)


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
        with refused("ck_role_grant_second_person"):
            attack("role_grant", BOB, proposed_by="bob")


class TestOneRoundADate:
    @pytest.fixture
    def taken(self, store):
        return stop(store)

    @pytest.mark.usefixtures("taken")
    def test_a_location_is_never_in_two_rounds(self, store, attack, database_url):
        sqlite = database_url.startswith("sqlite")
        for verb in VERBS if sqlite else VERBS[:1]:
            with refused("stop_taken"):
                attack("round_stop", verb=verb, round_id=draft(store), decision_id=decide(store))

    @pytest.mark.usefixtures("taken")
    def test_another_date_is_free(self, store, attack):
        other = draft(store, on_date=OTHER_DATE)
        assert attack("round_stop", round_id=other, decision_id=decide(store), on_date=OTHER_DATE)

    @pytest.mark.usefixtures("taken")
    def test_a_stop_never_has_another_date_than_its_round(self, store, attack):
        with refused("stop_other_date"):
            attack("round_stop", round_id=draft(store), decision_id=decide(store), on_date=OTHER_DATE)

    def test_a_withdrawn_stop_gives_the_location_free(self, store, taken, attack):
        attack("stop_withdrawal", stop_id=taken)
        assert attack("round_stop", round_id=draft(store), decision_id=decide(store))

    def test_a_withdrawn_round_gives_its_locations_free(self, store, attack):
        round_id = draft(store)
        stop(store, round_id=round_id)
        attack("round_event", round_id=round_id, state="ingetrokken")
        assert attack("round_stop", round_id=draft(store), decision_id=decide(store))

    def test_a_corrected_stop_keeps_the_location(self, store, raw, attack):
        names = {"round_id": draft(store), "decision_id": decide(store)}
        old = stop(store, **names)
        new = attack("round_stop", **names, corrects=old, position=2)
        assert raw.execute("SELECT stop_id FROM stop_claim").fetchall() == [(new,)]
        with refused("stop_taken"):
            attack("round_stop", round_id=draft(store), decision_id=decide(store))

    def test_a_correction_stays_in_its_round_and_brings_no_stop_back(self, store, attack):
        names = {"round_id": draft(store), "decision_id": decide(store)}
        old = stop(store, **names)
        with refused("stop_correction"):
            attack("round_stop", round_id=draft(store), decision_id=names["decision_id"], corrects=old)
        attack("stop_withdrawal", stop_id=old)
        with refused("stop_correction"):
            attack("round_stop", **names, corrects=old)

    def test_an_old_version_of_a_stop_is_not_withdrawn(self, store, attack):
        names = {"round_id": draft(store), "decision_id": decide(store)}
        old = stop(store, **names)
        new = attack("round_stop", **names, corrects=old)
        with refused("withdrawal_of_old_stop"):
            attack("stop_withdrawal", stop_id=old)
        attack("stop_withdrawal", stop_id=new)

    @pytest.mark.parametrize(
        ("sql", "rule"),
        [
            ("DELETE FROM stop_claim", "no_delete_stop_claim"),
            ("UPDATE stop_claim SET on_date = '2026-12-04'", "no_update_stop_claim"),
            ("INSERT INTO stop_claim VALUES ('L2', '2026-11-20', 'nergens')", "claim_without_stop"),
        ],
    )
    @pytest.mark.usefixtures("taken")
    def test_the_claim_itself_is_out_of_reach(self, raw, sql, rule):
        with refused(rule):
            raw.execute(sql)


class TestApproval:
    @pytest.fixture
    def round_id(self, store):
        return draft(store)

    @pytest.fixture
    def approve(self, attack, round_id):
        return lambda by: attack("round_event", by, round_id=round_id, state="goedgekeurd")

    def test_is_never_by_who_drafted_the_round(self, approve):
        for by in (ANN, ANN | {"actor_role": "regiocoordinator"}):
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
        for by in (ANN, BOB, CLAIRE):
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


class TestTheOriginOfAStop:
    def test_is_the_draw_only_for_what_was_drawn_for_this_round(self, store, attack):
        place = {"decision_id": decide(store), "origin": "steekproef"}
        other, elsewhere = draw(store, draft(store)), draw(store, draft(store), "L2")
        for round_id in (draft(store), elsewhere):
            with refused("stop_not_drawn"):
                attack("round_stop", round_id=round_id, **place)
        assert attack("round_stop", round_id=other, **place)

    def test_is_a_signal_only_when_the_decision_names_one(self, store, attack):
        with refused("stop_without_signal"):
            attack("round_stop", round_id=draft(store), decision_id=decide(store), origin="signaal")
        decided = decide(store, signal_id=put(store, "signal"))
        assert attack("round_stop", round_id=draft(store), decision_id=decided, origin="signaal")


class TestTheSignalUnderADecision:
    """About a home, and about what is no home and is visited for a signal."""

    @pytest.fixture(params=[True, False], ids=["home", "no home"])
    def rests(self, request, store):
        """Give a signal, the decision that rests on it, and how its stop begins."""
        home, signal_id = request.param, put(store, "signal")
        put(store, "signal_event", signal_id=signal_id)
        decision_id = decide(store, "H1", home=home, signal_id=signal_id)
        put(store, "confirmation", BOB, decision_id=decision_id)
        return signal_id, {**HOME, "home": home, "decision_id": decision_id}

    def test_is_about_the_same_place(self, store, attack, rests):
        signal_id, stop_ = rests
        for other in (ELSEWHERE, None):
            with refused("decision_signal_elsewhere"):
                attack("decision", signal_id=signal_id, adresseerbaar_object_identificatie=other)
        away = put(store, "signal", adresseerbaar_object_identificatie=None, link_method="none")
        with refused("decision_signal_elsewhere"):
            attack("decision", signal_id=away)
        assert attack("round_stop", round_id=draft(store), **stop_)

    def test_holds_still_when_the_stop_is_written(self, store, attack, rests):
        signal_id, stop_ = rests
        closed = put(store, "signal_event", signal_id=signal_id, kind="gesloten", outcome="ongegrond")
        with refused("stop_signal_void"):
            attack("round_stop", round_id=draft(store), **stop_)
        put(store, "signal_event", signal_id=signal_id, kind="gesloten", outcome="gegrond", corrects=closed)
        assert attack("round_stop", round_id=draft(store), **stop_)

    def test_is_not_one_that_was_corrected_since(self, store, attack, rests):
        signal_id, stop_ = rests
        put(store, "signal", corrects=signal_id)
        with refused("stop_signal_void"):
            attack("round_stop", round_id=draft(store), **stop_)

    @pytest.mark.parametrize("step", ["goedgekeurd", "uitgegeven"])
    @pytest.mark.parametrize("how", ["unfounded", "corrected"])
    def test_holds_still_when_the_round_is_approved_and_when_it_is_issued(self, store, attack, rests, step, how):
        signal_id, stop_ = rests
        round_id = draft(store)
        stop_id = put(store, "round_stop", round_id=round_id, **stop_)
        if step == "uitgegeven":
            put(store, "round_event", BOB, round_id=round_id, state="goedgekeurd")
        if how == "unfounded":
            put(store, "signal_event", signal_id=signal_id, kind="gesloten", outcome="ongegrond")
        else:
            put(store, "signal", corrects=signal_id)
        with refused("round_has_void_signal"):
            attack("round_event", BOB, round_id=round_id, state=step)
        if step == "uitgegeven":
            put(store, "round_event", round_id=round_id)
        put(store, "stop_withdrawal", stop_id=stop_id)
        assert attack("round_event", BOB, round_id=round_id, state="goedgekeurd")

    def test_is_assessed_itself_and_not_what_it_corrects(self, store, attack):
        old = put(store, "signal")
        put(store, "signal_event", signal_id=old)
        signal_id = put(store, "signal", corrects=old)
        decision_id = decide(store, "H1", home=True, signal_id=signal_id)
        put(store, "confirmation", BOB, decision_id=decision_id)
        with refused("stop_home_unassessed"):
            attack("round_stop", round_id=draft(store), decision_id=decision_id, **HOME)
        put(store, "signal_event", signal_id=signal_id)
        assert attack("round_stop", round_id=draft(store), decision_id=decision_id, **HOME)


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
            ("handover", "visit_id"),
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
