from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from risk_map.demo.reference import FIRST_DAY, REFERENCE_DATE
from risk_map.demo.truth import draw_truth, is_active_on

PACKAGE = Path(__file__).parents[2] / "risk_map"


def facts(count, **columns):
    values = {"location_type": "hotel", "permit": "verleend", "operator_type": None, "capacity": 10}
    table = pd.DataFrame(values | columns, index=pd.RangeIndex(count).astype("str"))
    return gpd.GeoDataFrame(
        table.assign(snf_certificate=pd.NA, adresseerbaar_object_identificatie="x"), geometry=[None] * count
    )


def test_no_score_reads_the_truth():
    readers = [
        path.relative_to(PACKAGE).parts[0]
        for path in PACKAGE.rglob("*.py")
        if "demo_truth" in path.read_text(encoding="utf-8") or "demo.truth" in path.read_text(encoding="utf-8")
    ]
    assert set(readers) == {"demo"}


def test_what_is_true_is_as_frequent_as_its_probability():
    truth = draw_truth(facts(20_000), 1)
    seksueel = truth[truth["form"] == "seksueel"]
    error = (seksueel["probability"] * (1 - seksueel["probability"])).sum() ** 0.5 / len(seksueel)
    assert abs(seksueel["is_true"].mean() - seksueel["probability"].mean()) < 4 * error
    # The table says 0.035 at the median; the spread in log-odds lifts the mean.
    assert abs(seksueel["probability"].median() - 0.035) < 0.002


def test_a_place_without_a_permit_is_more_often_true():
    odds = [
        (truth["probability"] / (1 - truth["probability"])).median()
        for truth in (
            draw_truth(facts(20_000, permit=permit), 1).query("form == 'arbeid'") for permit in ("geen", "verleend")
        )
    ]
    assert np.isclose(np.log(odds[0] / odds[1]), 0.7, atol=0.001)


def test_true_from_until_a_day_within_the_three_years(region):
    truth = region.truth
    assert truth["true_from"].notna().eq(truth["is_true"]).all()
    assert truth["true_from"].dropna().between(pd.Timestamp(FIRST_DAY), pd.Timestamp(REFERENCE_DATE)).all()
    ended = truth.dropna(subset="true_until")
    assert (ended["true_until"] > ended["true_from"]).all()
    days = pd.Series(pd.Timestamp(REFERENCE_DATE), index=truth.index)
    assert is_active_on(truth, days).sum() < truth["is_true"].sum()


def test_the_truth_knows_the_object_of_unlinked_rows_too(region):
    assert set(region.truth["object"]) <= set(region.addresses["adresseerbaar_object_identificatie"])
    assert set(region.truth["location_id"]) == set(region.locations.index)
