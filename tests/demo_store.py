"""The demonstration region with its store, filled once per run of pytest and copied for a test that writes."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from risk_map.config import load_config
from risk_map.workflow.store import close_stores, store_of
from tests.made_once import made_once

ROOT = Path(__file__).parents[1]
SETTINGS = ROOT / "risk_map.toml"
NOT_DATA = shutil.ignore_patterns("runs", "cache", "reports", "*.db*")


def config_of(folder):
    """Give the shipped configuration on a data folder with a SQLite store in it."""
    return replace(load_config(SETTINGS), data_dir=folder, database_url=f"sqlite:///{folder / 'risk_map.db'}")


def _fill(folder):
    shutil.copytree(ROOT / "data", folder, ignore=NOT_DATA)
    store_of(config_of(folder))
    close_stores()


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory):
    """A data folder with the committed region and a filled store; nobody writes in it."""
    filled = made_once(tmp_path_factory, "demonstratie", _fill)
    # Of its own: to read a database of SQLite leaves files beside it for a while, which others would copy or miss.
    return Path(shutil.copytree(filled, tmp_path_factory.mktemp("demonstratie") / "data"))


@pytest.fixture
def demo_data(demo_folder, tmp_path):
    """A copy of ``demo_folder`` to write in."""
    yield Path(shutil.copytree(demo_folder, tmp_path / "data"))
    close_stores()


@pytest.fixture
def demo_config(demo_data):
    """The configuration on ``demo_data``."""
    return config_of(demo_data)
