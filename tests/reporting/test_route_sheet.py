"""A route list says what an inspector needs, and nothing about why a place was chosen (domain, limit 3)."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, fields, replace
from datetime import date, timedelta

import numpy as np
import pytest

from risk_map.domain.cases import NOT_VISITED_REASONS
from risk_map.domain.checklist import boxes_of
from risk_map.domain.contacts import Contacts
from risk_map.domain.inspection import NOT_VISITED, RESULTS
from risk_map.domain.location import codes
from risk_map.domain.notation import clock
from risk_map.planning.plan import Plan, Route, Stop
from risk_map.planning.problem import Candidate, RoundProblem, Team, Window
from risk_map.planning.travel import TravelMatrix
from risk_map.reporting.plan_file import PlanMeta, StoredPlan
from risk_map.reporting.route_html import render_html
from risk_map.reporting.route_pdf import render_pdf
from risk_map.reporting.route_round import PlannedStop
from risk_map.reporting.route_sheet import MOST_FACTS, RouteSheet, SheetStop
from risk_map.reporting.route_words import SHORT_REASONS, SHORT_RESULTS
from risk_map.workflow.route_sources import round_of_plan
from tests.reporting.route_example import CONTACTS, PLACES, ROUND, STAMP, STOPS, TEAM, sheet_of

CHOSEN = re.compile(r"score|rang\b|rank|risico|steekproef|aselect|kans|drawn|prize|verplicht|mandatory", re.IGNORECASE)


def plan_with(**why):
    """Give a stored plan with one stop, that was chosen for the reason given."""
    candidate = Candidate("L1", 1, 5.0, 2400, (Window(57_600, 82_800),), "GM9001", "hotel", **why)
    square = np.array([[0, 600], [600, 0]], dtype=np.int32)
    problem = RoundProblem(
        date(2026, 12, 4),
        (Team("Team 1", 2, None, 0, 0, 57_600, 90_000),),
        (candidate,),
        {"auto": TravelMatrix(square, square, np.zeros(2), "proef")},
    )
    plan = Plan((Route("Team 1", 57_600, 61_800, (Stop("L1", 58_200, 58_200, 60_600),)),))
    points = ((150_000.0, 450_000.0), (151_000.0, 451_000.0))
    return StoredPlan(problem, plan, PlanMeta("Ronde", STAMP.at, "a", "b", True, points, {}, False))


class TestNothingSaysWhy:
    def test_a_random_stop_and_a_risk_stop_with_the_same_facts_give_the_same_pages(self):
        pages = []
        for why in ({}, {"drawn": True, "mandatory": True}):
            planned = round_of_plan(plan_with(**why))
            sheet = sheet_of(planned, planned.teams[0])
            pages.append((sheet, render_html(sheet, ""), render_pdf(sheet, "", STAMP.at)))
        assert pages[0] == pages[1]

    def test_two_places_with_the_same_facts_differ_in_address_and_number_only(self):
        other = replace(PLACES["L1"], address="Lindepad 9, 1234 AB Voorbeeld")
        planned = replace(TEAM, stops=(STOPS[0], replace(STOPS[0], location_id="L9")))
        first, second = sheet_of(team=planned, places=PLACES | {"L9": other}).stops
        differs = {item.name for item in fields(SheetStop) if getattr(first, item.name) != getattr(second, item.name)}
        assert differs == {"number", "location_id", "address"}

    def test_no_field_and_no_word_tells_of_a_score_a_rank_or_a_draw(self):
        names = [item.name for kind in (RouteSheet, SheetStop, PlannedStop) for item in fields(kind)]
        assert not [name for name in names if CHOSEN.search(name)]
        assert not CHOSEN.search(json.dumps(asdict(sheet_of()), ensure_ascii=False))


class TestWords:
    def test_a_stop_says_when_for_how_long_and_with_whom(self):
        first, second = sheet_of().stops
        assert (first.arrival, first.begin, first.duration) == ("17:00", "17:10", "40 minuten")
        assert first.hours == "begin tussen 16:00 en 23:00 of 23:30 en 01:00"
        assert (second.begin, second.hours, second.units) == ("", "gesloten", ("L3",))
        assert second.partners == ("toezichthouder of boa", "GGD")

    @pytest.mark.parametrize(
        ("changes", "way", "pause"),
        [
            ({}, "vertrek 16:40 op de fiets, terug 19:30", "20 minuten vanaf 17:45"),
            ({"departure_s": None, "return_s": None, "pause": None}, "op de fiets", ""),
            ({"departure_s": None, "return_s": None, "mode": None, "pause": None}, "", ""),
            ({"mode": None}, "vertrek 16:40, terug 19:30", "20 minuten vanaf 17:45"),
        ],
    )
    def test_the_first_page_says_when_the_team_leaves_and_rests_and_is_back(self, changes, way, pause):
        sheet = sheet_of(team=replace(TEAM, **changes))
        assert (sheet.way, sheet.pause) == (way, pause)
        page = render_html(sheet, "")
        assert [word for word, said in (("<dt>Reis", way), ("<dt>Pauze", pause)) if (word in page) != bool(said)] == []

    def test_what_is_unknown_is_said_to_be_unknown(self):
        bare = sheet_of(team=replace(TEAM, stops=(PlannedStop("L1"),))).stops[0]
        assert (bare.arrival, bare.begin, bare.duration, bare.hours) == ("niet gepland", "", "", "niet bekend")

    def test_a_home_asks_for_consent_and_police_is_named(self):
        first, second = sheet_of().stops
        assert first.cautions == ("Alleen samen met de politie.",)
        assert second.cautions == ("Dit is een woning: alleen naar binnen met toestemming van de bewoner.",)

    def test_facts_of_one_source_and_day_share_a_line_and_those_without_room_are_counted(self):
        told, expired = PLACES["L1"].facts
        many = replace(PLACES["L1"], facts=(expired, told, ("Er is geen certificaat.", *expired[1:]), *[told] * 7))
        stop = sheet_of(places=PLACES | {"L1": many}).stops[0]
        assert stop.facts[0] == (
            "De vergunning is verlopen. Er is geen certificaat.",
            "vergunningen, 12 september 2025",
        )
        assert (len(stop.facts), stop.more_facts) == (2, 10 - MOST_FACTS)

    def test_a_source_that_said_the_same_on_several_days_has_one_line(self):
        clean, days = "Controle zonder bevinding.", (date(2026, 1, 2), date(2024, 2, 21))
        many = replace(PLACES["L1"], facts=tuple((clean, "controles", day) for day in days))
        stop = sheet_of(places=PLACES | {"L1": many}).stops[0]
        assert stop.facts == ((clean, "controles, 2 januari 2026, 21 februari 2024"),)

    def test_the_last_visit_is_a_day_and_a_result(self):
        first, second = sheet_of().stops
        assert first.last_visit == "2 januari 2024: geen bevinding"
        assert second.last_visit == "geen eerdere controle bekend"

    def test_the_boxes_are_those_of_the_form(self):
        assert sheet_of().stops[0].boxes == tuple(box.label for box in boxes_of("hotel"))

    def test_every_result_and_reason_has_a_word_for_a_small_box_in_the_order_of_the_list(self):
        assert tuple(SHORT_REASONS) == codes(NOT_VISITED_REASONS)
        assert (*SHORT_RESULTS, NOT_VISITED) == codes(RESULTS)
        sheet = sheet_of()
        assert (len(sheet.short_results), len(sheet.short_reasons)) == (len(sheet.results), len(sheet.reasons))

    def test_it_is_printed_for_a_team_at_a_time_by_a_role_and_destroyed_two_days_after_the_round(self):
        sheet = sheet_of()
        assert sheet.printed == "Geprint voor Team 1 op 4 december 2026 om 12:05 door: coördinator handhaving"
        assert sheet.destroy == "Vernietigen uiterlijk 6 december 2026"

    @pytest.mark.parametrize(
        ("state", "fictional", "marks"),
        [
            ("concept", True, ("VERTROUWELIJK", "CONCEPT", "FICTIEVE GEGEVENS")),
            ("uitgegeven", False, ("VERTROUWELIJK",)),
        ],
    )
    def test_a_draft_and_an_invented_round_are_marked(self, state, fictional, marks):
        assert sheet_of(replace(ROUND, state=state), stamp=replace(STAMP, fictional=fictional)).marks == marks

    def test_a_missing_number_is_said(self):
        assert sheet_of().stops[0].contact == "coördinator West, tel. 030-0000000"
        assert [stop.phone for stop in sheet_of().stops] == ["tel. 030-0000000", "tel. nog niet bekend"]
        assert sheet_of().stops[1].contact == "coördinator handhaving, tel. nog niet bekend"
        assert sheet_of(contacts=Contacts()).numbers_checked == ""
        assert sheet_of().numbers == tuple((item.name, item.number, item.remark) for item in CONTACTS.numbers)


def test_the_clock_goes_on_after_midnight():
    assert [clock(seconds) for seconds in (0, 61_230, 86_400, 90_000)] == ["00:00", "17:00", "00:00", "01:00"]
    assert clock(int(timedelta(hours=47, minutes=59).total_seconds())) == "23:59"
