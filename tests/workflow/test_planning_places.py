"""What is known of the places of a round: one stop per address, points from the score, days since the last visit."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from risk_map.config import load_config
from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.registers import LOCATIONS
from risk_map.store.folder import DataFolder
from risk_map.workflow.planning_places import POINTS, Places, candidates_of, gather_places
from risk_map.workflow.planning_request import Area
from risk_map.workflow.snapshot import read_snapshot
from risk_map.workflow.store import store_of
from tests.workflow.town import HOTEL, LODGING, TODAY, WEST, decide, make_addresses, make_locations, plan

SECOND = "L0"
"""A restaurant in the hotel."""


@pytest.fixture
def data_dir(tmp_path):
    folder = DataFolder(tmp_path / "data")
    folder.write_addresses(make_addresses())
    locations = make_locations()
    beside = locations.loc[[HOTEL]].assign(location_type="horeca").rename(index={HOTEL: SECOND})
    both = gpd.GeoDataFrame(pd.concat([locations, beside]).rename_axis("location_id"), crs=RD_EPSG)
    folder.write(conform(both, LOCATIONS), LOCATIONS)
    return folder.path


def gathered(config, form="totaal"):
    snapshot = read_snapshot(config, TODAY)
    with store_of(config).read() as tx:
        return gather_places(tx, config, snapshot, Area(municipalities=(WEST,)), form)


def stop(config):
    found = candidates_of(gathered(config), TODAY, config.planning)
    (here,) = (item for item in found if {HOTEL, SECOND} & {item.location_id, *item.units})
    return here


def test_two_units_at_one_address_are_one_stop(config):
    decide(config, HOTEL)
    decide(config, SECOND)
    here = stop(config)
    assert set(here.units) == {HOTEL, SECOND}
    assert here.visit_s == 80 * 60
    assert here.required_partners == {"politie_basisteam"}


def test_a_unit_that_nobody_decided_on_is_not_visited_along(config):
    decide(config, SECOND)
    here = stop(config)
    assert (here.location_id, here.units, here.visit_s) == (SECOND, (SECOND,), 40 * 60)
    assert here.required_partners == frozenset()


def test_points_are_a_chance(config):
    decide(config, HOTEL)
    prizes = gathered(config).stops["prize"]
    assert prizes.between(1, POINTS).all()
    assert (prizes == np.rint(prizes)).all()


def test_the_place_of_a_candidate_is_its_row(config):
    places = gathered(config)
    found = candidates_of(places, TODAY, config.planning)
    assert [item.place for item in found] == list(range(len(places.points)))
    assert [item.location_id for item in found] == list(places.stops.index)


def test_days_since_the_last_visit_count_to_the_day_of_the_round():
    row = {
        "prize": 5.0, "units": ("A",), "unit_types": ("hotel",), "location_type": "hotel", "municipality": WEST,
        "decided": True, "home": False, "cleared": False, "frozen": False, "last_visit": pd.Timestamp("2026-11-01"),
        "x": 0.0, "y": 0.0,
    }  # fmt: skip
    places = Places(pd.DataFrame([row, row | {"last_visit": pd.NaT}], index=pd.Index(["A", "B"], name="location_id")))
    params = load_config().planning
    days = [item.days_since_visit for item in candidates_of(places, date(2026, 12, 4), params)]
    assert days == [33, None]


def test_a_place_in_a_coming_round_is_no_candidate(config):
    assert LODGING in gathered(config).stops.index
    plan(config, LODGING)
    assert LODGING not in gathered(config).stops.index
