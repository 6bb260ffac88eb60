"""What a round may be planned from: only decided places, with the reasons of people and no figure of the model."""

from __future__ import annotations

from datetime import timedelta

import pytest

from risk_map.errors import InputError, PermissionDeniedError
from risk_map.store import schema
from risk_map.workflow.candidates import Wanted, propose_stops
from risk_map.workflow.planning_request import Area
from risk_map.workflow.round_candidates import CHOSEN_BEFORE, COLUMNS, list_inspectors, see_candidates
from risk_map.workflow.round_changes import AddStop, change_round
from risk_map.workflow.store import store_of
from risk_map.workflow.visits import VisitForm, record_visit
from tests.workflow.town import (
    ADMINISTRATOR,
    COORDINATOR,
    EAST,
    HOTEL,
    INSPECTOR,
    LODGING,
    NOW,
    OTHER_COORDINATOR,
    TODAY,
    WEST,
    decide,
    draft,
    issue,
    on_shift,
    plan,
)


def seen(config, by=COORDINATOR, area=None, form="totaal"):
    return see_candidates(by, config, area or Area(), form, NOW)


def test_a_place_waits_for_a_round_once_somebody_decided_and_until_a_visit_is_planned(config):
    assert seen(config).ready.empty
    decide(config, HOTEL, reason_for="melding nagelopen", reason_against="vergunning is op orde")
    found = seen(config).ready
    assert list(found.index) == [HOTEL]
    assert found["reason_for"].tolist() == ["melding nagelopen"]
    assert found["reason_against"].tolist() == ["vergunning is op orde"]
    assert found["decided_on"].tolist() == [TODAY]
    plan(config, LODGING)
    assert list(seen(config).ready.index) == [HOTEL]


def test_the_places_come_with_no_figure_of_the_model_and_in_no_order_of_it(config):
    for name in (LODGING, HOTEL):
        decide(config, name)
    found = seen(config).ready
    assert list(found.columns) == COLUMNS
    assert not {"prize", "score", "rank", "risk_class", "drawn", "origin"} & set(found.columns)
    assert found["address"].is_monotonic_increasing


def test_an_area_and_a_selection_narrow_what_is_seen(config):
    for name in (LODGING, HOTEL):
        decide(config, name)
    assert list(seen(config, area=Area(types=("hotel",))).ready.index) == [HOTEL]
    assert list(seen(config, area=Area(location_ids=(LODGING,))).ready.index) == [LODGING]


def test_how_many_wait_for_a_decision_goes_down_when_somebody_decides(config):
    before = seen(config).waiting
    decide(config, HOTEL)
    assert seen(config).waiting < before


@pytest.mark.parametrize("by", [OTHER_COORDINATOR, INSPECTOR, ADMINISTRATOR])
def test_only_who_may_plan_there_sees_them(config, by):
    with pytest.raises(PermissionDeniedError):
        seen(config, by, Area(municipalities=(WEST,)))


def test_a_form_that_does_not_exist_is_refused(config):
    with pytest.raises(InputError):
        seen(config, form="anders")


def test_looking_stands_in_the_log_once_per_place(config):
    decide(config, HOTEL)
    seen(config)
    with store_of(config).read() as tx:
        logged = [row["object"] for row in tx.all(schema.audit) if row["action"] == "see_candidates"]
    assert logged == [f"locatie:{HOTEL}"]


def test_a_coordinator_lists_no_inspectors_of_another_municipality(config):
    assert list_inspectors(COORDINATOR, config, (WEST,), NOW) == ()
    with pytest.raises(PermissionDeniedError):
        list_inspectors(COORDINATOR, config, (EAST,), NOW)
    with pytest.raises(PermissionDeniedError):
        list_inspectors(INSPECTOR, config, (WEST,), NOW)


def test_inspectors_are_those_who_hold_the_role_now(config):
    grants = [("bea", True), ("bram", True), ("bea", False)]
    with store_of(config).write() as tx:
        for number, (who, holds) in enumerate(grants):
            tx.append(
                schema.role_grant,
                id=f"r{number}",
                subject_id=who,
                role="boa",
                gemeentecode=WEST,
                granted=holds,
                proposed_by="ria",
                actor="bert",
                actor_role="beheerder",
                recorded_at=NOW,
            )
    assert list_inspectors(COORDINATOR, config, (WEST,), NOW) == ("bram",)


def test_a_place_that_was_drawn_and_missed_comes_back_without_saying_so(config):
    round_id = draft(config)
    drawn = propose_stops(COORDINATOR, config, round_id, Wanted(1, "zaad", 1.0), NOW).stops
    name = str(drawn.index[drawn["origin"] == "steekproef"][0])
    decide(config, name, reason_for="door loting gekozen")
    stop_id = change_round(COORDINATOR, config, round_id, AddStop(name), NOW)
    issue(config, round_id)
    missed = VisitForm(stop_id, "niet_bezocht", not_visited_reason="niemand_aanwezig")
    record_visit(INSPECTOR, config, missed, on_shift())
    later = see_candidates(COORDINATOR, config, Area(), "totaal", NOW + timedelta(days=1)).ready
    assert later["reason_for"][name] == CHOSEN_BEFORE
