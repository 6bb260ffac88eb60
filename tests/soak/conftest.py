"""A database that syncs as a real one does: a file, or a PostgreSQL of the test's own."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass

import pytest

from tests.soak.servers import OwnServer, own_server
from tests.store_fixtures import fill


@dataclass
class Place:
    url: str
    server: OwnServer | None


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    with own_server() if request.param == "postgresql" else nullcontext() as server:
        url = server.create("soak") if server else f"sqlite:///{tmp_path / 'risk_map.db'}"
        fill(url)
        yield Place(url, server)
