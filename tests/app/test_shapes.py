"""Drawn areas: text that goes through the address of the page and comes back the same; anything else is no area."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from risk_map.app import shapes
from risk_map.domain.choice import MOST_AREAS, MOST_CORNERS

UNIT = st.integers(-18_000_000, 18_000_000)
AREAS = st.lists(st.lists(st.tuples(UNIT, UNIT), min_size=3, max_size=12), min_size=1, max_size=5)


@given(AREAS)
def test_what_was_drawn_comes_back_and_covers_something_valid(areas):
    text = shapes.write([[list(corner) for corner in area] for area in areas])
    assert shapes.read(text) == areas
    assert shapely.is_valid(shapes.covered(text))


def test_a_square_covers_what_lies_in_it_and_nothing_else():
    square = shapes.covered(
        shapes.write([[[500_000, 5_200_000], [600_000, 5_200_000], [600_000, 5_300_000], [500_000, 5_300_000]]])
    )
    assert square.equals(shapely.box(5, 52, 6, 53))


def test_a_bow_tie_covers_both_its_wings():
    tie = shapes.covered(shapes.write([[[0, 0], [200_000, 200_000], [200_000, 0], [0, 200_000]]]))
    assert shapely.contains_xy(tie, [0.2, 1.8, 1.0], [1.0, 1.0, 0.2]).tolist() == [True, True, False]


def test_wiping_the_drawing_leaves_an_empty_text_and_no_area():
    assert shapes.write([]) == ""
    assert shapes.read("") == []


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "1.2_3.4_5.6",
        {"a": 1},
        [[[1, 2], [3, 4]]],
        [[[1, 2], [3, 4], [5]]],
        [[[1, 2], [3, 4], ["<script>", 6]]],
        [[[1, 2], [3, 4], [5.5, 6]]],
        [[[1, 2], [3, 4], [10**12, 6]]],
        [[[1, 2], [3, 4], [5, 6]]] * (MOST_AREAS + 1),
        [[[n, n] for n in range(MOST_CORNERS + 1)]],
    ],
)
def test_anything_else_from_the_browser_is_no_area(sent):
    assert shapes.write(sent) is None


@pytest.mark.parametrize("text", ["x", "1.2_3.4", "1.2_3.4_5.6~", "1.2_3.4_5.6\n", "javascript:1", "1,2_3,4_5,6"])
def test_anything_else_in_the_address_is_no_area(text):
    assert shapes.read(text) == []
