"""Print a round and type it in again, from the shell, on the demonstration region."""

from __future__ import annotations

import csv

import pytest
from typer.testing import CliRunner

from risk_map.cli.main import app

TOWN = "GM0355"
ROUND = "RON-gm0355"


@pytest.fixture
def run(demo_data, monkeypatch):
    monkeypatch.setenv("COLUMNS", "220")

    def call(*words, role):
        result = CliRunner().invoke(
            app, ["--data", str(demo_data), "--als", role, "--gemeente", TOWN, *map(str, words)], catch_exceptions=False
        )
        assert result.exit_code == 0, result.output
        return result.output

    return call


def test_a_round_goes_to_paper_and_comes_back(run, tmp_path):
    said = run("print", ROUND, "--out", tmp_path / "lijsten", role="coordinator")
    files = sorted((tmp_path / "lijsten").iterdir())
    assert {path.suffix for path in files} == {".pdf", ".html", ".gpx", ".geojson", ".ics", ".csv", ".xlsx"}
    assert all(str(path) in said for path in files)
    assert "Let op: Nog geen telefoonnummer" in said
    assert "Fictieve gegevens" in said
    page = next(path for path in files if path.suffix == ".html").read_text(encoding="utf-8")
    assert "FICTIEVE GEGEVENS" in page

    form = tmp_path / "ronde.csv"
    assert "4 plaatsen" in run("visits", "template", ROUND, "--out", form, role="boa")
    with form.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = list(csv.reader(file, delimiter=";"))
    for row in rows[:3]:
        row[header.index("resultaat")] = "geen bevinding"
        row[header.index("1")] = "n"
    with form.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([header, *rows])
    said = run("visits", "import", form, role="boa")
    assert said.strip() == "Vastgelegd: 3 bezoeken. Nog zonder bezoek: 1 (nr 4)."
    assert run("visit", "list", role="boa").count("geen bevinding") >= 3
