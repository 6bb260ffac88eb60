"""Every kind of record leaves on its day and not a day before, with a certificate, unless somebody holds it."""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
from sqlalchemy import event

from risk_map.config import load_config
from risk_map.domain.frames import AREAS
from risk_map.domain.registers import INSPECTIONS, LOCATIONS, SIGNALS
from risk_map.domain.snapshot import Snapshot
from risk_map.domain.subject import Role, Subject
from risk_map.errors import InputError, PermissionDeniedError, ReplayError, StoreError
from risk_map.store import schema
from risk_map.store.audit import Deed, append
from risk_map.store.audit_check import verify
from risk_map.store.folder import DataFolder
from risk_map.store.retention_files import RUN_WORDS
from risk_map.store.retention_purge import FOLDER, certificates, read_files
from risk_map.store.runs import RunRecord, RunStore, snapshot_hashes
from risk_map.workflow import retention
from risk_map.workflow.retention import Hold, place_legal_hold, purge
from risk_map.workflow.store import close_stores, store_of
from tests.retention_world import BEA, KINDS, NEVER, World, left, months_later, noon, tell
from tests.soak.sizes import sizes
from tests.store_fixtures import ON_BOTH, mostly_sqlite

database_url = mostly_sqlite

EVERY_QUARTER = [months_later(date(2016, 2, 29), 3 * number) for number in range(36)]
AUDITOR = Subject("ada", Role.AUDITOR)


@pytest.fixture
def config(tmp_path, database_url):
    yield replace(load_config(), data_dir=tmp_path / "data", database_url=database_url)
    close_stores()


@pytest.fixture
def world(store):
    return World(store)


@pytest.fixture
def quick(monkeypatch):
    """Leave the files of the database as they are: that takes most of the time, and has tests of its own."""
    monkeypatch.setattr(retention, "scrub", lambda _store: True)


def log_of(store):
    with store.read() as tx:
        return [row["seq"] for row in tx.all(schema.audit)], verify(tx)


def rows_of(result):
    return {(row.table_name, row.row_id) for each in result.doomed[:-3] for row in each.rows.itertuples()}


def travel(world, config, days):
    """Make records of every kind on some days, and destroy on every day on which something is due.

    Returns
    -------
    int
        How many rows went, each on its day; the lines of the log are counted too.
    """
    for day in days:
        for kind in KINDS:
            kind(world, day)
    before, lines, gone = left(world.store), {}, 0
    for today in sorted({*world.due.values(), *days} - {NEVER}):
        yesterday = today - timedelta(days=1)
        assert rows_of(purge(BEA, config, noon(yesterday), on=yesterday, dry_run=True)) == set()
        due = {key for key, when in world.due.items() if when == today}
        assert rows_of(purge(BEA, config, noon(today))) == due
        now = left(world.store)
        assert before - now == due
        before = now
        log, found = log_of(world.store)
        lines |= dict.fromkeys((seq for seq in log if seq > max(lines, default=0)), today)
        assert log == [seq for seq, told in lines.items() if months_later(told, 24) > today]
        assert found.is_whole
        gone += len(due)
    return gone + len(lines) - len(log)


@pytest.mark.usefixtures("quick")
@ON_BOTH
class TestElevenYears:
    @pytest.mark.parametrize("days", sizes([date(2016, 2, 29), date(2019, 3, 31), date(2024, 2, 29)], EVERY_QUARTER))
    def test_every_record_leaves_on_its_day_and_not_a_day_before(self, world, config, days, record_property):
        gone = travel(world, config, days)
        assert left(world.store) == {key for key, when in world.due.items() if when is NEVER}
        record_property("figure", f"rows that left on their day, over 11 years: {gone} of {gone}")

    def test_ends_with_what_is_kept_always(self, world, config):
        for kind in KINDS:
            kind(world, date(2016, 2, 29))
        purge(BEA, config, noon(date(2027, 2, 28)))
        assert {table for table, _ in left(world.store)} == {
            "freeze",
            "role_grant",
            "legal_hold",
            "policy_release",
            "model_switch",
            "import_batch",
        }


@pytest.fixture
def register(config, tiny_locations, tiny_addresses):
    """L1 of the register is the object at which all signals and visits of these tests are."""
    folder = DataFolder(config.data_dir)
    folder.write(tiny_locations, LOCATIONS)
    folder.write_addresses(tiny_addresses)


DAY = date(2020, 5, 4)
LATE = noon(date(2027, 1, 1))


@pytest.mark.usefixtures("quick")
class TestAHold:
    def hold(self, config, now=LATE, *, held=True, **what):
        return place_legal_hold(AUDITOR, config, Hold("bezwaar loopt nog", **what), now, held=held)

    @ON_BOTH
    def test_keeps_a_record_with_all_that_is_part_of_it_until_it_is_lifted(self, world, config):
        world.round(DAY)
        stop = next(row_id for table, row_id in world.due if table == "round_stop")
        world.weak_signal(DAY)
        before = {key for key in left(world.store) if key[0] not in {"signal", "signal_event", "visit"}}
        self.hold(config, table="round_stop", row_id=stop)
        result = purge(BEA, config, LATE)
        # The round, its decisions and its draw stay for one stop; the weak signal goes, and so does the visit.
        assert left(world.store) - {key for key in left(world.store) if key[0] == "legal_hold"} == before
        assert {each.words.split(",")[0]: each.held for each in result.doomed if each.held} == {
            "rondes": 1,
            "besluiten": 2,
        }
        self.hold(config, held=False, table="round_stop", row_id=stop)
        purge(BEA, config, LATE)
        assert {table for table, _ in left(world.store)} == {"legal_hold"}

    @pytest.mark.usefixtures("register")
    @pytest.mark.parametrize("place", ["L1", "0001010000000002", "0001200000000002"])
    @ON_BOTH
    def test_on_a_place_keeps_everything_about_it_by_whatever_name(self, world, config, place):
        world.weak_signal(DAY)
        world.visit_with_finding(DAY)
        world.put("decision", DAY, None, location_id="L1", verdict="niet_in_ronde")
        elsewhere = {"location_id": "L7", "adresseerbaar_object_identificatie": "0001010000000007"}
        other = world.put("decision", DAY, None, **elsewhere, verdict="niet_in_ronde")
        before = left(world.store)
        self.hold(config, place=place)
        purge(BEA, config, LATE)
        assert before - left(world.store) == {("decision", other)}

    @pytest.mark.usefixtures("register")
    @ON_BOTH
    def test_on_a_place_keeps_the_log_from_its_first_line_about_it(self, world, config):
        with world.store.write() as tx:
            objects = ("locatie:L8", "locatie:L9", "locatie:L1", "locatie:L9")
            append(tx, AUDITOR, Deed("explain_location", objects), noon(DAY))
        self.hold(config, place="L1")
        purge(BEA, config, LATE)
        log, found = log_of(world.store)
        assert log[:2] == [3, 4]
        assert found.is_whole

    @pytest.mark.usefixtures("register")
    def test_on_a_line_of_the_log_keeps_it_and_what_came_after(self, world, config):
        for offset in range(4):
            tell(world.store, DAY + timedelta(days=offset))
        self.hold(config, table="audit", row_id="2")
        purge(BEA, config, LATE)
        assert log_of(world.store)[0][0] == 2

    def test_is_for_who_may_place_one(self, config):
        for who in (BEA, Subject("cor", Role.COORDINATOR, "GM0001")):
            with pytest.raises(PermissionDeniedError):
                place_legal_hold(who, config, Hold("bezwaar", table="audit", row_id="1"), LATE)

    @pytest.mark.parametrize(
        ("what", "sentence"),
        [
            ({"place": "nergens"}, "staat niet in het register"),
            ({"table": "signal", "row_id": "nothing"}, "bestaat niet"),
            ({"table": "visit_answer", "row_id": "x"}, "Noem een plaats"),
            ({"table": "no table", "row_id": "x"}, "Noem een plaats"),
            ({"table": "stop_claim", "row_id": "x"}, "Noem een plaats"),
            ({}, "Noem een plaats"),
        ],
    )
    @pytest.mark.usefixtures("register")
    @ON_BOTH
    def test_is_on_something_that_is_there(self, config, what, sentence):
        with pytest.raises(InputError, match=sentence):
            self.hold(config, **what)

    @pytest.mark.usefixtures("register")
    def test_that_is_not_there_is_not_lifted(self, config):
        with pytest.raises(InputError, match="niets op te heffen"):
            self.hold(config, held=False, place="L1")

    @pytest.mark.usefixtures("register")
    def test_has_a_reason_without_a_person_in_it(self, config):
        for reason in ("", "bel j.jansen@voorbeeld.nl"):
            with pytest.raises(InputError, match="De reden"):
                place_legal_hold(AUDITOR, config, Hold(reason, place="L1"), LATE)


class TestAPurge:
    @pytest.fixture
    def one_of_each(self, world):
        for kind in KINDS:
            kind(world, DAY)
        return world

    @pytest.mark.usefixtures("quick", "one_of_each")
    def test_writes_what_how_many_which_by_whom_and_when(self, config):
        made = {each.reason: each for each in purge(BEA, config, LATE).certificates}
        weak = made["signalen met betrouwbaarheid C, 12 maanden na de waarneming"]
        # Two weak signals, each with a step.
        assert (weak.rows, len(weak.items), weak.actor, weak.actor_role) == (4, 4, "bea", "beheerder")
        assert weak.recorded_at == LATE
        lines = json.dumps(sorted([table, row_id] for table, row_id in weak.items))
        assert weak.digest == hashlib.sha256(lines.encode()).hexdigest()

    @pytest.mark.usefixtures("quick")
    @ON_BOTH
    def test_keeps_its_certificates_in_the_database_and_as_files(self, one_of_each, config):
        result = purge(BEA, config, LATE)
        with one_of_each.store.read() as tx:
            assert certificates(tx) == list(result.certificates)
        assert sorted(read_files(config.data_dir / FOLDER), key=str) == sorted(result.certificates, key=str)

    @pytest.mark.usefixtures("quick", "one_of_each")
    def test_finds_a_certificate_that_was_changed(self, config):
        made = purge(BEA, config, LATE).certificates[0]
        path = config.data_dir / FOLDER / f"{made.id}.json"
        path.write_text(path.read_text(encoding="utf-8").replace(made.items[0][1], "other"), encoding="utf-8")
        with pytest.raises(StoreError, match="beschadigd of gewijzigd"):
            read_files(config.data_dir / FOLDER)

    @pytest.mark.usefixtures("quick")
    @ON_BOTH
    def test_stands_in_the_log_with_its_certificates_and_where_the_log_begins(self, one_of_each, config):
        tell(one_of_each.store, DAY)
        result = purge(BEA, config, LATE)
        with one_of_each.store.read() as tx:
            told = tx.all(schema.audit)
        until = next(each.until for each in result.doomed if each.until)
        assert [row["object"] for row in told] == [
            "date:2027-01-01",
            *(f"purge_certificate:{each.id}" for each in result.certificates),
            f"audit:{until}",
        ]
        assert {(row["action"], row["actor"]) for row in told} == {("purge", "bea")}

    @pytest.mark.usefixtures("quick")
    @ON_BOTH
    def test_changes_nothing_in_a_dry_run(self, one_of_each, config):
        before, log = left(one_of_each.store), log_of(one_of_each.store)
        dry = purge(BEA, config, noon(DAY), on=LATE.date(), dry_run=True)
        assert (left(one_of_each.store), log_of(one_of_each.store)) == (before, log)
        assert not config.data_dir.exists()
        assert rows_of(dry) == rows_of(purge(BEA, config, LATE))

    def test_destroys_nothing_before_its_day_has_come(self, one_of_each, config):
        before = left(one_of_each.store)
        with pytest.raises(InputError, match="nog niet aangebroken"):
            purge(BEA, config, noon(DAY), on=LATE.date())
        assert left(one_of_each.store) == before

    def test_is_the_work_of_the_beheerder(self, one_of_each, config):
        before = left(one_of_each.store)
        for role in set(Role) - {Role.BEHEERDER}:
            with pytest.raises(PermissionDeniedError):
                purge(Subject("x", role, "GM0001"), config, LATE)
        assert left(one_of_each.store) == before

    @pytest.mark.usefixtures("quick")
    def test_has_nothing_to_do_the_second_time(self, one_of_each, config):
        purge(BEA, config, LATE)
        before = left(one_of_each.store)
        assert purge(BEA, config, LATE).certificates == []
        assert left(one_of_each.store) == before


class TestTheDataFolder:
    """Stored runs and reports of imports hold what the database destroyed."""

    @pytest.fixture
    def run(self, config, tiny_addresses, tiny_locations):
        def save(name, signals):
            empty = DataFolder(config.data_dir / "empty")
            frames = {"areas": empty.read(AREAS), "inspections": empty.read(INSPECTIONS), "signals": signals}
            snapshot = Snapshot(date(2026, 1, 1), addresses=tiny_addresses, locations=tiny_locations, **frames)
            record = RunRecord(name, snapshot.today, "totaal", snapshot_hashes(snapshot), "c", "1.0")
            scores = pd.DataFrame({"score": [1.0]}, index=["L1"])
            RunStore(config.data_dir / "runs").save(record, snapshot, load_config().path, scores)
            return record

        return save

    @pytest.fixture
    def signals(self, world, tiny_signals):
        weak = world.put("signal", DAY, months_later(DAY, 12), observed_on=DAY, reliability="C")
        known = world.put("signal", DAY, months_later(DAY, 24), observed_on=DAY, reliability="A")
        return tiny_signals.set_axis(pd.Index([weak, known], name=SIGNALS.index))

    @pytest.mark.usefixtures("quick")
    def test_loses_the_runs_that_hold_a_destroyed_signal_and_keeps_what_proves_them(self, config, run, signals):
        held, other = run("held", signals), run("other", signals.iloc[[1]])
        result = purge(BEA, config, noon(months_later(DAY, 12)))
        assert {each.words: each.records for each in result.doomed if "runs" in each.words} == {RUN_WORDS: 1}
        runs = RunStore(config.data_dir / "runs")
        assert runs.load("held") == held
        assert runs.config_path(held).exists()
        assert not (config.data_dir / "runs" / "held" / "results.parquet").exists()
        with pytest.raises(ReplayError, match="signals van run held is niet bewaard of is vernietigd"):
            runs.load_snapshot(held)
        assert snapshot_hashes(runs.load_snapshot(other)) == other.data_hashes
        assert runs.load_results(other)["score"].tolist() == [1.0]

    @pytest.mark.usefixtures("quick")
    def test_loses_a_run_that_was_kept_too_late(self, config, run, signals):
        purge(BEA, config, noon(months_later(DAY, 12)))
        run("held", signals)
        purge(BEA, config, noon(months_later(DAY, 12)))
        assert not (config.data_dir / "runs" / "held" / "results.parquet").exists()

    @pytest.mark.usefixtures("quick")
    def test_loses_old_reports_and_those_that_name_a_destroyed_signal(self, config, signals):
        reports = config.data_dir / "reports"
        reports.mkdir(parents=True)
        for name, key in (
            ("2020-05-04-signals-jan_jansen.csv", "x"),
            ("2020-05-05-signals-other.csv", "x"),
            ("2021-05-01-signals-named.csv", signals.index[0]),
            ("2021-05-01-signals-not_named.csv", signals.index[1]),
        ):
            (reports / name).write_text(f"bestand;rij;sleutel\r\na.csv;2;{key}\r\n", encoding="utf-8-sig")
        result = purge(BEA, config, noon(date(2021, 5, 4)))
        assert sorted(path.name for path in reports.iterdir()) == [
            "2020-05-05-signals-other.csv",
            "2021-05-01-signals-not_named.csv",
        ]
        # A certificate is kept always: it does not hold what a user called a file.
        assert "jansen" not in str(result.certificates)


class TestTheBytes:
    MARK = "zevenkleurenmolen"

    def found_in(self, *folders):
        files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
        return {path.name for path in files if self.MARK.encode() in path.read_bytes()}

    @pytest.fixture
    def marked(self, world):
        # After rows that stay, so that its page of the file stays too and nothing is moved over it.
        for note in ("een bord", "nog een bord", f"bord: {self.MARK}"):
            day = DAY if self.MARK in note else LATE.date()
            world.put("signal", day, None, observed_on=day, reliability="C", note=note)
        return world


class TestTheBytesOfSqlite(TestTheBytes):
    @pytest.fixture
    def database_url(self, sqlite_url):
        return sqlite_url

    @pytest.mark.usefixtures("marked")
    def test_are_gone_from_the_file_and_from_the_log_beside_it(self, config, tmp_path):
        assert self.found_in(tmp_path) == {"risk_map.db-wal"}
        assert purge(BEA, config, LATE).is_clean
        assert self.found_in(tmp_path) == set()
        assert (tmp_path / "store" / "risk_map.db-wal").stat().st_size == 0

    @pytest.mark.usefixtures("quick", "marked")
    def test_would_still_be_there_without_writing_the_file_anew(self, config, tmp_path):
        purge(BEA, config, LATE)
        assert self.found_in(tmp_path)

    def test_are_overwritten_in_the_file_at_once(self, marked, config, tmp_path, monkeypatch):
        def checkpoint(store):
            with closing(store.engine.raw_connection()) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        checkpoint(marked.store)
        assert self.found_in(tmp_path) == {"risk_map.db"}
        monkeypatch.setattr(retention, "scrub", checkpoint)
        purge(BEA, config, LATE)
        assert self.found_in(tmp_path) == set()

    def test_of_what_somebody_deleted_carelessly_before_are_gone_too(self, config, tmp_path, raw):
        for words in ("secure_delete = OFF", "journal_mode = WAL"):
            raw.execute(f"PRAGMA {words}")
        raw.execute("CREATE TABLE careless (note TEXT)")
        raw.executemany("INSERT INTO careless VALUES (?)", [("een bord",), (self.MARK,)])
        raw.execute("DELETE FROM careless WHERE note <> 'een bord'")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert self.found_in(tmp_path) == {"risk_map.db"}
        assert purge(BEA, config, LATE).is_clean
        assert self.found_in(tmp_path) == set()

    def test_are_not_called_gone_while_somebody_still_reads_the_old_ones(self, marked, config, tmp_path):
        def hurry(connection, *_):
            connection.execute("PRAGMA busy_timeout = 100")

        event.listen(store_of(config).engine, "checkout", hurry)
        with marked.store.engine.connect() as reader:
            reader.exec_driver_sql("SELECT * FROM signal").fetchall()
            assert not purge(BEA, config, LATE).is_clean
        assert purge(BEA, config, LATE).is_clean
        assert self.found_in(tmp_path) == set()


class TestTheBytesOfPostgresql(TestTheBytes):
    @pytest.fixture
    def database_url(self, postgresql_url):
        return postgresql_url

    @pytest.mark.usefixtures("marked")
    def test_are_gone_from_the_tables_and_not_from_the_log_of_the_server(self, config, postgresql_server, raw):
        base, log = postgresql_server.folder / "data" / "base", postgresql_server.folder / "data" / "pg_wal"
        # The statistics of the planner hold values too.
        raw.execute("ANALYZE signal")
        postgresql_server.execute("CHECKPOINT")
        assert len(self.found_in(base)) == 2
        assert purge(BEA, config, LATE).is_clean
        postgresql_server.execute("CHECKPOINT")
        assert self.found_in(base) == set()
        # That is for whoever runs the server, and the decision record says so.
        assert self.found_in(log)
