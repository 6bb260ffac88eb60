from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk_map.demo.tables import largest_remainder, neighbourhoods, read_table


def test_largest_remainder_by_hand():
    # 10 * (5, 3, 2) / 10 has no remainder; 7 * gives 3.5, 2.1, 1.4: the half gets the seat.
    assert largest_remainder(np.array([5.0, 3.0, 2.0]), 10).tolist() == [5, 3, 2]
    assert largest_remainder(np.array([5.0, 3.0, 2.0]), 7).tolist() == [4, 2, 1]


@given(
    st.lists(st.floats(0, 1e6), min_size=1, max_size=40).filter(lambda values: sum(values) > 1e-3),
    st.integers(0, 10**6),
)
def test_largest_remainder_adds_up_and_is_never_one_off(weights, total):
    weights = np.array(weights)
    parts = largest_remainder(weights, total)
    assert parts.sum() == total
    assert (np.abs(parts - weights / weights.sum() * total) < 1 + 1e-6).all()


def test_there_are_83_buurten_in_15_wijken_of_4_municipalities():
    buurten = neighbourhoods()
    assert (len(buurten), buurten["wijkcode"].nunique(), buurten["gemeentecode"].nunique()) == (83, 15, 4)
    assert set(buurten["wijkcode"]) == set(read_table("wijken")["code"])
    assert (buurten.index.str.slice(2, 6) == buurten["gemeentecode"].str.slice(2)).all()


def test_the_dwellings_of_the_buurten_add_up_to_the_published_stock():
    made = neighbourhoods().groupby("gemeentecode")["woningen"].sum()
    assert made.to_dict() == {"GM0312": 6764, "GM0327": 13637, "GM0351": 5601, "GM0355": 30111}


@pytest.mark.parametrize("name", ["anchors", "character", "lines", "places", "uses", "stems", "locations", "truth"])
def test_tables_have_no_double_rows(name):
    assert not read_table(name).duplicated().any()
