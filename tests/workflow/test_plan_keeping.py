"""A plan becomes a draft round with all that a round has, or nothing at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from risk_map.domain.cases import NOTHING_FOUND
from risk_map.domain.draw import candidates_hash
from risk_map.errors import ConflictError, InputError, PermissionDeniedError
from risk_map.planning.changes import Change
from risk_map.planning.plan import Plan
from risk_map.planning.problem import Window
from risk_map.reporting.plan_file import read_plan, write_plan
from risk_map.workflow.decisions import freeze_location
from risk_map.workflow.drawn_decisions import DRAWN_WHY, list_drawn
from risk_map.workflow.plan_keeping import KeepOrder, check_plan, keep_plan
from risk_map.workflow.planning import plan_round
from risk_map.workflow.planning_onward import onward
from risk_map.workflow.round_changes import AddStop, WithdrawRound, change_round
from risk_map.workflow.round_steps import approve_round
from risk_map.workflow.route_lists import PrintOrder, print_route_list
from risk_map.workflow.route_sources import data_hash
from risk_map.workflow.snapshot import read_snapshot
from risk_map.workflow.switch import press_red_button, release_red_button
from tests.store_fixtures import ON_BOTH, mostly_sqlite
from tests.workflow.test_planning import no_draw, planned
from tests.workflow.town import (
    COORDINATOR,
    EAST,
    HOME,
    HOTEL,
    INSPECTOR,
    LODGING,
    NOW,
    OTHER_COORDINATOR,
    OTHER_INSPECTOR,
    REGION,
    RESTAURANT,
    SECOND_COORDINATOR,
    STUDIO,
    TODAY,
    decide,
    draft,
    plan,
    report,
    team_of,
)

database_url = mostly_sqlite


PEOPLE = {"Team 1": (INSPECTOR.id,)}


@pytest.fixture
def stored(config, tmp_path):
    """A plan of one place that was decided on and one that was drawn, through its file."""
    decide(config, HOTEL)
    found = planned(config, random_share=0.5)
    write_plan(tmp_path / "plan.json", *found.stored)
    return read_plan(tmp_path / "plan.json")


def keep(config, stored, by=COORDINATOR, **changes):
    usual = {"people": PEOPLE, "against": dict.fromkeys(drawn_of(stored), NOTHING_FOUND)}
    return keep_plan(by, config, KeepOrder(stored, **(usual | changes)), NOW)


def drawn_of(stored):
    return {item.location_id for item in stored.problem.candidates if item.drawn}


def test_a_place_that_was_drawn_for_two_days_goes_into_one_round(config):
    decide(config, HOTEL)
    first = planned(config, random_share=0.5, seed=2).stored
    later = (planned(config, random_share=0.5, seed=seed, on_date=TODAY + timedelta(days=12)) for seed in range(20))
    second = next(each.stored for each in later if drawn_of(each.stored) == drawn_of(first))
    assert check_plan(COORDINATOR, config, second, NOW) == ()
    keep(config, first)
    assert any("zitten al in ronde" in told for told in check_plan(COORDINATOR, config, second, NOW))
    with pytest.raises(ConflictError, match="al in ronde"):
        keep(config, second)


def test_the_file_brings_the_draw_and_the_municipalities_back(config, stored):
    assert stored.meta.draw.candidates_hash == candidates_hash([HOTEL, LODGING])
    assert stored.meta.data_hash == data_hash(read_snapshot(config, TODAY))


@ON_BOTH
def test_the_round_has_the_stops_the_times_the_team_and_the_draw(config, stored, rows):
    kept = keep(config, stored)
    stops = rows("round_stop")
    assert [row["location_id"] for row in stops] == list(stored.plan.location_ids)
    assert [row["position"] for row in stops] == list(range(1, len(stops) + 1))
    begins = [stop.start_s for stop in stored.plan.routes[0].stops]
    assert [row["planned_at"] for row in stops] == [time(s // 3600 % 24, s // 60 % 60) for s in begins]
    (team,) = rows("round_team")
    assert (team["partners"], team["members"]) == ("politie_basisteam", 3)
    asked = stored.problem.teams[0]
    begin, end = stored.meta.points[asked.start_place], stored.meta.points[asked.end_place]
    assert (team["mode"], team["start_x"], team["start_y"], team["end_x"], team["end_y"]) == (asked.mode, *begin, *end)
    assert {row["team_id"] for row in stops} == {team["id"]}
    (draw,) = rows("draw")
    assert (draw["round_id"], draw["seed"]) == (kept.round_id, stored.meta.draw.seed)
    assert [row["location_id"] for row in rows("draw_pick")] == list(stored.meta.draw.picks)
    assert kept.notices == ()


@ON_BOTH
def test_a_drawn_place_is_decided_on_then_and_counts_as_drawn(config, stored, rows):
    drawn = drawn_of(stored)
    before = {row["id"] for row in rows("decision")}
    keep(config, stored, against=dict.fromkeys(drawn, "vergunning is op orde"))
    new = [row for row in rows("decision") if row["id"] not in before]
    assert {row["location_id"] for row in new} == drawn - {HOTEL}
    assert all((row["reason_for"], row["reason_against"]) == (DRAWN_WHY, "vergunning is op orde") for row in new)
    origins = {row["location_id"]: row["origin"] for row in rows("round_stop")}
    assert {name for name, origin in origins.items() if origin == "steekproef"} == drawn


@pytest.fixture
def drew_undecided(config):
    """A plan of a place that was decided on, and of one that chance chose."""
    decide(config, HOTEL)
    found = planned(config, random_share=0.5, seed=2)
    assert drawn_of(found.stored) == {LODGING}
    return found.stored


@ON_BOTH
def test_nobody_decides_on_a_drawn_place_without_looking_for_what_speaks_against_it(config, drew_undecided, rows):
    before = {name: rows(name) for name in ("round", "draw", "decision")}
    with pytest.raises(InputError, match=f"wat tegen een bezoek pleit, of dat u zocht en niets vond: {LODGING}"):
        keep(config, drew_undecided, against={HOTEL: NOTHING_FOUND})
    with pytest.raises(InputError, match="reden tegen"):
        keep(config, drew_undecided, against={LODGING: " "})
    assert {name: rows(name) for name in before} == before


@ON_BOTH
def test_who_keeps_a_plan_is_told_what_chance_chose(config, drew_undecided, rows):
    assert list_drawn(COORDINATOR, config, drew_undecided, NOW) == {LODGING: "Lindepad 2, 1234AB Voorbeeld"}
    assert [row["object"] for row in rows("audit") if row["action"] == "list_drawn"] == [f"locatie:{LODGING}"]
    decide(config, LODGING)
    assert list_drawn(COORDINATOR, config, drew_undecided, NOW) == {}


def test_nobody_is_told_what_is_elsewhere(config, drew_undecided):
    swap = {LODGING: RESTAURANT}
    items = drew_undecided.problem.candidates
    forged = tuple(replace(item, location_id=swap.get(item.location_id, item.location_id)) for item in items)
    forged = drew_undecided._replace(problem=replace(drew_undecided.problem, candidates=forged))
    assert list_drawn(COORDINATOR, config, forged, NOW) == {}
    with pytest.raises(PermissionDeniedError):
        list_drawn(OTHER_COORDINATOR, config, drew_undecided, NOW)


def test_nobody_takes_out_what_chance_chose_but_by_freezing_it(config, drew_undecided):
    def again(*changes):
        asked = replace(onward(drew_undecided, ()), changes=changes, seconds=0.3)
        return plan_round(COORDINATOR, no_draw(config), asked, NOW)

    with pytest.raises(InputError, match=f"{LODGING} koos het lot"):
        again(Change("weg", LODGING))
    assert LODGING in again(Change("weg", HOTEL), Change("weg", STUDIO)).meta.draw.picks
    freeze_location(COORDINATOR, config, LODGING, "klacht in behandeling", NOW)
    assert LODGING not in again(Change("weg", LODGING)).plan.location_ids


def test_a_drawn_place_without_a_decision_is_not_named_but_the_way_on_is(config, tmp_path, drew_undecided):
    write_plan(tmp_path / "plan.json", *drew_undecided)
    order = PrintOrder(str(tmp_path / "plan.json"), tmp_path / "lijsten")
    with pytest.raises(ConflictError, match="risk-map plan-keep") as refused:
        print_route_list(COORDINATOR, config, order, NOW)
    assert LODGING not in str(refused.value)
    kept = keep(config, drew_undecided)
    approve_round(SECOND_COORDINATOR, config, kept.round_id, NOW)
    with pytest.raises(ConflictError, match=f"al in ronde {kept.round_id}"):
        print_route_list(COORDINATOR, config, order, NOW)
    assert print_route_list(COORDINATOR, config, replace(order, source=kept.round_id), NOW).files


def test_a_second_person_approves_it(config, stored):
    kept = keep(config, stored)
    with pytest.raises(PermissionDeniedError):
        approve_round(COORDINATOR, config, kept.round_id, NOW)
    approve_round(SECOND_COORDINATOR, config, kept.round_id, NOW)


@ON_BOTH
def test_it_is_kept_once(config, stored, rows):
    keep(config, stored)
    counts = {name: len(rows(name)) for name in ("round", "draw", "decision", "audit")}
    with pytest.raises(ConflictError):
        keep(config, stored)
    assert {name: len(rows(name)) for name in counts} == counts


@pytest.mark.parametrize("change", ["frozen", "claimed"])
@ON_BOTH
def test_what_happened_since_refuses_all_of_it(config, stored, rows, change):
    if change == "frozen":
        freeze_location(COORDINATOR, config, HOTEL, "klacht in behandeling", NOW)
    else:
        plan(config, HOTEL)
    before = len(rows("round"))
    assert check_plan(COORDINATOR, config, stored, NOW) != ()
    with pytest.raises(ConflictError):
        keep(config, stored)
    assert len(rows("round")) == before


def test_other_data_are_said(config, stored):
    report(config, LODGING)
    assert "veranderd" in keep(config, stored).notices[0]


def test_a_plan_that_breaks_a_rule_is_refused(config, stored):
    route = stored.plan.routes[0]
    early = replace(route.stops[0], arrival_s=0, start_s=0)
    broken = stored._replace(plan=Plan((replace(route, stops=(early, *route.stops[1:])),)))
    assert check_plan(COORDINATOR, config, broken, NOW) != ()
    with pytest.raises(ConflictError, match="regel"):
        keep(config, broken)


def test_a_file_cannot_switch_chance_off(config, tmp_path):
    decide(config, HOTEL)
    write_plan(tmp_path / "plan.json", *planned(config).stored)
    stored = read_plan(tmp_path / "plan.json")
    assert check_plan(COORDINATOR, config, stored, NOW) != ()
    with pytest.raises(ConflictError, match="regel"):
        keep(config, stored)


def test_random_visits_without_their_draw_are_refused(config, stored):
    without = stored._replace(meta=replace(stored.meta, draw=None))
    with pytest.raises(ConflictError, match="loting"):
        keep(config, without)


def test_a_check_says_what_a_print_and_keeping_would(config, stored, tmp_path):
    path = tmp_path / "plan.json"
    decide(config, LODGING)
    elsewhere = tuple((x + 50.0, y) for x, y in stored.meta.points)
    forged = {
        "loting": stored._replace(meta=replace(stored.meta, draw=None)),
        "regel": stored._replace(plan=Plan((replace(stored.plan.routes[0], return_s=0),))),
        "register": stored._replace(meta=replace(stored.meta, points=elsewhere)),
        "openingstijden": with_every(stored, windows=(Window(0, 30 * 3600),)),
        "alleen samen met politie": with_every(stored, required_partners=frozenset()),
    }
    for word, each in forged.items():
        write_plan(path, *each)
        said = check_plan(COORDINATOR, config, read_plan(path), NOW)
        with pytest.raises(ConflictError, match=word) as printed:
            print_route_list(COORDINATOR, config, PrintOrder(str(path), tmp_path / "uit"), NOW)
        with pytest.raises(ConflictError) as kept:
            keep(config, read_plan(path))
        assert said[0] == str(printed.value) == str(kept.value), word
    assert not (tmp_path / "uit").exists()


def test_a_team_is_no_faster_than_the_roads_of_now(config, stored):
    assert check_plan(COORDINATOR, config, stored, NOW) == ()
    slow = replace(config.planning, travel=replace(config.planning.travel, straight_car_kmh=1.0))
    (said,) = check_plan(COORDINATOR, replace(config, planning=slow), stored, NOW)
    assert said.startswith("De reistijden van Team 1 kloppen niet met de wegen van nu")


def with_every(stored, **changes):
    """Change every place of a plan in its file."""
    items = tuple(replace(item, **changes) for item in stored.problem.candidates)
    return stored._replace(problem=replace(stored.problem, candidates=items))


@ON_BOTH
def test_a_plan_that_rests_on_the_model_is_neither_printed_nor_kept_while_it_is_off(config, tmp_path):
    decide(config, HOTEL), decide(config, LODGING)
    stored = planned(config, random_share=0.5).stored
    assert len(stored.plan.location_ids) == 2
    write_plan(tmp_path / "plan.json", *stored)
    order = PrintOrder(str(tmp_path / "plan.json"), tmp_path / "lijsten")
    said = "Het model staat uit, en 1 bezoek in dit plan rust erop; maak het plan opnieuw."
    assert check_plan(COORDINATOR, config, stored, NOW) == ()
    press_red_button(COORDINATOR, config, "oefening", NOW)
    assert said in check_plan(COORDINATOR, config, stored, NOW)
    with pytest.raises(ConflictError, match=said):
        print_route_list(COORDINATOR, config, order, NOW)
    assert not (tmp_path / "lijsten").exists()
    with pytest.raises(ConflictError, match="Het model staat uit"):
        keep(config, stored)
    release_red_button(REGION, config, "opgelost", NOW)
    assert print_route_list(COORDINATOR, config, order, NOW).files


def test_a_plan_by_a_signal_and_the_draw_is_printed_while_the_model_is_off(config, tmp_path):
    for place in (HOTEL, LODGING):
        decide(config, place, signal_id=report(config, place))
    press_red_button(COORDINATOR, config, "oefening", NOW)
    stored = planned(config, random_share=0.5).stored
    assert len(stored.plan.location_ids) == 2
    write_plan(tmp_path / "plan.json", *stored)
    order = PrintOrder(str(tmp_path / "plan.json"), tmp_path / "lijsten")
    assert print_route_list(COORDINATOR, config, order, NOW).files


def test_a_home_in_the_place_of_what_was_drawn_is_seen(config, stored):
    picks, (drawn,) = stored.meta.draw, [item for item in stored.problem.candidates if item.drawn]
    others = tuple(item for item in stored.problem.candidates if not item.drawn)
    swap = {drawn.location_id: HOME}
    routes = tuple(
        replace(
            route,
            stops=tuple(replace(s, location_id=swap.get(s.location_id, s.location_id)) for s in route.stops),
        )
        for route in stored.plan.routes
    )
    swapped = stored._replace(
        problem=replace(stored.problem, candidates=(*others, replace(drawn, location_id=HOME, units=()))),
        plan=Plan(routes),
        meta=replace(stored.meta, draw=replace(picks, picks=(HOME,))),
    )
    said = " ".join(check_plan(COORDINATOR, config, swapped, NOW))
    assert "De loting in dit plan klopt niet" in said
    assert "nog niet besloten (L4)" in said


def test_a_draw_in_another_order_is_refused(config, stored):
    names = (HOTEL, LODGING)
    draws = [replace(stored.meta.draw, picks=order) for order in (names, names[::-1])]
    refused = 0
    for draw in draws:
        try:
            keep(config, stored._replace(meta=replace(stored.meta, draw=draw)))
        except ConflictError:
            refused += 1
    assert refused == 1


def test_a_team_without_inspectors_is_refused(config, stored):
    with pytest.raises(InputError, match="Team 1"):
        keep(config, stored, people={})


def test_another_municipality_is_refused(config, stored):
    for use_case in (keep, lambda c, s, by: check_plan(by, c, s, NOW)):
        with pytest.raises(PermissionDeniedError):
            use_case(config, stored, by=OTHER_COORDINATOR)


def test_a_plan_that_holds_has_nothing_in_its_way(config, stored):
    assert check_plan(COORDINATOR, config, stored, NOW) == ()


class TestARoundThatStandsInTheWay:
    def again(self, config, stored, *changes):
        return plan_round(COORDINATOR, no_draw(config), replace(onward(stored, changes), seconds=1.0), NOW)

    @ON_BOTH
    def test_is_named_with_its_day_and_what_helps_until_it_is_withdrawn(self, config):
        decide(config, HOTEL), decide(config, LODGING)
        stored = planned(config, random_share=0.5).stored
        kept = keep(config, stored)
        told = (
            f"{HOTEL}; {LODGING} zitten al in ronde {kept.round_id} van 20 november 2026 (concept). Trek die ronde in"
        )
        (found,) = check_plan(COORDINATOR, config, stored, NOW)
        assert found.startswith(told)
        for again in (self.again, keep):
            with pytest.raises(ConflictError) as refused:
                again(config, stored)
            assert str(refused.value) == found
        change_round(COORDINATOR, config, kept.round_id, WithdrawRound(), NOW)
        assert self.again(config, stored).plan.location_ids

    def test_is_not_told_to_be_withdrawn_once_the_boas_have_it(self, config, stored):
        round_id, _ = plan(config, HOTEL)
        (found,) = check_plan(COORDINATOR, config, stored, NOW)
        assert found == f"{HOTEL} zit al in ronde {round_id} van 20 november 2026 (uitgegeven). Laat haar uit dit plan."

    def test_stands_in_the_way_of_nothing_that_was_taken_out(self, config, stored):
        round_id = draft(config)
        change_round(COORDINATOR, config, round_id, AddStop(HOTEL), NOW)
        with pytest.raises(ConflictError, match=f"{HOTEL} zit al in ronde {round_id}"):
            self.again(config, stored)
        assert HOTEL not in self.again(config, stored, Change("weg", HOTEL)).plan.location_ids

    def test_is_named_to_nobody_who_plans_elsewhere(self, config):
        decide(config, RESTAURANT, by=OTHER_COORDINATOR)
        round_id = draft(config, EAST, by=OTHER_COORDINATOR, teams=(team_of(OTHER_INSPECTOR.id),))
        change_round(OTHER_COORDINATOR, config, round_id, AddStop(RESTAURANT), NOW)
        with pytest.raises(InputError, match=f"^Locatie {RESTAURANT} doet niet mee"):
            planned(config, mandatory=(RESTAURANT,))
