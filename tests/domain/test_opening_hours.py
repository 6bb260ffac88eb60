"""Opening hours, read as a patient human would."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk_map.domain.opening_hours import DAY_S, DAYS, PATTERN, hours_on

MONDAY = date(2026, 11, 30)
CLOCKS = st.integers(0, 23 * 60 + 59)


def day(name):
    return MONDAY + timedelta(days=DAYS.index(name))


def of(hour, minute=0):
    return (hour * 60 + minute) * 60


@pytest.mark.parametrize(
    ("text", "name", "hours"),
    [
        ("ma-vr 09:00-17:00", "ma", ((of(9), of(17)),)),
        ("ma-vr 09:00-17:00", "vr", ((of(9), of(17)),)),
        ("ma-vr 09:00-17:00", "za", ()),
        ("ma-vr 9:00 - 17:00; za 10:00-14:00, 19:00-23:30;", "za", ((of(10), of(14)), (of(19), of(23, 30)))),
        ("Ma, wo 09:00-12:00; di gesloten", "wo", ((of(9), of(12)),)),
        ("ma,wo 09:00-12:00; DI Gesloten", "di", ()),
        ("vr-ma 20:00-02:00", "zo", ((of(20), of(26)),)),
        ("vr-ma 20:00-02:00", "di", ()),
        ("ma-zo 00:00-24:00", "do", ((0, DAY_S),)),
        ("ma 09:00-12:00; ma 11:00-13:00; ma 13:00-14:00", "ma", ((of(9), of(14)),)),
    ],
)
def test_hours_of_a_day(text, name, hours):
    assert re.match(PATTERN, text)
    assert hours_on(text, day(name)) == hours


@pytest.mark.parametrize(
    "text",
    ["", "ma", "09:00-17:00", "ma 9-17", "ma-vr 09:00", "maandag 09:00-17:00", "ma 25:00-26:00", "ma 09:00-17:60",
     "ma 09:00-17:00 di 09:00-17:00", "ma 24:00-01:00", "ma 09:00-17:00; =HYPERLINK(1)", "x ma 09:00-17:00"],
)  # fmt: skip
def test_anything_else_is_refused(text):
    assert re.match(PATTERN, text) is None
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        hours_on(text, MONDAY)


@given(st.lists(st.tuples(st.sampled_from(DAYS), CLOCKS, CLOCKS), min_size=1, max_size=5), st.sampled_from(DAYS))
def test_a_place_is_open_at_a_minute_when_one_of_its_texts_says_so(parts, name):
    text = "; ".join(f"{on} {b // 60:02d}:{b % 60:02d}-{e // 60}:{e % 60:02d}" for on, b, e in parts)
    found = hours_on(text, day(name))
    assert all(one[1] < two[0] for one, two in pairwise(found))
    for minute in range(0, 48 * 60, 7):
        said = any(b <= minute < (e if e > b else e + 24 * 60) for on, b, e in parts if on == name)
        assert any(begin <= minute * 60 < end for begin, end in found) == said


@pytest.mark.parametrize("tail", [",ma" * 20_000, " " * 40_000, " -" * 20_000, " 09:00-17:00" + " " * 40_000])
def test_a_long_text_is_answered_at_once(tail):
    assert re.match(PATTERN, f"ma{tail}x") is None
