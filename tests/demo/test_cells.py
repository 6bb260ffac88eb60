from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import shapely

from risk_map.demo.cells import make_cells
from risk_map.demo.tables import neighbourhoods


@pytest.fixture(scope="module")
def cells():
    return make_cells(neighbourhoods())


def test_outlines_neither_overlap_nor_leave_gaps(cells):
    assert shapely.coverage_is_valid(cells.outlines)


def test_the_municipalities_touch_as_they_do(cells):
    # Positions in alphabetical order of code: Bunnik, Leusden, Woudenberg, Zeist.
    touching = {
        (one, other)
        for one, other in combinations(range(4), 2)
        if cells.outlines[one].intersection(cells.outlines[other]).length > 500
    }
    assert {(0, 3), (1, 2), (1, 3)} <= touching
    assert (0, 1) not in touching
    assert (0, 2) not in touching


def test_a_point_lies_in_a_buurt_of_its_municipality_or_in_none(cells):
    rng = np.random.default_rng(2)
    low, high = cells.anchors.min(axis=0) - 1000, cells.anchors.max(axis=0) + 1000
    points = rng.uniform(low, high, (3000, 2))
    found = cells.locate(points)
    holds = np.column_stack([shapely.contains_xy(outline, points) for outline in cells.outlines])
    assert ((found >= 0) == holds.any(axis=1)).all()
    assert holds[found >= 0, cells.municipality[found[found >= 0]]].all()
