"""Let the processes that read files start warm, for the tests of a folder whose ``conftest`` imports this."""

from __future__ import annotations

import pytest

from risk_map.sources import sandbox
from tests.warm_reader import WarmReaders


@pytest.fixture(scope="session")
def readers(tmp_path_factory):
    """Start one per worker, for whichever folder asks first."""
    started = WarmReaders(sandbox._environment(tmp_path_factory.mktemp("readers")))
    yield started
    started.close()


@pytest.fixture(autouse=True)
def warm_reader(readers, monkeypatch):
    """A module that tests how a reader starts overrides this."""
    monkeypatch.setattr(sandbox, "subprocess", readers)
