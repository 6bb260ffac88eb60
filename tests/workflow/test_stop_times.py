"""What still holds of the times of a plan after somebody moved a stop: nobody reads a time that nobody worked out."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from risk_map.reporting.route_words import way_of
from risk_map.store import schema
from risk_map.store.ledger_states import stops
from risk_map.workflow.round_changes import MoveStop, WithdrawStop, change_round
from risk_map.workflow.round_reads import read_round
from risk_map.workflow.route_sources import round_of_store
from risk_map.workflow.store import acting, store_of
from tests.store_fixtures import ON_BOTH, mostly_sqlite
from tests.workflow.test_planning_places import SECOND, data_dir
from tests.workflow.town import (
    COORDINATOR,
    HOTEL,
    LODGING,
    NOW,
    OTHER_INSPECTOR,
    TODAY,
    decide,
    draft,
    issue,
    team_of,
)

__all__ = ["data_dir"]

database_url = mostly_sqlite

PLANNED = (
    (HOTEL, 0, time(17, 20), time(17, 30)),
    (LODGING, 0, time(18, 20), time(18, 30)),
    (SECOND, 1, time(19), time(19)),
)
"""Location, team, arrival and begin."""


@pytest.fixture
def config(config):
    """Hotels take visits all evening here: what is planned when, is another matter."""
    types = config.planning.types
    hotel = replace(types["hotel"], hours=types["horeca"].hours)
    return replace(config, planning=replace(config.planning, types={**types, "hotel": hotel}))


@pytest.fixture
def kept(config):
    """A round as a plan left it: two teams, each visit of 40 minutes."""
    crews = (team_of(), replace(team_of(OTHER_INSPECTOR.id), name="Team 2"))
    round_id = draft(config, teams=tuple(replace(each, departs_at=time(17), returns_at=time(20)) for each in crews))
    for name, *_ in PLANNED:
        decide(config, name)
    with acting(COORDINATOR, config, "change_round", NOW) as act:
        teams = [row["id"] for row in act.tx.current(schema.round_team, round_id=round_id)]
        for position, (name, team, arrives, begins) in enumerate(PLANNED, start=1):
            (decided,) = act.tx.current(schema.decision, location_id=name)
            act.append(
                schema.round_stop, round_id=round_id, on_date=TODAY, location_id=name, home=False,
                decision_id=decided["id"], team_id=teams[team], position=position, planned_at=begins,
                arrives_at=arrives, visit_minutes=40, origin="risico",
            )  # fmt: skip
    return round_id


def moved(config, round_id, name, *, team=None, **changes):
    with store_of(config).read() as tx:
        (stop,) = stops(tx, round_id=round_id, location_id=name)
        teams = [row["id"] for row in tx.current(schema.round_team, round_id=round_id)]
    change = MoveStop(stop["id"], team_id=None if team is None else teams[team], **changes)
    change_round(COORDINATOR, config, round_id, change, NOW)


def listed(config, round_id):
    """Give of every team its stops with arrival, begin and minutes, as its list has them."""
    issue(config, round_id)
    with store_of(config).read() as tx:
        found = round_of_store(tx, tx.current(schema.inspection_round, id=round_id)[0])
    shown = read_round(COORDINATOR, config, NOW, round_id=round_id).stops.set_index("location_id")["planned_at"]
    for team in found.teams:
        begins = [
            None if stop.begin_s is None else time(stop.begin_s // 3600, stop.begin_s // 60 % 60) for stop in team.stops
        ]
        assert [shown[stop.location_id] for stop in team.stops] == begins
        assert {stop.visit_s for stop in team.stops} == {2400}
    assert all("gewijzigd na het plannen" in way_of(team) for team in found.teams if team.by_hand)
    return [
        [
            (stop.location_id, *(at and f"{at // 3600}:{at // 60 % 60:02d}" for at in (stop.arrival_s, stop.begin_s)))
            for stop in team.stops
        ]
        for team in found.teams
    ]


AS_PLANNED = [[(HOTEL, "17:20", "17:30"), (LODGING, "18:20", "18:30")], [(SECOND, "19:00", "19:00")]]


def test_what_nobody_moved_is_as_planned(config, kept):
    assert listed(config, kept) == AS_PLANNED


@ON_BOTH
def test_who_goes_to_another_team_comes_last_there_without_a_time_and_puts_nobody_off(config, kept):
    moved(config, kept, HOTEL, team=1)
    # The team that has one visit less begins the next one as planned; it may well be there sooner.
    assert listed(config, kept) == [[(LODGING, "18:30", "18:30")], [(SECOND, "19:00", "19:00"), (HOTEL, None, None)]]


def test_after_a_stop_that_comes_in_between_no_time_of_the_plan_holds(config, kept):
    moved(config, kept, HOTEL, team=1, position=3, planned_at=time(18))
    moved(config, kept, SECOND, position=4)
    assert listed(config, kept)[1] == [(HOTEL, "18:00", "18:00"), (SECOND, None, None)]


def test_those_behind_it_lose_theirs_and_keep_what_is_said_by_hand(config, kept):
    moved(config, kept, SECOND, team=0, position=1)
    assert listed(config, kept) == [[(HOTEL, "17:20", "17:30"), (SECOND, None, None), (LODGING, None, None)]]


def test_a_time_that_is_said_holds_and_the_minutes_stay(config, kept):
    moved(config, kept, HOTEL, planned_at=time(17, 45))
    moved(config, kept, LODGING, planned_at=time(18, 45))
    assert listed(config, kept)[0] == [(HOTEL, "17:45", "17:45"), (LODGING, "18:45", "18:45")]


def test_a_stop_that_is_taken_out_leaves_the_begin_of_the_next(config, kept):
    with store_of(config).read() as tx:
        (stop,) = stops(tx, round_id=kept, location_id=HOTEL)
    change_round(COORDINATOR, config, kept, WithdrawStop(stop["id"], "past niet"), NOW)
    assert listed(config, kept)[0] == [(LODGING, "18:30", "18:30")]
