"""The demonstration region, made once."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from risk_map.demo.reference import DEFAULT_SEED
from risk_map.demo.region import make_region
from risk_map.domain.bag import is_active
from risk_map.store.folder import DataFolder
from tests.made_once import made_once

ROOT = Path(__file__).parents[2]


def _make(path):
    path.write_bytes(pickle.dumps(make_region(DEFAULT_SEED)))


@pytest.fixture(scope="session")
def region(tmp_path_factory):
    return pickle.loads(made_once(tmp_path_factory, "region.pickle", _make).read_bytes())  # noqa: S301 - our own


@pytest.fixture(scope="session")
def active(region):
    return region.addresses[is_active(region.addresses)]


@pytest.fixture(scope="session")
def committed():
    return DataFolder(ROOT / "data")
