"""What the app shows of how things stand, from the shell, on the demonstration region."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from risk_map.cli.main import app
from risk_map.workflow.store import close_stores


@pytest.fixture
def run(demo_data, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")

    def call(*words):
        result = CliRunner().invoke(app, ["--data", str(demo_data), *map(str, words)], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    yield call
    close_stores()


def test_what_waits_and_what_to_know(run):
    assert "besluiten over een woning om te bevestigen" in run(
        "--als", "aandachtsfunctionaris", "--gemeente", "GM0355", "today"
    )
    told = run("--als", "beheerder", "today")
    assert "Er is nog geen reservekopie gemaakt." in told
    assert "gegevens is de bewaartermijn voorbij (risk-map purge --dry-run)." in told


def test_nothing_is_past_its_term_after_a_purge(run):
    run("purge")
    assert "bewaartermijn" not in run("--als", "beheerder", "today")


def test_what_was_imported_and_the_last_backup(run, tmp_path):
    assert "signals" in run("--als", "beheerder", "import", "list")
    assert "nog geen reservekopie" in run("backup-state")
    run("backup", tmp_path / "b.zip")
    assert "De laatste reservekopie is van" in run("backup-state")


def test_a_run_is_repeated_by_the_name_that_is_listed(run):
    run("score")
    name = next(word for word in run("runs").split() if word.count("-") > 1 and word[0].isdigit())
    assert name in run("replay", name)


def test_inspectors_of_a_town(run):
    assert "boa" in run("round", "inspectors", "GM0355")
