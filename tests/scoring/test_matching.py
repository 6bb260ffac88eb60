"""The join of numbers against the join by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from risk_map.scoring.matching import match, number

NUMBERS = st.lists(st.integers(-1, 4), max_size=12)
TEXTS = st.lists(st.sampled_from(["a", "b", "", None]), max_size=8)


@given(NUMBERS, NUMBERS)
@settings(deadline=None)
def test_every_pair_with_the_same_number_is_found_once_in_order_and_no_other(left, right):
    rows, others = match(np.array(left, dtype="int64"), np.array(right, dtype="int64"))
    by_hand = [(i, j) for i, a in enumerate(left) for j, b in enumerate(right) if a == b and a >= 0]
    assert list(zip(rows.tolist(), others.tolist(), strict=True)) == by_hand


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_texts_get_the_same_number_when_they_are_equal_and_missing_ones_get_none(one, other):
    first, second = number(pd.Series(one, dtype="str"), pd.Series(other, dtype="str"))
    assert [len(first), len(second)] == [len(one), len(other)]
    texts, numbers = [*one, *other], [*first, *second]
    assert [value < 0 for value in numbers] == [text is None for text in texts]
    known = {(text, value) for text, value in zip(texts, numbers, strict=True) if text is not None}
    assert len(known) == len({text for text, _ in known}) == len({value for _, value in known})
