"""The grid of 500 m: names, corners and counts, by hand and by brute force."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from risk_map.hotspots.grid import CELL_M, Grid, corners, grid_around

METRES = st.tuples(st.integers(140_000, 144_999), st.integers(450_000, 453_999))


def points(pairs):
    return pd.DataFrame(pairs, columns=["x", "y"], dtype="float64")


def test_a_square_is_named_after_its_south_west_corner_in_hundreds_of_metres():
    some = points([(144_999.9, 455_000.0)])
    grid = grid_around(some)
    values = grid.values(grid.count(some), grid.count(some) > 0)
    assert values.to_dict() == {"E1445N4550": 1.0}
    assert corners(values.index).to_numpy().tolist() == [[144_500, 455_000]]


def test_a_point_outside_the_grid_is_not_counted():
    grid = Grid(west=280, south=900, columns=2, rows=2)
    assert (
        grid.count(points([(139_999, 450_000), (140_000, 450_000), (141_000, 450_000), (140_500, 451_000)])).sum() == 1
    )


@given(st.lists(METRES, min_size=1, max_size=30))
def test_every_point_is_counted_in_the_square_that_its_name_says(pairs):
    some = points(pairs)
    grid = grid_around(some)
    raster = grid.count(some)
    assert raster.sum() == len(pairs)
    values = grid.values(raster, raster > 0)
    for name, (x, y) in corners(values.index).iterrows():
        inside = [(a, b) for a, b in pairs if x <= a < x + CELL_M and y <= b < y + CELL_M]
        assert values[name] == len(inside)


@given(st.lists(METRES, min_size=1, max_size=30), st.integers(0, 499), st.integers(0, 499))
def test_where_a_point_lies_in_its_square_changes_nothing(pairs, dx, dy):
    some = points(pairs)
    moved = points([(x // CELL_M * CELL_M + dx, y // CELL_M * CELL_M + dy) for x, y in pairs])
    assert grid_around(some) == grid_around(moved)
    np.testing.assert_array_equal(grid_around(some).count(some), grid_around(some).count(moved))
