"""Printing a route list: who may, what is refused, what stands in the log, and that no list says why."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import numpy as np
import pytest

from risk_map.errors import ConflictError, InputError, PermissionDeniedError
from risk_map.planning.problem import Candidate, RoundProblem, RoundRules, Team
from risk_map.planning.timetable import timetable
from risk_map.planning.travel import TravelMatrix
from risk_map.reporting.plan_file import PlanMeta, write_plan
from risk_map.scoring.places import OBJECT
from risk_map.store import schema
from risk_map.workflow.decisions import freeze_location
from risk_map.workflow.round_changes import AddStop, change_round
from risk_map.workflow.route_facts import known_places
from risk_map.workflow.route_lists import ENDINGS, PrintOrder, print_route_list
from risk_map.workflow.route_reads import read_route_list
from risk_map.workflow.route_sources import data_hash, round_of_store
from risk_map.workflow.snapshot import read_snapshot
from risk_map.workflow.store import store_of
from tests.store_fixtures import ON_BOTH, mostly_sqlite
from tests.workflow.test_planning import no_draw
from tests.workflow.town import (
    ADMINISTRATOR,
    AUDITOR,
    COORDINATOR,
    HOME,
    HOTEL,
    INSPECTOR,
    LODGING,
    NOW,
    OFFICER,
    OTHER_COORDINATOR,
    OTHER_INSPECTOR,
    POLICY,
    RESTAURANT,
    ROWS,
    TODAY,
    WEST,
    decide,
    decide_home,
    draft,
    issue,
    on_shift,
    plan,
    report,
    team_of,
)

database_url = mostly_sqlite


@pytest.fixture
def config(config):
    """Nothing has to be drawn here: what is drawn is another matter than what is printed."""
    return no_draw(config)


PLACES = {name: (number, kind, place) for name, number, kind, _, place in ROWS}


def write(path, config, *location_ids, data=None, share=0.0, at=NOW):
    """Write a plan in which one team visits some locations after each other."""
    count = len(location_ids) + 1
    square = np.full((count, count), 600, dtype=np.int32)
    candidates = tuple(_candidate(config, name, row) for row, name in enumerate(location_ids, start=1))
    partners = frozenset({"brandweer"}).union(*(item.required_partners for item in candidates))
    team = Team("Team Noord/1", 2, None, 0, 0, 57_600, 90_000, partners=partners)
    np.fill_diagonal(square, 0)
    travel = {"auto": TravelMatrix(square, square, np.zeros(count), "proef")}
    problem = RoundProblem(TODAY, (team,), candidates, travel, RoundRules(random_share=share))
    points = tuple((150_000.0 + 300 * number, 450_000.0) for number in (0, *(PLACES[name][0] for name in location_ids)))
    known = data or data_hash(read_snapshot(config, TODAY))
    towns = tuple(sorted({PLACES[name][2] for name in location_ids}))
    meta = PlanMeta("Avondronde", at, known, config.hash, False, points, {}, False, towns)
    write_plan(path, problem, timetable(problem, [location_ids]), meta)
    return str(path)


def _candidate(config, name, row):
    _, kind, place = PLACES[name]
    usual = config.planning.type_of(kind)
    windows = usual.windows(TODAY, None)
    return Candidate(name, row, 1.0, usual.visit_s, windows, place, kind, required_partners=usual.partners(windows))


def print_it(config, source, folder, by=COORDINATOR, now=NOW, **options):
    return print_route_list(by, config, PrintOrder(source, folder, **options), now)


def of_kind(printed, ending):
    return [path for path in printed.files if path.suffix == f".{ending}"]


class TestARoundOfTheStore:
    def test_every_team_gets_every_kind_of_file_that_only_its_owner_reads(self, config, tmp_path):
        round_id, _ = plan(config)
        printed = print_it(config, round_id, tmp_path / "lists")
        assert sorted(path.suffix[1:] for path in printed.files) == sorted(ENDINGS)
        assert {path.name.rsplit(".", 1)[0] for path in printed.files} == {"routelijst-2026-11-20-1-team-1"}
        assert {path.stat().st_mode & 0o777 for path in printed.files} == {0o600}
        assert (tmp_path / "lists").stat().st_mode & 0o777 == 0o700

    @ON_BOTH
    def test_the_log_has_a_row_per_address_and_the_list_the_end_of_the_log(self, config, rows, tmp_path):
        round_id, _ = plan(config)
        head = rows("audit")[-1]["hash"][:16]
        printed = print_it(config, round_id, tmp_path)
        told = [row["object"] for row in rows("audit") if row["action"] == "print_route_list"]
        assert told == [f"locatie:{HOTEL}"]
        assert head in of_kind(printed, "html")[0].read_text(encoding="utf-8")

    def test_facts_come_with_source_and_date_and_without_a_score(self, config, tmp_path):
        report(config, HOTEL)
        round_id, _ = plan(config)
        page = of_kind(print_it(config, round_id, tmp_path), "html")[0].read_text(encoding="utf-8")
        assert "Signaal: veel meer slaapplaatsen dan het geregistreerde gebruik. (boa of toezichthouder" in page
        assert "1 november 2026)" in page
        assert not re.search(r"score|keer het basis|steekproef|risico", page, re.IGNORECASE)

    @ON_BOTH
    @pytest.mark.parametrize(("on_date", "told"), [(date(2026, 11, 30), True), (date(2026, 12, 1), False)])
    def test_a_signal_whose_term_is_over_on_the_day_of_the_round_is_on_no_list(self, config, tmp_path, on_date, told):
        report(config, HOTEL, observed_on=date(2024, 12, 1))
        decide(config, HOTEL)
        round_id = draft(config, on_date=on_date)
        change_round(COORDINATOR, config, round_id, AddStop(HOTEL), NOW)
        issue(config, round_id)
        page = of_kind(print_it(config, round_id, tmp_path), "html")[0].read_text(encoding="utf-8")
        (team,) = read_route_list(COORDINATOR, config, round_id, NOW).teams
        facts = str(team.stops[0].words.facts)
        assert ["1 december 2024" in text for text in (page, facts)] == [told, told]

    def test_a_draft_is_not_printed(self, config, tmp_path):
        round_id, _ = plan(config, issued=False)
        with pytest.raises(ConflictError, match="goedgekeurde"):
            print_it(config, round_id, tmp_path / "lists")
        assert not (tmp_path / "lists").exists()

    def test_a_frozen_place_is_not_printed(self, config, tmp_path):
        round_id, _ = plan(config)
        freeze_location(COORDINATOR, config, HOTEL, "lopend onderzoek", NOW)
        with pytest.raises(ConflictError, match="bevroren"):
            print_it(config, round_id, tmp_path)

    @ON_BOTH
    def test_an_inspector_prints_the_own_round_around_the_shift_and_no_other(self, config, tmp_path):
        round_id, _ = plan(config)
        assert print_it(config, round_id, tmp_path / "a", INSPECTOR, on_shift(-1)).files
        for who, when in ((OTHER_INSPECTOR, on_shift(-1)), (INSPECTOR, on_shift(29)), (INSPECTOR, on_shift(-13))):
            with pytest.raises(PermissionDeniedError):
                print_it(config, round_id, tmp_path / "b", who, when)

    @pytest.mark.parametrize("who", [OFFICER, ADMINISTRATOR, POLICY, AUDITOR, OTHER_COORDINATOR])
    def test_nobody_else(self, config, tmp_path, who):
        round_id, _ = plan(config)
        with pytest.raises(PermissionDeniedError):
            print_it(config, round_id, tmp_path / "x", who)
        with pytest.raises(PermissionDeniedError):
            print_it(config, "bestaat-niet", tmp_path / "x", who)
        assert not (tmp_path / "x").exists()

    def test_a_stop_without_a_team_has_no_list_to_stand_on(self, config):
        decide(config, HOTEL)
        round_id = draft(config, teams=(team_of(), team_of(OTHER_INSPECTOR.id)))
        change_round(COORDINATOR, config, round_id, AddStop(HOTEL), NOW)
        with pytest.raises(ConflictError, match="nog geen team"):
            issue(config, round_id)

    @ON_BOTH
    def test_two_teams_of_one_name_get_lists_of_their_own(self, config, rows, tmp_path):
        round_id = draft(config, teams=(team_of(), team_of(OTHER_INSPECTOR.id)))
        for name, team in zip((HOTEL, LODGING), rows("round_team"), strict=True):
            decide(config, name)
            change_round(COORDINATOR, config, round_id, AddStop(name, team_id=team["id"]), NOW)
        issue(config, round_id)
        first, second = of_kind(print_it(config, round_id, tmp_path), "csv")
        assert "Lindepad 1" in first.read_text(encoding="utf-8")
        assert "Lindepad 2" in second.read_text(encoding="utf-8")
        assert "Lindepad 1" not in second.read_text(encoding="utf-8")

    def test_the_list_says_where_the_team_sets_out_and_how_it_goes(self, config, tmp_path):
        team = replace(team_of(), mode="fiets", start=(150_000.0, 450_100.0), end=(151_000.0, 450_100.0))
        round_id = draft(config, teams=(team,))
        decide(config, HOTEL)
        change_round(COORDINATOR, config, round_id, AddStop(HOTEL), NOW)
        issue(config, round_id)
        with store_of(config).read() as tx:
            (stored,) = round_of_store(tx, tx.current(schema.inspection_round, id=round_id)[0]).teams
        assert (stored.mode, stored.start, stored.end) == (team.mode, team.start, team.end)
        known = replace(config, planning=replace(config.planning, starts={WEST: team.start}))
        page = of_kind(print_it(known, round_id, tmp_path), "html")[0].read_text(encoding="utf-8")
        assert "West (S op de kaart); einde: gekozen punt in West, bij Lindepad (E)" in page

    @ON_BOTH
    def test_a_shift_goes_on_after_midnight(self, config):
        round_id = draft(config, teams=(team_of(start=time(20), end=time(1)),))
        for name, at in ((LODGING, time(20, 30)), (HOTEL, time(0, 15))):
            decide(config, name)
            change_round(COORDINATOR, config, round_id, AddStop(name, at), NOW)
        issue(config, round_id)
        with store_of(config).read() as tx:
            (team,) = round_of_store(tx, tx.current(schema.inspection_round, id=round_id)[0]).teams
        assert (team.shift_start_s, team.shift_end_s) == (72_000, 90_000)
        assert [stop.arrival_s for stop in team.stops] == [73_800, 87_300]
        assert team.partners == ("politie_basisteam",)


class TestAPlan:
    @ON_BOTH
    def test_it_is_printed_as_a_draft_with_times_in_the_order_of_the_route(self, config, tmp_path):
        for name in (LODGING, HOTEL):
            decide(config, name)
        source = write(tmp_path / "plan.json", config, LODGING, HOTEL)
        printed = print_it(config, source, tmp_path / "lists")
        page = of_kind(printed, "html")[0].read_text(encoding="utf-8")
        assert "CONCEPT" in page
        assert page.index("17:00 Lindepad 2") < page.index("18:40 Lindepad 1")
        assert {path.name.split(".")[0] for path in printed.files} == {"routelijst-2026-11-20-1-team-noord-1"}

    def test_a_plan_that_breaks_a_rule_is_not_printed(self, config, tmp_path):
        decide(config, HOTEL)
        with pytest.raises(ConflictError, match="houdt zich niet aan een regel"):
            print_it(config, write(tmp_path / "plan.json", config, HOTEL, share=0.2), tmp_path / "lists")
        assert not (tmp_path / "lists").exists()

    def test_a_file_cannot_switch_chance_off(self, config, tmp_path):
        decide(config, HOTEL)
        strict = replace(config, planning=replace(config.planning, random_share=0.2))
        with pytest.raises(ConflictError, match="houdt zich niet aan een regel"):
            print_it(strict, write(tmp_path / "plan.json", config, HOTEL), tmp_path / "lists")

    def test_nobody_prints_a_real_place_that_nobody_decided_about(self, config, tmp_path):
        decide(config, HOTEL)
        source = write(tmp_path / "plan.json", config, HOTEL, LODGING)
        with pytest.raises(ConflictError, match="nog niet besloten"):
            print_it(config, source, tmp_path / "lists")

    @ON_BOTH
    def test_a_decision_that_was_taken_back_does_not_count(self, config, tmp_path):
        decide(config, HOTEL)
        decide(config, HOTEL, verdict="niet_in_ronde")
        with pytest.raises(ConflictError, match="nog niet besloten"):
            print_it(config, write(tmp_path / "plan.json", config, HOTEL), tmp_path / "lists")

    @pytest.mark.parametrize("confirmed", [True, False])
    def test_a_home_needs_a_second_person(self, config, tmp_path, confirmed):
        decide_home(config, confirmed=confirmed)
        source = write(tmp_path / "plan.json", config, HOME)
        if confirmed:
            page = of_kind(print_it(config, source, tmp_path / "lists"), "html")[0].read_text(encoding="utf-8")
            assert "toestemming van de bewoner" in page
        else:
            with pytest.raises(ConflictError, match="nog niet besloten"):
                print_it(config, source, tmp_path / "lists")

    def test_a_place_across_the_border_is_nobodys_own(self, config, tmp_path):
        decide(config, HOTEL)
        source = write(tmp_path / "plan.json", config, HOTEL, RESTAURANT)
        for who in (COORDINATOR, OTHER_COORDINATOR, INSPECTOR):
            with pytest.raises(PermissionDeniedError):
                print_it(config, source, tmp_path / "lists", who)

    def test_data_that_changed_since_are_said(self, config, tmp_path):
        decide(config, HOTEL)
        old = print_it(config, write(tmp_path / "plan.json", config, HOTEL, data="x"), tmp_path / "old").notices
        new = print_it(config, write(tmp_path / "plan.json", config, HOTEL), tmp_path / "new").notices
        assert "veranderd sinds dit plan" in old[0]
        assert not [notice for notice in new if "veranderd" in notice]

    def test_a_place_that_left_the_register_is_refused(self, config, tmp_path):
        decide(config, HOTEL)
        path = Path(write(tmp_path / "plan.json", config, HOTEL))
        path.write_text(path.read_text(encoding="utf-8").replace('"L1"', '"L77"'), encoding="utf-8")
        with pytest.raises((InputError, ConflictError, PermissionDeniedError)):
            print_it(config, str(path), tmp_path / "lists")
        assert not (tmp_path / "lists").exists()

    def test_a_place_that_was_swapped_for_another_is_refused(self, config, tmp_path):
        for name in (HOTEL, LODGING):
            decide(config, name)
        path = Path(write(tmp_path / "plan.json", config, HOTEL))
        path.write_text(path.read_text(encoding="utf-8").replace('"L1"', '"L2"'), encoding="utf-8")
        with pytest.raises(ConflictError, match="niet die van het register"):
            print_it(config, str(path), tmp_path / "lists")
        assert not (tmp_path / "lists").exists()

    def test_a_draw_that_is_none_is_not_printed(self, config, tmp_path):
        decide(config, HOTEL)
        path = Path(write(tmp_path / "plan.json", config, HOTEL))
        path.write_text(path.read_text(encoding="utf-8").replace('"drawn": false', '"drawn": true'), encoding="utf-8")
        with pytest.raises(ConflictError, match="De loting in dit plan klopt niet"):
            print_it(config, str(path), tmp_path / "lists")

    def test_a_plan_that_is_absent(self, config, tmp_path):
        with pytest.raises(InputError, match="bestaat niet"):
            print_it(config, str(tmp_path / "plan.json"), tmp_path)


class TestFiles:
    @pytest.mark.parametrize("kind", ["html", "csv", "geojson"])
    def test_a_postcode_has_a_space_in_every_file(self, config, tmp_path, kind):
        round_id, _ = plan(config)
        text = of_kind(print_it(config, round_id, tmp_path), kind)[0].read_text(encoding="utf-8")
        assert "1234AB" not in text
        assert "Lindepad 1, 1234 AB Voorbeeld" in text

    def test_nothing_is_replaced_unless_asked(self, config, tmp_path):
        round_id, _ = plan(config)
        first = of_kind(print_it(config, round_id, tmp_path), "csv")[0]
        first.write_text("van mij", encoding="utf-8")
        with pytest.raises(InputError, match="bestaat al"):
            print_it(config, round_id, tmp_path)
        assert first.read_text(encoding="utf-8") == "van mij"
        print_it(config, round_id, tmp_path, replace=True)
        assert first.read_text(encoding="utf-8") != "van mij"

    def test_the_same_print_gives_the_same_bytes(self, config, tmp_path, monkeypatch):
        round_id, _ = plan(config)
        monkeypatch.setattr("risk_map.workflow.route_lists.newest", lambda _: type("Head", (), {"hash": "0" * 64}))
        same = [print_it(config, round_id, tmp_path / name).files for name in ("a", "b")]
        for one, other in zip(*same, strict=True):
            assert one.read_bytes() == other.read_bytes()

    def test_an_event_of_a_calendar_is_known_by_its_round_or_its_plan(self, config, tmp_path):
        def marks(source, folder):
            text = of_kind(print_it(config, source, tmp_path / folder), "ics")[0].read_text(encoding="utf-8")
            return re.findall("^UID:(.+)$", text.replace("\n ", ""), re.MULTILINE)

        decide(config, HOTEL)
        one = write(tmp_path / "one.json", config, HOTEL)
        other = write(tmp_path / "other.json", config, HOTEL, at=NOW + timedelta(minutes=1))
        of_plan = marks(one, "a")
        assert of_plan == marks(one, "b")
        assert not set(of_plan) & set(marks(other, "c"))
        round_id, _ = plan(config)
        assert all(mark.startswith(f"{round_id}-") for mark in marks(round_id, "d"))

    def test_the_extended_list_has_a_page_of_its_own_for_each_stop_with_the_words(self, config, tmp_path):
        round_id, _ = plan(config)
        compact, extended = (
            of_kind(print_it(config, round_id, tmp_path / str(long), extended=long), "pdf")[0] for long in (False, True)
        )
        words = [
            subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, text=True).stdout
            for path in (compact, extended)
        ]
        assert ["Gezien of verteld op deze plaats" in text for text in words] == [False, True]

    def test_a_team_with_more_stops_than_a_list_holds_gets_two_and_is_told(self, config, tmp_path, monkeypatch):
        monkeypatch.setattr("risk_map.reporting.route_pdf.MOST_STOPS", 1)
        for name in (LODGING, HOTEL):
            decide(config, name)
        source = write(tmp_path / "plan.json", config, LODGING, HOTEL)
        result = print_it(config, source, tmp_path / "lists")
        stem = "routelijst-2026-11-20-1-team-noord-1"
        assert [path.name for path in of_kind(result, "pdf")] == [f"{stem}.pdf", f"{stem}.deel-2.pdf"]
        assert result.notices[0].startswith("Team Noord/1 heeft 2 plaatsen en krijgt 2 lijsten")
        assert len(print_it(config, source, tmp_path / "long", extended=True).files) == len(ENDINGS)

    def test_missing_telephone_numbers_are_said(self, config, tmp_path):
        round_id, _ = plan(config)
        assert any("telefoonnummer" in notice for notice in print_it(config, round_id, tmp_path).notices)


class TestKnownPlaces:
    def test_the_newest_real_visit_counts_and_what_lies_around_does_not(self, demo_config):
        snapshot = read_snapshot(demo_config)
        names = list(snapshot.locations.index)
        places = known_places(demo_config, snapshot, names)
        visits = snapshot.inspections[snapshot.inspections["result"] != "niet_bezocht"]
        newest = visits.groupby(OBJECT)["visited_on"].max()
        objects = snapshot.locations[OBJECT]
        for name in names:
            last = places[name].last_visit
            expected = newest.get(objects[name])
            assert (last is None) == (expected is None)
            assert last is None or last[0] == expected.date()
        sentences = [fact[0] for place in places.values() for fact in place.facts]
        assert sentences
        assert not [text for text in sentences if "afstand" in text or "omgeving" in text or "Soort locatie" in text]
        clean = [place for place in places.values() if place.last_visit and place.last_visit[1] == "geen_bevinding"]
        told = [
            (place.last_visit[0], day) for place in clean for text, _, day in place.facts if "zonder bevinding" in text
        ]
        assert {last == day for last, day in told} == {False}, "the last visit is told once, those before it are facts"
        days = [[day for _, _, day in place.facts] for place in places.values()]
        assert all(each == sorted(each, reverse=True) for each in days)
