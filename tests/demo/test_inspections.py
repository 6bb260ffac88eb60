from __future__ import annotations

import pandas as pd

from risk_map.demo.inspections import make_inspections
from risk_map.demo.reference import DEFAULT_SEED, FIRST_DAY, REFERENCE_DATE
from risk_map.demo.truth import is_active_on
from risk_map.domain.inspection import CHECKS


def with_truth(region):
    there = region.truth[region.truth["is_true"]].drop_duplicates("object").set_index("object")
    visits = region.inspections
    there = there.reindex(visits["adresseerbaar_object_identificatie"]).set_axis(visits.index)
    return visits.assign(is_true=is_active_on(there, visits["visited_on"]), true_form=there["form"])


def test_visits_fall_within_the_three_years(region):
    days = region.inspections["visited_on"]
    assert days.between(pd.Timestamp(FIRST_DAY), pd.Timestamp(REFERENCE_DATE)).all()
    assert 150 <= len(days) <= 350


def test_a_dwelling_is_visited_only_after_a_signal(region):
    homes = region.locations.loc[region.locations["location_type"] == "woning", "adresseerbaar_object_identificatie"]
    visits = region.inspections[region.inspections["adresseerbaar_object_identificatie"].isin(homes)]
    assert (visits["visit_reason"] == "signaal").all()


def test_a_share_of_the_visits_is_random(region):
    assert 0.1 < (region.inspections["visit_reason"] == "steekproef").mean() < 0.3


def test_a_visit_after_a_signal_comes_after_it(region):
    visits = region.inspections[region.inspections["visit_reason"] == "signaal"]
    first = region.signals.groupby("adresseerbaar_object_identificatie")["observed_on"].min()
    assert (visits["visited_on"] > visits["adresseerbaar_object_identificatie"].map(first)).all()


def test_visits_miss_much_and_sometimes_find_something_else(region):
    visits = with_truth(region)
    visits = visits[visits["result"] != "niet_bezocht"]
    found = visits["result"].str.contains("bevinding") & (visits["result"] != "geen_bevinding")
    assert 0.3 < found[visits["is_true"]].mean() < 0.8
    assert 0.03 < found[~visits["is_true"]].mean() < 0.25
    assert not (visits["result"] == "ernstige_bevinding")[~visits["is_true"]].any()


def test_a_form_is_named_only_where_it_was_found(region):
    visits = with_truth(region)
    named = visits[visits["form"].notna()]
    assert len(named)
    assert named["is_true"].all()
    assert (named["form"] == named["true_form"]).all()
    assert named["result"].isin(["bevinding", "ernstige_bevinding"]).all()


def test_nobody_answers_the_checklist_where_nobody_came(region):
    checks = [check.code for check in CHECKS]
    away = region.inspections["result"] == "niet_bezocht"
    assert region.inspections.loc[away, checks].isna().all(axis=None)
    assert region.inspections.loc[~away, checks].notna().all(axis=None)


def test_the_random_visits_do_not_depend_on_the_truth(region):
    # The same places and days are drawn when nothing is true.
    nothing = region.truth.assign(is_true=False, true_from=pd.NaT, true_until=pd.NaT)
    visits = make_inspections(region.locations, region.signals, nothing, DEFAULT_SEED)
    columns = ["visited_on", "adresseerbaar_object_identificatie", "visit_reason"]
    pd.testing.assert_frame_equal(visits[columns], region.inspections[columns])
