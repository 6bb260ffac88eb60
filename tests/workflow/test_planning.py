"""A round planned from the town: who may, what is in it, what is not and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar

import pytest
from shapely import box

from risk_map.domain.draw import draw_order
from risk_map.domain.notation import clock
from risk_map.errors import ConflictError, InputError, PermissionDeniedError
from risk_map.planning.changes import Change
from risk_map.planning.constraints import check
from risk_map.planning.problem import Break, Quota
from risk_map.reporting.plan_file import read_plan, write_plan
from risk_map.workflow.decisions import freeze_location
from risk_map.workflow.planning import plan_round
from risk_map.workflow.planning_onward import onward
from risk_map.workflow.planning_request import (
    NO_BREAK,
    Area,
    Crew,
    RoundRequest,
    beside_each_other,
    of_same_name,
)
from risk_map.workflow.rounds import draft_round
from risk_map.workflow.switch import press_red_button
from risk_map.workflow.visits import VisitForm, record_visit
from tests.store_fixtures import ON_BOTH, mostly_sqlite
from tests.workflow.town import (
    COORDINATOR,
    EAST,
    HOME,
    HOTEL,
    INSPECTOR,
    LODGING,
    NOW,
    OTHER_COORDINATOR,
    REGION,
    RESTAURANT,
    STUDIO,
    TODAY,
    WEST,
    decide,
    decide_home,
    on_shift,
    plan,
    report,
    round_of,
)

database_url = mostly_sqlite


H = 3600
SEASON = ((TODAY, HOTEL), (TODAY + timedelta(days=90), LODGING))
LODGINGS = "huisvesting_arbeidsmigranten"
POLICE = frozenset({"politie_basisteam"})
TEAM = Crew("Team 1", shift=(17 * H, 22 * H), partners=POLICE, members=3)


def asked(**changes):
    return RoundRequest(
        **(
            {"on_date": TODAY, "teams": (TEAM,), "random_share": 0.0, "seconds": None, "iterations": 300, "seed": 1}
            | changes
        )
    )


def no_draw(config):
    """A municipality whose configuration asks for no random visits, for tests of something else."""
    return replace(config, planning=replace(config.planning, random_share=0.0))


def planned(config, by=COORDINATOR, **changes):
    config = no_draw(config)
    found = plan_round(by, config, asked(**changes), NOW)
    assert check(found.problem, found.plan) == ()
    return found


def reason(found, location_id):
    return next(each.rule for each in found.why_not() if each.location_id == location_id)


class TestWhatIsPlanned:
    @ON_BOTH
    def test_only_what_was_decided_on(self, config):
        decide(config, HOTEL)
        found = planned(config)
        assert found.plan.location_ids == (HOTEL,)
        assert found.meta.name == "Ronde 20 november 2026"
        assert [item.location_id for item in found.problem.candidates] == [HOTEL]

    def test_a_decision_carries_one_visit(self, config):
        plan(config, HOTEL)
        decide(config, LODGING)
        assert planned(config).plan.location_ids == (LODGING,)

    def test_a_later_no_takes_the_decision_back(self, config):
        decide(config, HOTEL)
        decide(config, HOTEL, verdict="niet_in_ronde")
        assert planned(config).plan.location_ids == ()

    def test_a_home_waits_for_the_second_person(self, config):
        decide_home(config, confirmed=False)
        assert reason(planned(config), HOME) == "woning"

    @ON_BOTH
    def test_a_home_that_two_people_decided_on_is_planned(self, config):
        decide_home(config)
        assert HOME in planned(config).plan.location_ids

    @ON_BOTH
    def test_a_frozen_place_is_not(self, config):
        decide(config, HOTEL)
        freeze_location(COORDINATOR, config, HOTEL, "klacht in behandeling", NOW)
        found = planned(config)
        assert found.plan.location_ids == ()
        assert reason(found, HOTEL) == "bevroren"

    def test_hours_of_the_type_count_and_run_on_after_midnight(self, config):
        decide(config, HOTEL)
        late = replace(TEAM, shift=(23 * H, 26 * H))
        stop = planned(config, teams=(late,)).plan.routes[0].stops[0]
        assert 23 * H <= stop.start_s <= 25 * H
        decide(config, LODGING)
        assert reason(planned(config, teams=(late,)), LODGING) == "openingstijd"

    def test_police_has_to_be_there_at_a_hotel_at_night(self, config):
        decide(config, HOTEL)
        alone = replace(TEAM, partners=frozenset())
        assert reason(planned(config, teams=(alone,)), HOTEL) == "partner"

    def test_without_the_model_only_decisions_on_a_signal_count(self, config):
        decide(config, HOTEL)
        decide_home(config)
        press_red_button(COORDINATOR, config, "proef", NOW)
        assert planned(config).plan.location_ids == (HOME,)

    def test_who_waits_for_a_decision_is_counted_but_not_planned(self, config):
        decide(config, LODGING)
        found = planned(config)
        assert found.plan.location_ids == (LODGING,)
        assert found.waiting <= 1


class TestAnEmptyRound:
    def test_quotas_that_cannot_hold_together_are_named_before_anything_is_searched(self, config):
        decide(config, HOTEL)
        decide(config, LODGING)
        clash = (Quota("location_type", "hotel", min_share=0.6), Quota("location_type", LODGINGS, min_share=0.6))
        with pytest.raises(ConflictError, match=r"quota gaan niet samen: hotel.* ten minste 60% en .* ten minste 60%"):
            planned(config, quotas=clash)
        with pytest.raises(ConflictError, match=r"Dit quotum kan niet: hotel.* ten minste 3.*tellen er 1 mee"):
            planned(config, quotas=(Quota("location_type", "hotel", min_stops=3),))

    def test_it_says_so_with_the_reasons_counted(self, config):
        decide(config, LODGING)
        decide(config, HOTEL)
        late = replace(TEAM, shift=(3 * H, 4 * H))
        assert planned(config, teams=(late,)).emptiness == (
            "De ronde is leeg: geen van de 2 locaties past. Waarom: 2 keer niet open op die dag, of "
            "niet tijdens de dienst."
        )

    def test_without_decisions_it_says_that(self, config):
        assert "geen locatie waarover is besloten" in planned(config).emptiness

    def test_a_day_that_is_a_holiday_is_named(self, config):
        decide(config, LODGING)
        christmas = TODAY.replace(month=12, day=25)
        assert planned(config).holiday is None
        assert planned(config, on_date=christmas).holiday == (
            "25 december 2026 is eerste kerstdag: openingstijden kunnen anders zijn."
        )

    def test_a_round_with_a_visit_is_not_empty(self, config):
        decide(config, HOTEL)
        assert planned(config).emptiness is None

    def test_what_is_left_of_a_season_is_told_one_by_one(self, config):
        plan(config, HOTEL)
        decide(config, LODGING)
        found = planned(config, only=(LODGING, HOTEL, STUDIO, "LOC-9999"))
        assert found.plan.location_ids == (LODGING,)
        assert (list(found.absent.undecided), list(found.absent.elsewhere)) == ([STUDIO], [HOTEL])
        assert found.absent.gone == ("LOC-9999",)
        said = " ".join(found.absent.sentences(lambda name, _: name))
        assert f"Over 1 locatie van het seizoen is nog niet besloten: {STUDIO}. Besluit daar eerst over" in said
        assert f"zit 1 locatie al in een andere ronde: {HOTEL}." in said

    def test_of_a_season_elsewhere_no_address_is_told(self, config):
        decide(config, LODGING)
        assert planned(config, only=(LODGING, RESTAURANT)).absent.gone == (RESTAURANT,)


class TestWhoAndWhere:
    def test_a_coordinator_plans_their_own_municipality(self, config):
        decide(config, HOTEL)
        decide(config, RESTAURANT, by=OTHER_COORDINATOR)
        assert planned(config).plan.location_ids == (HOTEL,)
        with pytest.raises(PermissionDeniedError):
            planned(config, area=Area(municipalities=(EAST,)))
        with pytest.raises(PermissionDeniedError):
            planned(config, area=Area(municipalities=(WEST, EAST)))

    def test_the_region_plans_across_the_border_and_not_in_one_municipality(self, config):
        decide(config, HOTEL)
        decide(config, RESTAURANT, by=OTHER_COORDINATOR)
        found = planned(config, by=REGION)
        assert set(found.plan.location_ids) == {HOTEL, RESTAURANT}
        assert found.meta.municipalities == (WEST, EAST)
        with pytest.raises(PermissionDeniedError):
            planned(config, by=REGION, area=Area(municipalities=(WEST,)))

    def test_an_inspector_plans_nothing(self, config):
        with pytest.raises(PermissionDeniedError):
            planned(config, by=INSPECTOR)

    @ON_BOTH
    def test_every_candidate_stands_in_the_log(self, config, rows):
        decide(config, HOTEL)
        planned(config)
        last = rows("audit")[-1]
        assert last["action"] == "plan_round"
        assert HOTEL in last["object"]

    @pytest.mark.parametrize(
        ("area", "there"),
        [
            (Area(types=("hotel",)), {HOTEL}),
            (Area(location_ids=(LODGING,)), {LODGING}),
            (Area(polygon=box(150_500, 449_000, 150_700, 451_000)), {LODGING}),
            (Area(buurten=("BU90010001",)), set()),
        ],
    )
    def test_an_area_leaves_the_others_out(self, config, area, there):
        decide(config, HOTEL)
        decide(config, LODGING)
        assert set(planned(config, area=area).plan.location_ids) == there

    def test_what_somebody_asks_for_has_to_be_there(self, config):
        with pytest.raises(InputError, match=f"{RESTAURANT} doet niet mee"):
            planned(config, mandatory=(RESTAURANT,))

    def test_what_somebody_asks_for_has_to_be_decided(self, config):
        with pytest.raises(ConflictError, match="besluit"):
            planned(config, mandatory=(HOTEL,))

    def test_of_visits_that_clash_only_those_are_named(self, config):
        decide(config, HOTEL), decide(config, LODGING)
        with pytest.raises(ConflictError) as refused:
            planned(config, mandatory=(HOTEL, LODGING), teams=(replace(TEAM, max_stops=1),))
        assert f"{HOTEL}" in str(refused.value)
        assert "zit niet in de ronde" not in str(refused.value)

    def test_of_the_draw_beside_what_must_be_no_place_is_named(self, config):
        decide(config, HOTEL)
        other = next(n for n in range(20) if draw_order([HOTEL, LODGING], f"{TODAY} {n}")[0] == LODGING)
        with pytest.raises(ConflictError) as refused:
            planned(config, mandatory=(HOTEL,), teams=(replace(TEAM, max_stops=1),), random_share=0.5, seed=other)
        assert str(refused.value) == (
            "Er is geen ronde gevonden die zich aan alle regels houdt: Met de steekproef erbij past dit niet in de "
            "dienst: kies een langere dienst of minder verplichte locaties."
        )

    def test_what_was_asked_is_judged_before_the_draw(self, config):
        decide(config, HOTEL), decide(config, LODGING)
        with pytest.raises(ConflictError, match=f"niet samen in de ronde: {HOTEL} en {LODGING}"):
            planned(config, mandatory=(HOTEL, LODGING), teams=(replace(TEAM, max_stops=1),), random_share=0.5)

    def test_a_day_that_is_over_is_refused(self, config):
        with pytest.raises(InputError, match="voorbij"):
            planned(config, on_date=TODAY - timedelta(days=1))

    def test_a_team_of_one_is_refused(self, config):
        with pytest.raises(InputError, match="twee mensen"):
            planned(config, teams=(replace(TEAM, members=1),))

    def test_two_teams_of_one_name_are_refused(self, config):
        with pytest.raises(InputError, match="eigen naam"):
            planned(config, teams=(TEAM, TEAM))

    def test_a_search_without_an_end_is_refused(self, config):
        with pytest.raises(InputError, match="gezocht"):
            planned(config, iterations=None)

    def test_a_quota_that_cannot_be_met_is_said(self, config):
        decide(config, HOTEL)
        with pytest.raises(ConflictError, match="ten minste 2"):
            planned(config, quotas=(Quota("location_type", "hotel", min_stops=2),))

    def test_a_quota_speaks_of_a_municipality_by_its_name(self, config):
        decide(config, HOTEL)
        named = replace(config, municipalities={WEST: "West", EAST: "Oost"})
        with pytest.raises(ConflictError, match="Dit quotum kan niet: West ten minste 2"):
            planned(named, quotas=(Quota("municipality", WEST, min_stops=2),))


class TestAgreements:
    def test_a_visit_does_not_begin_before_the_moment_that_was_agreed(self, config):
        decide(config, LODGING)
        found = planned(config, not_before=((LODGING, 19 * H + 1800),))
        (stop,) = found.plan.routes[0].stops
        assert stop.start_s == 19 * H + 1800

    def test_two_places_that_are_kept_apart_are_not_in_one_round(self, config):
        decide(config, HOTEL)
        decide(config, LODGING)
        assert len(planned(config).plan.location_ids) == 2
        assert len(planned(config, apart=((HOTEL, LODGING),)).plan.location_ids) == 1

    @pytest.mark.parametrize("wish", [{"not_before": (("L99", 64_800),)}, {"apart": ((HOTEL, "L99"),)}])
    def test_an_agreement_about_a_place_that_takes_no_part_is_refused(self, config, wish):
        with pytest.raises(InputError, match="L99"):
            planned(config, **wish)


class TestGoingOnFromAFile:
    @pytest.fixture
    def stored(self, config, tmp_path):
        for name in (HOTEL, LODGING):
            decide(config, name)
        team = replace(TEAM, mode="fiets", max_stops=3, pause=Break(1200, 18 * H, 20 * H), end=(150_900.0, 450_000.0))
        quotas = (Quota("location_type", "hotel", max_stops=4),)
        found = planned(
            config, teams=(team,), quotas=quotas, area=Area(types=("hotel", LODGINGS)), form="arbeid",
            not_before=((HOTEL, 20 * H),), min_days_between_visits=7,
        )  # fmt: skip
        write_plan(tmp_path / "plan.json", *found.stored)
        return read_plan(tmp_path / "plan.json")

    def again(self, config, stored, *changes):
        return plan_round(COORDINATOR, no_draw(config), replace(onward(stored, changes), seconds=1.0), NOW)

    def test_everything_that_was_asked_is_asked_again(self, config, stored):
        found = self.again(config, stored)
        assert found.plan == stored.plan
        teams = [replace(team, start_place=0, end_place=0) for team in (*found.problem.teams, *stored.problem.teams)]
        assert teams[0] == teams[1]
        assert found.problem.rules == stored.problem.rules
        assert (found.meta.form, found.meta.types) == ("arbeid", ("hotel", LODGINGS))
        assert found.problem.candidate(HOTEL).not_before_s == 20 * H

    def test_what_is_changed_is_different_and_stays_so(self, config, stored, tmp_path):
        found = self.again(config, stored, Change("weg", HOTEL), Change("vast", LODGING))
        assert found.plan.location_ids == (LODGING,)
        write_plan(tmp_path / "next.json", *found.stored)
        assert self.again(config, read_plan(tmp_path / "next.json")).plan.location_ids == (LODGING,)


class TestTeamsOfAPlan:
    TOWNS: ClassVar = {"Noord": EAST, "Zuid": WEST}
    CREWS: ClassVar = [Crew(name, start=town) for name, town in TOWNS.items()]

    def stored(self, config, tmp_path, *crews):
        for name, by in ((HOTEL, COORDINATOR), (RESTAURANT, OTHER_COORDINATOR)):
            decide(config, name, by=by)
        write_plan(tmp_path / "plan.json", *planned(config, by=REGION, teams=crews).stored)
        return read_plan(tmp_path / "plan.json")

    def towns(self, config, request):
        found = plan_round(REGION, no_draw(config), replace(request, seconds=None, iterations=300), NOW)
        return {team.name: team.municipality for team in found.problem.teams}

    def test_each_keeps_its_municipality_in_whatever_order_they_are_given(self, config, tmp_path):
        request = onward(self.stored(config, tmp_path, *self.CREWS), ())
        assert self.towns(config, request) == self.TOWNS
        assert self.towns(config, replace(request, teams=request.teams[::-1])) == self.TOWNS

    def test_a_team_that_is_named_anew_has_that_of_the_one_of_its_name(self, config, tmp_path):
        request = onward(self.stored(config, tmp_path, *self.CREWS), ())
        anew = of_same_name((Crew("Oost", start=EAST), Crew("Zuid"), Crew("Noord", start=WEST)), request.teams)
        assert self.towns(config, replace(request, teams=anew)) == {"Oost": EAST, "Zuid": WEST, "Noord": WEST}

    def test_a_team_without_a_break_gets_none_of_the_configuration(self, config, tmp_path):
        usual = replace(config.planning.team, pause=Break(1200, 18 * H, 20 * H))
        config = replace(config, planning=replace(config.planning, team=usual))
        stored = self.stored(config, tmp_path, Crew("Noord", pause=NO_BREAK), Crew("Zuid"))
        assert [team.pause for team in stored.problem.teams] == [None, usual.pause]
        again = plan_round(REGION, no_draw(config), replace(onward(stored, ()), seconds=1.0), NOW)
        assert [team.pause for team in again.problem.teams] == [None, usual.pause]


def test_a_round_of_a_season_is_planned_from_its_places_and_drawn_from_all(config):
    for name in (HOTEL, LODGING):
        decide(config, name)
    assert planned(config, only=(LODGING,)).plan.location_ids == (LODGING,)
    assert planned(config, only=(LODGING,), random_share=0.5).meta.draw.candidates == 2


def test_in_a_season_chance_chooses_no_place_of_another_round_and_none_that_was_visited_in_it(config):
    for name in (HOTEL, LODGING):
        decide(config, name)
    season = beside_each_other([asked(on_date=day, only=(name,)) for day, name in SEASON])
    second = replace(season[1], random_share=0.5)
    found = plan_round(COORDINATOR, no_draw(config), second, NOW)
    assert found.meta.draw.candidates == 1
    assert found.problem.rules.min_days_between_visits == 91
    mandatory = plan_round(COORDINATOR, no_draw(config), replace(second, mandatory=(HOTEL,)), NOW)
    assert HOTEL in mandatory.plan.location_ids


def test_a_plan_of_a_season_stays_one_when_it_goes_on(config, tmp_path):
    for name in (HOTEL, LODGING):
        decide(config, name)
    season = beside_each_other([asked(on_date=day, only=(name,)) for day, name in SEASON])
    write_plan(tmp_path / "plan.json", *plan_round(COORDINATOR, no_draw(config), season[1], NOW).stored)
    again = onward(read_plan(tmp_path / "plan.json"), ())
    assert (again.only, again.reserved, again.min_days_between_visits) == ((LODGING,), (HOTEL,), 91)
    found = plan_round(COORDINATOR, no_draw(config), replace(again, seconds=None, iterations=300), NOW)
    assert found.plan.location_ids == (LODGING,)


@pytest.mark.parametrize("change", [Change("vast", LODGING), Change("weg", "LOC-9999")])
def test_only_a_visit_of_the_plan_is_locked_or_taken_out(config, tmp_path, change):
    decide(config, HOTEL)
    write_plan(tmp_path / "plan.json", *planned(config).stored)
    with pytest.raises(InputError, match=f"Locatie {change.location_id} zit niet in dit plan"):
        onward(read_plan(tmp_path / "plan.json"), (change,))


def test_where_nobody_got_in_is_free_for_another_day_and_not_for_the_same(config):
    _, stop_id = plan(config, HOTEL)
    later = TODAY + timedelta(days=10)
    assert planned(config, on_date=later).plan.location_ids == ()
    missed = VisitForm(stop_id, "niet_bezocht", not_visited_reason="niemand_aanwezig")
    record_visit(INSPECTOR, config, missed, on_shift())
    assert planned(config, on_date=later).plan.location_ids == (HOTEL,)
    assert planned(config).plan.location_ids == ()


@pytest.mark.parametrize("length", [0, 24 * H])
def test_a_shift_without_a_length_is_refused(config, length):
    with pytest.raises(InputError, match="de dienst begint en eindigt op hetzelfde moment"):
        planned(config, teams=(replace(TEAM, shift=(20 * H, 20 * H + length)),))


def test_a_shift_of_more_than_twelve_hours_is_refused_and_one_over_midnight_is_not(config):
    swapped = "Noord: de dienst van 21:00-17:00 is langer dan 12 uur; zijn begin en eind verwisseld?"
    with pytest.raises(InputError) as refused:
        planned(config, teams=(replace(TEAM, name="Noord", shift=(21 * H, 41 * H)),))
    assert str(refused.value) == swapped
    assert planned(config, teams=(replace(TEAM, shift=(16 * H, 28 * H)),)).problem.teams[0].shift_end_s == 28 * H


@pytest.mark.parametrize(
    "pause",
    [Break(1800, 81_000, 84_600), Break(1800, 12 * H, 16 * H), Break(1800, 78_000, 79_000), Break(6 * H, 0, 23 * H)],
)
def test_a_break_that_cannot_be_taken_within_the_shift_is_refused(config, pause):
    with pytest.raises(InputError) as refused:
        planned(config, teams=(replace(TEAM, pause=pause),))
    told = f"pauze van {pause.duration_s // 60} minuten tussen {clock(pause.earliest_s)} en {clock(pause.latest_s)}"
    assert str(refused.value).startswith(f"Team 1: de {told} past niet in de dienst van 17:00-22:00")


def test_a_break_after_midnight_is_in_a_shift_that_goes_on_until_then(config):
    night = replace(TEAM, shift=(20 * H, 27 * H), pause=Break(1800, H, 2 * H))
    assert planned(config, teams=(night,)).problem.teams[0].pause == Break(1800, 25 * H, 26 * H)


@pytest.mark.parametrize("pause", [Break(1800, 16 * H, 17 * H), Break(1800, 77_400, 84_600)])
def test_a_break_that_just_fits_the_shift_is_not_refused(config, pause):
    assert planned(config, teams=(replace(TEAM, pause=pause),)).problem.teams[0].pause == pause


class TestTheDraw:
    def test_whoever_plans_asks_for_more_of_it_and_not_for_less(self, config):
        decide(config, HOTEL)
        with pytest.raises(InputError, match="Ten minste 20%"):
            plan_round(COORDINATOR, config, asked(random_share=0.1), NOW)
        assert plan_round(COORDINATOR, config, asked(random_share=None), NOW).problem.rules.random_share == 0.2
        assert plan_round(COORDINATOR, config, asked(random_share=0.5), NOW).problem.rules.random_share == 0.5

    def test_it_is_of_all_places_and_of_no_home(self, config):
        found = planned(config, random_share=0.5)
        # HOTEL and LODGING fit in the evening; the studio is a home, and so is the home.
        assert found.meta.draw.candidates == 2
        assert set(found.meta.draw.picks) <= {HOTEL, LODGING}
        assert not {STUDIO, HOME} & set(found.plan.location_ids)

    def test_the_share_is_met_and_a_larger_team_of_decided_places_gets_more(self, config):
        decide(config, HOTEL)
        found = planned(config, random_share=0.5)
        drawn = [item.location_id for item in found.problem.candidates if item.drawn]
        assert len(drawn) >= 0.5 * len(found.plan.location_ids)

    def test_the_same_data_give_the_same_draw_whoever_asks_again(self, config):
        one, two = (planned(config, random_share=0.5, seed=None) for _ in range(2))
        assert one.meta.draw == two.meta.draw
        assert one.plan == two.plan

    @ON_BOTH
    def test_a_place_that_is_in_another_round_takes_no_part(self, config):
        plan(config, HOTEL)
        assert HOTEL not in planned(config, random_share=0.5).meta.draw.picks


def test_what_the_user_locks_stays_and_what_is_dropped_goes(config):
    decide(config, HOTEL)
    decide(config, LODGING)
    first = planned(config)
    begin = {stop.location_id: stop.start_s for stop in first.plan.routes[0].stops}
    again = planned(config, start=first.plan, changes=(Change("vast", LODGING), Change("weg", HOTEL)))
    assert [(stop.location_id, stop.start_s) for stop in again.plan.routes[0].stops] == [(LODGING, begin[LODGING])]


def test_it_stops_at_once_when_it_is_interrupted_and_has_a_plan(config):
    decide(config, HOTEL)
    found = planned(config, iterations=10**9, random_share=0.5, interrupted=lambda: True)
    assert found.plan.iterations == 0
    assert HOTEL in found.plan.location_ids


def test_the_way_of_a_team_begins_and_ends_at_its_start(config):
    decide(config, HOTEL)
    found = planned(config, teams=(replace(TEAM, start=(150_000.0, 450_100.0)),))
    line = found.meta.lines["Team 1"]
    assert line[0] == line[-1] == (150_000.0, 450_100.0)
    assert not found.meta.along_roads


def test_a_round_of_another_day_does_not_take_the_place_of_a_draft(config):
    draft_round(COORDINATOR, config, round_of(WEST), NOW)
    decide(config, HOTEL)
    assert planned(config).plan.location_ids == (HOTEL,)


def test_a_signal_that_is_past_its_term_on_the_day_of_the_round_is_no_reason_to_go(config):
    report(config, HOTEL)
    decide(config, HOTEL), decide(config, LODGING)

    def worth(on_date):
        return planned(config, on_date=on_date).problem.candidate(HOTEL).prize

    assert worth(date(2029, 1, 5)) < worth(TODAY)
