"""The quality report counts what is there, and says what a user should look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from risk_map.config import load_config
from risk_map.domain.subject import Role, Subject
from risk_map.workflow import quality
from tests.workflow.two_towns import OBJECT, WEST, two_towns

CONFIG = load_config()
SUBJECT = Subject("proef", Role.REGIOCOORDINATOR)


@pytest.fixture
def report(monkeypatch):
    """Give the findings about a world, by subject and item."""

    def call(world, config=CONFIG):
        monkeypatch.setattr(quality, "read_snapshot", lambda _config, _on: world)
        return {(each.subject, each.item): each for each in quality.check_quality(SUBJECT, config)}

    return call


def test_a_layer_that_is_too_old_is_a_fault_and_counts_for_zero(report):
    old = replace(CONFIG.layers["signalen"], refreshed_on=date(2020, 1, 1))
    config = replace(CONFIG, layers=CONFIG.layers | {"signalen": old})
    found = report(two_towns(), config)
    assert found["actualiteit", "signalen over plaatsen"].verdict == "fout"
    assert found["actualiteit", "signalen over plaatsen"].fact.endswith("telt nu voor nul")
    assert found["actualiteit", "controles en bevindingen"].verdict == "goed"


@pytest.mark.parametrize(("gap", "verdict"), [(0, "goed"), (0.02, "goed"), (0.05, "let op"), (-0.05, "let op")])
def test_dwellings_are_compared_with_the_published_stock(report, gap, verdict):
    world = two_towns()
    addresses = world.addresses
    homes = addresses["gebruiksdoel"].str.contains("woonfunctie", na=False)
    homes &= addresses["adresseerbaar_object_status"] == "Verblijfsobject in gebruik"
    many = pd.concat([addresses[homes & (addresses["gemeentecode"] == WEST)]] * 200)
    many.index = pd.Index([f"0001200000{number:06d}" for number in range(len(many))], name="identificatie", dtype="str")
    areas = world.areas.copy()
    areas.loc[WEST, "woningvoorraad"] = round(len(many) / (1 + gap))
    found = report(replace(world, addresses=many, areas=areas))
    assert found["volledigheid", WEST].verdict == verdict
    assert f"{len(many)} woningen in de BAG" in found["volledigheid", WEST].fact


def test_a_municipality_without_a_published_stock_says_so(report):
    assert "geen gepubliceerde woningvoorraad" in report(two_towns())["volledigheid", WEST].fact


def test_rows_that_wait_for_a_human_are_counted(report):
    world = two_towns()
    open_rows = int((world.locations["link_method"] == "none").sum())
    assert open_rows > 0
    finding = report(world)["koppeling", "risicolocaties"]
    assert finding.fact.endswith(f"{open_rows} wachten op een keuze door een mens")
    assert finding.verdict == "let op"


def test_signals_outside_the_register_are_counted(report):
    world = two_towns()
    known = set(world.locations[OBJECT].dropna())
    outside = sum(object_id not in known for object_id in world.signals[OBJECT])
    assert report(world)["koppeling", "signalen buiten het register"].fact.startswith(f"{outside} van ")


def test_unknown_values_are_a_share_of_the_locations_of_that_type(report):
    world = two_towns()
    nothing = world.locations.assign(permit=pd.Series(np.nan, index=world.locations.index, dtype="str"))
    found = report(replace(world, locations=nothing))
    shares = [
        each for (subject, item), each in found.items() if subject == "onbekend" and item.endswith(": vergunning")
    ]
    assert shares
    assert all(each.fact.startswith("bij 100%") and each.verdict == "let op" for each in shares)
