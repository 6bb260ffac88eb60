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
from tests.workflow.town import HOTEL, LODGING, STUDIO, TODAY, WEST, decide, make_addresses, make_locations, plan

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


@pytest.mark.parametrize(("text", "hours"), [("ma-zo 09:00-12:00", (9, 12)), ("ma-zo gesloten", None)])
def test_hours_in_the_register_come_before_those_of_the_type(data_dir, config, text, hours):
    decide(config, HOTEL)
    folder = DataFolder(data_dir)
    told = folder.read(LOCATIONS)
    folder.write(told.assign(opening_hours=told["opening_hours"].where(told.index != HOTEL, text)), LOCATIONS)
    here = stop(config)
    assert [(each.opens_s // 3600, each.closes_s // 3600) for each in here.windows] == ([hours] if hours else [])
    assert here.required_partners == frozenset()


def told_hours(data_dir, **texts):
    """Let the register say when places are open."""
    folder = DataFolder(data_dir)
    told = folder.read(LOCATIONS)
    hours = told["opening_hours"].where(~told.index.isin(texts), told.index.to_series().map(texts))
    folder.write(told.assign(opening_hours=hours), LOCATIONS)


@pytest.mark.parametrize(
    ("text", "days"), [("ma-wo 09:00-12:00; zo 10:00-11:00", (0, 1, 2, 6)), ("ma-zo gesloten", ())]
)
def test_a_place_that_is_closed_says_when_it_is_open(data_dir, config, text, days):
    decide(config, HOTEL)
    told_hours(data_dir, **{HOTEL: text})
    here = stop(config)
    assert (here.windows, here.open_on) == ((), days)


def test_units_at_one_address_are_visited_when_all_of_them_are_open(data_dir, config):
    for name in (HOTEL, SECOND):
        decide(config, name)
    told_hours(data_dir, **{HOTEL: "ma-zo 09:00-12:00, 19:00-23:00", SECOND: "ma-zo 11:00-20:00"})
    here = stop(config)
    assert set(here.units) == {HOTEL, SECOND}
    assert [(each.opens_s / 3600, each.closes_s / 3600) for each in here.windows] == [(11, 12), (19, 20)]


def test_units_that_are_never_open_together_are_stops_of_their_own(data_dir, config):
    for name in (HOTEL, SECOND):
        decide(config, name)
    told_hours(data_dir, **{HOTEL: "ma-zo 09:00-12:00", SECOND: "ma-zo 18:00-20:00"})
    places = gathered(config)
    found = [item for item in candidates_of(places, TODAY, config.planning) if item.location_id in {HOTEL, SECOND}]
    assert {(item.location_id, item.units, item.windows[0].opens_s // 3600) for item in found} == {
        (HOTEL, (HOTEL,), 9),
        (SECOND, (SECOND,), 18),
    }
    assert found[0].prize >= found[1].prize
    assert found[0].place == found[1].place
    assert {item.visit_s for item in found} == {40 * 60}
    assert set(places.addresses) >= {HOTEL, SECOND}


def test_a_home_keeps_the_hours_of_the_law(data_dir, config):
    folder = DataFolder(data_dir)
    folder.write(folder.read(LOCATIONS).assign(opening_hours="ma-zo 00:00-24:00"), LOCATIONS)
    found = {item.location_id: item for item in candidates_of(gathered(config), TODAY, config.planning)}
    assert found[STUDIO].home
    assert found[STUDIO].windows == config.planning.type_of(found[STUDIO].location_type).windows(TODAY)
    assert (found[HOTEL if HOTEL in found else SECOND].windows[0].closes_s) == 24 * 3600


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
        "unit_prizes": (5.0,), "unit_hours": (None,), "x": 0.0, "y": 0.0,
    }  # fmt: skip
    places = Places(pd.DataFrame([row, row | {"last_visit": pd.NaT}], index=pd.Index(["A", "B"], name="location_id")))
    params = load_config().planning
    days = [item.days_since_visit for item in candidates_of(places, date(2026, 12, 4), params)]
    assert days == [33, None]


def test_a_place_in_a_coming_round_is_no_candidate(config):
    assert LODGING in gathered(config).stops.index
    plan(config, LODGING)
    assert LODGING not in gathered(config).stops.index
