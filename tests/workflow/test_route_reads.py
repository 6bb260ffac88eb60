"""A route list on the screen: whose it is, what was recorded, and that a round of the store tells hours and minutes."""

from __future__ import annotations

from datetime import time

import pytest

from risk_map.errors import ConflictError, PermissionDeniedError
from risk_map.store import schema
from risk_map.workflow.decisions import freeze_location
from risk_map.workflow.route_reads import read_route_list, round_stamp
from risk_map.workflow.store import store_of
from risk_map.workflow.visits import VisitForm, record_visit
from tests.workflow.town import (
    ADMINISTRATOR,
    COORDINATOR,
    HOTEL,
    INSPECTOR,
    LODGING,
    NOW,
    OTHER_COORDINATOR,
    OTHER_INSPECTOR,
    on_shift,
    plan,
)


def read(config, round_id, by=INSPECTOR, now=None):
    return read_route_list(by, config, round_id, now or on_shift())


def stop_of(config, round_id):
    return read(config, round_id).teams[0].stops[0]


def test_an_inspector_reads_their_own_round_with_the_boxes_of_its_type(config):
    round_id, stop_id = plan(config, HOTEL)
    found = read(config, round_id)
    stop = found.teams[0].stops[0]
    assert (stop.stop_id, stop.location_type, stop.words.location_id) == (stop_id, "hotel", HOTEL)
    assert len(stop.words.boxes) == 15
    assert (stop.visit_id, stop.result, stop.frozen) == (None, None, False)
    assert found.own == (found.teams[0].sheet.team,)


@pytest.mark.parametrize("by", [OTHER_COORDINATOR, OTHER_INSPECTOR, ADMINISTRATOR])
def test_nobody_else_reads_it(config, by):
    round_id, _ = plan(config, HOTEL)
    with pytest.raises(PermissionDeniedError):
        read(config, round_id, by)


@pytest.mark.parametrize("hours", [-13.0, 29.0])
def test_an_inspector_reads_it_only_around_the_shift(config, hours):
    round_id, _ = plan(config, HOTEL)
    with pytest.raises(PermissionDeniedError):
        read(config, round_id, now=on_shift(hours))


def test_a_coordinator_reads_an_approved_round_and_no_draft(config):
    round_id, _ = plan(config, HOTEL, issued=False)
    with pytest.raises(ConflictError, match="goedgekeurde"):
        read(config, round_id, COORDINATOR, NOW)


def test_what_was_recorded_and_what_is_frozen_is_seen_at_once(config):
    round_id, stop_id = plan(config, HOTEL)
    visit = VisitForm(stop_id, "niet_bezocht", not_visited_reason="niemand_aanwezig")
    before = round_stamp(config)
    visit_id = record_visit(INSPECTOR, config, visit, on_shift())
    assert round_stamp(config) != before
    assert (stop_of(config, round_id).visit_id, stop_of(config, round_id).result) == (visit_id, "niet_bezocht")
    before = round_stamp(config)
    freeze_location(COORDINATOR, config, HOTEL, "bezwaar loopt", NOW)
    assert round_stamp(config) != before
    assert stop_of(config, round_id).frozen


def test_reading_twice_leaves_the_stamp_alone_and_stands_in_the_log_per_address(config):
    round_id, _ = plan(config, HOTEL)
    before = round_stamp(config)
    read(config, round_id)
    assert round_stamp(config) == before
    with store_of(config).read() as tx:
        logged = [row["object"] for row in tx.all(schema.audit) if row["action"] == "read_route_list"]
    assert logged == [f"locatie:{HOTEL}"]


def test_hours_and_minutes_come_from_the_configuration_where_the_store_says_none(config):
    round_id, _ = plan(config, LODGING)
    words = stop_of(config, round_id).words
    usual = config.planning.type_of("huisvesting_arbeidsmigranten")
    assert words.duration == f"{usual.visit_s // 60} minuten"
    day = read(config, round_id).on_date
    opens = usual.windows(day)[0]
    assert words.hours.startswith(f"begin tussen {time(opens.opens_s // 3600, opens.opens_s // 60 % 60):%H:%M}")
