"""A backup holds everything of one moment, and is put back whole, on the same kind of database or the other."""

from __future__ import annotations

import json
import os
import shutil
import threading
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from risk_map.domain.subject import Role, Subject
from risk_map.errors import InputError, StoreError
from risk_map.store import audit, schema
from risk_map.store.audit import Deed, things
from risk_map.store.audit_check import parse_head, verify
from risk_map.store.backup import write_backup
from risk_map.store.backup_archive import opened as opened_backup
from risk_map.store.backup_restore import restore
from risk_map.store.engine import open_store
from tests.store_fixtures import ON_BOTH, empty_tables, fill, mostly_sqlite
from tests.store_rows import ANN, let_go, one_of_everything, put, row

SETTINGS = Path(__file__).parents[2] / "risk_map.toml"
NOW = datetime(2026, 11, 5, 20, 0, tzinfo=UTC)
BEA = Subject("bea", Role.BEHEERDER)

database_url = mostly_sqlite
"""Which kind of database a backup comes from makes a difference to a few only."""


def tell(store, *ids, day=0):
    with store.write() as tx:
        deed = Deed("explain_location", things("locatie", ids))
        return audit.append(tx, Subject("ann", Role.COORDINATOR, "GM9001"), deed, NOW + timedelta(days=day))


def content(store, *, without=()):
    with store.read() as tx:
        return {
            table.name: sorted(str(dict(row)) for row in tx.all(table))
            for table in schema.METADATA.sorted_tables
            if table.name not in without
        }


@pytest.fixture
def filled(store):
    """A store with a row in every table, and a log of some days."""
    one_of_everything(store)
    for day in range(3):
        tell(store, "L1", "L2", day=day)
    return store


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "data"
    for name in ("locations.geojson", "bag/GM9001.parquet", "runs/r1/results.parquet", "reports/x.csv"):
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(f"content of {name}", encoding="utf-8")
    for name in ("cache/page", ".lock", "bag/.GM9001.parquet", "risk_map.db"):
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text("not in a backup", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def second_postgresql(postgresql_server):
    url = postgresql_server.create("second")
    fill(url)
    return url


@pytest.fixture
def second_postgresql_url(second_postgresql):
    empty_tables(second_postgresql)
    return second_postgresql


@pytest.fixture
def second_sqlite_url(tmp_path, sqlite_template):
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'second.db')}"


@pytest.fixture(params=["second_sqlite_url", "second_postgresql_url"], ids=["to_sqlite", "to_postgresql"])
def empty(request):
    """A second, empty store of either kind."""
    with closing(open_store(request.getfixturevalue(request.param))) as opened:
        yield opened


@pytest.fixture
def fresh(tmp_path):
    return tmp_path / "fresh"


class TestABackup:
    @ON_BOTH
    def test_says_how_much_it_holds_and_where_the_log_ended(self, filled, folder, tmp_path):
        with filled.read() as tx:
            head, log_rows = audit.newest(tx), len(tx.all(schema.audit))
        manifest = write_backup(filled, folder, SETTINGS, tmp_path / "b.zip", NOW)
        assert manifest.head == str(head)
        assert manifest.problems == 0
        assert manifest.tables["audit"].size == log_rows == 8
        assert {name for name, part in manifest.tables.items() if part.size} == set(schema.METADATA.tables)
        assert manifest.rows == sum(len(rows) for rows in content(filled).values())

    def test_holds_the_data_and_nothing_that_is_hidden_or_made_again(self, filled, folder, tmp_path):
        manifest = write_backup(filled, folder, SETTINGS, tmp_path / "b.zip", NOW)
        assert set(manifest.files) == {
            "locations.geojson",
            "bag/GM9001.parquet",
            "runs/r1/results.parquet",
            "reports/x.csv",
        }

    def test_is_readable_by_its_owner_only(self, filled, folder, tmp_path):
        write_backup(filled, folder, SETTINGS, tmp_path / "b.zip", NOW)
        assert (tmp_path / "b.zip").stat().st_mode & 0o777 == 0o600

    def test_takes_the_place_of_no_other(self, filled, folder, tmp_path):
        write_backup(filled, folder, SETTINGS, tmp_path / "b.zip", NOW)
        with pytest.raises(InputError, match="bestaat al"):
            write_backup(filled, folder, SETTINGS, tmp_path / "b.zip", NOW)

    def test_leaves_nothing_behind_when_it_cannot_be_written(self, filled, folder, tmp_path):
        with pytest.raises(StoreError, match="kan niet worden geschreven: de map of het bestand bestaat niet"):
            write_backup(filled, folder, SETTINGS, tmp_path / "no such folder" / "b.zip", NOW)

    @ON_BOTH
    def test_is_of_one_moment_while_others_go_on_working(self, filled, folder, tmp_path, empty, fresh):
        stop = threading.Event()

        def work():
            while not stop.is_set():
                # Two rows that only make sense together.
                with filled.write() as tx:
                    visit = tx.append(schema.visit, **row("visit"))
                    tx.append(schema.visit_answer, visit_id=visit, check_code="check_02", answer="gezien")

        worker = threading.Thread(target=work)
        worker.start()
        try:
            manifests = [write_backup(filled, folder, SETTINGS, tmp_path / f"{number}.zip", NOW) for number in range(5)]
        finally:
            stop.set()
            worker.join()
        assert manifests[0].tables["visit"].size < manifests[-1].tables["visit"].size
        # One visit of the fixture has no second answer, and one of its answers is to another question.
        assert {m.tables["visit"].size - m.tables["visit_answer"].size for m in manifests} == {0}
        restore(empty, fresh, tmp_path / "4.zip", (), (BEA, NOW))


class TestARestore:
    @pytest.fixture
    def backup(self, filled, folder, tmp_path):
        write_backup(filled, folder, SETTINGS, tmp_path / "b.zip", NOW)
        return tmp_path / "b.zip"

    @ON_BOTH
    def test_puts_every_row_back_into_either_kind_of_database(self, filled, backup, empty, fresh):
        restored = restore(empty, fresh, backup, (), (BEA, NOW + timedelta(days=9)))
        assert content(empty, without=("audit",)) == content(filled, without=("audit",))
        before, after = content(filled)["audit"], content(empty)["audit"]
        assert set(before) < set(after)
        # Which certificates were applied, and which backup it was.
        assert len(after) == len(before) + 2
        assert restored.head.seq == len(after)

    @ON_BOTH
    def test_goes_on_the_log_that_it_found_and_tells_of_itself(self, filled, backup, empty, fresh):
        with filled.read() as tx:
            printed = audit.newest(tx)
        restore(empty, fresh, backup, (), (BEA, NOW + timedelta(days=9)))
        with empty.read() as tx:
            found, last = verify(tx, [parse_head(str(printed))]), tx.all(schema.audit)[-1]
        assert found.is_whole
        assert (last["action"], last["object"], last["actor"]) == ("restore_backup", f"backup:{printed}", "bea")

    def test_stands_behind_the_same_walls(self, backup, empty, fresh):
        restore(empty, fresh, backup, (), (BEA, NOW))
        with pytest.raises(StoreError, match="verandert niet meer"), empty.write() as tx:
            tx.execute(schema.signal.update().values(form="orgaan"))

    def test_goes_on_counting_after_the_last_row(self, backup, empty, fresh):
        restore(empty, fresh, backup, (), (BEA, NOW))
        with empty.read() as tx:
            last = max(row["seq"] for row in tx.all(schema.signal))
        put(empty, "signal")
        with empty.read() as tx:
            assert max(row["seq"] for row in tx.all(schema.signal)) == last + 1

    def test_puts_the_data_folder_back(self, folder, backup, empty, fresh):
        restored = restore(empty, fresh, backup, (), (BEA, NOW))
        for name in restored.manifest.files:
            assert (fresh / name).read_bytes() == (folder / name).read_bytes()
        assert not (fresh / "cache").exists()

    def test_never_writes_a_file_that_a_certificate_lists(self, filled, folder, empty, fresh, tmp_path):
        let_go(filled, ("run_results", "r1"), by=ANN)
        write_backup(filled, folder, SETTINGS, tmp_path / "b.zip", NOW)
        restore(empty, fresh, tmp_path / "b.zip", (), (BEA, NOW))
        assert not list(fresh.glob("runs/*/*"))
        assert (fresh / "locations.geojson").exists()

    @ON_BOTH
    def test_makes_the_same_backup_again(self, backup, empty, fresh, tmp_path):
        restored = restore(empty, fresh, backup, (), (BEA, NOW))
        again = write_backup(empty, fresh, SETTINGS, tmp_path / "again.zip", NOW)
        assert again.files == restored.manifest.files
        changed = {name for name, part in again.tables.items() if part != restored.manifest.tables[name]}
        assert changed == {"audit"}

    def test_of_an_old_backup_is_found_by_a_newer_head(self, filled, backup, empty, fresh):
        later = tell(filled, "L3", day=5)
        restore(empty, fresh, backup, (), (BEA, NOW + timedelta(days=9)))
        with empty.read() as tx:
            assert [found.kind for found in verify(tx, [parse_head(str(later))]).problems] == ["other"]


class TestARestoreRefuses:
    @pytest.fixture
    def backup(self, filled, folder, tmp_path):
        write_backup(filled, folder, SETTINGS, tmp_path / "b.zip", NOW)
        return tmp_path / "b.zip"

    @pytest.fixture
    def changed(self, backup, tmp_path):
        """Write the backup anew with one part changed."""

        def write(name, change):
            path = tmp_path / "changed.zip"
            with zipfile.ZipFile(backup) as old, zipfile.ZipFile(path, "w") as new:
                for member in old.namelist():
                    made = change(old.read(member)) if member == name else old.read(member)
                    if made is not None:
                        new.writestr(member, made)
            return path

        return write

    def nothing_in(self, empty, fresh):
        return not any(content(empty).values()) and not any(fresh.rglob("*"))

    def test_a_database_with_a_single_row(self, backup, empty, fresh):
        put(empty, "model_switch")
        with pytest.raises(StoreError, match="alleen in een lege database"):
            restore(empty, fresh, backup, (), (BEA, NOW))
        assert len(content(empty)["model_switch"]) == 1
        assert not any(fresh.rglob("*"))

    def test_a_data_folder_with_something_else(self, backup, empty, fresh):
        (fresh / "bag").mkdir(parents=True)
        for name, text in (("bag/GM9002.parquet", "other"), ("bag/GM9001.parquet", "other")):
            (fresh / name).write_text(text, encoding="utf-8")
            with pytest.raises(StoreError, match=f"iets anders dan in de reservekopie \\({name}"):
                restore(empty, fresh, backup, (), (BEA, NOW))
            (fresh / name).unlink()
        restore(empty, fresh, backup, (), (BEA, NOW))

    @pytest.mark.parametrize("name", ["tables/signal.jsonl", "files/locations.geojson", "manifest.json"])
    def test_a_part_that_is_gone_or_changed(self, changed, empty, fresh, name):
        for change in (lambda _old: None, lambda old: old[:-1] + b"x", lambda _old: b"{}"):
            with pytest.raises(StoreError, match="beschadigd"):
                restore(empty, fresh, changed(name, change), (), (BEA, NOW))
            assert self.nothing_in(empty, fresh)

    def test_a_file_that_is_no_backup(self, empty, fresh, tmp_path):
        path = tmp_path / "b.zip"
        for data in (b"", b"PK", os.urandom(2000)):
            path.write_bytes(data)
            with pytest.raises(StoreError, match="beschadigd"):
                restore(empty, fresh, path, (), (BEA, NOW))
        with pytest.raises(StoreError, match="bestaat niet"):
            restore(empty, fresh, tmp_path / "c.zip", (), (BEA, NOW))

    @pytest.mark.parametrize("cut", [0.1, 0.5, 0.99])
    def test_half_a_file(self, backup, empty, fresh, cut):
        data = backup.read_bytes()
        backup.write_bytes(data[: int(len(data) * cut)])
        with pytest.raises(StoreError, match="beschadigd"):
            restore(empty, fresh, backup, (), (BEA, NOW))
        assert self.nothing_in(empty, fresh)

    def test_a_bit_that_fell_over(self, backup):
        with opened_backup(backup) as (_, manifest):
            whole = manifest
        data, refused = bytearray(backup.read_bytes()), 0
        for position in range(0, len(data), 7):
            data[position] ^= 0x10
            backup.write_bytes(data)
            try:
                with opened_backup(backup) as (_, manifest):
                    # It fell in what a zip says about a part, such as when it was written.
                    assert manifest == whole
            except StoreError:
                refused += 1
            data[position] ^= 0x10
        assert refused > len(data) / 7 / 2

    def test_a_folder(self, tmp_path):
        with pytest.raises(StoreError, match="kan niet worden gelezen: "), opened_backup(tmp_path):
            pass

    @pytest.mark.parametrize("name", ["../outside.geojson", "/outside.geojson", "bag/../../outside.geojson"])
    def test_a_file_that_wants_to_lie_elsewhere(self, backup, empty, fresh, tmp_path, name):
        path = tmp_path / "changed.zip"
        with zipfile.ZipFile(backup) as old, zipfile.ZipFile(path, "w") as new:
            for member in old.namelist():
                data = old.read(member).replace(b'"locations.geojson"', json.dumps(name).encode())
                new.writestr(f"files/{name}" if member == "files/locations.geojson" else member, data)
        with pytest.raises(StoreError, match="beschadigd"):
            restore(empty, fresh, path, (), (BEA, NOW))
        assert not list(tmp_path.rglob("outside.geojson"))

    def test_tables_of_another_version(self, changed, empty, fresh):
        newer = changed("manifest.json", lambda old: json.dumps(json.loads(old) | {"schema": "9999"}))
        with pytest.raises(StoreError, match=r"andere versie van het programma \(tabellen 9999"):
            restore(empty, fresh, newer, (), (BEA, NOW))
        assert self.nothing_in(empty, fresh)

    def test_a_log_that_does_not_end_where_the_backup_says(self, changed, empty, fresh):
        other = changed("manifest.json", lambda old: json.dumps(json.loads(old) | {"head": f"7:{'0' * 64}"}))
        with pytest.raises(StoreError, match=r"niet gelijk aan de reservekopie \(het logboek"):
            restore(empty, fresh, other, (), (BEA, NOW))
        assert self.nothing_in(empty, fresh)
