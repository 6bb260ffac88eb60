from __future__ import annotations

from dataclasses import fields

import pytest

from risk_map.sources.limits import BAG_LIMITS, DEFAULT_LIMITS, FileLimits


@pytest.mark.parametrize("name", [field.name for field in fields(FileLimits)])
@pytest.mark.parametrize("value", [0, -1])
def test_a_limit_that_is_no_limit_is_refused(name, value):
    with pytest.raises(ValueError, match=name):
        FileLimits(**{name: value})


def test_an_extract_may_cost_more_than_a_register_in_everything_that_grows():
    for name in ("max_bytes", "seconds", "memory_bytes", "max_unpacked_bytes"):
        assert getattr(BAG_LIMITS, name) > getattr(DEFAULT_LIMITS, name)
