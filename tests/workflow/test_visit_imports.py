"""The way back: a filled-in round is recorded whole or not at all, and a place nobody got into stays open."""

from __future__ import annotations

import csv
import json
from datetime import timedelta

import openpyxl
import pytest

from risk_map.domain.cases import NOT_VISITED_REASONS
from risk_map.domain.checklist import boxes_of
from risk_map.domain.inspection import CHECKS, RESULTS
from risk_map.errors import ConflictError, ForbiddenColumnError, InputError, MissingColumnError, PermissionDeniedError
from risk_map.reporting.route_words import SHORT_REASONS, SHORT_RESULTS
from risk_map.workflow.candidates import Wanted, propose_stops
from risk_map.workflow.round_changes import AddStop, change_round
from risk_map.workflow.round_steps import close_round
from risk_map.workflow.visit_forms import write_visit_form
from risk_map.workflow.visit_imports import import_visits
from risk_map.workflow.visit_rows import BOXES, COLUMNS, REASON, RESULT, STOP
from risk_map.workflow.visits import VisitForm, record_visit
from tests.store_fixtures import ON_BOTH, mostly_sqlite
from tests.workflow.town import (
    ADMINISTRATOR,
    COORDINATOR,
    HOTEL,
    INSPECTOR,
    LODGING,
    NOW,
    OFFICER,
    OTHER_COORDINATOR,
    OTHER_INSPECTOR,
    REGION,
    TODAY,
    decide,
    draft,
    issue,
    on_shift,
    plan,
)

database_url = mostly_sqlite

HOTEL_BOXES = len(boxes_of("hotel"))
NOTHING = {str(number): "n" for number in range(1, HOTEL_BOXES + 1)}
CLEAN = {RESULT: "geen bevinding", **NOTHING}
MISSED = {RESULT: "niet bezocht", REASON: "niemand aanwezig"}


@pytest.fixture
def two(config):
    """A round of today with the hotel and the lodging; give it with its stops."""
    round_id, stops = draft(config), []
    for name in (HOTEL, LODGING):
        decide(config, name)
        stops.append(change_round(COORDINATOR, config, round_id, AddStop(name), NOW))
    issue(config, round_id)
    return round_id, stops


def csv_file(path, *rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


def bring(config, path, by=INSPECTOR, hours=1.0):
    return import_visits(by, config, path, on_shift(hours))


class TestImport:
    @ON_BOTH
    def test_answers_land_under_the_boxes_that_were_printed(self, config, rows, two, tmp_path):
        _, (hotel, lodging) = two
        answers = NOTHING | {"1": "G", "2": " v ", "13": "gezien", "15": "niet beoordeeld", "4": ""}
        path = csv_file(
            tmp_path / "in.csv",
            {STOP: hotel, **answers, RESULT: "Bevinding", "vorm": "arbeidsuitbuiting"},
            {STOP: lodging, **MISSED},
        )
        done = bring(config, path)
        assert (len(done.visit_ids), done.left_open) == (2, ())
        found, missed = rows("visit")
        assert (found["result"], found["form"], found["stop_id"]) == ("bevinding", "arbeid", hotel)
        assert (missed["result"], missed["not_visited_reason"]) == ("niet_bezocht", "niemand_aanwezig")
        told = {row["check_code"]: row["answer"] for row in rows("visit_answer", visit_id=found["id"])}
        assert len(told) == HOTEL_BOXES
        assert [told[code] for code in ("check_01", "check_02", "check_03", "check_04", "hotel_01", "hotel_03")] == [
            "gezien",
            "verteld",
            "niet_gezien",
            "niet_beoordeeld",
            "gezien",
            "niet_beoordeeld",
        ]
        assert not rows("visit_answer", visit_id=missed["id"])

    def test_the_short_words_on_paper_are_understood(self, config, rows, two, tmp_path):
        _, (hotel, lodging) = two
        path = csv_file(
            tmp_path / "in.csv",
            {STOP: hotel, **NOTHING, RESULT: "Ernstig", "vorm": "arbeid"},
            {STOP: lodging, REASON: "niemand"},
        )
        bring(config, path)
        told = {row["stop_id"]: (row["result"], row["not_visited_reason"]) for row in rows("visit")}
        assert told == {hotel: ("ernstige_bevinding", None), lodging: ("niet_bezocht", "niemand_aanwezig")}

    @pytest.mark.parametrize("words", [SHORT_RESULTS, SHORT_REASONS])
    def test_every_short_word_means_one_thing(self, words):
        listed = {term.code: term for term in (*RESULTS, *NOT_VISITED_REASONS)}
        others = {name for code in words for name in (listed[code].label, code)}
        assert len(set(words.values())) == len(words)
        assert not set(words.values()) & (others - {name for code, name in words.items() if code == name})

    @pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
    def test_every_kind_of_file_says_the_same(self, config, rows, two, tmp_path, kind):
        _, (hotel, _) = two
        row, path = {STOP: hotel, **CLEAN}, tmp_path / f"in.{kind}"
        if kind == "csv":
            csv_file(path, row)
        elif kind == "json":
            path.write_text(json.dumps([row]), encoding="utf-8")
        else:
            book = openpyxl.Workbook()
            book.active.append(list(row))
            book.active.append(list(row.values()))
            book.save(path)
        bring(config, path)
        (visit,) = rows("visit")
        assert {each["answer"] for each in rows("visit_answer", visit_id=visit["id"])} == {"niet_gezien"}

    def test_a_stop_with_nothing_filled_in_is_left_open(self, config, two, tmp_path):
        _, (hotel, lodging) = two
        done = bring(config, csv_file(tmp_path / "in.csv", {STOP: hotel, **CLEAN}, {STOP: lodging, "adres": "x"}))
        assert (len(done.visit_ids), done.left_open) == (1, ("2",))

    def test_a_stop_whose_row_is_not_in_the_file_is_left_open_too(self, config, two, tmp_path):
        _, (hotel, lodging) = two
        assert bring(config, csv_file(tmp_path / "in.csv", {STOP: hotel, **CLEAN})).left_open == ("2",)
        assert bring(config, csv_file(tmp_path / "in.csv", {STOP: lodging, **MISSED})).left_open == ()

    def test_a_form_is_filled_in_and_imported_in_two_sittings(self, config, rows, two, tmp_path):
        _, (hotel, lodging) = two
        first, second = {STOP: hotel, **CLEAN, "1": "v", "2": ""}, {STOP: lodging, **MISSED}
        bring(config, csv_file(tmp_path / "in.csv", first, {STOP: lodging}))
        done = bring(config, csv_file(tmp_path / "in.csv", first, second))
        assert (len(done.visit_ids), done.known, done.left_open) == (1, 1, ())
        done = bring(config, csv_file(tmp_path / "in.csv", first, second))
        assert (len(done.visit_ids), done.known, done.left_open) == (0, 2, ())
        assert [row["stop_id"] for row in rows("visit")] == [hotel, lodging]

    def test_what_was_recorded_with_the_general_boxes_alone_is_the_same_with_the_others_left_empty(
        self, config, rows, two, tmp_path
    ):
        _, (hotel, _) = two
        general = {str(number): "n" for number in range(1, len(CHECKS) + 1)}
        visit = VisitForm(hotel, "geen_bevinding", ("niet_gezien",) * len(CHECKS))
        record_visit(INSPECTOR, config, visit, on_shift(1))
        assert bring(config, csv_file(tmp_path / "in.csv", {STOP: hotel, **general, RESULT: "geen"})).known == 1
        assert len(rows("visit")) == 1

    @ON_BOTH
    def test_one_import_is_one_deed_with_a_row_per_visit(self, config, rows, two, tmp_path):
        _, (hotel, lodging) = two
        done = bring(config, csv_file(tmp_path / "in.csv", {STOP: hotel, **CLEAN}, {STOP: lodging, **MISSED}))
        told = [row["object"] for row in rows("audit") if row["action"] == "import_visits"]
        assert told == [f"visit:{visit_id}" for visit_id in done.visit_ids]


class TestRefusals:
    @pytest.mark.parametrize(
        ("second", "message", "column"),
        [
            ({RESULT: "prima"}, "kies uit", RESULT),
            ({"1": "n"}, "resultaat ontbreekt", RESULT),
            ({**CLEAN, "3": "x"}, "Een vakje is", "3"),
            ({**MISSED, REASON: "geen zin"}, "kies uit", REASON),
            ({**MISSED, "2": "n"}, "geen antwoorden", "2"),
            ({RESULT: "niet bezocht"}, "Zeg waarom", None),
            ({**CLEAN, "vorm": "arbeid"}, "geen vorm", None),
        ],
    )
    def test_one_wrong_row_and_nothing_is_recorded(self, config, rows, two, tmp_path, second, message, column):
        _, (hotel, lodging) = two
        path = csv_file(tmp_path / "in.csv", {STOP: hotel, **CLEAN}, {STOP: lodging, **second})
        with pytest.raises(InputError, match=message) as refused:
            bring(config, path)
        assert (refused.value.place.file, refused.value.place.row) == ("in.csv", 3)
        assert refused.value.place.column == column
        assert not rows("visit")

    @pytest.mark.parametrize(
        ("column", "text", "belongs"),
        [
            ("nr", "2", "1"),
            ("adres", "Dorpsstraat 1, 1234 AB Ergens", "Lindepad 1, 1234 AB"),
            ("soort", "horeca", "hotel"),
        ],
    )
    def test_a_column_that_was_sorted_apart(self, config, rows, two, tmp_path, column, text, belongs):
        _, (hotel, _) = two
        path = csv_file(tmp_path / "in.csv", {STOP: hotel, **CLEAN, column: text})
        with pytest.raises(InputError, match=f"Bij dit kenmerk hoort {belongs}") as refused:
            bring(config, path)
        assert (refused.value.place.row, refused.value.place.column) == (2, column)
        assert not rows("visit")
        right = {"nr": "1.0", "adres": "Lindepad 1, 1234AB Voorbeeld", "soort": "Hotel, B&B of kort verblijf"}
        assert bring(config, csv_file(path, {STOP: hotel, **CLEAN, column: right[column]})).visit_ids

    def test_a_box_that_the_type_does_not_have(self, config, rows, two, tmp_path):
        _, (hotel, _) = two
        path = csv_file(tmp_path / "in.csv", {STOP: hotel, **CLEAN, str(HOTEL_BOXES + 1): "g"})
        with pytest.raises(InputError, match="heeft dit vakje niet") as refused:
            bring(config, path)
        assert refused.value.place.column == str(HOTEL_BOXES + 1)
        assert not rows("visit")

    def test_a_place_twice_in_the_file_or_recorded_otherwise_before(self, config, rows, two, tmp_path):
        _, (hotel, lodging) = two
        with pytest.raises(InputError, match="twee keer"):
            bring(config, csv_file(tmp_path / "in.csv", {STOP: hotel, **CLEAN}, {STOP: hotel, **MISSED}))
        bring(config, csv_file(tmp_path / "in.csv", {STOP: hotel, **CLEAN}))
        for change in ({"2": "g"}, {RESULT: "bevinding"}, dict.fromkeys(CLEAN, "") | MISSED):
            with pytest.raises(InputError, match=r"al een bezoek.*--corrigeert") as refused:
                bring(
                    config, csv_file(tmp_path / "in.csv", {STOP: lodging, **MISSED}, {STOP: hotel, **CLEAN, **change})
                )
            assert refused.value.place.row == 3
        assert len(rows("visit")) == 1

    def test_a_file_that_is_no_form(self, config, two, tmp_path):
        _, (hotel, _) = two
        for text, error in (
            ("a;b\n1;2\n", MissingColumnError),
            (f"stop;resultaat;kenteken\n{hotel};x;y\n", ForbiddenColumnError),
            (f"stop;resultaat;score\n{hotel};x;y\n", InputError),
            ("stop;resultaat\n;\n", InputError),
        ):
            path = tmp_path / "in.csv"
            path.write_text(text, encoding="utf-8")
            with pytest.raises(error):
                bring(config, path)

    @pytest.mark.parametrize("text", ["", "{}", "[1]", "x", '[{"stop": "a"}]'])
    def test_json_that_is_no_form(self, config, tmp_path, text):
        path = tmp_path / "in.json"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=r"in\.json"):
            bring(config, path)

    @pytest.mark.parametrize("who", [OTHER_INSPECTOR, OTHER_COORDINATOR, REGION, OFFICER, ADMINISTRATOR])
    def test_only_who_has_the_round_in_hand(self, config, rows, two, tmp_path, who):
        _, (hotel, _) = two
        with pytest.raises(PermissionDeniedError):
            bring(config, csv_file(tmp_path / "in.csv", {STOP: hotel, **CLEAN}), who)
        with pytest.raises(PermissionDeniedError):
            bring(config, csv_file(tmp_path / "in.csv", {STOP: "bestaat-niet", **CLEAN}), who)
        assert not rows("visit")


class TestLate:
    def test_a_coordinator_brings_the_paper_of_last_week_until_the_round_is_closed(self, config, rows, two, tmp_path):
        round_id, (hotel, lodging) = two
        path = csv_file(tmp_path / "in.csv", {STOP: hotel, **CLEAN}, {STOP: lodging, **MISSED})
        with pytest.raises(PermissionDeniedError):
            bring(config, path, hours=72)
        bring(config, path, COORDINATOR, hours=72)
        assert [row["stop_id"] for row in rows("visit")] == [hotel, lodging]
        close_round(COORDINATOR, config, round_id, on_shift(72))
        with pytest.raises(ConflictError, match="nog niet gesloten"):
            bring(config, csv_file(path, {STOP: hotel, **MISSED}), COORDINATOR, hours=73)


class TestNotVisited:
    @ON_BOTH
    def test_a_place_nobody_got_into_comes_back_and_its_decision_still_holds(self, config, two, tmp_path):
        _, (hotel, lodging) = two
        bring(config, csv_file(tmp_path / "in.csv", {STOP: hotel, **MISSED}, {STOP: lodging, **CLEAN}))
        later = draft(config, on_date=TODAY + timedelta(days=7))
        assert HOTEL in propose_stops(COORDINATOR, config, later, Wanted(6, "x"), NOW).stops.index
        assert change_round(COORDINATOR, config, later, AddStop(HOTEL), NOW)
        with pytest.raises(ConflictError, match="al een bezoek gepland"):
            change_round(COORDINATOR, config, later, AddStop(LODGING), NOW)

    def test_it_holds_for_one_new_visit_only(self, config, two, tmp_path):
        _, (hotel, _) = two
        bring(config, csv_file(tmp_path / "in.csv", {STOP: hotel, **MISSED}))
        change_round(COORDINATOR, config, draft(config, on_date=TODAY + timedelta(days=7)), AddStop(HOTEL), NOW)
        again = draft(config, on_date=TODAY + timedelta(days=14))
        with pytest.raises(ConflictError, match="al een bezoek gepland"):
            change_round(COORDINATOR, config, again, AddStop(HOTEL), NOW)


class TestForm:
    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_it_comes_back_as_it_went_out_with_a_row_per_stop(self, config, rows, two, tmp_path, kind):
        round_id, stops = two
        path = tmp_path / f"form.{kind}"
        assert write_visit_form(INSPECTOR, config, round_id, path, on_shift(0)) == 2
        with pytest.raises(InputError, match="nog niets ingevuld"):
            bring(config, path)
        assert path.stat().st_mode & 0o777 == 0o600
        if kind == "csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                filled = [{**row, **MISSED} for row in csv.DictReader(file, delimiter=";")]
            assert [row[STOP] for row in filled] == stops
            csv_file(path, *filled)
        else:
            book = openpyxl.load_workbook(path)
            for row in (2, 3):
                for name, text in MISSED.items():
                    book["ronde"].cell(row, COLUMNS.index(name) + 1, text)
            book.save(path)
        bring(config, path)
        assert [row["stop_id"] for row in rows("visit")] == stops

    def test_boxes_that_a_type_does_not_have_are_closed_and_all_are_explained(self, config, two, tmp_path):
        path = tmp_path / "form.xlsx"
        write_visit_form(INSPECTOR, config, two[0], path, on_shift(0))
        book = openpyxl.load_workbook(path)
        first = COLUMNS.index("1") + 1
        closed = [book["ronde"].cell(2, first + at).fill.fill_type is not None for at in range(len(BOXES))]
        assert closed == [at >= HOTEL_BOXES for at in range(len(BOXES))]
        words = [row[2] for row in book["vakjes"].iter_rows(min_row=2, values_only=True)]
        assert set(words) >= {check.label for check in CHECKS}
        assert len(words) == HOTEL_BOXES + len(boxes_of("huisvesting_arbeidsmigranten"))

    def test_the_log_has_a_row_per_address(self, config, rows, two, tmp_path):
        write_visit_form(COORDINATOR, config, two[0], tmp_path / "form.csv", NOW)
        told = [row["object"] for row in rows("audit") if row["action"] == "write_visit_form"]
        assert told == [f"locatie:{HOTEL}", f"locatie:{LODGING}"]

    def test_it_replaces_nothing_and_takes_no_other_kind_of_file(self, config, tmp_path):
        round_id, _ = plan(config)
        (tmp_path / "form.csv").write_text("van mij", encoding="utf-8")
        for name in ("form.csv", "form.pdf"):
            with pytest.raises(InputError):
                write_visit_form(COORDINATOR, config, round_id, tmp_path / name, NOW)
        assert (tmp_path / "form.csv").read_text(encoding="utf-8") == "van mij"

    @pytest.mark.parametrize("who", [OTHER_COORDINATOR, OTHER_INSPECTOR, OFFICER, ADMINISTRATOR])
    def test_nobody_else(self, config, tmp_path, who):
        round_id, _ = plan(config)
        with pytest.raises(PermissionDeniedError):
            write_visit_form(who, config, round_id, tmp_path / "form.csv", on_shift(0))
