"""What every indicator promises, whoever wrote it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from risk_map.scoring.evidence import NO_FORM
from risk_map.scoring.indicator import FACT_COLUMNS, LOWERS, RAISES
from risk_map.scoring.indicators import FAMILIES, FAMILY_KEYS, INDICATORS, SEVERITY_KEYS
from risk_map.scoring.places import find_places
from risk_map.scoring.weights import FORM_COLUMNS, weight_table
from risk_map.scoring.words import describe
from tests.scoring.worlds import TODAY, make_snapshot


@pytest.fixture(scope="module")
def places(config):
    return find_places(make_snapshot(4, objects=40, locations=120, signals=60, inspections=40), config.score)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.key)
class TestEveryIndicator:
    def test_gives_facts_with_every_column(self, indicator, places):
        facts = indicator.compute(places)
        assert list(facts) == list(FACT_COLUMNS)
        assert len({len(column) for column in facts.values()}) == 1

    def test_finds_something_in_a_busy_world(self, indicator, places):
        assert len(indicator.compute(places)["location"]) > 0

    def test_weighs_by_names_that_the_configuration_knows(self, indicator, places, config):
        facts = indicator.compute(places)
        table = weight_table(config.score)
        table.at(f"ernst.{key}" for key in facts["severity"])
        table.at(facts["reliability"])
        table.at(facts["half_life"])

    def test_stays_within_the_ranges_of_the_model(self, indicator, places):
        facts = indicator.compute(places)
        assert ((facts["scale"] >= 0) & (facts["scale"] <= 1)).all()
        assert (facts["cleared"] >= 0).all()
        assert set(facts["sign"]) <= {RAISES, LOWERS}
        assert set(facts["form"]) <= {NO_FORM, *FORM_COLUMNS.values()}
        assert ((facts["location"] >= 0) & (facts["location"] < len(places.locations))).all()

    def test_dates_and_sources_of_facts_are_known_and_not_after_today(self, indicator, places):
        facts = indicator.compute(places)
        assert not pd.isna(facts["date"]).any()
        assert (facts["date"] <= np.datetime64(TODAY)).all()
        assert all(facts["source"])

    def test_has_words_for_every_fact(self, indicator, places):
        facts = pd.DataFrame(indicator.compute(places)).assign(
            indicator=INDICATORS.index(indicator), family=FAMILY_KEYS.index(indicator.family)
        )
        sentences = describe(facts, pd.Index(places.locations["location_id"]))["sentence"]
        assert sentences.str.endswith(".").all()
        assert not sentences.str.contains("{", regex=False).any()
        assert not sentences.str.contains("nan", regex=False).any()

    def test_a_world_without_events_gives_no_error(self, indicator, config):
        snapshot = make_snapshot(4)
        quiet = replace(snapshot, signals=snapshot.signals.head(0), inspections=snapshot.inspections.head(0))
        assert list(indicator.compute(find_places(quiet, config.score))) == list(FACT_COLUMNS)


@pytest.mark.parametrize(
    "indicator", [item for item in INDICATORS if item.unknown], ids=lambda indicator: indicator.key
)
def test_names_what_it_misses_by_position_and_in_words(indicator, places):
    missing = indicator.unknown(places)
    assert len(missing) > 0
    assert missing["location"].between(0, len(places.locations) - 1).all()
    assert (missing["item"].str.len() > 3).all()


def test_every_indicator_has_a_family_and_every_family_an_indicator():
    assert {indicator.family for indicator in INDICATORS} == {family.key for family in FAMILIES}


def test_no_severity_belongs_to_two_families():
    owners = {}
    for indicator in INDICATORS:
        for key in indicator.sentences:
            owners.setdefault(key, set()).add(indicator.family)
    shared = {key for key, families in owners.items() if len(families) > 1}
    assert all(key.startswith("signaal.") and owners[key] == {"signalen", "nabij"} for key in shared)
    assert set(owners) == set(SEVERITY_KEYS)


@pytest.mark.parametrize(
    ("years", "words"),
    [
        (0, "van vandaag"),
        (1 / 365.25, "1 dag geleden"),
        (29 / 365.25, "29 dagen geleden"),
        (61 / 365.25, "2 maanden geleden"),
        (0.9, "11 maanden geleden"),
        (3.5, "3,5 jaar geleden"),
    ],
)
def test_words_say_how_long_ago_as_people_do(years, words):
    facts = pd.DataFrame(
        {
            "location": [0],
            "severity": ["bezoek.lang_geleden"],
            "source": ["controles"],
            "date": [pd.Timestamp(TODAY)],
            "amount": [years],
            "indicator": [[item.key for item in INDICATORS].index("bezoek")],
            "family": [FAMILY_KEYS.index("bezoek")],
        }
    )
    assert describe(facts, pd.Index(["L1"]))["sentence"].tolist() == [f"De laatste controle is {words}."]
