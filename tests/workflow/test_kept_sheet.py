"""A plan that was kept and approved prints the list that the plan itself printed: nothing is lost in the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from risk_map.planning.problem import Break
from risk_map.reporting.plan_file import read_plan, write_plan
from risk_map.reporting.route_round import PrintStamp
from risk_map.store import schema
from risk_map.workflow.plan_keeping import KeepOrder, keep_plan
from risk_map.workflow.round_changes import MoveStop, change_round
from risk_map.workflow.round_steps import approve_round, reopen_round
from risk_map.workflow.route_facts import known_places
from risk_map.workflow.route_sheets import sheets_of
from risk_map.workflow.route_sources import round_of_plan, round_of_store
from risk_map.workflow.snapshot import read_snapshot
from risk_map.workflow.store import store_of
from tests.store_fixtures import ON_BOTH, mostly_sqlite
from tests.workflow.test_planning import TEAM, no_draw, planned
from tests.workflow.test_planning_places import SECOND, data_dir
from tests.workflow.town import COORDINATOR, HOTEL, INSPECTOR, LODGING, NOW, SECOND_COORDINATOR, TODAY, decide

__all__ = ["data_dir"]

database_url = mostly_sqlite

H = 3600
WITH_BREAK = replace(TEAM, shift=(16 * H, 25 * H), pause=Break(1200, 18 * H, 20 * H))
STAMP = PrintStamp("coördinator handhaving", NOW, fictional=False)


@pytest.fixture
def config(config):
    return no_draw(config)


@pytest.fixture
def stored(config, tmp_path):
    """A plan with a break, a wait, and two units at one address."""
    for name in (HOTEL, SECOND, LODGING):
        decide(config, name)
    write_plan(tmp_path / "plan.json", *planned(config, teams=(WITH_BREAK,)).stored)
    return read_plan(tmp_path / "plan.json")


def kept(config, stored):
    round_id = keep_plan(COORDINATOR, config, KeepOrder(stored, {TEAM.name: (INSPECTOR.id,)}), NOW).round_id
    approve_round(SECOND_COORDINATOR, config, round_id, NOW)
    return round_id


def read(config, round_id):
    with store_of(config).read() as tx:
        return round_of_store(tx, tx.current(schema.inspection_round, id=round_id)[0])


def sheet(config, found):
    places = known_places(config, read_snapshot(config, TODAY), found.location_ids)
    (only,) = sheets_of(config, found, places, STAMP)
    return replace(only.sheet, state="", marks=())


@ON_BOTH
def test_the_list_of_the_round_is_the_list_of_the_plan(config, stored):
    before, after = round_of_plan(stored), read(config, kept(config, stored))
    assert {frozenset(stop.units) for stop in before.teams[0].stops} & {frozenset({HOTEL}), frozenset({SECOND})}
    assert before.teams[0].pause is not None
    assert any(stop.arrival_s < stop.begin_s for stop in before.teams[0].stops)
    assert sheet(config, after) == sheet(config, before)


def test_when_a_moved_stop_makes_the_team_return_nobody_knows(config, stored):
    round_id = kept(config, stored)
    reopen_round(COORDINATOR, config, round_id, NOW)
    with store_of(config).read() as tx:
        last = tx.current(schema.round_stop, round_id=round_id)[-1]
    change_round(COORDINATOR, config, round_id, MoveStop(last["id"], planned_at=time(21, 30)), NOW)
    approve_round(SECOND_COORDINATOR, config, round_id, NOW)
    (team,) = read(config, round_id).teams
    assert (team.departure_s, team.return_s) == (None, None)
    assert team.pause is not None
