"""A PostgreSQL of a test's own, that syncs as a real one does, and that can be killed."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests.store_fixtures import NOBODY, PostgresqlServer, programs

REAL = {"fsync": "on", "full_page_writes": "on"}


class OwnServer(PostgresqlServer):
    """A server that nothing else uses, and a child of the test: once it is killed it is gone."""

    def start(self, seconds=60):
        words = [word for name, value in self.settings.items() for word in ("-c", f"{name}={value}")]
        who = {"user": NOBODY} if os.getuid() == 0 else {}
        with (self.folder / "log").open("a") as log:
            command = [programs() / "postgres", "-D", self.folder / "data", *words]
            self.process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, **who)
        end = time.monotonic() + seconds
        while not self.answers():
            assert time.monotonic() < end, (self.folder / "log").read_text()
            time.sleep(0.02)

    def answers(self):
        try:
            self.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def create(self, database, tablespace="pg_default"):
        self.execute(f"CREATE DATABASE {database} TABLESPACE {tablespace}")
        self.execute("CREATE EXTENSION amcheck", database)
        return self.url(database)

    def tablespace(self, name, folder):
        """Keep tables in a folder elsewhere; whoever runs the server has to own it."""
        shutil.chown(folder, pwd.getpwuid(self.folder.stat().st_uid).pw_name)
        self.execute(f"CREATE TABLESPACE {name} LOCATION '{folder}'")

    def kill(self):
        """Kill -9 the server: its first process, and then the ones it started."""
        started = children_of(self.process.pid)
        self.process.kill()
        self.process.wait()
        for pid in started:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        wait_until_gone(started)

    def stop(self, how="fast"):
        self.process.send_signal(signal.SIGQUIT if how == "immediate" else signal.SIGINT)
        self.process.wait(timeout=60)


@contextmanager
def own_server(**settings):
    server = OwnServer(**REAL, **settings)
    server.make()
    server.start()
    try:
        yield server
    finally:
        server.stop("immediate")
        server.remove()


def children_of(pid):
    return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/stat") if parent_in(path) == pid]


def parent_in(path):
    try:
        return int(path.read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return None


def wait_until_gone(pids, seconds=20):
    end = time.monotonic() + seconds
    while any(is_running(pid) for pid in pids):
        assert time.monotonic() < end, "a killed process is still there"
        time.sleep(0.01)


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
