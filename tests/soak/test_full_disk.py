"""A full disk: one sentence, nothing half written, all that was there still readable, and on again with room."""

from __future__ import annotations

import os
import subprocess
import tempfile
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from risk_map.store.engine import open_store
from tests.soak.ledgers import Heard
from tests.soak.programs import Program
from tests.soak.servers import own_server
from tests.soak.sizes import sizes

MEGABYTE = 2**20
STEPS = 200
"""So many rows a transaction that the disk is full in the middle of one."""

FULL = "De schijf is vol of stuk. Er is niets gewijzigd; maak ruimte en probeer opnieuw."


@contextmanager
def small_disk():
    """A disk of its own, for who may make one."""
    with tempfile.TemporaryDirectory(prefix="risk_map_disk_") as folder:
        command = ["mount", "-t", "tmpfs", "-o", "size=128m", "none", folder]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("only root makes a small disk; a file that may not grow is tested anyway")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


@contextmanager
def ballast(disk):
    """Leave little room on a disk."""
    path, free = disk / "ballast", os.statvfs(disk)
    path.write_bytes(bytes(free.f_bavail * free.f_frsize - 2 * MEGABYTE))
    yield
    path.unlink()


@contextmanager
def sqlite_on_small_disk():
    with small_disk() as disk:
        yield f"sqlite:///{disk / 'risk_map.db'}", disk


@contextmanager
def postgresql_on_small_disk():
    """Its tables are there and its own log is not: a server that cannot write that log stops altogether."""
    with small_disk() as disk, own_server() as server:
        disk.chmod(0o755)
        (tables := disk / "tables").mkdir()
        server.tablespace("small", tables)
        yield server.create("soak", "small"), disk


def listen_until_full(writer, heard):
    writer.say()
    heard.add(lines := writer.hear_until("refused"))
    assert lines[-1] == ("refused", FULL)


def go_on(writer, heard):
    writer.say()
    for _ in range(3):
        heard.add(writer.hear_until("done"))
    heard.add(writer.kill())


@pytest.mark.parametrize("where", [sqlite_on_small_disk, postgresql_on_small_disk], ids=["sqlite", "postgresql"])
@pytest.mark.parametrize("times", sizes(1, 20))
def test_a_full_disk_is_one_sentence_and_loses_nothing(where, times, record_property):
    heard = Heard(STEPS)
    # Opened while there is room: PostgreSQL may let nobody in on a full disk, but who is in can read.
    with where() as (url, disk), closing(open_store(url)) as store:
        for number in range(times):
            names = (f"w{number}", f"l{number}")
            with ExitStack() as running:
                writer, late = (running.enter_context(Program("writer", url, name, STEPS)) for name in names)
                heard.add(writer.hear_until("ready") + late.hear_until("ready"))
                with ballast(disk):
                    listen_until_full(writer, heard)
                    listen_until_full(writer, heard)
                    # Whoever starts the program now reads the same.
                    listen_until_full(late, heard)
                    heard.assert_kept_in(store)
                go_on(late, heard)
                go_on(writer, heard)
            heard.assert_kept(url)
    record_property(
        "figure",
        f"disk full {times} times: one sentence each time, {len(heard.acknowledged)} writes acknowledged, 0 lost, "
        f"0 half written; {times} times on again with room",
    )


def test_a_file_that_may_not_grow_is_the_same_sentence(sqlite_url):
    heard = Heard(STEPS)
    with Program("writer", sqlite_url, "w", STEPS, MEGABYTE) as writer:
        heard.add(writer.hear_until("ready"))
        listen_until_full(writer, heard)
        heard.assert_kept(sqlite_url)
        go_on(writer, heard)
    heard.assert_kept(sqlite_url)
