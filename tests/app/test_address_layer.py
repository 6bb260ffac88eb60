"""All addresses as steps from point to point: nothing is lost, nothing is doubled, and a step is short."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from risk_map.app.address_layer import address_steps

RD = st.tuples(st.integers(120_000, 180_000), st.integers(430_000, 480_000))


def frame(points):
    return gpd.GeoDataFrame(geometry=[None if point is None else Point(point) for point in points], crs=28992)


def places(steps):
    return np.cumsum(np.array(steps).reshape(-1, 2), axis=0)


@given(st.lists(RD, min_size=1, max_size=40))
def test_every_place_comes_back_once_to_within_a_metre(points):
    found = places(address_steps(frame(points)))
    degrees = frame(points).to_crs(4326).geometry
    wanted = {(round(x * 100_000), round(y * 100_000)) for x, y in zip(degrees.x, degrees.y, strict=True)}
    assert sorted(map(tuple, found.tolist())) == sorted(wanted)


def test_an_address_without_a_place_is_no_point_and_none_at_all_are_no_steps():
    assert len(address_steps(frame([(150_000, 450_000), None]))) == 2
    assert address_steps(frame([None])) == []


def test_steps_in_a_town_are_short():
    grid = [(150_000 + 10 * i, 450_000 + 10 * j) for i in range(60) for j in range(60)]
    assert np.median(np.abs(address_steps(frame(grid))[2:])) < 50
