"""The report of rows that need a human opens harmlessly in a spreadsheet and loses no digit."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from risk_map.domain.registers import SIGNALS
from risk_map.errors import Place
from risk_map.sources.row_problems import Candidate, RowProblem
from risk_map.sources.written_ids import read_ids
from risk_map.workflow.row_reports import conflict_problems, harmless, report_name, write_row_report


def rows_of(path):
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def test_a_line_per_problem_with_its_place_and_candidates(tmp_path):
    candidates = (
        Candidate("0001200000000001", "Dorpsstraat 1, 1234AB Voorbeeld", ""),
        Candidate("0001200000000002", "Dorpsstraat 1, 1234AB Voorbeeld", "gepland"),
    )
    problems = [
        RowProblem(Place("a.csv", 4, "adres"), "meer dan één object", "S1", candidates, found=12),
        RowProblem(Place("a.csv", 5, "vorm"), "niet in de lijst"),
        RowProblem(Place("a.csv", column="kleur"), "onbekend"),
    ]
    path = tmp_path / "new" / "report.csv"
    write_row_report(path, problems)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    first, second, third = rows_of(path)
    assert [first[name] for name in ("bestand", "rij", "kolom", "overgenomen", "sleutel", "mogelijk_gevonden")] == [
        "a.csv",
        "4",
        "adres",
        "ja",
        "S1",
        "12",
    ]
    assert first["adres_2"] == "Dorpsstraat 1, 1234 AB Voorbeeld (gepland)"
    assert (second["overgenomen"], second["sleutel"], third["overgenomen"]) == ("nee", "", "")
    # What a human copies from the report into the register is an id again.
    copied = read_ids(pd.Series([first["nummeraanduiding_1"]], dtype="str"))
    assert copied["bag_id"].tolist() == ["0001200000000001"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", " =", "\u00a0@"])
def test_no_cell_is_a_formula(tmp_path, start):
    evil = f"{start}HYPERLINK(1)"
    path = tmp_path / "report.csv"
    write_row_report(path, [RowProblem(Place(evil, 4, evil), evil, evil, (Candidate("1", evil, evil),), found=1)])
    cells = next(iter(csv.reader(path.read_bytes().decode("utf-8-sig").split("\r\n", 1)[1:], delimiter=";")))
    assert cells
    formulas = [cell for cell in cells if cell.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d"))]
    assert formulas == []


def test_plain_text_stays_as_it_is():
    assert [harmless(cell) for cell in ("Dorpsstraat 1-2", 12, None, "'t Hof")] == [
        "Dorpsstraat 1-2",
        "12",
        "",
        "'t Hof",
    ]


def test_the_name_tells_date_register_and_file_and_is_safe():
    name = report_name(SIGNALS, Path("map/..=Signalen (2).xlsx"), dt.date(2026, 11, 1))
    assert name == "2026-11-01-signals-_Signalen_2_.csv"


def test_a_conflict_names_the_id_of_the_row():
    (problem,) = conflict_problems(("S1",), SIGNALS, "a.csv")
    assert (problem.row_id, problem.place) == ("S1", Place("a.csv", column="signal_id"))
