"""Selections under a name, and what is known about a place, from the shell."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from risk_map.cli.main import app
from risk_map.workflow.store import close_stores

runner = CliRunner()


@pytest.fixture
def run(demo_data, monkeypatch):
    """Run a command on a copy of the demonstration region; give what it says."""
    monkeypatch.delenv("RISK_MAP_DATABASE_URL", raising=False)

    def command(*arguments, as_role="regiocoordinator"):
        result = runner.invoke(app, ["--data", str(demo_data), "--als", as_role, *arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.stdout

    yield command
    close_stores()


def test_a_selection_is_kept_listed_replaced_and_removed(run):
    assert "nog geen bewaarde gebieden" in run("areas", "list")
    run("areas", "keep", "avond", "--deel", "soort=hotel", "--deel", "soort=horeca", "--deel", "bezocht=nooit")
    assert "soort hotel, horeca" in run("areas", "list")
    run("areas", "keep", "avond", "--deel", "soort=hotel")
    assert "horeca" not in run("areas", "list")
    run("areas", "remove", "avond")
    assert "nog geen bewaarde gebieden" in run("areas", "list")


def test_a_place_is_told_without_a_score(run):
    said = run("place", "LOC-0001")
    assert "Gebruiksdoel (BAG):" in said
    assert "Vergunning:" in said
    assert "Fictieve gegevens" in said
    assert "basisniveau" not in said
