"""Columns of names: the same names in the same rows as a plain list, whatever the parts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risk_map.scoring.names import Names, join_names

COLUMNS = st.lists(st.text(max_size=3), max_size=8)


@given(st.lists(COLUMNS, max_size=5))
@settings(deadline=None)
def test_joined_parts_hold_the_names_of_all_rows_in_order(parts):
    joined = join_names([Names.of(part, len(part)) for part in parts])
    assert list(joined) == [name for part in parts for name in part]
    assert joined.categorical().tolist() == list(joined)


@given(st.lists(COLUMNS, max_size=5))
@settings(deadline=None)
def test_codes_of_joined_parts_compare_as_the_names_do(parts):
    joined = join_names([Names.of(part, len(part)) for part in parts])
    by_code = np.argsort(joined.codes, kind="stable")
    assert list(joined[by_code]) == sorted(joined)


def test_one_name_stands_for_all_rows():
    assert list(Names.of("signaal", 3)) == ["signaal"] * 3
    assert len(join_names([Names.of("signaal", 3), Names.of("controle", 2)])) == 5


def test_a_name_that_is_no_longer_used_changes_nothing():
    shorter = Names.of(["b", "a", "b"], 3)[np.array([0, 2])]
    assert list(join_names([shorter])) == ["b", "b"]


def test_more_names_than_fit_in_one_byte_stay_apart():
    names = [f"bron {number:03d}" for number in range(300)]
    assert list(join_names([Names.of(names, 300)])) == names


def test_a_missing_name_is_refused_rather_than_taken_for_another():
    with pytest.raises(TypeError):
        join_names([Names.of(np.array(["a", np.nan], dtype=object), 2)])


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["1", "2", ""])), max_size=8))
@settings(deadline=None)
def test_renamed_and_joined_columns_are_those_of_renaming_and_joining_every_row(rows):
    first, second = (Names.of([row[column] for row in rows], len(rows)) for column in (0, 1))
    assert list(first.renamed("<{}>", {"a": "x", "b": "y"})) == [f"<{'x' if name == 'a' else 'y'}>" for name, _ in rows]
    assert list(first.renamed("{}.").joined(second)) == [f"{name}.{behind}" for name, behind in rows]
