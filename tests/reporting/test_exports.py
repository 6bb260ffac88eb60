"""The exported layers say the same as the scores, term by term, and open in a GIS."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from risk_map.config import load_config
from risk_map.reporting.exports import scored_layers
from risk_map.scoring.score import gather, score_all
from risk_map.scoring.stability import rank_stability
from risk_map.store.geopackage import write_geopackage
from tests.scoring.worlds import make_snapshot

CONFIG = load_config()


@pytest.fixture(scope="module")
def world():
    return make_snapshot(6, objects=40, locations=50, signals=40, inspections=20)


@pytest.fixture(scope="module")
def scored(world):
    return score_all(gather(world, CONFIG.layers, CONFIG.score), CONFIG.score)


@pytest.fixture(scope="module")
def layers(world, scored):
    evidence = scored["arbeid"].evidence
    return scored_layers(world, scored, rank_stability(evidence, CONFIG.score, "arbeid", seed=1, draws=20), "arbeid")


def test_terms_sum_to_the_score_of_the_chosen_form(layers):
    rows = layers["risk_locations"]
    rows = rows[rows["state"] == "gescoord"]
    terms = rows.filter(like="contribution_").sum(axis=1)
    assert (rows["ln_base"] + terms - rows["score"]).abs().max() < 1e-9


def test_every_other_form_has_its_score_beside_it(layers, scored):
    rows = layers["risk_locations"]
    for form in ("totaal", "seksueel", "crimineel", "orgaan"):
        pd.testing.assert_series_equal(rows[f"score_{form}"], scored[form].locations["score"], check_names=False)


def test_facts_sum_to_the_same_score(layers):
    facts = layers["facts"].groupby("location_id")["contribution"].sum()
    rows = layers["risk_locations"].dropna(subset="score")
    total = rows["ln_base"] + facts.reindex(rows.index, fill_value=0.0)
    assert (total - rows["score"]).abs().max() < 1e-9


def test_contributions_have_a_row_per_location_form_and_family(layers, scored):
    long = layers["contributions"]
    wide = long.pivot_table(index="location_id", columns="family", values="contribution", aggfunc="sum", dropna=False)
    assert set(long["form"]) == set(scored)
    everything = sum(result.contributions.dropna() for result in scored.values())
    pd.testing.assert_frame_equal(wide[everything.columns], everything.sort_index(), check_names=False)


def test_the_file_opens_with_its_points_in_rd(layers, tmp_path):
    path = tmp_path / "risk.gpkg"
    write_geopackage(path, layers)
    assert {name for name, _ in pyogrio.list_layers(path)} == set(layers)
    back = gpd.read_file(path, layer="risk_locations")
    assert back.crs.to_epsg() == 28992
    assert len(back) == len(layers["risk_locations"])
    assert back["location_id"].tolist() == layers["risk_locations"].index.tolist()
