"""A BAG id is 16 digits; what a spreadsheet spoiled is put right only where that is certain."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risk_map.sources.written_ids import NOT_AN_ID, ROUNDED, read_ids


def read(*texts):
    return read_ids(pd.Series(texts, dtype="str"))


def test_sixteen_digits_are_an_id_with_or_without_the_prefix_of_the_extract():
    ids = read("0355010000123456", "NL.IMBAG.Verblijfsobject.0355010000123456", None)
    assert ids["bag_id"].tolist()[:2] == ["0355010000123456"] * 2
    assert ids["fault"].isna().all()
    assert not ids["padded"].any()


def test_a_lost_leading_zero_is_put_back_and_told():
    ids = read("355010000123456")
    assert ids.loc[0, ["bag_id", "padded"]].tolist() == ["0355010000123456", True]


@pytest.mark.parametrize("text", ["3.55E+14", "3,55E+14", "3.5501E+14", "4E+14", "1.96001E15"])
def test_a_rounded_number_is_a_fault_that_explains_itself(text):
    ids = read(text)
    assert ids["bag_id"].isna().all()
    assert ids.loc[0, "fault"] == ROUNDED


@pytest.mark.parametrize(
    "text", ["12", "35501000012345", "03550100001234567", "0355O10000123456", "٠٣٥٥٠١٠٠٠٠١٢٣٤٥٦", "x"]
)
def test_anything_else_is_a_fault(text):
    assert read(text).loc[0, "fault"] == NOT_AN_ID


def test_ids_that_all_end_in_zero_are_doubtful_when_excel_can_have_rounded_them():
    assert read("1960010000123450", "1960010000999990")["doubtful"].all()
    assert not read("1960010000123450", "1960010000999991")["doubtful"].any()
    assert not read("0355010000123450", "0355010000999990")["doubtful"].any()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.from_regex(r"[0-9]{16}", fullmatch=True), min_size=1))
def test_an_id_never_changes_and_a_spoiled_one_is_never_trusted(ids):
    assert read(*ids)["bag_id"].tolist() == ids
    spoiled = [str(int(float(f"{int(text):.14e}"))) for text in ids]  # what Excel keeps of a number: 15 digits
    again = read(*spoiled)
    changed = again["bag_id"].notna() & (again["bag_id"] != pd.Series(ids, dtype="str"))
    assert again.loc[changed, "doubtful"].all()
