from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk_map.planning.travel import UNREACHABLE, StraightLine, TravelMatrix, TravelParams, whole

TRIANGLE = np.array([[150_000.0, 450_000.0], [150_300.0, 450_400.0], [150_000.0, 450_400.0]])


def test_a_straight_line_is_made_longer_by_the_factor():
    found = StraightLine().matrix(TRIANGLE, "lopend")
    # 500 m x 1.3 at 5 km/h: 650 m, 468 s.
    assert (found.metres[0, 1], found.seconds[0, 1]) == (650, 468)
    assert found.method == "hemelsbreed x 1,3 (lopend)"
    assert found.snap_m.tolist() == [0, 0, 0]
    assert found.seconds.dtype == found.metres.dtype == np.int32


@pytest.mark.parametrize(("mode", "kmh"), [("auto", 40), ("fiets", 16), ("lopend", 5)])
def test_every_mode_has_its_speed(mode, kmh):
    found = StraightLine().matrix(TRIANGLE, mode)
    assert found.seconds[0, 1] == round(650 / (kmh / 3.6))


def test_a_straight_path_goes_from_place_to_place():
    legs = StraightLine().path(TRIANGLE, "auto")
    assert [leg.length for leg in legs] == [500, 300]
    assert [leg.coords[0] for leg in legs] == [tuple(TRIANGLE[0]), tuple(TRIANGLE[1])]


@pytest.mark.parametrize("count", [0, 1])
def test_none_or_one_place_has_no_way_to_go(count):
    assert StraightLine().path(TRIANGLE[:count], "auto") == []
    assert StraightLine().matrix(TRIANGLE[:count], "auto").seconds.shape == (count, count)


@given(st.lists(st.tuples(st.floats(0, 3e5), st.floats(3e5, 6e5)), min_size=1, max_size=6))
def test_straight_lines_are_as_long_back_and_never_shorter_by_a_detour(points):
    metres = StraightLine().matrix(np.array(points), "auto").metres
    assert (metres == metres.T).all()
    assert (np.diag(metres) == 0).all()
    assert (metres[:, None, :] <= metres[:, :, None] + metres[None] + 2).all()


def test_whole_numbers_are_rounded_and_what_is_no_number_is_unreachable():
    values = np.array([0.4, 0.6, 1e9, np.inf, np.nan, 2.0**31])
    assert whole(values).tolist() == [0, 1, 1_000_000_000, UNREACHABLE, UNREACHABLE, UNREACHABLE]


def matrix(seconds):
    seconds = np.array(seconds, dtype=np.int32)
    return TravelMatrix(seconds, seconds, np.zeros(len(seconds)), "proef")


def test_cut_off_are_the_places_without_a_way_there_and_back():
    # Place 1 can be reached and never left.
    assert matrix([[0, 5, 5], [UNREACHABLE, 0, UNREACHABLE], [5, 5, 0]]).cut_off().tolist() == [1]
    assert matrix([[0, 5], [5, 0]]).cut_off().tolist() == []
    assert matrix(np.zeros((0, 0))).cut_off().tolist() == []


@pytest.mark.parametrize(
    "change", [{"car_share": 0}, {"car_share": 1.1}, {"detour": 0.9}, {"foot_kmh": float("nan")}, {"max_snap_m": -1}]
)
def test_parameters_that_are_no_speed_are_refused(change):
    with pytest.raises(ValueError, match="out of range"):
        TravelParams(**change)
