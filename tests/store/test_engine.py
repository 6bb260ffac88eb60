"""The store keeps its promises on both databases: whole or not at all, one writer at a time, one Dutch sentence."""

from __future__ import annotations

import socket
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import psycopg
import pytest
from sqlalchemy import event, make_url, text

from risk_map.errors import ConflictError, StoreError
from risk_map.store import engine, schema
from risk_map.store.engine import open_store
from risk_map.store.refusals import BUSY, RULES, UNREACHABLE
from risk_map.store.wall_triggers import WRITE_LOCK
from tests.store_rows import decide, draft, put, row

THREADS, EDITS = 8, 15
ROOT = Path(__file__).parents[2]
CUT_OFF = """
import sys
from contextlib import closing
import psycopg
from risk_map.errors import StoreError
from risk_map.store import schema
from risk_map.store.engine import open_store
from tests.store_rows import row
with closing(open_store(sys.argv[1])) as store:
    try:
        with store.write() as tx:
            number = tx.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            with psycopg.connect(sys.argv[1], autocommit=True) as other:
                other.execute(f"SELECT pg_terminate_backend({number}, 5000)")
            tx.append_many(schema.signal, [row("signal") for _ in range(3)])
    except StoreError as error:
        print(error)
"""
COUNT = """
import sys
from contextlib import closing
from risk_map.store.engine import open_store
from tests.store_rows import row
from risk_map.store import schema
with closing(open_store(sys.argv[1])) as store:
    for _ in range(int(sys.argv[2])):
        with store.write() as tx:
            old = tx.current(schema.import_batch)[0]
            new = row("import_batch", rows=old["rows"] + 1, corrects=old["id"])
            del new["id"]
            tx.append(schema.import_batch, **new)
"""


def sqlite_path(url):
    return Path(url.removeprefix("sqlite:///"))


def pragma(store, name):
    with store.read() as tx:
        return tx.execute(text(f"PRAGMA {name}")).scalar()


def value(store, sql):
    with store.read() as tx:
        return tx.execute(text(sql)).scalar()


class TestSqlite:
    @pytest.fixture
    def database_url(self, sqlite_url):
        return sqlite_url

    def test_is_one_file_that_only_its_owner_reads(self, sqlite_new_url):
        with closing(open_store(sqlite_new_url)) as store:
            put(store, "signal")
            files = sorted(sqlite_path(sqlite_new_url).parent.iterdir())
            assert [path.name for path in files] == ["risk_map.db", "risk_map.db-shm", "risk_map.db-wal"]
            assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
            assert store.path == sqlite_path(sqlite_new_url)
        assert [path.name for path in sqlite_path(sqlite_new_url).parent.iterdir()] == ["risk_map.db"]

    def test_syncs_before_it_says_yes(self, store):
        assert pragma(store, "journal_mode") == "wal"
        assert pragma(store, "synchronous") == 2
        assert pragma(store, "foreign_keys") == 1

    def test_waits_its_turn_before_it_reads(self, store, raw):
        with store.write():
            raw.execute("PRAGMA busy_timeout = 0")
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                raw.execute("BEGIN IMMEDIATE")

    def test_a_full_disk_is_one_sentence_and_loses_nothing(self, store):
        put(store, "signal")
        store.close()
        # Not fewer pages than there are: the file can no longer grow.
        event.listen(store.engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 1"))
        with pytest.raises(StoreError, match="De schijf is vol"), store.write() as tx:
            tx.append_many(schema.signal, [row("signal") for _ in range(2000)])
        with store.read() as tx:
            assert len(tx.all(schema.signal)) == 1

    def test_a_file_that_is_no_database_is_refused(self, tmp_path):
        path = tmp_path / "risk_map.db"
        path.write_text("geen database " * 100, encoding="utf-8")
        with pytest.raises(StoreError, match="beschadigd"):
            open_store(f"sqlite:///{path}")

    def test_a_folder_that_cannot_be_made_is_refused(self, tmp_path):
        (tmp_path / "file").touch()
        with pytest.raises(StoreError, match="kan niet worden gemaakt"):
            open_store(f"sqlite:///{tmp_path}/file/risk_map.db")

    def test_why_a_file_cannot_be_made_is_said_in_dutch(self, tmp_path):
        (tmp_path / "file").touch()
        (tmp_path / "folder.db").mkdir()
        for path, why in (
            ("file/risk_map.db", "er staat al iets anders met die naam"),
            ("folder.db", "het is een map"),
        ):
            with pytest.raises(StoreError, match=rf": {why}\.$"):
                open_store(f"sqlite:///{tmp_path}/{path}")


class TestPostgresql:
    def test_a_connection_that_is_cut_off_is_one_dutch_sentence_and_no_word_of_the_driver(self, postgresql_url):
        run = [sys.executable, "-c", CUT_OFF, postgresql_url]
        done = subprocess.run(run, capture_output=True, text=True, check=True, cwd=ROOT, timeout=60)
        assert (done.stdout, done.stderr) == (f"{UNREACHABLE}\n", "")

    @pytest.fixture
    def database_url(self, postgresql_url):
        return postgresql_url

    def test_syncs_before_it_says_yes(self, store):
        assert value(store, "SHOW synchronous_commit") == "on"
        assert value(store, "SHOW max_parallel_workers_per_gather") == "0"

    def test_gives_up_waiting_in_the_end(self, store):
        assert value(store, "SHOW lock_timeout") == f"{engine.WAIT_SECONDS}s"

    def test_two_sessions_that_know_no_lock_never_share_a_location(self, store, database_url):
        stops = [row("round_stop", round_id=draft(store), decision_id=decide(store)) for _ in range(2)]
        columns = ", ".join(stops[0])
        insert = f"INSERT INTO round_stop ({columns}) VALUES ({', '.join(['%s'] * len(stops[0]))})"
        for isolation in psycopg.IsolationLevel:
            with psycopg.connect(database_url) as first, psycopg.connect(database_url) as second:
                first.isolation_level = second.isolation_level = isolation
                second.execute("SELECT count(*) FROM round_stop")
                first.execute(insert, list(stops[0].values()))
                with ThreadPoolExecutor(1) as pool:
                    late = pool.submit(second.execute, insert, list(stops[1].values()))
                    first.commit()
                    assert isinstance(late.exception(timeout=20), psycopg.Error)
                second.rollback()
                assert first.execute("SELECT count(*) FROM stop_claim").fetchone() == (1,)
                first.rollback()
            put(store, "stop_withdrawal", stop_id=stops[0]["id"])
            stops = [stop | {"id": f"{stop['id']}x"} for stop in stops]

    def test_a_full_disk_is_one_sentence(self, store):
        full = text("DO $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = 'disk_full'; END $$")
        with pytest.raises(StoreError, match="De schijf is vol"), store.write() as tx:
            tx.execute(full)

    def test_a_server_that_is_off_is_one_sentence(self, unused_port):
        with pytest.raises(StoreError) as refusal:
            open_store(f"postgresql://user:geheim@127.0.0.1:{unused_port}/risk_map")
        assert str(refusal.value) == UNREACHABLE

    @pytest.fixture
    def unused_port(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            yield probe.getsockname()[1]


class TestATransaction:
    def test_is_kept_whole_or_not_at_all(self, store):
        def write(*forms):
            with store.write() as tx:
                for form in forms:
                    tx.append(schema.signal, **row("signal", form=form))
                return 1 / len(forms[1:])

        with pytest.raises(ConflictError):
            write("arbeid", "anders")
        with pytest.raises(ZeroDivisionError):
            write("arbeid")
        with store.read() as tx:
            assert tx.all(schema.signal) == []

    def test_that_reads_writes_nothing(self, store):
        with pytest.raises(StoreError, match="alleen worden gelezen"), store.read() as tx:
            tx.execute(schema.signal.insert().values(**row("signal")))
        put(store, "signal")
        with store.read() as tx:
            assert len(tx.all(schema.signal)) == 1

    def test_that_reads_sees_one_moment(self, store):
        with store.read() as reading:
            before = len(reading.all(schema.signal))
            put(store, "signal")
            assert len(reading.all(schema.signal)) == before
        with store.read() as reading:
            assert len(reading.all(schema.signal)) == before + 1

    def test_that_waits_too_long_is_one_sentence(self, database_url, raw, monkeypatch):
        monkeypatch.setattr(engine, "WAIT_SECONDS", 1)
        with closing(open_store(database_url)) as store:
            raw.execute("BEGIN IMMEDIATE" if store.dialect == "sqlite" else "BEGIN")
            if store.dialect == "postgresql":
                raw.execute(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")
            with pytest.raises(StoreError) as refusal:
                put(store, "signal")
            assert str(refusal.value) == BUSY
            raw.execute("ROLLBACK")
            assert put(store, "signal")

    def test_a_fault_of_the_program_is_not_dressed_up(self, store):
        with pytest.raises(Exception, match="nergens") as fault, store.read() as tx:
            tx.execute(text("SELECT * FROM nergens"))
        assert not isinstance(fault.value, StoreError)


class TestWritersTogether:
    def test_of_one_process_lose_no_edit(self, store):
        put(store, "import_batch", rows=0)

        def edit(_):
            for _ in range(EDITS):
                with store.write() as tx:
                    old = tx.current(schema.import_batch)[0]
                    new = row("import_batch", rows=old["rows"] + 1, corrects=old["id"])
                    tx.append(schema.import_batch, **new)

        with ThreadPoolExecutor(THREADS) as pool:
            assert list(pool.map(edit, range(THREADS))) == [None] * THREADS
        with store.read() as tx:
            assert [found["rows"] for found in tx.current(schema.import_batch)] == [THREADS * EDITS]

    def test_of_several_processes_lose_no_edit(self, store, database_url):
        put(store, "import_batch", rows=0)
        command = [sys.executable, "-c", COUNT, database_url, str(EDITS)]
        root = Path(__file__).parents[2]
        writers = [subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE) for _ in range(3)]
        assert [writer.communicate(timeout=120)[1] for writer in writers] == [b""] * 3
        with store.read() as tx:
            assert [found["rows"] for found in tx.current(schema.import_batch)] == [3 * EDITS]

    def test_one_of_two_planners_gets_the_location_and_the_other_a_sentence(self, store):
        rounds, decisions, start = [draft(store), draft(store)], [decide(store), decide(store)], Barrier(2)

        def plan(number):
            start.wait()
            try:
                return put(store, "round_stop", round_id=rounds[number], decision_id=decisions[number])
            except ConflictError as refusal:
                return str(refusal)

        with ThreadPoolExecutor(2) as pool:
            answers = set(pool.map(plan, range(2)))
        assert RULES["stop_taken"] in answers
        with store.read() as tx:
            assert {found["id"] for found in tx.all(schema.round_stop)} == answers - {RULES["stop_taken"]}

    def test_two_who_correct_the_same_row_do_not_overwrite_each_other(self, store):
        old = put(store, "signal")
        put(store, "signal", corrects=old, reliability="A")
        with pytest.raises(ConflictError, match="Iemand anders heeft dit intussen gewijzigd"):
            put(store, "signal", corrects=old, reliability="C")


def _connected(url):
    return engine._sqlite(url).connect()


class TestOpening:
    def test_makes_the_tables_once_whoever_comes_first(self, new_url):
        with ThreadPoolExecutor(6) as pool:
            stores = list(pool.map(open_store, [new_url] * 6))
        for number, store in enumerate(stores):
            with closing(store), store.read() as tx:
                assert len(tx.all(schema.signal)) == number
            with closing(store):
                put(store, "signal")

    def test_nobody_is_refused_who_opens_a_new_file_together_with_others(self, tmp_path):
        with ThreadPoolExecutor(6) as pool:
            for number in range(150):
                url = make_url(f"sqlite:///{tmp_path}/{number}.db")
                for opened in pool.map(_connected, [url] * 6):
                    opened.close()
                    opened.engine.dispose()

    def test_refuses_a_database_of_a_newer_version(self, new_url):
        with closing(open_store(new_url)) as store, store.write() as tx:
            tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(StoreError, match="nieuwere versie"):
            open_store(new_url)

    @pytest.mark.parametrize("url", ["risk_map.db", "sqlite://", "mysql://user:geheim@localhost/x", "postgresql"])
    def test_refuses_an_address_of_something_else_and_never_repeats_it(self, url):
        with pytest.raises(StoreError) as refusal:
            open_store(url)
        assert "geheim" not in str(refusal.value)

    @pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
    def test_takes_postgresql_by_each_of_its_names(self, postgresql_url, scheme):
        with closing(open_store(postgresql_url.replace("postgresql", scheme, 1))) as store:
            assert store.dialect == "postgresql"
            assert store.path is None
