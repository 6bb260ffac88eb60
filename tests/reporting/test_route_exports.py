"""Routes for other programs: right on the globe, harmless in a spreadsheet, and no address in a calendar."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk_map.reporting.route_calendar import to_ics
from risk_map.reporting.route_exports import degrees, harmless, to_csv, to_geojson, to_gpx, to_xlsx
from tests.reporting.route_example import PLACES, ROUND, STAMP, TEAM, sheet_of, xml_of

GPX = "{http://www.topografix.com/GPX/1/1}"
AMERSFOORT = (155_000.0, 463_000.0), (5.387206, 52.155172)
"""The tower in the middle of EPSG:28992, and its place on the globe, to a metre."""

MADE = datetime(2026, 12, 4, 11, 5, tzinfo=UTC)
ROAD = replace(TEAM, line=((150_000.0, 450_500.0), (150_500.0, 450_900.0), (151_000.0, 451_000.0)), along_roads=True)


def test_points_land_on_the_globe_where_they_are():
    assert degrees([AMERSFOORT[0]])[0] == pytest.approx(AMERSFOORT[1], abs=1e-5)
    assert degrees([]) == []


class TestGpx:
    def test_it_has_a_numbered_point_per_stop_and_the_way(self):
        root = xml_of(to_gpx(ROAD, PLACES, replace(sheet_of(), title="Ronde <&>")))
        assert [node.find(f"{GPX}name").text for node in root.iter(f"{GPX}wpt")] == ["1", "2"]
        assert len(list(root.iter(f"{GPX}trkpt"))) == 3
        lat = float(next(root.iter(f"{GPX}wpt")).get("lat"))
        assert 50 < lat < 54

    def test_without_a_known_way_it_goes_straight_from_stop_to_stop(self):
        root = xml_of(to_gpx(TEAM, PLACES, sheet_of()))
        assert len(list(root.iter(f"{GPX}trkpt"))) == 4

    def test_a_place_without_a_point_has_none(self):
        lost = PLACES | {"L2": replace(PLACES["L2"], point=None)}
        root = xml_of(to_gpx(TEAM, lost, sheet_of()))
        assert [node.find(f"{GPX}name").text for node in root.iter(f"{GPX}wpt")] == ["1"]


class TestInvented:
    """What is invented says so in every kind of file that leaves the list."""

    REAL = sheet_of(stamp=replace(STAMP, fictional=False))

    @pytest.mark.parametrize(("sheet", "invented"), [(sheet_of(), True), (REAL, False)])
    def test_every_program_is_told_what_is_invented(self, sheet, invented):
        told = xml_of(to_gpx(ROAD, PLACES, sheet)).find(f"{GPX}metadata/{GPX}desc").text
        events = to_ics(ROUND, TEAM, sheet, MADE).decode().replace("\r\n ", "").split("BEGIN:VEVENT")[1:]
        page = openpyxl.load_workbook(io.BytesIO(to_xlsx(sheet))).active
        rows = list(csv.DictReader(io.StringIO(to_csv(sheet).decode("utf-8-sig"), newline=""), delimiter=";"))
        assert "VERTROUWELIJK" in told
        assert ("FICTIEVE GEGEVENS" in told) is invented
        assert [("DESCRIPTION:VERTROUWELIJK · FICTIEVE GEGEVENS" in event) for event in events] == [invented] * 3
        source = "fictieve gegevens" if invented else "risk_map"
        assert [row["bron"] for row in rows] == [source] * 2
        assert [page.cell(row, page.max_column).value for row in (1, 2, 3)] == ["bron", source, source]


class TestGeoJson:
    def test_every_feature_says_that_it_is_invented_and_the_way_whether_it_follows_roads(self):
        features = json.loads(to_geojson(ROAD, PLACES, fictional=True))["features"]
        assert [each["geometry"]["type"] for each in features] == ["Point", "Point", "LineString"]
        assert all(each["properties"]["fictief"] for each in features)
        assert features[-1]["properties"]["over_wegen"] is True
        assert features[0]["properties"] == {
            "team": "Team 1",
            "fictief": True,
            "nr": 1,
            "locatie": "L1",
            "adres": "Lindepad 1, 1234 AB Voorbeeld",
        }

    def test_a_place_without_a_point_keeps_its_row(self):
        lost = PLACES | {"L2": replace(PLACES["L2"], point=None)}
        assert json.loads(to_geojson(TEAM, lost, fictional=False))["features"][1]["geometry"] is None


class TestCalendar:
    def text(self):
        return to_ics(ROUND, TEAM, sheet_of(), MADE).decode()

    def test_times_are_those_of_the_clock_on_the_wall_and_go_on_after_midnight(self):
        text = self.text()
        assert "DTSTART;TZID=Europe/Amsterdam:20261204T163000" in text
        assert "DTEND;TZID=Europe/Amsterdam:20261205T010000" in text
        assert "DTSTART;TZID=Europe/Amsterdam:20261204T171000\r\nDTEND;TZID=Europe/Amsterdam:20261204T175000" in text
        assert "DTSTAMP:20261204T110500Z" in text
        assert text.count("BEGIN:VEVENT") == 3

    def test_no_event_is_that_of_another_round_or_team_of_the_same_name_and_each_stays_the_same(self):
        def marks(planned=ROUND, team=TEAM):
            text = to_ics(planned, team, sheet_of(), MADE).decode().replace("\r\n ", "")
            return re.findall(r"^UID:(.+)\r$", text, re.MULTILINE)

        assert len(set(marks())) == 3
        assert marks() == marks()
        assert not set(marks()) & set(marks(replace(ROUND, key="R2")))
        assert marks()[0] not in marks(team=replace(TEAM, key="T2"))

    def test_times_are_whole_minutes_as_on_the_list(self):
        late = replace(TEAM, stops=(replace(TEAM.stops[0], begin_s=61_849, visit_s=2430), TEAM.stops[1]))
        text = to_ics(ROUND, late, sheet_of(team=late), MADE).decode()
        assert "T171000\r\nDTEND;TZID=Europe/Amsterdam:20261204T175100" in text

    def test_it_holds_no_address(self):
        text = self.text().replace("\r\n ", "")
        assert not [place.address for place in PLACES.values() if place.address.split(",", maxsplit=1)[0] in text]

    def test_lines_end_and_break_as_the_standard_wants(self):
        long = replace(TEAM, name="Team; met, een\nlange naam " * 8)
        lines = to_ics(ROUND, long, sheet_of(team=long), MADE).split(b"\r\n")
        assert max(map(len, lines)) <= 75
        assert not any(b"\n" in line for line in lines)
        assert b"\\;" in b"".join(lines)

    def test_a_stop_without_a_time_is_no_event(self):
        untimed = replace(TEAM, stops=tuple(replace(stop, begin_s=None) for stop in TEAM.stops))
        assert to_ics(ROUND, untimed, sheet_of(team=untimed), MADE).count(b"BEGIN:VEVENT") == 1


class TestSpreadsheets:
    EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\r=1")

    def sheet(self, text):
        sheet = sheet_of()
        stop = replace(sheet.stops[0], location_id=text, address=text, municipality=text, hours=text, partners=(text,))
        return replace(sheet, stops=(stop,))

    @pytest.mark.parametrize("text", EVIL)
    def test_no_cell_is_a_formula(self, text):
        rows = list(csv.reader(io.StringIO(to_csv(self.sheet(text)).decode("utf-8-sig"), newline=""), delimiter=";"))
        assert rows[1][4] == f"'{text}"
        assert not [cell for cell in rows[1] if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))]

    @pytest.mark.parametrize("text", EVIL[:4])
    def test_a_workbook_holds_text_only(self, text):
        page = openpyxl.load_workbook(io.BytesIO(to_xlsx(self.sheet(text)))).active
        assert {cell.data_type for row in page.iter_rows(min_row=2) for cell in row if cell.value is not None} == {"s"}
        assert page.cell(2, 5).value == f"'{text}"

    def test_a_workbook_holds_no_moment_so_that_the_same_list_gives_the_same_bytes(self):
        book = zipfile.ZipFile(io.BytesIO(to_xlsx(sheet_of())))
        assert {part.date_time for part in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = book.read("docProps/core.xml").decode()
        assert "openpyxl" in core
        assert not re.search(r"\d\d:\d\d", core)

    def test_the_rows_are_those_of_the_list(self):
        rows = list(csv.reader(io.StringIO(to_csv(sheet_of()).decode("utf-8-sig"), newline=""), delimiter=";"))
        assert [row[:5] for row in rows[1:]] == [
            ["1", "17:00", "40 minuten", "L1", "Lindepad 1, 1234 AB Voorbeeld"],
            ["2", "18:20", "40 minuten", "L2", "Eikenlaan 7, 1235 AB Oost"],
        ]

    @given(st.text())
    def test_what_is_no_formula_stays_as_it_is(self, text):
        kept = harmless(text)
        assert kept in (text, f"'{text}")
        assert not kept.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
