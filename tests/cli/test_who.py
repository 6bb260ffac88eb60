"""Who runs a command: the role that was asked, the usual one, and one sentence with its own exit code for a refusal."""

from __future__ import annotations

import os
import pwd
import shutil
import sys
from contextlib import closing
from pathlib import Path

import pyogrio
import pytest
from typer.testing import CliRunner

from risk_map.cli.context import login_name
from risk_map.cli.main import app, main
from risk_map.domain.frames import AREAS
from risk_map.store import schema
from risk_map.store.engine import open_store
from risk_map.store.folder import DataFolder
from risk_map.workflow.store import close_stores
from tests.demo_store import config_of

ROOT = Path(__file__).parents[2]
OWN = "GM0312"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    target = tmp_path_factory.mktemp("wie") / "data"
    shutil.copytree(ROOT / "data", target, ignore=shutil.ignore_patterns("runs", "cache", "reports", "*.db*"))
    return target


@pytest.fixture
def run(data, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")

    def call(*words):
        return CliRunner().invoke(app, ["--data", str(data), *map(str, words)], catch_exceptions=False)

    return call


@pytest.fixture
def refused(data, monkeypatch, capsys):
    """Run a command as the shell does; give its exit code and what it said."""

    def call(*words, folder=data):
        monkeypatch.setattr(sys, "argv", ["risk-map", "--data", str(folder), *map(str, words)])
        with pytest.raises(SystemExit) as caught:
            main()
        return caught.value.code, capsys.readouterr().err

    return call


def test_a_coordinator_prints_and_writes_the_own_municipality_only(run, tmp_path):
    out = tmp_path / "kaart.gpkg"
    result = run("--als", "coordinator", "--gemeente", OWN, "--reden", "rondekeuze", "score", "--out", out)
    assert result.exit_code == 0
    layer = pyogrio.read_dataframe(out, layer="risk_locations")
    assert set(layer["gemeentecode"]) == {OWN}
    shown = {cell for line in result.output.splitlines() for cell in line.split() if cell.startswith("LOC-")}
    assert shown <= set(layer["location_id"])


@pytest.mark.parametrize(
    ("role", "command"),
    [
        (["--als", "boa", "--gemeente", OWN], ["score"]),
        (["--als", "aandachtsfunctionaris", "--gemeente", OWN], ["explain", "LOC-0001"]),
        (["--als", "beleid"], ["check"]),
        (["--als", "beheerder"], ["score"]),
        (["--als", "beheerder"], ["explain", "LOC-0001"]),
        (["--als", "auditor"], ["demo"]),
        (["--als", "regiocoordinator"], ["import", "signals", "er-is-geen-bestand.csv"]),
    ],
    ids=" ".join,
)
def test_a_refusal_is_one_sentence_with_its_own_exit_code(refused, role, command):
    code, error = refused(*role, *command)
    assert code == 6
    assert error.count("mag alleen:") == 1
    assert error.count("\n") == 1
    assert "LOC-0001" not in error


def test_a_role_of_a_municipality_asks_which(refused):
    assert refused("--als", "coordinator", "score") == (
        4,
        "Fout: De rol coördinator handhaving hoort bij een gemeente; noem haar code (--gemeente).\n",
    )
    code, error = refused("--als", "baas", "score")
    assert code == 4
    assert "kies uit: coordinator" in error


def test_in_a_real_folder_only_a_granted_role_counts(refused, tmp_path):
    folder = tmp_path / "echt"
    DataFolder(folder).write(DataFolder(ROOT / "data").read(AREAS).assign(bron="CBS"), AREAS)
    for words in (["score"], ["--als", "auditor", "score"], ["--als", "coordinator", "--gemeente", OWN, "score"]):
        code, error = refused(*words, folder=folder)
        assert code == 6
        assert "niet toegekend" in error


def test_who_is_refused_a_role_stands_among_the_sign_ins(refused, tmp_path):
    folder = tmp_path / "echt"
    DataFolder(folder).write(DataFolder(ROOT / "data").read(AREAS).assign(bron="CBS"), AREAS)
    config = config_of(folder)
    refused("--als", "auditor", "audit", "head", folder=folder)
    assert not (folder / "risk_map.db").exists()
    open_store(config.database_url).close()
    refused("--als", "auditor", "audit", "head", folder=folder)
    with closing(open_store(config.database_url)) as store, store.read() as tx:
        told = [(row["kind"], row["actor"], row["actor_role"]) for row in tx.all(schema.login_event)]
        assert tx.all(schema.audit) == []
    close_stores()
    assert told == [("geweigerd", login_name(), "auditor")]


def test_that_nobody_has_a_role_yet_is_said(run):
    assert run("roles", "list").output == "Nog niemand heeft een rol.\n"


def test_an_auditor_sees_scores_and_keeps_no_run(run, data):
    before = sorted((data / "runs").glob("*"))
    result = run("--als", "auditor", "score")
    assert result.exit_code == 0
    assert "Redenen om te kijken" in result.output
    assert "Run:" not in result.output
    assert sorted((data / "runs").glob("*")) == before


def test_the_name_of_the_user_is_not_what_the_environment_says(monkeypatch):
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "iemand-anders")
    assert login_name() == pwd.getpwuid(os.getuid()).pw_name
