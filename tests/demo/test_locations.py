from __future__ import annotations

import pandas as pd
import pytest

from risk_map.demo.locations import UNKNOWN_SHARES
from risk_map.demo.reference import REFERENCE_DATE
from risk_map.demo.tables import read_table
from risk_map.domain.bag import is_active
from risk_map.domain.location import LOCATION_TYPES, codes

APPLIES = {"capacity": "hotel", "snf_certificate": "huisvesting_arbeidsmigranten", "training_certificate": "hotel"}


def linked(region):
    locations = region.locations
    return locations[locations["adresseerbaar_object_identificatie"].notna()]


def test_there_are_hundreds_of_every_type_together(region):
    counts = region.locations["location_type"].value_counts()
    assert set(counts.index) == set(codes(LOCATION_TYPES))
    assert 350 <= counts.sum() <= 500
    assert (counts == read_table("locations").groupby("location_type")["count"].sum()[counts.index]).all()


def test_most_housing_of_migrant_workers_is_in_leusden(region):
    housing = region.locations[region.locations["location_type"] == "huisvesting_arbeidsmigranten"]
    assert housing["gemeentecode"].value_counts().idxmax() == "GM0327"


def test_a_linked_row_stands_on_its_address(region):
    rows = linked(region)
    address = region.addresses.loc[rows["identificatie"]]
    assert is_active(address).all()
    for column in ("adresseerbaar_object_identificatie", "gemeentecode", "buurtcode"):
        assert (rows[column].to_numpy() == address[column].to_numpy()).all()
    assert (rows.geometry.distance(address.geometry.set_axis(rows.index), align=False) < 0.01).all()
    assert rows["adresseerbaar_object_identificatie"].is_unique


def test_an_unlinked_row_has_no_place(region):
    rows = region.locations[region.locations["link_method"].isin(["candidates", "none"])]
    assert 5 <= len(rows) <= 40
    lost = ["adresseerbaar_object_identificatie", "identificatie", "gemeentecode", "buurtcode", "geometry"]
    assert rows[lost].isna().all(axis=None)
    assert rows["address"].str.contains(" of | bij ").all()


def test_types_lie_where_they_would(region):
    rows = linked(region)
    use = region.addresses.loc[rows["identificatie"], "gebruiksdoel"].set_axis(rows.index)
    expected = {
        "hotel": "logiesfunctie",
        "massagesalon": "winkelfunctie|gezondheidszorgfunctie",
        "horeca": "bijeenkomstfunctie",
        "autowasstraat": "industriefunctie",
        "land_tuinbouw": "industriefunctie",
        "uitzendbureau": "kantoorfunctie",
        "woning": "^woonfunctie$",
    }
    for location_type, pattern in expected.items():
        assert use[rows["location_type"] == location_type].str.contains(pattern).all(), location_type
    parks = region.land_use.geometry[region.land_use["class"] == "vakantiepark"].union_all()
    assert (rows[rows["location_type"] == "vakantiepark"].geometry.distance(parks) < 5).all()


@pytest.mark.parametrize("column", sorted(UNKNOWN_SHARES))
def test_a_fifth_to_a_third_of_the_values_is_unknown(region, column):
    locations = region.locations
    if column in APPLIES:
        locations = locations[locations["location_type"] == APPLIES[column]]
    elif column == "permit_valid_until":
        locations = locations[locations["permit"] == "verleend"]
    elif column == "operator_type":
        locations = locations[locations["location_type"] != "hotel"]
    assert 0.08 < locations[column].isna().mean() < 0.5


def test_no_row_is_younger_than_the_reference_date(region):
    assert (region.locations["bron_datum"] < pd.Timestamp(REFERENCE_DATE)).all()
