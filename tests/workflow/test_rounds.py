"""Rounds: one way from concept to closed, decided locations only, each in one round a day, open around a shift."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from risk_map.errors import ConflictError, InputError, PermissionDeniedError, RiskMapError
from risk_map.store import schema
from risk_map.store.ledger_states import stops
from risk_map.workflow.decisions import decide_location, freeze_location
from risk_map.workflow.round_changes import AddStop, MoveStop, WithdrawRound, WithdrawStop, change_round
from risk_map.workflow.round_reads import list_rounds, read_round
from risk_map.workflow.round_steps import approve_round
from risk_map.workflow.rounds import draft_round
from risk_map.workflow.store import store_of
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
    OTHER_INSPECTOR,
    POLICY,
    REGION,
    RESTAURANT,
    SECOND_COORDINATOR,
    TODAY,
    WEST,
    decide,
    decide_home,
    decision_of,
    draft,
    on_shift,
    plan,
    round_of,
    team_of,
)

TOMORROW = TODAY + timedelta(days=1)


def add(config, round_id, location_id=HOTEL, by=COORDINATOR, **changes):
    return change_round(by, config, round_id, AddStop(location_id, **changes), NOW)


def planned(config, round_id):
    with store_of(config).read() as tx:
        return [(stop["location_id"], stop["position"]) for stop in stops(tx, round_id=round_id)]


class TestDraft:
    def test_a_draft_has_a_state_a_team_and_its_people(self, config, rows):
        round_id = draft(config, teams=[team_of("bea", "bram", size=3)])
        assert [(row["id"], row["gemeentecode"], row["on_date"]) for row in rows("round")] == [(round_id, WEST, TODAY)]
        assert [row["state"] for row in rows("round_event")] == ["concept"]
        assert [(row["members"], row["shift_start"], row["partners"]) for row in rows("round_team")] == [
            (3, time(17), "politie_basisteam")
        ]
        assert {row["subject_id"] for row in rows("round_member")} == {"bea", "bram"}
        assert {row["object"].split(":")[0] for row in rows("audit")} == {"round", "round_event", "round_team"}

    def test_a_round_over_a_border_belongs_to_the_region(self, config, rows):
        with pytest.raises(PermissionDeniedError):
            draft(config, WEST, EAST)
        draft(config, WEST, EAST, by=REGION)
        assert rows("round")[0]["gemeentecode"] is None
        assert {row["gemeentecode"] for row in rows("round_municipality")} == {WEST, EAST}

    @pytest.mark.parametrize("who", [OTHER_COORDINATOR, REGION, INSPECTOR, OFFICER, ADMINISTRATOR, AUDITOR, POLICY])
    def test_nobody_else_drafts_a_round_of_a_municipality(self, config, who):
        with pytest.raises(PermissionDeniedError):
            draft(config, by=who)

    @pytest.mark.parametrize(
        "changes",
        [
            {"on_date": TODAY - timedelta(days=1)},
            {"teams": [team_of("een naam")]},
            {"teams": [town.NewTeam("Team 1", time(9), time(17), (), 2)]},
            {"teams": [team_of("bea", "bram", "ben")]},
            {"teams": [town.NewTeam("Team 1", time(9), time(17), ("bea",), 2, ("comensha",))]},
            {"teams": [team_of(start=time(17), end=time(17))]},
            {"teams": [town.NewTeam("bel 06-12345678", time(9), time(17), ("bea",), 2)]},
        ],
    )
    def test_only_what_is_allowed(self, config, rows, changes):
        with pytest.raises(InputError):
            draft(config, **changes)
        assert rows("round") == []

    def test_nobody_goes_alone(self, config, rows):
        with pytest.raises(ConflictError, match="ten minste twee mensen"):
            draft(config, teams=[team_of(size=1)])
        assert rows("round") == []

    def test_an_unknown_municipality_is_refused(self, config):
        with pytest.raises(InputError, match="configuratie"):
            draft_round(REGION, config, round_of(WEST, "GM0000"), NOW)


class TestPeople:
    @pytest.fixture
    def granted(self, config):
        """Let some people hold roles: then a team has inspectors of its own municipalities only."""
        people = (("bea", "boa", WEST), ("bart", "boa", EAST), ("cor", "coordinator", WEST), ("weg", "boa", WEST))
        with store_of(config).write() as tx:
            for granted, rows in ((True, people), (False, people[-1:])):
                for who, role, place in rows:
                    grant = town.granted_row(who, role, place, granted=granted)
                    tx.append(schema.role_grant, **grant)

    @pytest.mark.usefixtures("granted")
    @pytest.mark.parametrize("login", ["bart", "cor", "weg", "boa-oost"])
    def test_who_is_no_inspector_there_goes_in_no_team(self, config, rows, login):
        with pytest.raises(InputError, match=f"^{login} is geen boa in een gemeente van deze ronde"):
            draft(config, teams=[team_of("bea", login)])
        assert rows("round") == []

    @pytest.mark.usefixtures("granted")
    def test_who_is_one_in_a_municipality_of_the_round_does(self, config):
        assert draft(config, teams=[team_of("bea")])
        assert draft(config, WEST, EAST, by=REGION, teams=[team_of("bea", "bart")])

    def test_an_inspector_of_elsewhere_sees_no_round_that_is_not_shared(self, config):
        own, _ = plan(config)
        elsewhere = replace(INSPECTOR, municipality=EAST)
        assert read_round(INSPECTOR, config, on_shift()).rounds.index.tolist() == [own]
        assert read_round(elsewhere, config, on_shift()).rounds.empty
        with pytest.raises(PermissionDeniedError):
            read_round(elsewhere, config, on_shift(), round_id=own)


class TestStops:
    def test_a_stop_needs_a_decision_that_no_other_stop_used(self, config):
        round_id = draft(config)
        with pytest.raises(ConflictError, match="geen geldig besluit"):
            add(config, round_id)
        decide(config)
        stop_id = add(config, round_id)
        later = draft(config, on_date=TOMORROW)
        with pytest.raises(ConflictError, match="Met dit besluit is al een bezoek gepland"):
            add(config, later)
        change_round(COORDINATOR, config, round_id, WithdrawStop(stop_id, "past niet"), NOW)
        assert add(config, later)

    def test_a_later_no_takes_the_yes_away(self, config):
        round_id = draft(config)
        decide(config)
        decide(config, verdict="niet_in_ronde")
        with pytest.raises(ConflictError, match="geen geldig besluit"):
            add(config, round_id)

    def test_a_home_waits_for_a_second_person(self, config):
        round_id = draft(config)
        decision_id = decide_home(config, confirmed=False)
        with pytest.raises(ConflictError, match="tweede persoon"):
            add(config, round_id, HOME)
        town.confirm_decision(OFFICER, config, decision_id, NOW)
        assert add(config, round_id, HOME)

    def test_a_location_of_another_municipality_is_not_in_this_round(self, config):
        round_id = draft(config)
        for location_id in (RESTAURANT, "L99"):
            with pytest.raises(InputError, match="niet in een gemeente van deze ronde"):
                add(config, round_id, location_id)

    def test_a_shared_round_crosses_the_border(self, config):
        round_id = draft(config, WEST, EAST, by=REGION)
        decide(config)
        decide_location(OTHER_COORDINATOR, config, decision_of(RESTAURANT), NOW)
        for location_id in (HOTEL, RESTAURANT):
            add(config, round_id, location_id, by=REGION)
        assert planned(config, round_id) == [(HOTEL, 1), (RESTAURANT, 2)]

    def test_a_frozen_location_does_not_come_in_and_holds_a_round_up(self, config):
        decide(config), decide(config, LODGING)
        round_id = draft(config)
        add(config, round_id)
        for location_id in (HOTEL, LODGING):
            freeze_location(COORDINATOR, config, location_id, "klacht", NOW)
        with pytest.raises(ConflictError, match="bevroren"):
            add(config, round_id, LODGING)
        with pytest.raises(ConflictError, match="bevroren locatie"):
            approve_round(SECOND_COORDINATOR, config, round_id, NOW)

    def test_the_team_of_another_round_does_not_come(self, config, rows):
        decide(config)
        here, there = draft(config), draft(config, on_date=TOMORROW)
        teams = {row["round_id"]: row["id"] for row in rows("round_team")}
        with pytest.raises(InputError, match="hoort niet bij deze ronde"):
            add(config, here, team_id=teams[there])
        assert add(config, here, team_id=teams[here])


class TestTwoPlanners:
    def test_one_of_two_rounds_on_a_day_gets_the_location_and_the_other_a_sentence(self, config):
        decide(config)
        mine, theirs = draft(config), draft(config)
        add(config, mine)
        decide(config)
        with pytest.raises(ConflictError, match="zit op deze datum al in een ronde"):
            add(config, theirs)
        assert planned(config, theirs) == []

    def test_at_the_same_moment_exactly_one_wins(self, config):
        decide(config)
        rounds = [draft(config) for _ in range(4)]

        def attempt(round_id):
            try:
                return add(config, round_id)
            except RiskMapError as refused:
                return refused

        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(attempt, rounds))
        lost = [answer for answer in answers if isinstance(answer, RiskMapError)]
        assert len(lost) == 3
        assert {str(answer) for answer in lost} == {
            "Deze locatie zit op deze datum al in een ronde. Kies een andere datum of een andere locatie."
        }
        assert sum(len(planned(config, round_id)) for round_id in rounds) == 1

    def test_who_moves_a_stop_that_was_moved_since_is_told(self, config):
        round_id, stop_id = plan(config, issued=False)
        moved = change_round(COORDINATOR, config, round_id, MoveStop(stop_id, 4, time(18, 30)), NOW)
        for change in (MoveStop(stop_id, 2), WithdrawStop(stop_id, "past niet")):
            with pytest.raises(ConflictError, match="intussen gewijzigd"):
                change_round(COORDINATOR, config, round_id, change, NOW)
        with store_of(config).read() as tx:
            (stop,) = stops(tx, round_id=round_id)
        assert (stop["id"], stop["location_id"]) == (moved, HOTEL)
        assert (stop["position"], stop["planned_at"]) == (4, time(18, 30))

    def test_a_withdrawn_round_gives_its_locations_back(self, config):
        round_id, _ = plan(config, issued=False)
        change_round(COORDINATOR, config, round_id, WithdrawRound(), NOW)
        assert add(config, draft(config))
        with pytest.raises(ConflictError, match="gesloten of ingetrokken"):
            add(config, round_id, LODGING)


class TestRead:
    @pytest.mark.parametrize(
        ("hours", "open_"), [(-12.01, False), (-11.99, True), (0, True), (27.99, True), (28.01, False)]
    )
    def test_an_inspector_sees_the_own_round_from_12_hours_before_to_24_after_the_shift(self, config, hours, open_):
        round_id, _ = plan(config)
        assert (round_id in read_round(INSPECTOR, config, on_shift(hours)).rounds.index) is open_

    def test_a_shift_over_midnight_ends_on_the_next_day(self, config):
        decide(config)
        round_id = draft(config, teams=[team_of(start=time(20), end=time(1))])
        add(config, round_id)
        town.issue(config, round_id)
        # From 08:00 on the day itself to 01:00 two days later: nine hours before five o'clock, to 32 hours after.
        for hours, open_ in ((-9.01, False), (-8.99, True), (31.99, True), (32.01, False)):
            assert (round_id in read_round(INSPECTOR, config, on_shift(hours)).rounds.index) is open_

    def test_a_round_that_was_not_issued_and_a_round_of_others_stay_closed(self, config):
        round_id, _ = plan(config, issued=False)
        assert read_round(INSPECTOR, config, on_shift()).rounds.empty
        town.issue(config, round_id)
        assert read_round(OTHER_INSPECTOR, config, on_shift()).rounds.empty
        with pytest.raises(PermissionDeniedError):
            read_round(OTHER_INSPECTOR, config, on_shift(), round_id=round_id)

    def test_a_route_list_has_no_score_and_does_not_say_why_a_place_was_chosen(self, config):
        round_id, _ = plan(config)
        seen = read_round(INSPECTOR, config, on_shift(), round_id=round_id).stops
        assert seen[["location_id", "address", "type_label"]].to_numpy().tolist() == [
            [HOTEL, "Lindepad 1, 1234AB Voorbeeld", "hotel, B&B of kort verblijf"]
        ]
        assert not {"origin", "decision_id", "home"} & {*seen.columns}
        assert not [name for name in seen.columns if "score" in name]

    def test_which_rounds_there_are_is_one_row_in_the_log_that_names_none(self, config, rows):
        own, _ = plan(config)
        shared = draft(config, WEST, EAST, by=REGION)
        assert list_rounds(COORDINATOR, config, NOW)["state"].to_dict() == {own: "uitgegeven"}
        assert list_rounds(REGION, config, NOW)["state"].to_dict() == {shared: "concept"}
        assert list_rounds(OTHER_INSPECTOR, config, on_shift()).empty
        assert {row["object"] for row in rows("audit") if row["action"] == "list_rounds"} == {"round:aantal"}

    def test_each_planner_sees_the_own_rounds_and_the_reading_is_logged(self, config, rows):
        own, _ = plan(config)
        shared = draft(config, WEST, EAST, by=REGION)
        assert read_round(COORDINATOR, config, NOW).rounds.index.tolist() == [own]
        assert read_round(REGION, config, NOW).rounds.index.tolist() == [shared]
        assert read_round(OTHER_COORDINATOR, config, NOW).rounds.empty
        assert set(read_round(AUDITOR, config, NOW, reason="klacht").rounds.index) == {own, shared}
        read_round(COORDINATOR, config, NOW, round_id=own)
        assert [row["object"] for row in rows("audit")][-2:] == [f"round:{own}", f"locatie:{HOTEL}"]

    def test_a_frozen_place_is_told_to_who_plans(self, config):
        round_id, _ = plan(config)
        assert read_round(COORDINATOR, config, NOW, round_id=round_id).broken == ()
        freeze_location(COORDINATOR, config, HOTEL, "klacht", NOW)
        told = read_round(COORDINATOR, config, NOW, round_id=round_id).broken
        assert told == (f"Bezoek 1 ({HOTEL}) is bevroren. Haal het uit de ronde.",)

    @pytest.mark.parametrize("who", [OFFICER, ADMINISTRATOR, POLICY, AUDITOR])
    def test_others_see_no_round(self, config, who):
        plan(config)
        with pytest.raises(PermissionDeniedError):
            read_round(who, config, NOW)


def test_the_clock_of_a_round_is_the_clock_on_the_wall_in_the_night_that_it_changes(config):
    day = date(2027, 3, 28)
    decide(config)
    round_id = draft(config, on_date=day)
    add(config, round_id)
    town.issue(config, round_id)
    # The shift begins at 17:00 summer time, which is 15:00 UTC; twelve hours before is 03:00 UTC.
    opens = on_shift().replace(year=2027, month=3, day=28, hour=3)
    assert read_round(INSPECTOR, config, opens - timedelta(minutes=1)).rounds.empty
    assert read_round(INSPECTOR, config, opens).rounds.index.tolist() == [round_id]


def test_a_shift_of_more_than_twelve_hours_is_refused_unless_it_ends_after_midnight(config):
    with pytest.raises(InputError, match="langer dan 12 uur"):
        draft(config, teams=[team_of(start=time(9), end=time(22))])
    assert draft(config, teams=[team_of(start=time(20), end=time(3))])
