"""The red button: without the model nobody gets a computed score, at once, and rounds live on signals and the draw."""

from __future__ import annotations

import pytest

from risk_map.errors import ConflictError, ForbiddenColumnError, InputError, ModelOffError, PermissionDeniedError
from risk_map.workflow.candidates import Wanted, propose_stops
from risk_map.workflow.region import score_region
from risk_map.workflow.round_changes import AddStop, WithdrawStop, change_round
from risk_map.workflow.round_steps import approve_round, issue_round, reopen_round
from risk_map.workflow.score import explain_location, export_scores, keep_run, score_snapshot
from risk_map.workflow.switch import MODEL_OFF, model_is_on, press_red_button, read_red_button, release_red_button
from tests.workflow.town import (
    ADMINISTRATOR,
    AUDITOR,
    COORDINATOR,
    HOTEL,
    INSPECTOR,
    LODGING,
    NOW,
    OFFICER,
    POLICY,
    REGION,
    SECOND_COORDINATOR,
    TODAY,
    decide,
    draft,
    issue,
    report,
)

WHY = "rekenfout onderzocht"


@pytest.mark.parametrize("who", [COORDINATOR, REGION, OFFICER, AUDITOR])
def test_many_may_stop_the_model_and_one_role_starts_it(config, who):
    press_red_button(who, config, WHY, NOW)
    assert not model_is_on(config)
    for other in (COORDINATOR, OFFICER, AUDITOR, INSPECTOR, ADMINISTRATOR, POLICY):
        with pytest.raises(PermissionDeniedError):
            release_red_button(other, config, WHY, NOW)
    release_red_button(REGION, config, "opgelost", NOW)
    assert model_is_on(config)


@pytest.mark.parametrize("who", [INSPECTOR, ADMINISTRATOR, POLICY])
def test_others_do_not_stop_it(config, who):
    with pytest.raises(PermissionDeniedError):
        press_red_button(who, config, WHY, NOW)
    assert model_is_on(config)


def test_a_reason_is_there_and_about_nobody(config):
    with pytest.raises(InputError):
        press_red_button(COORDINATOR, config, " ", NOW)
    with pytest.raises(ForbiddenColumnError):
        press_red_button(COORDINATOR, config, "klacht van iemand@voorbeeld.nl", NOW)
    assert model_is_on(config)


def test_it_is_pressed_once_and_every_press_is_kept(config, rows):
    with pytest.raises(ConflictError, match="al aan"):
        release_red_button(REGION, config, WHY, NOW)
    press_red_button(COORDINATOR, config, WHY, NOW)
    with pytest.raises(ConflictError, match="al uit"):
        press_red_button(OFFICER, config, WHY, NOW)
    release_red_button(REGION, config, "opgelost", NOW)
    assert [(row["model_on"], row["actor"]) for row in rows("model_switch")] == [(False, "cor"), (True, "ria")]


def test_who_may_stop_the_model_may_read_who_did_and_why(config):
    assert read_red_button(AUDITOR, config, NOW) is None
    press_red_button(OFFICER, config, WHY, NOW)
    for who in (COORDINATOR, REGION, OFFICER, AUDITOR):
        assert read_red_button(who, config, NOW) == (NOW, OFFICER.id, WHY)
    for who in (INSPECTOR, ADMINISTRATOR, POLICY):
        with pytest.raises(PermissionDeniedError):
            read_red_button(who, config, NOW)


def test_no_score_leaves_while_the_model_is_off_also_of_a_region_that_was_scored_before(config, tmp_path):
    region = score_region(config, TODAY)
    assert len(score_snapshot(COORDINATOR, region).scored) == 5
    press_red_button(OFFICER, config, WHY, NOW)
    asked = (
        lambda: score_snapshot(COORDINATOR, region),
        lambda: explain_location(COORDINATOR, region, HOTEL),
        lambda: export_scores(COORDINATOR, region, "totaal", tmp_path / "kaart.gpkg", reason="proef"),
        lambda: keep_run(COORDINATOR, region, "totaal"),
    )
    for ask in asked:
        with pytest.raises(ModelOffError, match=MODEL_OFF):
            ask()
    assert not (tmp_path / "kaart.gpkg").exists()
    release_red_button(REGION, config, "opgelost", NOW)
    assert explain_location(COORDINATOR, region, HOTEL).location_id == HOTEL


def test_candidates_are_signals_and_the_draw_only(config):
    seeds = [f"proef {number}" for number in range(6)]
    with_model = [propose_stops(COORDINATOR, config, draft(config), Wanted(2, seed), NOW).stops for seed in seeds]
    assert {origin for found in with_model for origin in found["origin"]} == {"steekproef", "risico"}
    press_red_button(OFFICER, config, WHY, NOW)
    report(config, HOTEL)
    without = [propose_stops(COORDINATOR, config, draft(config), Wanted(2, seed), NOW).stops for seed in seeds]
    assert {origin for found in without for origin in found["origin"]} == {"steekproef", "signaal"}
    assert all(set(found.index) == {HOTEL, LODGING} for found in without)


def test_the_database_itself_lets_nothing_in_on_risk_while_the_model_is_off(config):
    decide(config, score_seen=True), decide(config, LODGING)
    round_id = draft(config)
    press_red_button(OFFICER, config, WHY, NOW)
    for location_id in (HOTEL, LODGING):
        with pytest.raises(ConflictError, match="Het model staat uit"):
            change_round(COORDINATOR, config, round_id, AddStop(location_id), NOW)
    decide(config, signal_id=report(config))
    assert change_round(COORDINATOR, config, round_id, AddStop(HOTEL), NOW)
    propose_stops(COORDINATOR, config, round_id, Wanted(1, "a", 1), NOW)
    assert change_round(COORDINATOR, config, round_id, AddStop(LODGING), NOW)


def test_what_rests_on_risk_goes_no_further_while_the_model_is_off(config, rows):
    decide(config, score_seen=True)
    round_id = draft(config)
    stop_id = change_round(COORDINATOR, config, round_id, AddStop(HOTEL), NOW)
    press_red_button(OFFICER, config, WHY, NOW)
    with pytest.raises(ConflictError, match=r"Haal die eruit .* of trek de ronde in"):
        approve_round(SECOND_COORDINATOR, config, round_id, NOW)
    release_red_button(REGION, config, "opgelost", NOW)
    approve_round(SECOND_COORDINATOR, config, round_id, NOW)
    press_red_button(OFFICER, config, WHY, NOW)
    with pytest.raises(ConflictError, match=r"Haal die eruit .* of trek de ronde in"):
        issue_round(COORDINATOR, config, round_id, NOW)
    reopen_round(COORDINATOR, config, round_id, NOW)
    change_round(COORDINATOR, config, round_id, WithdrawStop(stop_id, "het model staat uit"), NOW)
    decide(config, LODGING, signal_id=report(config, LODGING))
    change_round(COORDINATOR, config, round_id, AddStop(LODGING), NOW)
    issue(config, round_id)
    assert rows("round_event")[-1]["state"] == "uitgegeven"
