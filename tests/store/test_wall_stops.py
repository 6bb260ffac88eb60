"""What may become a stop of a round, attacked with plain SQL that goes around Python, on both databases.

Every attack starts from a row that is accepted, and changes one thing. On SQLite the attacker has not even switched
foreign keys on.
"""

from __future__ import annotations

from datetime import date

import pytest

from tests.store.attacks import refused
from tests.store_rows import BOB, PLACE, decide, decide_home, draft, draw, insert_sql, put, register, row, stop

OTHER_DATE = date(2026, 12, 4)
VERBS = ("INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE")
HOME = {"location_id": "H1", "home": True, "origin": "signaal"}
ELSEWHERE = PLACE["adresseerbaar_object_identificatie"][:-1] + "9"


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
        register(store, "L9")
        draw_id = put(store, "draw", round_id=draft(store))
        assert attack("draw_pick", draw_id=draw_id) is None
        with refused("draw_home"):
            attack("draw_pick", draw_id=draw_id, location_id="L8", home=True)

    def test_is_never_drawn_under_the_name_of_something_else(self, store, attack):
        decide_home(store, "H1")
        register(store, "H1")
        draw_id = put(store, "draw", round_id=draft(store))
        with refused("draw_home"):
            attack("draw_pick", draw_id=draw_id, location_id="H1", home=False)


class TestWhatTheRegisterSays:
    """Nobody decided on these places: what they are, the database knows from the register alone."""

    @pytest.fixture(autouse=True)
    def known(self, store):
        register(store, "H1", home=True)
        register(store, "L1")

    def test_a_dwelling_is_never_drawn(self, store, attack):
        draw_id = put(store, "draw", round_id=draft(store))
        with refused("draw_home"):
            attack("draw_pick", draw_id=draw_id, location_id="H1")
        assert attack("draw_pick", draw_id=draw_id, location_id="L1") is None

    @pytest.mark.parametrize("strange", ["L2", "l1", ""])
    def test_what_it_does_not_know_is_never_drawn(self, store, attack, strange):
        with refused("draw_unregistered"):
            attack("draw_pick", draw_id=put(store, "draw", round_id=draft(store)), location_id=strange)

    def test_a_dwelling_is_never_decided_on_as_something_else(self, attack):
        for verdict in ("in_ronde", "niet_in_ronde"):
            with refused("decision_hides_home"):
                attack("decision", location_id="H1", verdict=verdict)
        assert attack("decision", location_id="H1", home=True, verdict="niet_in_ronde")
        assert attack("decision", location_id="L1")
        assert attack("decision", location_id="nowhere")

    def test_a_dwelling_goes_into_a_round_as_one(self, store, attack):
        assert attack("round_stop", round_id=draft(store), decision_id=decide_home(store), **HOME)

    def test_what_became_a_dwelling_since_the_decision_enters_no_round(self, store, attack):
        decision_id = decide(store)
        register(store, home=True)
        with refused("stop_hides_home"):
            attack("round_stop", round_id=draft(store), decision_id=decision_id)

    def test_what_became_a_dwelling_in_a_round_can_only_leave_it(self, store, attack):
        names = {"round_id": draft(store), "decision_id": decide(store)}
        stop_id = stop(store, **names)
        register(store, home=True)
        with refused("stop_hides_home"):
            attack("round_stop", **names, corrects=stop_id, position=2)
        with refused("round_hides_home"):
            attack("round_event", BOB, round_id=names["round_id"], state="goedgekeurd")
        attack("stop_withdrawal", stop_id=stop_id)
        assert attack("round_event", BOB, round_id=names["round_id"], state="goedgekeurd")

    def test_what_became_a_dwelling_after_the_approval_is_not_issued(self, store, attack):
        round_id = draft(store)
        stop(store, round_id=round_id)
        put(store, "round_event", BOB, round_id=round_id, state="goedgekeurd")
        register(store, home=True)
        with refused("round_hides_home"):
            attack("round_event", round_id=round_id, state="uitgegeven")

    def test_what_left_the_register_can_still_be_moved_in_its_round(self, store, attack, raw):
        names = {"round_id": draft(store), "decision_id": decide(store)}
        stop_id = stop(store, **names)
        raw.execute("DELETE FROM registered_place WHERE location_id = 'L1'")
        assert attack("round_stop", **names, corrects=stop_id, position=2)

    def test_no_temporary_table_stands_in_for_it(self, store, raw):
        round_id = draft(store)
        draw_id = put(store, "draw", round_id=round_id)
        raw.execute("CREATE TEMPORARY TABLE registered_place (location_id TEXT, home BOOLEAN)")
        raw.execute("INSERT INTO registered_place VALUES ('H1', FALSE)")
        with refused("draw_home"):
            raw.execute(insert_sql("draw_pick", row("draw_pick", draw_id=draw_id, location_id="H1")))


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
