"""Fixtures of the score."""

from __future__ import annotations

import pytest

from risk_map.config import load_config
from tests.scoring.worlds import make_snapshot


@pytest.fixture(scope="session")
def config():
    """The shipped configuration; its layers are valid on TODAY."""
    return load_config()


@pytest.fixture
def snapshot():
    """One random world."""
    return make_snapshot(1)
