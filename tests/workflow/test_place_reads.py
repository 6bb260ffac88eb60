"""What is known about places, for whom: never more than the map of somebody's role shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from risk_map.errors import PermissionDeniedError
from risk_map.workflow.decisions import confirm_decision
from risk_map.workflow.place_reads import OF_ADDRESS, read_places
from risk_map.workflow.signals import close_signal
from risk_map.workflow.snapshot import load_snapshot, read_snapshot
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
    decide,
    report,
    report_assessed,
)


@pytest.fixture
def seen(config):
    """Read the places that somebody sees."""
    return lambda subject, **why: read_places(subject, config, read_snapshot(config, TODAY), **why)


def test_a_coordinator_sees_the_own_municipality_by_address(seen):
    assert seen(COORDINATOR).index.tolist() == [HOTEL, LODGING, STUDIO, HOME]
    assert seen(OTHER_COORDINATOR).index.tolist() == [RESTAURANT]


def test_a_place_has_what_the_register_and_the_bag_say_and_no_score(seen):
    row = seen(COORDINATOR).loc[HOTEL]
    assert (row["location_type"], row["gebruiksdoel"], row["oppervlakte"]) == ("hotel", "logiesfunctie", 100)
    assert not [name for name in row.index if "score" in name or "rank" in name]


def test_a_studio_in_a_dwelling_is_a_home_and_a_hotel_is_none(seen):
    homes = seen(COORDINATOR)["home"]
    assert homes[[HOTEL, LODGING, STUDIO, HOME]].tolist() == [False, False, True, True]


def test_an_auditor_sees_everything_with_a_reason_also_what_is_not_linked(seen):
    found = seen(AUDITOR, reason="klacht 12")
    assert set(found.index) == {HOTEL, LODGING, STUDIO, HOME, RESTAURANT, UNLINKED}
    assert found.loc[UNLINKED, OF_ADDRESS].isna().all()
    with pytest.raises(PermissionDeniedError):
        seen(AUDITOR)


def test_the_aandachtsfunctionaris_sees_where_a_signal_is_open(seen, config):
    assert seen(OFFICER).empty
    report(config, LODGING)
    assert seen(OFFICER).index.tolist() == [LODGING]


def test_a_second_person_reads_the_home_that_waits_also_when_its_signal_was_closed(seen, config):
    signal_id = report_assessed(config)
    decision_id = decide(config, HOME, signal_id=signal_id)
    close_signal(OFFICER, config, signal_id, "gegrond", NOW)
    assert seen(OFFICER).index.tolist() == [HOME]
    assert seen(replace(OFFICER, municipality=EAST)).empty
    assert load_snapshot(OFFICER, config, TODAY).locations.empty
    confirm_decision(OFFICER, config, decision_id, NOW)
    assert seen(OFFICER).empty


def test_whoever_took_a_decision_about_a_home_is_not_its_second_person(seen, config):
    signal_id = report_assessed(config)
    decide(config, HOME, signal_id=signal_id, by=replace(COORDINATOR, id=OFFICER.id))
    close_signal(OFFICER, config, signal_id, "gegrond", NOW)
    assert seen(OFFICER).empty


def test_the_region_sees_what_lies_in_a_shared_round(seen):
    assert seen(REGION).empty


@pytest.mark.parametrize("subject", [INSPECTOR, POLICY, ADMINISTRATOR], ids=lambda one: one.role)
def test_other_roles_see_nothing(seen, subject):
    with pytest.raises(PermissionDeniedError):
        seen(subject)
