"""Where a team sets out is said in words that somebody can drive to: a name, a road, a bare number only as the last."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pytest
from shapely import LineString, box

from risk_map.domain.contract import RD_EPSG
from risk_map.reporting.route_map import MapLayers
from risk_map.store.folder import DataFolder
from risk_map.workflow.route_starts import start_words
from tests.reporting.route_example import TEAM
from tests.store_fixtures import mostly_sqlite
from tests.workflow.town import WEST

database_url = mostly_sqlite

AT, FAR = (150_600.0, 450_020.0), (190_000.0, 450_000.0)


def layers(*names, areas=True):
    """Give a municipality, and roads from north to south, 10 m apart, of which the first is nearest."""
    lines = [LineString([(150_000, 450_030 + 10 * at), (151_000, 450_030 + 10 * at)]) for at in range(len(names))]
    towns = gpd.GeoDataFrame(
        {"niveau": ["gemeente"], "gemeentecode": [WEST]},
        geometry=[box(140_000, 440_000, 160_000, 460_000)],
        crs=RD_EPSG,
    )
    return MapLayers(
        towns if areas else towns.iloc[:0], gpd.GeoDataFrame({"naam": list(names)}, geometry=lines, crs=RD_EPSG)
    )


def words(config, start, drawn, end=None):
    return start_words(config, replace(TEAM, start=start, end=end), drawn)


def test_a_configured_beginning_has_the_name_of_its_municipality_and_the_nearest_road_that_has_one(config):
    known = replace(config, planning=replace(config.planning, starts={WEST: AT}))
    assert words(known, AT, layers(None, "Kerkweg", "Dorpsweg")) == "West, bij Kerkweg (S op de kaart)"


def test_the_middle_of_the_addresses_is_said_to_be_no_place_that_was_configured(config):
    here = DataFolder(config.data_dir).read_addresses([WEST]).geometry
    middle = (float(here.x.median()), float(here.y.median()))
    told = words(config, middle, layers("Kerkweg"))
    assert told == "midden van West, bij Kerkweg; geen startpunt ingesteld (S op de kaart)"


@pytest.mark.parametrize("areas", [True, False])
def test_a_chosen_place_has_the_street_of_an_address_where_no_road_is_known(config, areas):
    assert words(config, AT, layers(areas=areas)) == "gekozen punt in West, bij Lindepad (S op de kaart)"


def test_an_end_elsewhere_is_said_too_and_a_place_far_from_everything_by_its_coordinates(config):
    told = words(config, AT, layers("Kerkweg"), FAR)
    assert told == "gekozen punt in West, bij Kerkweg (S op de kaart); einde: RD 190000, 450000 (E)"
    assert words(config, FAR, layers("Kerkweg"), FAR) == "RD 190000, 450000 (S op de kaart)"
    assert words(config, None, layers("Kerkweg")) == ""
