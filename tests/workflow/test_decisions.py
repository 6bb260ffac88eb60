"""A human decides, with reasons; a second one confirms a home; and a frozen location goes nowhere."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from risk_map.domain.subject import Role, Subject
from risk_map.errors import ConflictError, ForbiddenColumnError, InputError, PermissionDeniedError
from risk_map.workflow.decision_reads import count_homes_to_confirm, read_decisions
from risk_map.workflow.decisions import (
    NewDecision,
    confirm_decision,
    decide_location,
    freeze_location,
    unfreeze_location,
)
from risk_map.workflow.region import score_region
from risk_map.workflow.round_changes import WithdrawRound, change_round
from risk_map.workflow.score import keep_run
from risk_map.workflow.signal_forms import Change
from risk_map.workflow.signals import add_signal, assess_signal, close_signal
from tests.workflow import town
from tests.workflow.town import (
    ADMINISTRATOR,
    AUDITOR,
    COORDINATOR,
    EAST,
    HOME,
    HOTEL,
    INSPECTOR,
    LODGING,
    NOW,
    OFFICER,
    OTHER_COORDINATOR,
    POLICY,
    REGION,
    RESTAURANT,
    STUDIO,
    TODAY,
    UNLINKED,
    WEST,
    decide,
    decide_home,
    decision_of,
    report,
    report_assessed,
    signal_of,
)


class TestDecide:
    def test_a_decision_says_who_when_for_against_and_whether_the_score_was_seen(self, config, rows):
        decision_id = decide(config, score_seen=True, reason_against="vergunning is op orde", form="arbeid")
        (row,) = rows("decision")
        assert row["id"] == decision_id
        assert (row["actor"], row["recorded_at"], row["gemeentecode"], row["home"]) == ("cor", NOW, WEST, False)
        assert (row["reason_for"], row["reason_against"], row["score_seen"], row["form"]) == (
            "veel signalen over dit pand",
            "vergunning is op orde",
            True,
            "arbeid",
        )
        assert [row["object"] for row in rows("audit")] == [f"decision:{decision_id}"]

    def test_a_decision_is_about_one_location(self):
        assert [item.type for item in fields(NewDecision) if item.name == "location_id"] == ["str"]

    @pytest.mark.parametrize(
        "changes",
        [
            {"reason_for": " "},
            {"reason_against": ""},
            {"reason_for": "x" * 281},
            {"verdict": "misschien"},
            {"form": "smokkel"},
        ],
    )
    def test_both_reasons_are_there_and_every_value_is_allowed(self, config, rows, changes):
        with pytest.raises(InputError):
            decide(config, **changes)
        assert rows("decision") == []

    def test_no_reason_is_about_a_person(self, config):
        with pytest.raises(ForbiddenColumnError, match="telefoonnummer"):
            decide(config, reason_for="huurder belt met 06-12345678")

    @pytest.mark.parametrize("location", [RESTAURANT, UNLINKED, "L99", town.object_of(town.SHOP)])
    def test_elsewhere_and_nowhere_are_refused_in_the_same_words(self, config, location):
        with pytest.raises(PermissionDeniedError, match="Over een locatie besluiten mag alleen"):
            decide(config, location)

    @pytest.mark.parametrize("who", [INSPECTOR, OFFICER, ADMINISTRATOR, AUDITOR, POLICY, REGION])
    def test_other_roles_decide_nothing(self, config, who):
        with pytest.raises(PermissionDeniedError):
            decide(config, by=who)

    def test_the_region_decides_in_the_municipalities_of_a_shared_round_under_way(self, config):
        round_id = town.draft(config, WEST, EAST, by=REGION)
        assert decide(config, RESTAURANT, by=REGION)
        change_round(REGION, config, round_id, WithdrawRound(), NOW)
        with pytest.raises(PermissionDeniedError):
            decide(config, LODGING, by=REGION)

    def test_the_region_freezes_and_releases_only_a_location_in_a_shared_round_under_way(self, config):
        round_id = town.share(config)
        for act in (freeze_location, unfreeze_location):
            with pytest.raises(PermissionDeniedError):
                act(REGION, config, LODGING, "klacht", NOW)
            assert act(REGION, config, HOTEL, "klacht", NOW)
        change_round(REGION, config, round_id, WithdrawRound(), NOW)
        with pytest.raises(PermissionDeniedError):
            freeze_location(REGION, config, HOTEL, "klacht", NOW)

    def test_a_correction_replaces_a_decision_about_the_same_location_once(self, config):
        first = decide(config)
        with pytest.raises(ConflictError, match="geen geldig besluit"):
            decide_location(COORDINATOR, config, decision_of(LODGING), NOW, corrects=first)
        second = decide_location(COORDINATOR, config, decision_of(verdict="niet_in_ronde"), NOW, corrects=first)
        assert read_decisions(COORDINATOR, config, NOW).decisions.index.tolist() == [second]
        with pytest.raises(ConflictError):
            decide_location(COORDINATOR, config, decision_of(), NOW, corrects=first)


class TestCount:
    def test_is_of_what_waits_for_somebody_and_one_row_in_the_log_that_names_no_place(self, config, rows):
        decide_home(config, confirmed=False)
        decide(config)
        assert count_homes_to_confirm(OFFICER, config, NOW) == 1
        assert count_homes_to_confirm(REGION, config, NOW) == 0
        assert [row["object"] for row in rows("audit") if row["action"] == "count_homes_to_confirm"] == [
            "decision:aantal"
        ] * 2
        confirm_decision(OFFICER, config, rows("decision")[0]["id"], NOW)
        assert count_homes_to_confirm(OFFICER, config, NOW) == 0

    def test_leaves_out_what_one_took_oneself(self, config):
        decide_home(config, confirmed=False)
        assert count_homes_to_confirm(replace(OFFICER, id=COORDINATOR.id), config, NOW) == 0


class TestHome:
    @pytest.mark.parametrize("home", [HOME, STUDIO])
    def test_no_home_goes_without_an_assessed_signal_about_it(self, config, rows, home):
        with pytest.raises(ConflictError, match="signaal dat een mens heeft beoordeeld"):
            decide(config, home)
        with pytest.raises(ConflictError, match="signaal dat een mens heeft beoordeeld"):
            decide(config, home, signal_id=report(config, home))
        with pytest.raises(ConflictError, match="niet over deze locatie"):
            decide(config, home, signal_id=report_assessed(config, HOTEL))
        assert rows("decision") == []
        assert decide(config, home, signal_id=report_assessed(config, home))

    def test_a_signal_that_was_corrected_is_assessed_anew(self, config):
        old = report_assessed(config)
        signal_id = add_signal(COORDINATOR, config, signal_of(HOME), NOW, corrects=old)
        with pytest.raises(ConflictError, match="gecorrigeerd"):
            decide(config, HOME, signal_id=old)
        with pytest.raises(ConflictError, match="signaal dat een mens heeft beoordeeld"):
            decide(config, HOME, signal_id=signal_id)
        assess_signal(OFFICER, config, signal_id, Change(reliability="B"), NOW)
        assert decide(config, HOME, signal_id=signal_id)

    def test_a_run_whose_score_was_seen_exists(self, config, rows):
        with pytest.raises(InputError, match="geen bewaarde run"):
            decide(config, run_id="2026-01-01-arbeid-000000")
        run_id = keep_run(COORDINATOR, score_region(config, TODAY), "arbeid").run_id
        decide(config, run_id=run_id)
        assert [row["run_id"] for row in rows("decision")] == [run_id]

    def test_an_unfounded_signal_brings_nobody_to_a_door(self, config):
        signal_id = report_assessed(config)
        close_signal(OFFICER, config, signal_id, "ongegrond", NOW)
        with pytest.raises(ConflictError, match="ongegrond"):
            decide(config, HOME, signal_id=signal_id)

    def test_not_going_needs_no_signal(self, config):
        assert decide(config, HOME, verdict="niet_in_ronde")

    def test_a_second_person_confirms(self, config, rows):
        decision_id = decide_home(config, confirmed=False)
        assert read_decisions(OFFICER, config, NOW).decisions["waits"].tolist() == [True]
        confirm_decision(OFFICER, config, decision_id, NOW)
        assert [(row["decision_id"], row["actor"]) for row in rows("confirmation")] == [(decision_id, "ada")]
        assert read_decisions(OFFICER, config, NOW).decisions["waits"].tolist() == [False]

    @pytest.mark.parametrize("login", ["cor", "COR"])
    def test_nobody_is_their_own_second_person_in_any_role_or_spelling(self, config, rows, login):
        decision_id = decide_home(config, confirmed=False)
        self_again = Subject(login, Role.AANDACHTSFUNCTIONARIS, WEST)
        with pytest.raises(PermissionDeniedError, match="twee verschillende mensen"):
            confirm_decision(self_again, config, decision_id, NOW)
        assert rows("confirmation") == []

    def test_the_second_confirmation_of_a_decision_adds_nothing(self, config):
        decision_id = decide_home(config)
        with pytest.raises(ConflictError, match="al bevestigd"):
            confirm_decision(Subject("els", Role.AANDACHTSFUNCTIONARIS, WEST), config, decision_id, NOW)

    def test_only_a_home_is_confirmed(self, config):
        decision_id = decide(config)
        with pytest.raises(InputError, match="Alleen een besluit om een woning"):
            confirm_decision(OFFICER, config, decision_id, NOW)

    def test_a_decision_that_is_not_there_and_one_elsewhere_are_refused_alike(self, config):
        decision_id = decide_home(config, confirmed=False)
        elsewhere = Subject("els", Role.AANDACHTSFUNCTIONARIS, EAST)
        words = set()
        for name in (decision_id, "bestaat-niet"):
            with pytest.raises(PermissionDeniedError) as refused:
                confirm_decision(elsewhere, config, name, NOW)
            words.add(str(refused.value))
        assert len(words) == 1

    def test_a_replaced_decision_is_not_confirmed(self, config):
        decision_id = decide_home(config, confirmed=False)
        decide_location(COORDINATOR, config, decision_of(HOME, verdict="niet_in_ronde"), NOW, corrects=decision_id)
        with pytest.raises(ConflictError, match="vervangen"):
            confirm_decision(OFFICER, config, decision_id, NOW)


class TestFreeze:
    def test_a_frozen_location_is_decided_on_only_to_stay_away(self, config):
        freeze_location(COORDINATOR, config, HOTEL, "klacht in behandeling", NOW)
        with pytest.raises(ConflictError, match="bevroren"):
            decide(config)
        assert decide(config, verdict="niet_in_ronde")
        unfreeze_location(COORDINATOR, config, HOTEL, "klacht afgehandeld", NOW)
        assert decide(config)

    def test_the_state_is_the_newest_row_and_no_row_is_lost(self, config, rows):
        freeze_location(COORDINATOR, config, HOTEL, "klacht", NOW)
        with pytest.raises(ConflictError, match="al bevroren"):
            freeze_location(COORDINATOR, config, HOTEL, "klacht", NOW)
        assert read_decisions(COORDINATOR, config, NOW).frozen.index.tolist() == [HOTEL]
        unfreeze_location(COORDINATOR, config, HOTEL, "afgehandeld", NOW + timedelta(hours=1))
        with pytest.raises(ConflictError, match="niet bevroren"):
            unfreeze_location(COORDINATOR, config, HOTEL, "afgehandeld", NOW)
        assert read_decisions(COORDINATOR, config, NOW).frozen.empty
        assert [row["frozen"] for row in rows("freeze")] == [True, False]

    @pytest.mark.parametrize("reason", ["", "x" * 281, "mail naar iemand@voorbeeld.nl"])
    def test_a_reason_is_there_short_and_about_nobody(self, config, rows, reason):
        with pytest.raises(InputError):
            freeze_location(COORDINATOR, config, HOTEL, reason, NOW)
        assert rows("freeze") == []

    @pytest.mark.parametrize("who", [OTHER_COORDINATOR, INSPECTOR, OFFICER, ADMINISTRATOR, AUDITOR, POLICY, REGION])
    def test_nobody_else_freezes(self, config, who):
        with pytest.raises(PermissionDeniedError):
            freeze_location(who, config, HOTEL, "klacht", NOW)


class TestRead:
    def test_each_sees_the_own_municipality_and_the_reading_is_logged(self, config, rows):
        decide(config)
        decide_location(OTHER_COORDINATOR, config, decision_of(RESTAURANT), NOW)
        assert read_decisions(COORDINATOR, config, NOW).decisions["location_id"].tolist() == [HOTEL]
        assert read_decisions(OTHER_COORDINATOR, config, NOW).decisions["location_id"].tolist() == [RESTAURANT]
        assert read_decisions(OTHER_COORDINATOR, config, NOW, location_id=HOTEL).decisions.empty
        logged = [(row["actor"], row["object"]) for row in rows("audit") if row["action"] == "read_decisions"]
        assert logged == [("cor", "locatie:L1"), ("kees", "locatie:L5")]

    def test_who_decided_is_in_the_log_and_not_in_the_list(self, config):
        decide(config)
        assert "actor" not in read_decisions(COORDINATOR, config, NOW).decisions.columns

    def test_an_assessment_after_the_decision_is_too_late(self, config):
        signal_id = report(config, HOME)
        with pytest.raises(ConflictError):
            decide(config, HOME, signal_id=signal_id)
        assess_signal(OFFICER, config, signal_id, Change(reliability="B"), NOW)
        assert decide(config, HOME, signal_id=signal_id)
