"""The order of facts: by every column, whatever the order of the input."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from risk_map.scoring.facts import SORTED_BY, _frame, _order
from risk_map.scoring.indicator import join_facts, make_facts

FEW = st.integers(0, 2)
HOURS = st.integers(0, 72)
ROWS = st.lists(st.tuples(FEW, FEW, st.sampled_from([-1, 1]), FEW, FEW, HOURS, FEW, FEW, FEW, FEW), max_size=30)


def facts_of(rows):
    columns = np.array(rows, dtype="int64").reshape(len(rows), len(SORTED_BY)).T
    location, family, sign, indicator, severity, hours, source, form, scale, cleared = columns
    facts = make_facts(
        location,
        severity=np.array(["a", "b", "c"], dtype=object)[severity],
        sign=sign,
        date=np.datetime64("1969-12-31T00", "us") + hours * np.timedelta64(1, "h"),
        source=np.array(["x", "y", "z"], dtype=object)[source],
        form=form,
        scale=scale / 2,
        cleared=cleared,
        amount=np.arange(len(rows)),
    )
    return join_facts([facts]) | {"family": family.astype("int8"), "indicator": indicator.astype("int8")}


@given(ROWS)
@settings(deadline=None)
def test_facts_are_sorted_by_every_column_and_equal_ones_stay_as_they_came(rows):
    facts = facts_of(rows)
    unsorted = _frame(facts, np.arange(len(rows)))
    ordered = _frame(facts, _order(facts))
    expected = unsorted.astype({"severity": "str", "source": "str"}).sort_values(list(SORTED_BY), kind="stable")
    pd.testing.assert_series_equal(ordered["amount"], expected["amount"].reset_index(drop=True))
