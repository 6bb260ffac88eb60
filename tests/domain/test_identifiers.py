"""Codes are text with their zeros."""

from __future__ import annotations

import re

import pytest

from risk_map.domain import identifiers


@pytest.mark.parametrize("value", [355, "355", "0355", "GM0355", "gm0355 "])
def test_a_municipality_code_is_written_as_cbs_does(value):
    assert identifiers.format_gemeentecode(value) == "GM0355"


@pytest.mark.parametrize("value", ["", "GM", "BU0355", "12345", "٣٥٥", "-1"])
def test_what_is_no_municipality_code_is_refused(value):
    with pytest.raises(ValueError, match="municipality"):
        identifiers.format_gemeentecode(value)


def test_buurt_codes_may_hold_letters():
    assert re.match(identifiers.BUURTCODE, "BU0363AF09")
    assert re.match(identifiers.AREA_CODE, "WK0363AF")
    assert not re.match(identifiers.BUURTCODE, "BU0363AF0")
