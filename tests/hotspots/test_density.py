"""Smoothing against a sum over all pairs of squares, and what a ratio of two smoothed rasters must do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from risk_map.hotspots.density import relative_risk, smooth, sum_around

COUNTS = st.integers(0, 40).map(float)
RASTERS = st.tuples(st.integers(1, 9), st.integers(1, 9)).flatmap(lambda shape: arrays(float, shape, elements=COUNTS))


def brute_force(raster, weight, reach):
    rows, columns = raster.shape
    result = np.zeros_like(raster)
    for i, j in np.ndindex(rows, columns):
        for k, m in np.ndindex(rows, columns):
            if abs(i - k) <= reach and abs(j - m) <= reach:
                result[i, j] += raster[k, m] * weight(i - k, j - m)
    return result


@given(raster=RASTERS, bandwidth=st.floats(0.3, 4), reach=st.integers(0, 12))
def test_smoothing_is_the_weighted_sum_over_all_squares_in_reach(raster, bandwidth, reach):
    exact = brute_force(raster, lambda y, x: np.exp(-(x * x + y * y) / (2 * bandwidth**2)), reach)
    np.testing.assert_allclose(smooth(raster, bandwidth, reach), exact, rtol=1e-12, atol=1e-12)


@given(raster=RASTERS, reach=st.integers(0, 12))
def test_the_plain_sum_counts_exactly_what_smoothing_uses(raster, reach):
    np.testing.assert_array_equal(sum_around(raster, reach), brute_force(raster, lambda _y, _x: 1, reach))


def test_one_square_weighs_itself_fully_and_its_neighbour_by_the_kernel():
    raster = np.zeros((5, 5))
    raster[2, 2] = 3.0
    smoothed = smooth(raster, 2.0, 2)
    assert smoothed[2, 2] == pytest.approx(3.0)
    assert smoothed[2, 3] == pytest.approx(3.0 * np.exp(-1 / 8))


@given(raster=RASTERS, rate=st.floats(0.01, 1))
def test_reports_in_proportion_to_addresses_are_nowhere_more_than_expected_also_at_the_edge(raster, rate):
    observed, expected = smooth(rate * raster, 2.0, 6), rate * smooth(raster, 2.0, 6)
    np.testing.assert_allclose(relative_risk(observed, expected, 2.0), 1.0, rtol=1e-9)


@pytest.mark.parametrize(
    ("observed", "expected", "risk"), [(6.0, 2.0, 2.0), (0.0, 2.0, 0.5), (1.0, 0.0, 1.5), (0.0, 0.0, 1.0)]
)
def test_a_ratio_is_drawn_towards_one_where_little_is_expected(observed, expected, risk):
    assert relative_risk(np.array([observed]), np.array([expected]), 2.0)[0] == pytest.approx(risk)
