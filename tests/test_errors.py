"""Why a file cannot be used is said in Dutch, also when the system says something that nobody thought of."""

from __future__ import annotations

import errno
import os

import pytest

from risk_map.errors import REASONS, reason_of


@pytest.mark.parametrize("number", sorted(REASONS))
def test_a_reason_is_dutch_and_follows_a_colon(number):
    reason = reason_of(OSError(number, os.strerror(number)))
    assert reason[0].islower()
    assert os.strerror(number) not in reason


def test_a_reason_that_is_not_listed_is_its_number():
    assert reason_of(OSError(errno.ELOOP, "Too many levels")) == f"fout {errno.ELOOP} van het besturingssysteem"
