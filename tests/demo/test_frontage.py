from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from risk_map.demo.frontage import Frontage


def make(free, buurt):
    return Frontage(pd.DataFrame({"free_m": np.array(free, dtype=float), "buurt": buurt}), np.zeros(len(free)))


def test_sides_are_filled_in_order_until_the_quota_is_met():
    frontage = make([30, 30, 30], [0, 0, 1])
    order, width = np.array([2.0, 1.0, 1.0]), np.full(3, 10.0)
    units, left, missing = frontage.place(np.array([4, 5]), order, width, np.ones(3, dtype=int))
    assert units["side"].value_counts().to_dict() == {1: 3, 2: 3, 0: 1}
    assert missing.tolist() == [0, 2]
    assert left.free.tolist() == [20, 0, 0]
    assert units.loc[units["side"] == 1, "at_m"].tolist() == [5, 15, 25]


def test_a_side_without_an_order_stays_empty():
    units, _, missing = make([30], [0]).place(np.array([1]), np.array([np.nan]), np.array([5.0]), np.array([1]))
    assert units.empty
    assert missing.tolist() == [1]


@given(
    st.lists(
        st.tuples(st.floats(5, 300), st.integers(0, 3), st.floats(3, 60), st.integers(1, 9)), min_size=1, max_size=30
    ),
    st.lists(st.integers(0, 60), min_size=4, max_size=4),
)
def test_lots_never_overlap_and_never_leave_their_side(sides, quota):
    free, buurt, width, per_lot = (np.array(values) for values in zip(*sides, strict=True))
    frontage = make(free, buurt)
    units, left, missing = frontage.place(np.array(quota), np.arange(len(sides), dtype=float), width, per_lot)
    placed = np.bincount(buurt[units["side"]], minlength=4)
    assert (placed + missing == quota).all()
    assert (left.used <= free + 1e-9).all()
    lots = units.drop_duplicates(["side", "lot"])
    gaps = lots.groupby("side")["at_m"].diff().dropna()
    assert (gaps >= lots.loc[gaps.index, "width_m"] - 1e-9).all()
