"""From the shell: a season of the demonstration region, twice the same."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from datetime import date

import pandas as pd
import pytest
from typer.testing import CliRunner

from risk_map.cli.main import app
from risk_map.errors import InputError
from risk_map.planning.problem import Break, Quota
from risk_map.reporting.plan_file import read_plan
from risk_map.workflow.planning_request import Area, Crew, RoundRequest
from risk_map.workflow.season_file import read_rounds, read_season, write_season

SEASON = ("season", "--van", "2026-12-01", "--tot", "2027-01-31", "--rondes", "4", "--teams", "2")


@pytest.fixture
def run(demo_data, monkeypatch):
    monkeypatch.setenv("COLUMNS", "220")

    def call(*words):
        result = CliRunner().invoke(
            app, ["--data", str(demo_data), "--als", "regiocoordinator", *map(str, words)], catch_exceptions=False
        )
        assert result.exit_code == 0, result.output
        return result.output

    return call


def test_a_season_visits_each_place_once_and_is_the_same_again(run, tmp_path):
    said = run(*SEASON, "--out", tmp_path / "agenda.csv")
    agenda = pd.read_csv(tmp_path / "agenda.csv", sep=";")
    without = agenda[agenda["datum"].isna()]
    assert len(without)
    assert without["waarom_niet_op_tijd"].str.len().min() > 10
    overdue = pd.to_datetime(without["uiterlijk"], dayfirst=True) < "2026-12-01"
    told = re.search(r"Over tijd voor het seizoen: (\d+); daarvan in dit seizoen: (\d+)", said)
    before, visited = map(int, told.groups())
    assert all(name in said for name in without.loc[overdue, "locatie"])
    assert len(without[overdue]) == before - visited
    assert agenda["datum"].nunique() == 4
    assert agenda["locatie"].is_unique
    assert agenda.groupby(["datum", "team"]).size().between(1, 8).all()
    assert "Afwisseling:" in said
    assert "nog besluiten" in set(agenda["besluit"])
    assert (tmp_path / "agenda.csv").stat().st_mode & 0o077 == 0
    again = run(*SEASON, "--out", tmp_path / "season.json")
    asked = [read_season(tmp_path / "season.json", number) for number in range(1, 5)]
    by_day = agenda.dropna(subset="datum").groupby("datum")["locatie"].agg(set)
    assert {f"{each.on_date:%d-%m-%Y}": set(each.only) for each in asked} == by_day.to_dict()
    assert said.replace("agenda.csv", "season.json") == again
    check_planning(run, tmp_path, asked[1])


def check_planning(run, tmp_path, asked):
    """A round of a season is planned when its day comes."""
    said = run(
        "plan", "--seizoen", tmp_path / "season.json", "--ronde", 2, "--seconds", 1, "--out", tmp_path / "plan.json"
    )
    problem, plan, _ = read_plan(tmp_path / "plan.json")
    assert problem.on_date == asked.on_date
    assert [(team.shift_start_s, team.shift_end_s) for team in problem.teams] == [crew.shift for crew in asked.teams]
    drawn = {item.location_id for item in problem.candidates if item.drawn}
    assert set(plan.location_ids) - drawn <= set(asked.only)
    assert "van het seizoen is nog niet besloten: LOC-" in said
    assert not re.search("drawn|geloot|steekproef", (tmp_path / "season.json").read_text(encoding="utf-8"))
    with pytest.raises(InputError, match="4 rondes"):
        run("plan", "--seizoen", tmp_path / "season.json", "--ronde", 5, "--out", tmp_path / "plan.json")


CREW = asdict(Crew("Team 1"))
ROUND = {
    "on_date": "2026-12-04", "teams": [CREW], "municipalities": [], "form": "totaal", "quotas": [], "only": ["L1"],
}  # fmt: skip


def season_of(*rounds):
    return json.dumps({"format": "risk_map seizoen", "version": 1, "rounds": rounds})


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", season_of(), season_of({}), "[" * 100_000, season_of(ROUND, ROUND),
        season_of(ROUND | {"teams": []}), season_of(ROUND | {"teams": [CREW] * 21}),
        season_of(ROUND | {"on_date": "31-12-2026"}), season_of(ROUND | {"padding": "x" * 5_000_000}),
        *(
            season_of(ROUND | {"teams": [CREW | wrong]})
            for wrong in (
                {"mode": "raket"}, {"partners": ["circus"]}, {"shift": [-1, 60]}, {"shift": [60, 60]},
                {"shift": [0, 86_400]}, {"shift": [0, float("inf")]}, {"members": "twee"}, {"colour": "red"},
            )
        ),
    ],
)  # fmt: skip
def test_a_file_that_is_no_season_is_refused(tmp_path, text):
    (tmp_path / "season.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="geen seizoen"):
        read_rounds(tmp_path / "season.json")


def test_a_file_that_is_almost_refused_is_read(tmp_path):
    (tmp_path / "season.json").write_text(season_of(ROUND, ROUND | {"on_date": "2026-12-05"}), encoding="utf-8")
    assert [each.only for each in read_rounds(tmp_path / "season.json")] == [("L1",)] * 2


def test_a_season_in_a_file_comes_back(tmp_path):
    crews = (
        Crew("Noord", 3, (61_200, 79_200), "fiets", 5, frozenset({"ggd"}), Break(1200, 64_800, 72_000), "GM0355"),
        Crew("Zuid", end=(150_000.0, 450_000.0)),
    )
    asked = RoundRequest(
        date(2026, 12, 4), crews, Area(("GM0355",)), "arbeid", (Quota("location_type", "hotel", 1),), only=("L1", "L2")
    )
    write_season(tmp_path / "season.json", [asked])
    assert read_season(tmp_path / "season.json", 1) == replace(asked, season_begin=asked.on_date)


def test_a_season_with_too_few_days_is_refused(run):
    with pytest.raises(InputError, match="minder mogelijke dagen"):
        run("season", "--van", "2026-12-01", "--tot", "2026-12-03", "--rondes", "9")


def test_a_season_that_ends_before_it_begins_is_refused(run):
    with pytest.raises(InputError, match="begin en eind verwisseld"):
        run("season", "--van", "2027-03-31", "--tot", "2026-12-01")
