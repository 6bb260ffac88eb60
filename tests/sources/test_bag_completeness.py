"""About as many dwellings as published, or the delivery is incomplete."""

from __future__ import annotations

import pytest

from risk_map.domain.contract import conform
from risk_map.domain.frames import AREAS
from risk_map.errors import SourceIncompleteError
from risk_map.sources.bag_completeness import MINIMUM_SHARE, check_complete, count_dwellings
from tests.sources import tiny_town


@pytest.fixture(scope="module")
def addresses():
    return tiny_town.expected(tiny_town.ALL_ROWS, bron="x")


def published(dwellings=None, households=None):
    areas = tiny_town.areas()
    areas.loc[tiny_town.WEST, ["woningvoorraad", "aantal_huishoudens"]] = [dwellings, households]
    return conform(areas, AREAS)


def test_dwellings_are_main_addresses_in_use_with_a_residential_use(addresses):
    # By hand: 10 ordinary and these of the traps; not: industry, secondary, other use, planned, out of use, withdrawn.
    in_use = {
        "three_uses",
        "unknown_year",
        "two_buildings",
        "addition_NA",
        "addition_1E5",
        "addition_02",
        "letter_small",
        "letter_large",
        "in_use_twin",
        "rebuilding",
        "not_measured",
        "foreign_prefix",
        "buurt_border",
        "other_town",
        "far_building",
        "renamed",
        "just_outside",
    }
    assert count_dwellings(addresses).to_dict() == {tiny_town.WEST: 10 + len(in_use), tiny_town.EAST: 3}


def test_two_names_of_one_dwelling_are_one_dwelling(addresses):
    living_there = addresses.assign(gebruiksdoel="woonfunctie")
    secondary = addresses["adrestype"] == "nevenadres"
    assert secondary.sum() == 2
    assert count_dwellings(living_there).to_dict() == count_dwellings(living_there[~secondary]).to_dict()


@pytest.mark.parametrize(("dwellings", "households"), [(27, None), (31, None), (20, None), (None, 31), (27, 1000)])
def test_about_enough_is_enough(addresses, dwellings, households):
    check_complete(addresses, published(dwellings, households), "x")


@pytest.mark.parametrize(("dwellings", "households"), [(32, None), (None, 32), (32, 1)])
def test_too_few_is_refused_with_both_numbers(addresses, dwellings, households):
    assert MINIMUM_SHARE * 32 > 27
    with pytest.raises(SourceIncompleteError, match=r"27 woningen in GM9001, .* ongeveer 32 zijn"):
        check_complete(addresses, published(dwellings, households), "x")


def test_a_municipality_without_any_dwelling_left_is_refused(addresses):
    withdrawn = addresses[addresses.index == tiny_town.TRAPS["withdrawn"].name_id]
    with pytest.raises(SourceIncompleteError, match="0 woningen"):
        check_complete(withdrawn, published(27), "x")


def test_what_is_not_published_or_not_delivered_is_not_judged(addresses):
    check_complete(addresses, published(), "x")
    check_complete(addresses, None, "x")
    east = addresses[addresses["gemeentecode"] == tiny_town.EAST]
    check_complete(east, published(1000), "x")
