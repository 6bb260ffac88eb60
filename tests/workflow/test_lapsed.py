"""The red button reaches issued rounds: what rests on the model is on no list while it is off, and back when on."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from risk_map.domain.inspection import CHECKS
from risk_map.domain.notation import address
from risk_map.errors import ConflictError, InputError
from risk_map.workflow.late_visits import record_late_visit
from risk_map.workflow.round_changes import AddStop, change_round
from risk_map.workflow.round_reads import read_round
from risk_map.workflow.round_steps import close_round
from risk_map.workflow.route_lists import PrintOrder, print_route_list
from risk_map.workflow.route_reads import read_route_list, round_stamp
from risk_map.workflow.switch import press_red_button, release_red_button
from risk_map.workflow.visit_forms import write_visit_form
from risk_map.workflow.visit_imports import import_visits
from risk_map.workflow.visits import VisitForm, record_visit
from tests.workflow.town import (
    COORDINATOR,
    HOTEL,
    INSPECTOR,
    LODGING,
    NOW,
    REGION,
    decide,
    draft,
    issue,
    on_shift,
    report,
)

HOTEL_ADDRESS, LODGING_ADDRESS = "Lindepad 1, 1234 AB Voorbeeld", "Lindepad 2, 1234 AB Voorbeeld"
OFF = on_shift(1)
"""Six o'clock on the clock on the wall."""


@pytest.fixture
def planned(config):
    """An issued round of today: the hotel by its score, the lodging by a signal; the round and its stops."""
    decide(config, HOTEL, score_seen=True), decide(config, LODGING, signal_id=report(config, LODGING))
    round_id = draft(config)
    stops = [change_round(COORDINATOR, config, round_id, AddStop(place), NOW) for place in (HOTEL, LODGING)]
    issue(config, round_id)
    return round_id, *stops


def switch(config, *, on=False):
    (release_red_button if on else press_red_button)(REGION, config, "rekenfout onderzocht", OFF)


def read(config, round_id, by=INSPECTOR):
    return read_route_list(by, config, round_id, on_shift(1.5))


def listed(found):
    return [stop.words.address for team in found.teams for stop in team.stops]


def printed(config, round_id, folder, by=INSPECTOR):
    return print_route_list(by, config, PrintOrder(round_id, folder, replace=True), on_shift(1.5))


def form_of(stop_id, result="geen_bevinding", began=None, why=None):
    answers = () if result == "niet_bezocht" else ("niet_gezien",) * len(CHECKS)
    return VisitForm(stop_id, result, answers, not_visited_reason=why, began=began)


def visit(config, stop_id, *args, hours=1.5, **kwargs):
    return record_visit(INSPECTOR, config, form_of(stop_id, *args, **kwargs), on_shift(hours))


class TestTheList:
    def test_on_the_screen_has_only_what_a_signal_or_the_draw_chose_and_says_what_lapses(self, config, planned):
        before, stamp = read(config, planned[0]), round_stamp(config)
        switch(config)
        assert round_stamp(config) != stamp
        found = read(config, planned[0])
        assert listed(found) == [LODGING_ADDRESS]
        assert found.lapse == (
            "Het model staat uit: 1 bezoek van deze ronde vervalt. Gaat het model weer aan, dan staat alles er weer."
        )
        switch(config, on=True)
        assert read(config, planned[0]) == before
        assert (listed(before), before.lapse, before.lapsed) == ([HOTEL_ADDRESS, LODGING_ADDRESS], "", ())

    def test_as_a_file_holds_no_address_of_what_lapses(self, config, planned, tmp_path):
        switch(config)
        found = printed(config, planned[0], tmp_path)
        assert any(notice.startswith("Het model staat uit: 1 bezoek") for notice in found.notices)
        texts = {path.suffix: path.read_text() for path in found.files if path.suffix not in {".pdf", ".xlsx"}}
        assert set(texts) == {".html", ".gpx", ".geojson", ".ics", ".csv"}
        for suffix, text in texts.items():
            assert HOTEL_ADDRESS not in text
            # A calendar holds no visit without a time; a map of a route is full of letters.
            assert suffix == ".html" or HOTEL not in text
            assert suffix == ".ics" or LODGING_ADDRESS in text or LODGING in text
        assert "het model staat uit, 1 bezoek vervalt" in texts[".html"]
        switch(config, on=True)
        (html,) = (path for path in printed(config, planned[0], tmp_path).files if path.suffix == ".html")
        assert HOTEL_ADDRESS in html.read_text()

    def test_is_none_when_everything_lapses(self, config, tmp_path):
        decide(config, HOTEL)
        round_id = draft(config)
        stop_id = change_round(COORDINATOR, config, round_id, AddStop(HOTEL), NOW)
        issue(config, round_id)
        switch(config)
        with pytest.raises(ConflictError, match="Het model staat uit: 1 bezoek van deze ronde vervalt"):
            printed(config, round_id, tmp_path)
        found = read(config, round_id)
        assert (found.teams, [stop.stop_id for stop in found.lapsed]) == ((), [stop_id])

    def test_keeps_what_was_visited_before(self, config, planned):
        visit(config, planned[1], hours=0.5)
        switch(config)
        assert listed(read(config, planned[0])) == [HOTEL_ADDRESS, LODGING_ADDRESS]

    def test_of_a_round_shows_the_inspector_less_and_the_planner_all(self, config, planned):
        switch(config)
        own = read_round(INSPECTOR, config, on_shift(1.5), round_id=planned[0])
        whole = read_round(COORDINATOR, config, on_shift(1.5), round_id=planned[0])
        assert own.stops["address"].map(address).tolist() == [LODGING_ADDRESS]
        assert whole.stops["address"].map(address).tolist() == [HOTEL_ADDRESS, LODGING_ADDRESS]
        assert own.lapse == whole.lapse != ""

    def test_as_a_form_to_fill_in_asks_nothing_about_what_lapses(self, config, planned, tmp_path):
        switch(config)
        assert write_visit_form(INSPECTOR, config, planned[0], tmp_path / "f.csv", on_shift(1.5)) == 1
        assert planned[1] not in (tmp_path / "f.csv").read_text()


class TestAVisitThatLapses:
    @pytest.fixture(autouse=True)
    def off(self, config, planned):  # noqa: ARG002 - the round comes first
        switch(config)

    @pytest.mark.parametrize("began", [None, time(18), time(18, 20)])
    def test_is_not_recorded_unless_it_began_before(self, config, planned, began, rows):
        with pytest.raises(InputError, match="Het model staat uit"):
            visit(config, planned[1], began=began)
        assert rows("visit") == []

    def test_that_began_before_is_a_fact(self, config, planned, rows):
        visit(config, planned[1], "bevinding", began=time(17, 59))
        assert rows("visit")[0]["began_at"] == datetime(2026, 11, 20, 16, 59, tzinfo=UTC)

    def test_from_paper_is_recorded_the_same_way_the_day_after(self, config, planned):
        late = on_shift(40)
        with pytest.raises(InputError, match="zeg dan hoe laat"):
            record_late_visit(COORDINATOR, config, form_of(planned[1]), late)
        assert record_late_visit(COORDINATOR, config, form_of(planned[1], began=time(17, 30)), late)

    def test_began_in_no_future(self, config, planned):
        with pytest.raises(InputError, match="toekomst"):
            visit(config, planned[1], began=time(22))

    def test_did_not_take_place_and_the_round_is_closed(self, config, planned):
        visit(config, planned[1], "niet_bezocht", why="geen_tijd"), visit(config, planned[2])
        close_round(COORDINATOR, config, planned[0], on_shift(2))

    def test_comes_in_with_a_form_of_before_when_that_says_when_it_began(self, config, planned, tmp_path):
        path = tmp_path / "f.csv"
        path.write_text(f"stop;resultaat\n{planned[1]};geen bevinding\n")
        with pytest.raises(InputError, match="Het model staat uit") as refusal:
            import_visits(INSPECTOR, config, path, on_shift(1.5))
        assert refusal.value.place.row == 2
        path.write_text(f"stop;resultaat;begonnen om\n{planned[1]};geen bevinding;17:10\n")
        assert len(import_visits(INSPECTOR, config, path, on_shift(1.5)).visit_ids) == 1

    def test_is_one_again_when_the_model_is_on(self, config, planned):
        switch(config, on=True)
        assert visit(config, planned[1])


def test_a_visit_by_a_signal_goes_on(config, planned):
    switch(config)
    assert visit(config, planned[2])
