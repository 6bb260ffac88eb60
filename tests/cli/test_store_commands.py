"""The log, backups, retention and holds from the shell, on the demonstration region."""

from __future__ import annotations

import re
import sys

import pytest
from typer.testing import CliRunner

from risk_map.cli.main import app, main
from risk_map.store import schema
from risk_map.workflow.store import close_stores, store_of
from tests.demo_store import SETTINGS, config_of

OWN = ["--als", "coordinator", "--gemeente", "GM0312"]
HEAD = re.compile(r"Kop van het logboek: (\d+:[0-9a-f]{64})")


@pytest.fixture
def run(demo_data, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")

    def call(*words, folder=demo_data):
        return CliRunner().invoke(app, ["--data", str(folder), *map(str, words)], catch_exceptions=False)

    yield call
    close_stores()


@pytest.fixture
def refused(demo_data, monkeypatch, capsys):
    """Run a command as the shell does; give its exit code and what it said."""

    def call(*words, folder=demo_data):
        monkeypatch.setattr(sys, "argv", ["risk-map", "--data", str(folder), *map(str, words)])
        with pytest.raises(SystemExit) as caught:
            main()
        return caught.value.code, capsys.readouterr().err

    return call


def log_of(folder, **values):
    with store_of(config_of(folder)).read() as tx:
        return [(row["action"], row["object"], row["result"]) for row in tx.all(schema.audit, **values)]


class TestAudit:
    def test_prints_a_head_that_fits_later(self, run):
        head = HEAD.search(run("audit", "head").output)[1]
        run("explain", "LOC-0001")
        result = run("audit", "verify", "--head", head, "--head", head[:30])
        assert result.exit_code == 0
        assert "Het logboek klopt" in result.output

    def test_ends_badly_when_a_head_does_not_fit(self, run):
        result = run("audit", "verify", "--head", f"7:{'0' * 64}", "--head", f"999999:{'0' * 64}")
        assert result.exit_code == 1
        assert "regel 7: deze afgedrukte kop hoort bij een andere inhoud" in result.output
        assert "regel 999999: deze afgedrukte kop staat niet (meer) in het logboek" in result.output

    def test_shows_who_saw_a_location(self, run):
        run("explain", "LOC-0001")
        found = run("audit", "show", "--locatie", "LOC-0001").output
        assert "explain location" in found
        assert "locatie:LOC-0001" in found
        assert "opdracht" in found
        assert run("audit", "show", "--locatie", "nergens", "--wie", "niemand").output.strip() == "Logboek: niets."


class TestReadsOfScores:
    def test_leave_a_line_per_location(self, run, demo_data):
        run(*OWN, "score")
        lines = log_of(demo_data, action="score_snapshot")
        assert len(lines) == len(set(lines)) > 10
        assert len(log_of(demo_data, action="keep_run")) == 1

    def test_of_one_location_leave_one_line(self, run, demo_data):
        run(*OWN, "score")
        place = log_of(demo_data, action="score_snapshot")
        location = place[0][1].removeprefix("locatie:")
        run(*OWN, "explain", location)
        assert log_of(demo_data, action="explain_location")[-1] == ("explain_location", f"locatie:{location}", "gelukt")


class TestARefusal:
    @pytest.mark.parametrize(
        ("words", "name"),
        [
            (["--als", "beleid", "score"], "score_snapshot"),
            ([*OWN, "audit", "verify"], "verify_audit"),
            ([*OWN, "purge"], "purge"),
            ([*OWN, "backup", "x.zip"], "make_backup"),
            (["--als", "beheerder", "audit", "show"], "read_audit"),
            (["--als", "beheerder", "hold", "add", "--locatie", "L1", "--omdat", "x"], "place_legal_hold"),
        ],
    )
    def test_is_one_sentence_and_a_line_in_the_log(self, refused, demo_data, words, name):
        code, error = refused(*words)
        assert code == 6
        assert error.count("mag alleen:") == 1
        assert log_of(demo_data, result="geweigerd") == [(name, f"use_case:{name}", "geweigerd")]

    def test_on_an_empty_machine_leaves_it_empty(self, refused, tmp_path):
        code, _ = refused("--als", "auditor", "restore", "x.zip", folder=tmp_path / "new")
        assert code == 6
        assert not (tmp_path / "new").exists()


class TestBackupAndPurge:
    def test_come_round(self, run, demo_data, tmp_path):
        made = run("backup", tmp_path / "b.zip")
        assert made.exit_code == 0
        assert "Niet versleuteld" in made.output
        dry = run("purge", "--dry-run")
        purged = run("purge")
        assert "Zou verdwijnen" in dry.output
        assert dry.output.splitlines()[1:10] == purged.output.splitlines()[1:10]
        count = purged.output.count("Bewijs ")
        assert count > 5
        back = run("restore", tmp_path / "b.zip", "--bewijzen", demo_data / "certificates", folder=tmp_path / "new")
        assert back.exit_code == 0, back.output
        assert f"Opnieuw vernietigd volgens {count} latere bewijzen" in back.output
        assert run("audit", "verify", folder=tmp_path / "new").exit_code == 0
        with store_of(config_of(demo_data)).read() as here, store_of(config_of(tmp_path / "new")).read() as there:
            for table in (schema.signal, schema.visit, schema.decision, schema.round_stop, schema.purge_item):
                assert len(here.all(table)) == len(there.all(table)) > 0

    def test_are_sealed_for_the_keys_of_the_configuration(self, run, refused, tmp_path, monkeypatch):
        said = run("backup-key", tmp_path / "regio.key").output
        line = next(line for line in said.splitlines() if "recipients" in line)
        own = tmp_path / "risk_map.toml"
        own.write_text(f"{SETTINGS.read_text()}\n[backup]\n{line.split(': ', 1)[1]}\n", encoding="utf-8")
        monkeypatch.setenv("RISK_MAP_CONFIG", str(own))
        assert "Versleuteld voor 1 sleutel(s)" in run("backup", tmp_path / "b.zip").output
        code, error = refused("restore", tmp_path / "b.zip", folder=tmp_path / "new")
        assert code == 1
        assert "Geef de sleutel" in error
        back = run("restore", tmp_path / "b.zip", "--sleutel", tmp_path / "regio.key", folder=tmp_path / "new")
        assert back.exit_code == 0, back.output
        assert run("audit", "verify", folder=tmp_path / "new").exit_code == 0

    def test_destroy_nothing_of_tomorrow(self, refused):
        code, error = refused("purge", "--on", "2099-01-01")
        assert code == 4
        assert "nog niet aangebroken" in error

    def test_put_nothing_back_over_something(self, run, refused, tmp_path):
        run("backup", tmp_path / "b.zip")
        code, error = refused("restore", tmp_path / "b.zip")
        assert code == 1
        assert "alleen in een lege database" in error


class TestHold:
    def test_is_placed_and_lifted(self, run, refused):
        what = ["--locatie", "LOC-0001", "--omdat", "bezwaar loopt"]
        assert run("hold", "add", *what).output.strip() == "Vastgehouden."
        assert run("hold", "lift", *what).output.strip() == "Niet meer vastgehouden."
        code, error = refused("hold", "lift", *what)
        assert code == 4
        assert "niets op te heffen" in error
