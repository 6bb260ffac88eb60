from __future__ import annotations

import pandas as pd

from risk_map.demo.reference import FIRST_DAY, REFERENCE_DATE
from risk_map.demo.tables import read_table
from risk_map.domain.location import NOTE_MAX_CHARACTERS


def test_signals_are_tens_a_year_over_three_years(region):
    days = region.signals["observed_on"]
    assert (days >= pd.Timestamp(FIRST_DAY)).all()
    assert (days < pd.Timestamp(REFERENCE_DATE)).all()
    year = (days - pd.Timestamp(FIRST_DAY)).dt.days // 366
    assert year.value_counts().between(25, 99).all()


def test_true_places_get_more_signals_but_noise_is_the_larger_part(region):
    truth = region.truth.groupby("object")["is_true"].any()
    true = region.signals["adresseerbaar_object_identificatie"].map(truth).fillna(value=False).astype(bool)
    per_true, per_other = true.sum() / truth.sum(), (~true).sum() / (~truth).sum()
    assert per_true > 3 * per_other
    assert 0.1 < true.mean() < 0.5


def test_some_signals_are_about_places_in_no_register(region):
    known = set(region.truth["object"])
    elsewhere = ~region.signals["adresseerbaar_object_identificatie"].dropna().isin(known)
    assert 15 <= elsewhere.sum() <= 60


def test_every_dwelling_in_the_register_came_in_by_a_signal(region):
    homes = region.locations[region.locations["location_type"] == "woning"]
    assert set(homes["adresseerbaar_object_identificatie"]) <= set(region.signals["adresseerbaar_object_identificatie"])


def test_a_category_belongs_to_its_form(region):
    words = set(read_table("signal_words")[["form", "category"]].itertuples(index=False, name=None))
    assert set(region.signals[["form", "category"]].itertuples(index=False, name=None)) <= words


def test_notes_are_short(region):
    assert region.signals["note"].dropna().str.len().max() <= NOTE_MAX_CHARACTERS
    assert region.signals["note"].isna().mean() > 0.5
