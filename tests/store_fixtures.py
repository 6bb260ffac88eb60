"""An empty, up-to-date database per test, on SQLite and on Debian's PostgreSQL, and a way in around Python.

PostgreSQL runs in a folder of its own on a free port while the tests run: once per process of pytest, started by the
first test that needs it. The cluster of Debian itself is never touched.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from itertools import count
from pathlib import Path

import psycopg
import pytest

from risk_map.store.engine import open_store
from risk_map.store.schema import METADATA

NOBODY = "postgres"
"""Debian's user for PostgreSQL, which refuses to run as root."""

SETTINGS = {
    "fsync": "off",  # the machine does not go down during a test
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
}
NUMBERS = count()


def programs():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        pytest.fail("PostgreSQL is not installed; run: sh tools/setup.sh test")
    return found[-1].parent


class PostgresqlServer:
    """A server in a folder of its own."""

    def __init__(self, **settings):
        self.folder = Path(tempfile.mkdtemp(prefix="risk_map_pg_"))
        self._as_user = []
        if os.getuid() == 0:
            self._as_user = ["runuser", "-u", NOBODY, "--"]
            os.chown(self.folder, pwd.getpwnam(NOBODY).pw_uid, -1)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.settings = SETTINGS | {"port": self.port, "unix_socket_directories": self.folder} | settings

    def make(self):
        options = [
            "-D",
            self.folder / "data",
            "-U",
            NOBODY,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
            "-k",
        ]
        self._run("initdb", *options)

    def start(self):
        words = " ".join(f"-c {name}={value}" for name, value in self.settings.items())
        self._run("pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-w", "-o", words, "start")

    def stop(self, how="fast"):
        self._run("pg_ctl", "-D", self.folder / "data", "-m", how, "-w", "stop")

    def remove(self):
        shutil.rmtree(self.folder)

    def url(self, database):
        return f"postgresql://{NOBODY}@127.0.0.1:{self.port}/{database}"

    def create(self, database):
        self.execute(f"CREATE DATABASE {database}")
        return self.url(database)

    def execute(self, statement, database="postgres"):
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(statement)

    def _run(self, program, *arguments):
        # Not into a pipe: the server would inherit it and keep it open.
        with (self.folder / "said").open("w") as said:
            command = [*self._as_user, str(programs() / program), *map(str, arguments)]
            subprocess.run(command, check=True, cwd=self.folder, stdout=said, stderr=said, timeout=60)


def fill(url):
    open_store(url).close()


@pytest.fixture(scope="session")
def postgresql_server():
    server = PostgresqlServer()
    server.make()
    server.start()
    yield server
    server.stop()
    server.remove()


@pytest.fixture(scope="session")
def postgresql_filled(postgresql_server):
    url = postgresql_server.create("filled")
    fill(url)
    return url


@pytest.fixture
def postgresql_url(postgresql_filled):
    """A database with all tables and no rows; the next test gets the same one, emptied."""
    empty_tables(postgresql_filled)
    return postgresql_filled


def empty_tables(url):
    """Empty a database of PostgreSQL: a new one takes up to a second of the disk."""
    with psycopg.connect(url, autocommit=True) as connection:
        # Only a superuser can step over the walls like this.
        connection.execute("SET session_replication_role = replica")
        connection.execute("".join(f'DELETE FROM "{name}";' for name in METADATA.tables))


@pytest.fixture
def postgresql_new_url(postgresql_server):
    """A database of its own without any table, for a test that begins with nothing or breaks things."""
    name = f"new_{next(NUMBERS)}"
    yield postgresql_server.create(name)
    postgresql_server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    path = tmp_path_factory.mktemp("filled") / "risk_map.db"
    fill(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(tmp_path, sqlite_template):
    path = tmp_path / "store" / "risk_map.db"
    path.parent.mkdir()
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request):
    """A database with all tables and no rows; the test runs once on each kind."""
    return request.getfixturevalue(f"{request.param}_url")


ON_BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def mostly_sqlite(request):
    """``database_url`` of a module whose tests are about something else: SQLite, unless a test is ``ON_BOTH``."""
    return request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_url")


@pytest.fixture
def sqlite_new_url(tmp_path):
    return f"sqlite:///{tmp_path / 'new' / 'risk_map.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request):
    """An address where no table is yet; the test runs once on each kind."""
    return request.getfixturevalue(f"{request.param}_new_url")


@pytest.fixture
def store(database_url):
    with closing(open_store(database_url)) as opened:
        yield opened


@pytest.fixture
def raw(database_url):
    """A connection of the driver itself, in autocommit: what somebody has who goes around this program."""
    if database_url.startswith("sqlite"):
        connection = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    else:
        connection = psycopg.connect(database_url, autocommit=True)
    with closing(connection):
        yield connection
