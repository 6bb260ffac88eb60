"""A season of the town: what its agenda says, what a file of it says later, and who may open it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from risk_map.domain.opening_hours import DAY_S
from risk_map.errors import InputError, PermissionDeniedError
from risk_map.planning.problem import Break
from risk_map.store import schema
from risk_map.workflow.planning_request import Area, Crew, RoundRequest
from risk_map.workflow.season_file import read_rounds, season_text, write_season
from risk_map.workflow.season_opening import NOT_KEPT, open_season
from risk_map.workflow.season_planning import SeasonRequest, plan_season
from risk_map.workflow.store import store_of
from risk_map.workflow.switch import press_red_button
from tests.store_fixtures import mostly_sqlite
from tests.workflow.town import (
    COORDINATOR,
    EAST,
    HOTEL,
    INSPECTOR,
    LODGING,
    NOW,
    OTHER_COORDINATOR,
    POLICY,
    REGION,
    TODAY,
    WEST,
    decide,
    plan,
)

database_url = mostly_sqlite

H = 3600
TEAM = Crew("Team 1", shift=(17 * H, 22 * H), partners=frozenset({"politie_basisteam"}), members=3)
DUE_IN = 30


@pytest.fixture
def soon(config):
    """The town when every place is due after a month, and nothing is drawn."""
    kinds = dict.fromkeys(config.planning.max_interval_days, DUE_IN)
    return replace(config, planning=replace(config.planning, random_share=0.0, max_interval_days=kinds))


def planned(config, by=COORDINATOR, **changes):
    usual = {"first": TODAY, "last": TODAY + timedelta(60), "rounds": 3, "teams": (TEAM,), "seed": 1, "iterations": 300}
    return plan_season(by, config, SeasonRequest(**(usual | changes)), NOW)


def shown(config):
    """Give the places that somebody saw by opening a season, as the log says."""
    with store_of(config).read() as tx:
        return [row["object"] for row in tx.all(schema.audit) if row["action"] == "open_season"]


def test_a_narrow_break_moves_with_the_shift_of_its_round(soon):
    resting = replace(TEAM, pause=Break(30 * 60, 17 * H, 17 * H))
    crews = [crew for each in planned(soon, teams=(resting,), rounds=6).agenda.requests for crew in each.teams]
    assert {crew.pause.earliest_s - crew.shift[0] for crew in crews} == {0}
    assert len({crew.shift for crew in crews}) > 1


def test_an_agenda_says_of_every_round_its_places_what_is_due_and_what_waits(soon):
    decide(soon, HOTEL)
    agenda = planned(soon).agenda
    assert [each.on_date for each in agenda.requests] == sorted(each.on_date for each in agenda.requests)
    assert [set(agenda.places.index[agenda.places["round"] == n + 1]) for n in range(3)] == [
        set(each.only) for each in agenda.requests
    ]
    assert {HOTEL, LODGING} <= set(agenda.places.index)
    assert agenda.places.loc[[HOTEL, LODGING], "decided"].tolist() == [True, False]
    assert agenda.places.loc[HOTEL, "due"] == TODAY + timedelta(DUE_IN)
    assert agenda.shifts[0] == agenda.requests[0].teams[0].shift
    assert sum(agenda.variation.weekdays.values()) == sum(agenda.variation.starts.values()) == 3
    assert agenda.absent == (0, 0, 0)


def test_a_place_without_a_day_is_named_with_the_reason(soon):
    agenda = planned(soon, teams=(replace(TEAM, partners=frozenset()),)).agenda
    missed = agenda.missed.loc[HOTEL]
    assert (missed["due"], missed["address"]) == (TODAY + timedelta(DUE_IN), "Lindepad 1, 1234AB Voorbeeld")
    assert "niet aanwezig bij een team" in missed["reason"]
    assert list(agenda.places.index) == [LODGING]


def test_while_the_model_is_off_no_class_of_risk_says_when_a_place_is_due(soon):
    press_red_button(COORDINATOR, soon, "oefening", NOW)
    agenda = planned(soon).agenda
    assert {HOTEL, LODGING} <= set(agenda.places.index)
    assert agenda.places["due"].isna().all()
    assert agenda.missed.empty


def test_a_season_leaves_holidays_out_unless_somebody_asks_for_them(soon):
    christmas = {"first": date(2026, 12, 25), "last": date(2026, 12, 28), "rounds": 2, "weekdays": range(7)}
    assert [each.on_date.day for each in planned(soon, **christmas).agenda.requests] == [27, 28]
    with pytest.raises(InputError, match="minder mogelijke dagen"):
        planned(soon, **christmas | {"rounds": 4})
    every = planned(soon, **christmas | {"rounds": 4}, holidays=True).agenda
    assert [each.on_date.day for each in every.requests] == [25, 26, 27, 28]


def test_a_season_in_a_file_opens_to_the_same_agenda(soon, tmp_path):
    made = planned(soon).agenda
    write_season(tmp_path / "season.json", made.requests)
    assert (tmp_path / "season.json").read_text(encoding="utf-8") == season_text(made.requests)
    opened = open_season(COORDINATOR, soon, read_rounds(tmp_path / "season.json"), NOW)
    assert opened.places.equals(made.places)
    assert (opened.requests, opened.shifts, opened.variation) == (made.requests, made.shifts, made.variation)
    assert list(opened.missed.index) == list(made.missed.index)
    assert set(opened.missed["reason"]) <= {NOT_KEPT}


def test_a_place_that_lies_in_a_round_by_now_takes_no_part(soon):
    made = planned(soon).agenda
    at = next(n for n, each in enumerate(made.requests) if HOTEL in each.only)
    plan(soon, HOTEL)
    opened = open_season(COORDINATOR, soon, made.requests, NOW)
    assert opened.absent[at] == 1
    assert HOTEL not in opened.places.index


def test_opening_a_season_is_in_the_log_with_the_places_that_it_shows(soon):
    asked = [RoundRequest(TODAY, (TEAM,), Area((WEST,)), only=(HOTEL, "NERGENS"))]
    agenda = open_season(COORDINATOR, soon, asked, NOW)
    assert agenda.absent == (1,)
    assert shown(soon) == [f"locatie:{name}" for name in sorted({HOTEL, *agenda.missed.index})]


@pytest.mark.parametrize("by", [OTHER_COORDINATOR, INSPECTOR, POLICY])
def test_who_may_not_plan_there_opens_no_season_of_it(soon, by):
    with pytest.raises(PermissionDeniedError):
        open_season(by, soon, [RoundRequest(TODAY, (TEAM,), Area((WEST,)), only=(HOTEL,))], NOW)


def test_a_season_of_several_towns_is_for_the_region(soon):
    asked = [RoundRequest(TODAY + timedelta(n), (TEAM,), Area((town,))) for n, town in enumerate((WEST, EAST))]
    assert open_season(REGION, soon, asked, NOW).places.empty
    with pytest.raises(PermissionDeniedError):
        open_season(COORDINATOR, soon, asked, NOW)


def test_a_season_that_is_stopped_keeps_the_rounds_that_are_done(soon):
    told = []
    found = planned(soon, progress=told.append, interrupted=lambda: len(told) == 2)
    assert told == [0, 1]
    assert found.agenda.requests == planned(soon).agenda.requests[:1]
    with pytest.raises(InputError, match="Gestopt voordat de eerste ronde"):
        planned(soon, interrupted=lambda: True)


@pytest.mark.parametrize("shift", [(0, 8 * H), (23 * H + 1800, 30 * H)], ids=["from midnight", "until morning"])
def test_a_shift_that_varies_begins_on_its_own_day(soon, shift):
    agenda = planned(soon, rounds=12, teams=(replace(TEAM, shift=shift),)).agenda
    assert all(0 <= begin < DAY_S for begin, _ in agenda.shifts)
    assert {end - begin for begin, end in agenda.shifts} == {shift[1] - shift[0]}
    assert len({begin for begin, _ in agenda.shifts}) > 1
