"""The demonstration region, made once per worker."""

from __future__ import annotations

from pathlib import Path

import pytest

from risk_map.demo.reference import DEFAULT_SEED
from risk_map.demo.region import make_region
from risk_map.domain.bag import is_active
from risk_map.store.folder import DataFolder

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def region():
    return make_region(DEFAULT_SEED)


@pytest.fixture(scope="session")
def active(region):
    return region.addresses[is_active(region.addresses)]


@pytest.fixture(scope="session")
def committed():
    return DataFolder(ROOT / "data")
