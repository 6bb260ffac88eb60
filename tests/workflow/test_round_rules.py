"""A round of the store that breaks a rule is not approved, issued or printed, whoever put it together."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from risk_map.demo.reference import REFERENCE_DATE
from risk_map.domain.cases import NOTHING_FOUND
from risk_map.errors import ConflictError
from risk_map.store import schema
from risk_map.store.ledger_states import round_states
from risk_map.workflow.drawn_decisions import list_drawn
from risk_map.workflow.plan_keeping import KeepOrder, keep_plan
from risk_map.workflow.round_changes import AddStop, MoveStop, change_round
from risk_map.workflow.round_reads import read_round
from risk_map.workflow.round_rules import broken_rules
from risk_map.workflow.round_steps import approve_round, issue_round
from risk_map.workflow.route_lists import PrintOrder, print_route_list
from risk_map.workflow.route_reads import read_route_list
from risk_map.workflow.store import store_of
from tests.demo_store import config_of
from tests.store_fixtures import mostly_sqlite
from tests.workflow.test_planning import planned
from tests.workflow.town import (
    COORDINATOR,
    HOTEL,
    INSPECTOR,
    LODGING,
    NOW,
    OTHER_INSPECTOR,
    SECOND_COORDINATOR,
    STUDIO,
    decide,
    decide_home,
    draft,
    on_shift,
    plan,
    report_assessed,
    team_of,
)

database_url = mostly_sqlite

LATE = {"start": time(16), "end": time(1)}


def broken(config, round_id):
    with store_of(config).read() as tx:
        return broken_rules(tx, config, round_id)


def put(config, round_id, location_id, at=None, **changes):
    decide(config, location_id)
    return change_round(COORDINATOR, config, round_id, AddStop(location_id, at, **changes), NOW)


class TestRules:
    @pytest.mark.parametrize(("at", "is_open"), [((16, 59), False), ((17, 0), True), ((21, 0), True), ((21, 1), False)])
    def test_a_visit_begins_within_the_hours_of_its_type(self, config, at, is_open):
        round_id = draft(config, teams=[team_of(**LATE)])
        put(config, round_id, LODGING, time(*at))
        found = broken(config, round_id)
        assert (found == ()) is is_open
        assert is_open or f"niet beginnen om {at[0]:02d}:{at[1]:02d}, wel van 17:00 tot 21:00" in found[0]

    @pytest.mark.parametrize("at", [time(23, 59), time(0, 20)])
    def test_hours_and_shift_run_on_after_midnight(self, config, at):
        round_id = draft(config, teams=[team_of(start=time(20), end=time(1))])
        put(config, round_id, HOTEL, at)
        assert broken(config, round_id) == ()

    @pytest.mark.parametrize(("at", "fits"), [((19, 30), True), ((19, 31), False), ((16, 59), False)])
    def test_a_visit_is_within_the_shift_to_its_end(self, config, at, fits):
        round_id = draft(config)
        put(config, round_id, LODGING, time(*at))
        assert (broken(config, round_id) == ()) is fits

    def test_a_place_that_needs_a_partner_is_not_visited_without_also_when_it_has_no_time(self, config):
        round_id = draft(config, teams=[replace(team_of(), partners=("bouwtoezicht",))])
        put(config, round_id, HOTEL)
        (found,) = broken(config, round_id)
        assert f"Bezoek 1 ({HOTEL}) is alleen samen met politie, basisteam; Team 1 gaat zonder." in found

    def test_a_place_that_takes_no_visit_during_the_shift_is_not_visited_at_all(self, config):
        round_id = draft(config, teams=[team_of(start=time(9), end=time(12))])
        put(config, round_id, HOTEL)
        (found,) = broken(config, round_id)
        assert "kan alleen beginnen van 20:00 tot 01:00; de dienst van Team 1 is van 09:00 tot 12:00" in found

    @pytest.mark.parametrize(("at", "free"), [((20, 30), True), ((20, 29), False), ((20, 0), False)])
    def test_a_visit_begins_when_the_one_before_it_is_over(self, config, at, free):
        round_id = draft(config, teams=[team_of(**LATE)])
        put(config, round_id, LODGING, time(19))
        put(config, round_id, HOTEL, time(*at))
        found = broken(config, round_id)
        assert (found == ()) is free
        assert free or f"bezoek 1 ({LODGING}) duurt tot 20:30. Plan het om 20:30 of later" in found[0]

    # 300 metres as the crow flies, 390 along roads: 35 seconds by car, 88 by bicycle, 281 on foot.
    @pytest.mark.parametrize(
        ("mode", "minute", "need"),
        [
            (None, 30, None),
            ("auto", 30, None),
            ("fiets", 30, ("2 minuten fietsen", 32)),
            ("fiets", 31, None),
            ("lopend", 33, ("5 minuten lopen", 35)),
            ("lopend", 34, None),
        ],
    )
    def test_there_is_time_to_get_there(self, config, mode, minute, need):
        round_id = draft(config, teams=[replace(team_of(**LATE), mode=mode)])
        put(config, round_id, LODGING, time(19))
        put(config, round_id, HOTEL, time(20, minute))
        way = f"Van bezoek 1 ({LODGING}), dat duurt tot 20:30, is het"
        there = f"naar bezoek 2 ({HOTEL}), dat begint om 20:{minute}"
        assert broken(config, round_id) == (
            (f"{way} {need[0]} {there}. Plan bezoek 2 ({HOTEL}) om 20:{need[1]} of later, of haal het uit de ronde.",)
            if need
            else ()
        )

    @pytest.mark.parametrize(("mode", "fits"), [("auto", True), ("lopend", False)])
    def test_the_break_on_the_way_takes_its_time(self, config, mode, fits):
        resting = replace(team_of(**LATE), mode=mode, pause_begin=time(20, 30), pause_minutes=20)
        round_id = draft(config, teams=[resting])
        put(config, round_id, LODGING, time(19))
        put(config, round_id, HOTEL, time(20, 50))
        found = broken(config, round_id)
        assert (found == ()) is fits
        assert fits or "dat begint om 20:50, met de pauze ertussen. Plan bezoek 2" in found[0]
        assert fits or "om 20:55 of later" in found[0]

    @pytest.mark.parametrize(
        ("at", "said"),
        [
            ((17, 5), "Van het beginpunt, waar de dienst om 17:00 begint, is het 13 minuten rijden naar bezoek 1"),
            ((17, 13), None),
            ((19, 16), None),
            ((19, 20), "13 minuten rijden naar het eindpunt, en de dienst eindigt om 21:00. Plan bezoek 1"),
        ],
    )
    def test_there_is_time_from_where_the_team_sets_out_and_to_where_it_ends(self, config, at, said):
        far = (144_000.0, 450_000.0)
        round_id = draft(config, teams=[replace(team_of(), start=far, end=far)])
        put(config, round_id, LODGING, time(*at))
        found = broken(config, round_id)
        assert (found == ()) is (said is None)
        assert said is None or said in found[0]

    def test_two_teams_may_be_at_work_at_the_same_time(self, config, rows):
        teams = [replace(team_of(login, **LATE), name=login) for login in (INSPECTOR.id, OTHER_INSPECTOR.id)]
        round_id = draft(config, teams=teams)
        for name, team in zip((LODGING, HOTEL), rows("round_team"), strict=True):
            put(config, round_id, name, time(20), team_id=team["id"])
        assert broken(config, round_id) == ()

    def test_a_stop_needs_a_team_where_there_are_more(self, config):
        round_id = draft(config, teams=[replace(team_of(login), name=login) for login in ("bea", "bram")])
        put(config, round_id, LODGING)
        assert "nog geen team" in broken(config, round_id)[0]

    def test_a_team_makes_no_more_visits_than_is_usual(self, config):
        usual = replace(config.planning, team=replace(config.planning.team, max_stops=1))
        round_id = draft(config)
        put(config, round_id, LODGING)
        assert broken(replace(config, planning=usual), round_id) == ()
        put(config, round_id, HOTEL)
        (found,) = broken(replace(config, planning=usual), round_id)
        assert "Team 1 heeft 2 bezoeken; hoogstens 1 mag. Haal er 1 uit" in found

    def test_a_visit_does_not_begin_during_the_break_of_its_team(self, config):
        round_id = draft(config, teams=[replace(team_of(), pause_begin=time(19), pause_minutes=20)])
        put(config, round_id, LODGING, time(18))
        (found,) = broken(config, round_id)
        assert found.startswith(f"De pauze van Team 1 begint om 19:00, tijdens bezoek 1 ({LODGING}).")

    def test_a_round_in_which_nothing_has_a_time_keeps_to_all(self, config):
        round_id = draft(config)
        for name in (LODGING, HOTEL):
            put(config, round_id, name)
        assert broken(config, round_id) == ()

    def test_a_home_keeps_the_hours_of_the_law(self, config):
        round_id = draft(config, teams=[team_of(**LATE)])
        decide_home(config)
        change_round(COORDINATOR, config, round_id, AddStop("L4", time(20, 1)), NOW)
        assert "wel van 10:00 tot 20:00" in broken(config, round_id)[0]


class TestSteps:
    @pytest.fixture
    def at_night(self, config):
        """A draft that visits a lodging at four in the afternoon."""
        round_id = draft(config, teams=[team_of(**LATE)])
        return round_id, put(config, round_id, LODGING, time(16))

    def test_it_is_not_approved_and_the_reader_was_told(self, config, at_night):
        round_id, _ = at_night
        (told,) = read_round(COORDINATOR, config, NOW, round_id=round_id).broken
        with pytest.raises(ConflictError) as refused:
            approve_round(SECOND_COORDINATOR, config, round_id, NOW)
        assert told in str(refused.value)
        with store_of(config).read() as tx:
            assert round_states(tx)[round_id] == "concept"

    def test_it_is_approved_once_it_is_mended(self, config, at_night):
        round_id, stop_id = at_night
        change_round(COORDINATOR, config, round_id, MoveStop(stop_id, planned_at=time(17)), NOW)
        approve_round(SECOND_COORDINATOR, config, round_id, NOW)
        assert read_round(COORDINATOR, config, NOW, round_id=round_id).broken == ()

    def test_what_broke_since_is_neither_issued_nor_printed_but_its_list_is_still_read(self, config, tmp_path):
        round_id, _ = plan(config, LODGING, issued=False)
        approve_round(SECOND_COORDINATOR, config, round_id, NOW)
        types = config.planning.types
        kind = replace(types["huisvesting_arbeidsmigranten"], required=frozenset({"ggd"}))
        stricter = replace(
            config, planning=replace(config.planning, types={**types, "huisvesting_arbeidsmigranten": kind})
        )
        with pytest.raises(ConflictError, match="alleen samen met"):
            issue_round(COORDINATOR, stricter, round_id, NOW)
        issue_round(COORDINATOR, config, round_id, NOW)
        with pytest.raises(ConflictError, match="alleen samen met"):
            print_route_list(INSPECTOR, stricter, PrintOrder(round_id, tmp_path / "uit"), on_shift())
        assert not (tmp_path / "uit").exists()
        (team,) = read_route_list(INSPECTOR, stricter, round_id, on_shift()).teams
        assert len(team.stops) == 1

    def test_an_inspector_is_not_bothered_with_it(self, config):
        round_id, _ = plan(config, LODGING)
        stricter = replace(config, planning=replace(config.planning, team=replace(config.planning.team, max_stops=0)))
        assert read_round(COORDINATOR, stricter, NOW, round_id=round_id).broken != ()
        assert read_round(INSPECTOR, stricter, on_shift(), round_id=round_id).broken == ()


class TestPlans:
    @pytest.mark.parametrize("seed", range(4))
    @pytest.mark.parametrize("most", [1, 8])
    def test_a_kept_plan_keeps_to_every_rule(self, config, seed, most):
        for name in (HOTEL, LODGING):
            decide(config, name)
        decide(config, STUDIO, signal_id=report_assessed(config, STUDIO))
        usual = replace(config, planning=replace(config.planning, team=replace(config.planning.team, max_stops=1)))
        found = planned(config, seed=seed, random_share=0.2 if seed % 2 else 0.5, max_stops=most)
        drawn = list_drawn(COORDINATOR, config, found.stored, NOW)
        order = KeepOrder(found.stored, {"Team 1": (INSPECTOR.id,)}, dict.fromkeys(drawn, NOTHING_FOUND))
        kept = keep_plan(COORDINATOR, config, order, NOW)
        # What was planned is not worked out anew, with other roads or speeds.
        slow = replace(usual.planning, travel=replace(usual.planning.travel, straight_car_kmh=1.0))
        assert broken(replace(usual, planning=slow), kept.round_id) == ()


class TestDemonstration:
    def test_every_round_that_lies_ahead_keeps_to_every_rule(self, demo_folder):
        config = config_of(demo_folder)
        with store_of(config).read() as tx:
            ahead = [row["id"] for row in tx.current(schema.inspection_round) if row["on_date"] >= REFERENCE_DATE]
            assert len(ahead) == 6
            assert {name: broken_rules(tx, config, name) for name in ahead} == dict.fromkeys(ahead, ())
