"""From the shell: a season of the demonstration region, twice the same."""

from __future__ import annotations

import pandas as pd
import pytest
from typer.testing import CliRunner

from risk_map.cli.main import app
from risk_map.errors import InputError

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
    assert agenda["datum"].nunique() == 4
    assert agenda["locatie"].is_unique
    assert agenda.groupby(["datum", "team"]).size().between(1, 8).all()
    assert "Afwisseling:" in said
    assert "nog besluiten" in set(agenda["besluit"])
    assert (tmp_path / "agenda.csv").stat().st_mode & 0o077 == 0
    again = run(*SEASON, "--out", tmp_path / "again.csv")
    pd.testing.assert_frame_equal(agenda, pd.read_csv(tmp_path / "again.csv", sep=";"))
    assert said.replace("agenda.csv", "again.csv") == again


def test_a_season_with_too_few_days_is_refused(run):
    with pytest.raises(InputError, match="minder mogelijke dagen"):
        run("season", "--van", "2026-12-01", "--tot", "2026-12-03", "--rondes", "9")
