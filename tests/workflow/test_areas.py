"""A selection of places under a name: kept per municipality or for the region, replaced, taken away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from risk_map.errors import ForbiddenColumnError, InputError, PermissionDeniedError
from risk_map.workflow.areas import keep_area, read_areas, remove_area
from tests.workflow.town import (
    ADMINISTRATOR,
    AUDITOR,
    COORDINATOR,
    INSPECTOR,
    NOW,
    OFFICER,
    OTHER_COORDINATOR,
    POLICY,
    REGION,
)

PARTS = {"gemeente": ["GM9001"], "soort": ["hotel"], "tekening": "1.2_3.4_5.6", "buurt": []}


def names(subject, config):
    return [area.name for area in read_areas(subject, config)]


def test_a_selection_comes_back_as_it_was_kept_without_its_empty_parts(config):
    keep_area(COORDINATOR, config, "  Rond het  station ", PARTS, NOW)
    (area,) = read_areas(COORDINATOR, config)
    assert (area.name, area.kept_at) == ("Rond het station", NOW)
    assert area.parts == {"gemeente": ["GM9001"], "soort": ["hotel"], "tekening": ["1.2_3.4_5.6"]}


def test_what_a_municipality_keeps_is_its_own_and_what_the_region_keeps_is_of_the_region(config):
    keep_area(COORDINATOR, config, "west", PARTS, NOW)
    keep_area(OTHER_COORDINATOR, config, "oost", PARTS, NOW)
    keep_area(REGION, config, "samen", PARTS, NOW)
    assert [names(who, config) for who in (COORDINATOR, OTHER_COORDINATOR, REGION)] == [["west"], ["oost"], ["samen"]]


def test_the_same_name_again_replaces_the_selection(config, rows):
    first = keep_area(COORDINATOR, config, "west", PARTS, NOW)
    keep_area(COORDINATOR, config, "west", {"soort": ["horeca"]}, NOW + timedelta(hours=1))
    assert [area.parts for area in read_areas(COORDINATOR, config)] == [{"soort": ["horeca"]}]
    assert [row["corrects"] for row in rows("saved_area")] == [None, first]


def test_a_selection_that_was_taken_away_is_gone_and_its_name_is_free(config):
    remove_area(COORDINATOR, config, keep_area(COORDINATOR, config, "west", PARTS, NOW), NOW)
    assert names(COORDINATOR, config) == []
    keep_area(COORDINATOR, config, "west", PARTS, NOW)
    assert names(COORDINATOR, config) == ["west"]


def test_nobody_takes_the_selection_of_another_away(config):
    kept = keep_area(COORDINATOR, config, "west", PARTS, NOW)
    for other in (OTHER_COORDINATOR, REGION):
        with pytest.raises(InputError, match="bestaat niet"):
            remove_area(other, config, kept, NOW)
    assert names(COORDINATOR, config) == ["west"]


@pytest.mark.parametrize("subject", [INSPECTOR, OFFICER, POLICY, ADMINISTRATOR, AUDITOR], ids=lambda one: one.role)
def test_other_roles_keep_nothing_and_see_nothing(config, subject):
    with pytest.raises(PermissionDeniedError):
        keep_area(subject, config, "west", PARTS, NOW)
    with pytest.raises(PermissionDeniedError):
        read_areas(subject, config)


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_a_name_is_there_and_short(config, name):
    with pytest.raises(InputError):
        keep_area(COORDINATOR, config, name, PARTS, NOW)


def test_a_name_says_nothing_about_a_person(config):
    with pytest.raises(ForbiddenColumnError):
        keep_area(COORDINATOR, config, "bel 06-12345678", PARTS, NOW)


@pytest.mark.parametrize(
    "parts",
    [{"adres": ["Lindepad 1"]}, {"gemeente": ["GM90011"]}, {"soort": ["hotel; DROP"]}, {"tekening": "1.2_3.4"}],
    ids=["unknown part", "no code", "no word", "two corners"],
)
def test_only_codes_and_corners_are_kept(config, rows, parts):
    with pytest.raises(InputError, match="geen keuze"):
        keep_area(COORDINATOR, config, "west", parts, NOW)
    assert rows("saved_area") == []
