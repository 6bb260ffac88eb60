"""The main job from the shell: data in, score, explanation, replay, check, on copies of the demonstration region."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from typer.testing import CliRunner

from risk_map.cli.main import app, main
from risk_map.domain import notation
from risk_map.domain.bag import is_active, is_existing, is_issued
from risk_map.domain.registers import LOCATIONS
from risk_map.errors import InputError
from risk_map.store.folder import DataFolder

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data"
EXTRACT = SHARED / "bag" / "BAGGEM0457L-15102021.zip"
BOUNDARIES = SHARED / "boundaries" / "gebieden_zblw_rd.gpkg"


@pytest.fixture
def data(demo_data):
    return demo_data


@pytest.fixture
def run(data, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")

    def call(*words):
        return CliRunner().invoke(app, ["--data", str(data), *map(str, words)], catch_exceptions=False)

    return call


def real(path):
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the project: ../shared/data is absent")
    return path


class TestScore:
    def test_prints_reasons_and_writes_a_geopackage_with_contributions(self, run, data, tmp_path):
        out = tmp_path / "risk.gpkg"
        result = run("score", "--out", out)
        assert result.exit_code == 0
        assert "Redenen om te kijken, geen bewijs" in result.output
        assert "Fictieve gegevens" in result.output
        assert {name for name, _ in pyogrio.list_layers(out)} == {"risk_locations", "facts", "contributions"}
        layer = gpd.read_file(out, layer="risk_locations")
        assert layer.crs.to_epsg() == 28992
        assert len(layer) == len(DataFolder(data).read(LOCATIONS))
        scored = layer[layer["state"] == "gescoord"]
        terms = scored.filter(like="contribution_")
        assert (scored["ln_base"] + terms.sum(axis=1) - scored["score"]).abs().max() < 1e-9
        assert layer.loc[layer["state"] == "woning", "score"].isna().all()

    @pytest.mark.parametrize("name", ["kaart.csv", "kaart.geojson", "kaart"])
    def test_a_file_that_is_no_geopackage_is_refused_before_anything_is_scored(self, run, data, tmp_path, name):
        with pytest.raises(InputError, match=r"kies een naam die eindigt op \.gpkg"):
            run("score", "--out", tmp_path / name)
        assert not (tmp_path / name).exists()
        assert not (data / "runs").exists()

    def test_every_form_has_its_own_score(self, run, tmp_path):
        out = tmp_path / "risk.gpkg"
        assert run("score", "--form", "arbeid", "--out", out).exit_code == 0
        layer = gpd.read_file(out, layer="risk_locations")
        assert set(layer["form"]) == {"arbeid"}
        assert {"score_seksueel", "score_crimineel", "score_orgaan", "score_totaal"} <= set(layer.columns)
        long = gpd.read_file(out, layer="contributions")
        assert set(long["form"]) == {"seksueel", "arbeid", "crimineel", "orgaan", "totaal"}

    def test_an_earlier_date_sees_fewer_signals(self, run, tmp_path):
        early, late = tmp_path / "early.gpkg", tmp_path / "late.gpkg"
        assert run("score", "--on", "2026-03-01", "--out", early).exit_code == 0
        assert run("score", "--out", late).exit_code == 0
        facts = [gpd.read_file(path, layer="facts") for path in (early, late)]
        dates = [pd.to_datetime(frame["date"]).max() for frame in facts]
        assert dates[0] <= pd.Timestamp("2026-03-01") < dates[1]

    def test_an_unknown_form_is_one_sentence(self, capsys, data, monkeypatch):
        monkeypatch.setattr(sys, "argv", ["risk-map", "--data", str(data), "score", "--form", "onzin"])
        with pytest.raises(SystemExit) as caught:
            main()
        assert caught.value.code == 4
        error = capsys.readouterr().err
        assert "onzin" in error
        assert "Traceback" not in error


class TestReplay:
    def test_a_run_gives_the_same_figures_again_also_after_the_registers_changed(self, run, data, monkeypatch, capsys):
        run("score")
        (folder,) = (data / "runs").glob("*-totaal-*")
        result = run("replay", folder.name)
        assert result.exit_code == 0
        assert "precies dezelfde cijfers" in result.output
        store = DataFolder(data)
        locations = store.read(LOCATIONS)
        store.write(locations.iloc[: len(locations) // 2], LOCATIONS)
        assert run("replay", folder.name).exit_code == 0
        # A changed result is noticed.
        results = pd.read_parquet(folder / "results.parquet")
        first = results["score"].first_valid_index()
        results.loc[first, "score"] += 1e-15 * abs(results.loc[first, "score"]) * 4
        results.to_parquet(folder / "results.parquet")
        monkeypatch.setattr(sys, "argv", ["risk-map", "--data", str(data), "replay", folder.name])
        with pytest.raises(SystemExit):
            main()
        assert "niet dezelfde cijfers" in capsys.readouterr().err


class TestExplainAndCheck:
    def test_an_explanation_names_reasons_and_what_speaks_against(self, run, data):
        register = DataFolder(data).read(LOCATIONS)
        linked = register[register["link_method"] == "id"]
        result = run("explain", linked.index[0])
        assert result.exit_code == 0
        assert notation.address(linked["address"].iloc[0]) in result.output
        assert "geen bewijs" in result.output

    def test_check_reports_on_every_subject(self, run):
        result = run("check")
        assert result.exit_code == 0, result.output
        for subject in ("actualiteit", "volledigheid", "adressen", "koppeling", "onbekend"):
            assert subject in result.output


class TestImport:
    @pytest.mark.real_data
    def test_the_real_extract_loads_with_the_known_counts(self, run, data):
        result = run("import", "bag", real(EXTRACT))
        assert result.exit_code == 0
        for count in ("12.694", "12.034", "11.222", "107"):
            assert count in result.output
        assert "fictieve demonstratieregio" in result.output
        addresses = DataFolder(data).read_addresses(["GM0457"])
        assert len(addresses) == 12_694
        assert int(is_issued(addresses).sum()) == 12_034
        assert int(is_existing(addresses).sum()) == 11_222
        assert int(is_active(addresses).sum()) == 11_219

    @pytest.mark.real_data
    def test_the_83_real_buurten_load(self, run):
        result = run("import", "areas", real(BOUNDARIES))
        assert result.exit_code == 0
        assert "buurt: 83" in result.output
        assert "gemeente: 4" in result.output

    def test_signals_twice_add_nothing(self, run, data, tmp_path):
        address = DataFolder(data).read_addresses()
        address = address[is_active(address)].index[0]
        file = tmp_path / "signalen.csv"
        file.write_text(
            "signal_id;nummeraanduiding;gezien_op;vorm;categorie;brontype;betrouwbaarheid;bron\n"
            f"X1;{address};2026-09-01;arbeid;overbewoning;boa;A;gemeente\n",
            encoding="utf-8",
        )
        assert "1 nieuw" in run("import", "signals", file).output
        again = run("import", "signals", file)
        assert "0 nieuw, 1 al bekend" in again.output

    def test_a_file_about_persons_is_refused_whole(self, data, tmp_path, monkeypatch, capsys):
        file = tmp_path / "signalen.csv"
        file.write_text("signal_id;achternaam\nX1;Voorbeeld\n", encoding="utf-8")
        before = (data / "signals.parquet").read_bytes()
        monkeypatch.setattr(sys, "argv", ["risk-map", "--data", str(data), "import", "signals", str(file)])
        with pytest.raises(SystemExit) as caught:
            main()
        assert caught.value.code == 4
        error = capsys.readouterr().err
        assert "achternaam" in error
        assert "Voorbeeld" not in error
        assert (data / "signals.parquet").read_bytes() == before


def test_help_answers_without_heavy_imports():
    probe = (
        "import sys, risk_map.cli.main; print([n for n in ('geopandas', 'streamlit', 'pandas') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
