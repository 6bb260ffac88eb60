"""The steps of a round: a second person approves what others made, and nothing changes after that without them."""

from __future__ import annotations

from datetime import time

import pytest

from risk_map.errors import ConflictError, PermissionDeniedError
from risk_map.store.ledger_states import stops
from risk_map.workflow.round_changes import AddStop, MoveStop, WithdrawRound, WithdrawStop, change_round
from risk_map.workflow.round_steps import approve_round, close_round, issue_round, reopen_round
from risk_map.workflow.signals import close_signal
from risk_map.workflow.store import store_of
from risk_map.workflow.visits import VisitForm, record_visit
from tests.workflow import town
from tests.workflow.town import (
    ADMINISTRATOR,
    AUDITOR,
    COORDINATOR,
    HOME,
    HOTEL,
    INSPECTOR,
    LODGING,
    NOW,
    OFFICER,
    OTHER_COORDINATOR,
    POLICY,
    REGION,
    SECOND_COORDINATOR,
    decide,
    draft,
    issue,
    on_shift,
    plan,
    report_assessed,
)


def add(config, round_id, location_id=HOTEL, by=COORDINATOR):
    return change_round(by, config, round_id, AddStop(location_id), NOW)


def planned(config, round_id):
    with store_of(config).read() as tx:
        return [stop["location_id"] for stop in stops(tx, round_id=round_id)]


class TestSteps:
    def test_a_round_goes_one_way(self, config, rows):
        round_id, stop_id = plan(config, issued=False)
        with pytest.raises(ConflictError, match="Deze stap kan nu niet"):
            issue_round(COORDINATOR, config, round_id, NOW)
        issue(config, round_id)
        with pytest.raises(ConflictError, match="Deze stap kan nu niet"):
            approve_round(SECOND_COORDINATOR, config, round_id, NOW)
        with pytest.raises(ConflictError, match="Van 1 locatie in"):
            close_round(COORDINATOR, config, round_id, NOW)
        record_visit(INSPECTOR, config, VisitForm(stop_id, "niet_bezocht", not_visited_reason="geen_tijd"), on_shift())
        close_round(COORDINATOR, config, round_id, on_shift(5))
        assert [row["state"] for row in rows("round_event")] == ["concept", "goedgekeurd", "uitgegeven", "gesloten"]

    def test_an_empty_round_is_not_approved(self, config):
        round_id = draft(config)
        with pytest.raises(ConflictError, match="nog geen locatie"):
            approve_round(SECOND_COORDINATOR, config, round_id, NOW)

    def test_nothing_is_added_to_an_issued_round_and_a_stop_can_still_leave(self, config):
        round_id, stop_id = plan(config)
        decide(config, LODGING)
        with pytest.raises(ConflictError, match="heropent haar eerst"):
            add(config, round_id, LODGING)
        with pytest.raises(ConflictError, match="heropent haar eerst"):
            change_round(COORDINATOR, config, round_id, MoveStop(stop_id, 2), NOW)
        change_round(COORDINATOR, config, round_id, WithdrawStop(stop_id, "locatie is gesloten"), NOW)
        assert planned(config, round_id) == []

    def test_an_issued_round_in_which_no_stop_is_left_is_closed(self, config, rows):
        round_id, stop_id = plan(config)
        change_round(COORDINATOR, config, round_id, WithdrawStop(stop_id, "locatie is gesloten"), NOW)
        close_round(COORDINATOR, config, round_id, on_shift(72))
        assert rows("round_event")[-1]["state"] == "gesloten"

    def test_an_issued_round_to_which_nobody_went_is_withdrawn_and_frees_its_locations(self, config):
        round_id, _ = plan(config)
        change_round(COORDINATOR, config, round_id, WithdrawRound(), on_shift(72))
        assert planned(config, round_id) == []

    def test_a_round_with_a_visit_is_closed_and_not_withdrawn(self, config):
        round_id, stop_id = plan(config)
        record_visit(INSPECTOR, config, VisitForm(stop_id, "niet_bezocht", not_visited_reason="geen_tijd"), on_shift())
        with pytest.raises(ConflictError, match="Haal eruit wat niet is bezocht, en sluit haar"):
            change_round(COORDINATOR, config, round_id, WithdrawRound(), on_shift(5))

    @pytest.mark.parametrize("who", [OTHER_COORDINATOR, REGION, INSPECTOR, OFFICER, ADMINISTRATOR, AUDITOR, POLICY])
    @pytest.mark.parametrize("step", [approve_round, reopen_round, issue_round, close_round])
    def test_nobody_else_moves_a_round_on_and_learns_whether_there_is_one(self, config, who, step):
        round_id, _ = plan(config, issued=False)
        words = set()
        for name in (round_id, "bestaat-niet"):
            with pytest.raises(PermissionDeniedError) as refused:
                step(who, config, name, NOW)
            words.add(str(refused.value))
        assert len(words) == 1


class TestApproval:
    def test_is_by_somebody_who_did_not_draft_the_round(self, config, rows):
        round_id, _ = plan(config, issued=False)
        with pytest.raises(PermissionDeniedError, match="opstellen en goedkeuren doen twee verschillende mensen"):
            approve_round(COORDINATOR, config, round_id, NOW)
        approve_round(SECOND_COORDINATOR, config, round_id, NOW)
        assert [(row["state"], row["actor"]) for row in rows("round_event")] == [
            ("concept", "cor"),
            ("goedgekeurd", "cees"),
        ]

    def test_is_by_somebody_who_put_nothing_in_it_also_when_another_moved_it(self, config):
        decide(config)
        round_id = draft(config)
        stop_id = add(config, round_id, by=SECOND_COORDINATOR)
        change_round(COORDINATOR, config, round_id, MoveStop(stop_id, 3), NOW)
        with pytest.raises(PermissionDeniedError, match="twee verschillende mensen"):
            approve_round(SECOND_COORDINATOR, config, round_id, NOW)

    def test_fixes_the_round_until_it_is_reopened_and_then_it_is_approved_anew(self, config):
        round_id, stop_id = plan(config, issued=False)
        decide(config, LODGING)
        approve_round(SECOND_COORDINATOR, config, round_id, NOW)
        for change in (AddStop(LODGING), MoveStop(stop_id, 2, time(9)), WithdrawStop(stop_id, "past niet")):
            with pytest.raises(ConflictError, match="heropent haar eerst"):
                change_round(COORDINATOR, config, round_id, change, NOW)
        reopen_round(COORDINATOR, config, round_id, NOW)
        add(config, round_id, LODGING)
        with pytest.raises(ConflictError, match="Deze stap kan nu niet"):
            issue_round(COORDINATOR, config, round_id, NOW)
        issue(config, round_id)
        assert planned(config, round_id) == [HOTEL, LODGING]

    def test_of_a_draft_and_of_an_issued_round_there_is_nothing_to_reopen(self, config):
        round_id, _ = plan(config, issued=False)
        with pytest.raises(ConflictError, match="Deze stap kan nu niet"):
            reopen_round(COORDINATOR, config, round_id, NOW)
        issue(config, round_id)
        with pytest.raises(ConflictError, match="alleen een goedgekeurde gaat terug"):
            reopen_round(COORDINATOR, config, round_id, NOW)

    @pytest.mark.parametrize("home", [True, False])
    @pytest.mark.parametrize("step", ["approve", "issue"])
    def test_waits_while_the_signal_under_a_stop_proved_unfounded(self, config, home, step):
        place = HOME if home else HOTEL
        signal_id = report_assessed(config, place)
        decision_id = decide(config, place, signal_id=signal_id)
        if home:
            town.confirm_decision(OFFICER, config, decision_id, NOW)
        round_id = draft(config)
        stop_id = add(config, round_id, place)
        if step == "issue":
            approve_round(SECOND_COORDINATOR, config, round_id, NOW)
        close_signal(OFFICER, config, signal_id, "ongegrond", NOW)
        who, act = (SECOND_COORDINATOR, approve_round) if step == "approve" else (COORDINATOR, issue_round)
        with pytest.raises(ConflictError, match="waarvan het signaal intussen ongegrond of gecorrigeerd is"):
            act(who, config, round_id, NOW)
        if step == "issue":
            reopen_round(COORDINATOR, config, round_id, NOW)
        change_round(COORDINATOR, config, round_id, WithdrawStop(stop_id, "signaal is ongegrond"), NOW)
        decide(config, LODGING)
        add(config, round_id, LODGING)
        issue(config, round_id)
        assert planned(config, round_id) == [LODGING]
