"""What was destroyed after a backup was made does not come back with it; certificates and the log stay."""

from __future__ import annotations

import json
import shutil
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pyrage
import pytest
from sqlalchemy import text

from risk_map.config import load_config
from risk_map.demo.reference import REFERENCE_DATE
from risk_map.domain.backup_params import BackupParams
from risk_map.domain.frames import AREAS
from risk_map.domain.subject import Role, Subject
from risk_map.errors import InputError, PermissionDeniedError, StoreError
from risk_map.store import schema
from risk_map.store.audit_check import parse_head, verify
from risk_map.store.engine import open_store
from risk_map.store.folder import DataFolder
from risk_map.store.ledger import stamp
from risk_map.store.retention_purge import FOLDER, Certificate, digest_of, keep_files
from risk_map.workflow.backup import make_backup, make_backup_key, restore_backup
from risk_map.workflow.clock import local_day, now_of
from risk_map.workflow.retention import Hold, place_legal_hold, purge
from risk_map.workflow.store import close_stores, store_of
from tests.backup_keys import IDENTITY, SEALED, key_file
from tests.retention_world import BEA, KINDS, NEVER, World, left, months_later, noon, tell
from tests.store_fixtures import ON_BOTH, mostly_sqlite
from tests.store_rows import let_go

database_url = mostly_sqlite

ADA = Subject("ada", Role.AUDITOR)
DAY = date(2020, 5, 4)
MADE, LATE, LATER = (noon(date(2022, 1, 1)), noon(date(2027, 1, 1)), noon(date(2027, 2, 1)))


@pytest.fixture
def config(tmp_path, database_url):
    yield replace(load_config(), data_dir=tmp_path / "data", database_url=database_url, backup=SEALED)
    close_stores()


@pytest.fixture
def world(store):
    """A store with records of every kind, some of them corrected, and lines of the log of four days."""
    made = World(store)
    for kind in KINDS:
        kind(made, DAY)
    for day in range(4):
        tell(store, DAY + timedelta(days=200 * day))
    return made


@pytest.fixture
def elsewhere(config, tmp_path):
    """An empty machine."""
    url = f"sqlite:///{tmp_path / 'elsewhere' / 'risk_map.db'}"
    return replace(config, data_dir=tmp_path / "elsewhere", database_url=url)


def counts(store):
    with store.read() as tx:
        return {table.name: len(tx.all(table)) for table in schema.METADATA.sorted_tables}


@pytest.mark.usefixtures("world")
class TestABackupOfWhatIsReal:
    def test_tells_whoever_has_the_file_nothing(self, config, tmp_path):
        make_backup(BEA, config, tmp_path / "b.zip", MADE)
        data = (tmp_path / "b.zip").read_bytes()
        assert not zipfile.is_zipfile(tmp_path / "b.zip")
        assert not any(name.encode() in data for name in schema.METADATA.tables)

    def test_is_not_made_as_long_as_nobody_has_a_key(self, config, tmp_path):
        with pytest.raises(InputError, match="risk-map backup-key"):
            make_backup(BEA, replace(config, backup=BackupParams()), tmp_path / "b.zip", MADE)
        assert not (tmp_path / "b.zip").exists()
        with store_of(config).read() as tx:
            assert "make_backup" not in {line["action"] for line in tx.all(schema.audit)}

    def test_is_put_back_by_who_has_the_key_only(self, config, elsewhere, tmp_path):
        make_backup(BEA, config, tmp_path / "b.zip", MADE)
        make_backup_key(tmp_path / "other.key")
        for key, sentence in ((None, "Geef de sleutel"), (tmp_path / "other.key", "met een andere sleutel")):
            with pytest.raises(StoreError, match=sentence):
                restore_backup(BEA, elsewhere, tmp_path / "b.zip", LATE, key=key)
            assert not any(counts(store_of(elsewhere)).values())
        restore_backup(BEA, elsewhere, tmp_path / "b.zip", LATE, key=key_file(tmp_path))


class TestWithoutAPurge:
    @ON_BOTH
    def test_everything_comes_back(self, world, config, elsewhere, tmp_path):
        manifest = make_backup(BEA, config, tmp_path / "b.zip", MADE)
        restored = restore_backup(BEA, elsewhere, tmp_path / "b.zip", LATE, key=key_file(tmp_path))
        assert restored.again == []
        assert restored.manifest == manifest
        assert left(store_of(elsewhere)) == left(world.store)

    def test_the_log_tells_of_the_backup_and_of_the_restore(self, config, elsewhere, tmp_path):
        manifest = make_backup(BEA, config, tmp_path / "b.zip", MADE)
        restore_backup(BEA, elsewhere, tmp_path / "b.zip", LATE, key=key_file(tmp_path))
        for where, action in ((config, "make_backup"), (elsewhere, "restore_backup")):
            with store_of(where).read() as tx:
                last = tx.all(schema.audit)[-1]
            assert (last["action"], last["object"], last["actor"]) == (action, f"backup:{manifest.head}", "bea")


@pytest.mark.usefixtures("world")
class TestTheConfiguration:
    def test_is_in_the_backup_and_is_put_beside_the_data_when_another_one_is_used(self, config, elsewhere, tmp_path):
        make_backup(BEA, config, tmp_path / "b.zip", MADE)
        other = tmp_path / "other.toml"
        other.write_bytes(config.path.read_bytes() + b"# een ander gewicht\n")
        restored = restore_backup(BEA, replace(elsewhere, path=other), tmp_path / "b.zip", LATE, key=key_file(tmp_path))
        assert restored.settings == elsewhere.data_dir / "risk_map-uit-reservekopie.toml"
        assert restored.settings.read_bytes() == config.path.read_bytes()

    def test_is_not_spoken_of_when_it_is_the_same(self, config, elsewhere, tmp_path):
        make_backup(BEA, config, tmp_path / "b.zip", MADE)
        assert restore_backup(BEA, elsewhere, tmp_path / "b.zip", LATE, key=key_file(tmp_path)).settings is None
        assert [path.name for path in elsewhere.data_dir.glob("*.toml")] == []

    def test_is_absent_from_an_older_backup_which_is_put_back_all_the_same(self, config, elsewhere, tmp_path):
        make_backup(BEA, config, tmp_path / "sealed.zip", MADE)
        pyrage.decrypt_file(str(tmp_path / "sealed.zip"), str(tmp_path / "new.zip"), [IDENTITY])
        with zipfile.ZipFile(tmp_path / "new.zip") as new, zipfile.ZipFile(tmp_path / "b.zip", "w") as old:
            for name in set(new.namelist()) - {"risk_map.toml", "manifest.json"}:
                old.writestr(name, new.read(name))
            facts = json.loads(new.read("manifest.json"))
            del facts["settings"]
            old.writestr("manifest.json", json.dumps(facts))
        assert restore_backup(BEA, elsewhere, tmp_path / "b.zip", LATE, key=key_file(tmp_path)).settings is None


class TestTheClock:
    FAR = datetime(2033, 6, 5, 12, tzinfo=UTC)

    def test_of_the_demonstration_does_not_move(self, demo_config, elsewhere, tmp_path):
        made_at = now_of(demo_config)
        make_backup(BEA, demo_config, tmp_path / "b.zip", made_at)
        restored = restore_backup(BEA, elsewhere, tmp_path / "b.zip", self.FAR, key=key_file(tmp_path))
        assert restored.head.at == made_at
        assert local_day(now_of(elsewhere)) == REFERENCE_DATE

    @pytest.mark.usefixtures("world")
    def test_of_a_real_region_tells_when_it_was_put_back(self, config, elsewhere, tmp_path):
        make_backup(BEA, config, tmp_path / "b.zip", MADE)
        assert restore_backup(BEA, elsewhere, tmp_path / "b.zip", self.FAR, key=key_file(tmp_path)).head.at == self.FAR

    def test_of_a_region_with_one_real_file_is_the_real_one(self, demo_config, elsewhere, tmp_path):
        folder = DataFolder(demo_config.data_dir)
        areas = folder.read(AREAS)
        folder.write(areas.assign(bron="CBS"), AREAS)
        make_backup(BEA, replace(demo_config, backup=SEALED), tmp_path / "b.zip", MADE)
        assert restore_backup(BEA, elsewhere, tmp_path / "b.zip", self.FAR, key=key_file(tmp_path)).head.at == self.FAR


class TestWhatWasDestroyed:
    def restore(self, config, elsewhere, tmp_path):
        return restore_backup_of(elsewhere, tmp_path, config.data_dir / FOLDER)

    @ON_BOTH
    def test_does_not_come_back(self, world, config, elsewhere, tmp_path):
        make_backup(BEA, config, tmp_path / "b.zip", MADE)
        assert ("signal", next(row_id for table, row_id in world.due if table == "signal")) in left(world.store)
        result = purge(BEA, config, LATE)
        restored = self.restore(config, elsewhere, tmp_path)
        made = {each.id for each in result.certificates}
        assert {proof.id for proof in restored.again} == made
        with store_of(elsewhere).read() as tx:
            told = {row["object"] for row in tx.all(schema.audit, action="restore_backup")}
        assert {f"purge_certificate:{each}" for each in made} <= told
        assert left(store_of(elsewhere)) == left(world.store)
        now, then = counts(store_of(elsewhere)), counts(world.store)
        assert {name: now[name] for name in now if name != "audit"} == {n: then[n] for n in then if n != "audit"}

    @ON_BOTH
    def test_has_its_certificate_in_the_database_and_beside_it(self, world, config, elsewhere, tmp_path):
        make_backup(BEA, config, tmp_path / "b.zip", MADE)
        purge(BEA, config, LATE)
        self.restore(config, elsewhere, tmp_path)
        files = sorted(path.name for path in (elsewhere.data_dir / FOLDER).iterdir())
        assert files == sorted(path.name for path in (config.data_dir / FOLDER).iterdir())
        assert counts(store_of(elsewhere))["purge_item"] == counts(world.store)["purge_item"]

    def test_is_not_in_the_bytes_of_the_new_file(self, world, config, elsewhere, tmp_path):
        mark = "zevenkleurenmolen"
        world.put("signal", DAY, None, observed_on=DAY, reliability="C", note=mark)
        make_backup(BEA, config, tmp_path / "b.zip", MADE)
        purge(BEA, config, LATE)
        self.restore(config, elsewhere, tmp_path)
        close_stores()
        files = [path for path in elsewhere.data_dir.rglob("*") if path.is_file()]
        assert files
        assert not [path for path in files if mark.encode() in path.read_bytes()]

    def test_is_not_in_the_bytes_of_the_tables_of_postgresql(
        self, world, config, elsewhere, tmp_path, postgresql_server, postgresql_new_url
    ):
        mark = "zevenkleurenmolen"
        for note, day in (("een bord", LATE.date()), (mark, DAY), ("nog een bord", LATE.date())):
            world.put("signal", day, None, observed_on=day, reliability="C", note=note)
        make_backup(BEA, config, tmp_path / "b.zip", MADE)
        purge(BEA, config, LATE)
        there = replace(elsewhere, database_url=postgresql_new_url)
        self.restore(config, there, tmp_path)
        postgresql_server.execute("CHECKPOINT")
        with store_of(there).read() as tx:
            number = tx.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar_one()
        files = list((postgresql_server.folder / "data" / "base" / str(number)).iterdir())
        assert [path for path in files if b"nog een bord" in path.read_bytes()]
        assert not [path for path in files if mark.encode() in path.read_bytes()]
        close_stores()

    def test_takes_its_stored_runs_along(self, world, config, elsewhere, tmp_path):
        for name in ("runs/r1/results.parquet", "runs/r2/results.parquet"):
            (config.data_dir / name).parent.mkdir(parents=True)
            (config.data_dir / name).write_text(name, encoding="utf-8")
        make_backup(BEA, config, tmp_path / "b.zip", MADE)
        let_go(world.store, ("run_results", "r1"), by=stamp("bea", "beheerder", LATE))
        make_backup(BEA, config, tmp_path / "c.zip", LATE)
        restore_backup(BEA, elsewhere, tmp_path / "c.zip", LATER, key=key_file(tmp_path))
        assert [path.parent.name for path in elsewhere.data_dir.glob("runs/*/results.parquet")] == ["r2"]

    def test_stays_destroyed_when_a_hold_that_was_lifted_comes_back(self, world, config, elsewhere, tmp_path):
        signal = next(row_id for table, row_id in world.due if table == "signal")
        hold = Hold("bezwaar", table="signal", row_id=signal)
        place_legal_hold(ADA, config, hold, MADE)
        make_backup(BEA, config, tmp_path / "b.zip", MADE)
        place_legal_hold(ADA, config, hold, LATE, held=False)
        purge(BEA, config, LATE)
        self.restore(config, elsewhere, tmp_path)
        assert ("signal", signal) not in left(store_of(elsewhere))

    @ON_BOTH
    def test_of_the_log_leaves_a_chain_that_fits_the_heads_since(self, world, config, elsewhere, tmp_path):
        with world.store.read() as tx:
            old = parse_head(str(verify(tx).head))
        make_backup(BEA, config, tmp_path / "b.zip", MADE)
        # Of the four days two are past their term.
        purge(BEA, config, noon(DAY + timedelta(days=1000)))
        self.restore(config, elsewhere, tmp_path)
        with store_of(elsewhere).read() as tx:
            found, log = verify(tx, [old]), tx.all(schema.audit)
        assert found.is_whole
        assert [row["seq"] for row in log[:2]] == [3, 4]

    def test_of_the_log_goes_on_after_the_cut_when_all_of_the_backup_is_too_old(
        self, world, config, elsewhere, tmp_path
    ):
        make_backup(BEA, config, tmp_path / "b.zip", MADE)
        purge(BEA, config, LATE)
        self.restore(config, elsewhere, tmp_path)
        with world.store.read() as tx:
            here = tx.all(schema.audit)
        with store_of(elsewhere).read() as tx:
            found, there = verify(tx), tx.all(schema.audit)
        assert found.is_whole
        assert here[0]["seq"] == there[0]["seq"] == 6

    def test_comes_back_without_the_certificates_and_the_next_purge_takes_it_again(
        self, world, config, elsewhere, tmp_path
    ):
        make_backup(BEA, config, tmp_path / "b.zip", MADE)
        purge(BEA, config, LATE)
        restore_backup(BEA, elsewhere, tmp_path / "b.zip", LATER, key=key_file(tmp_path))
        assert len(left(store_of(elsewhere))) > len(left(world.store))
        purge(BEA, elsewhere, LATER)
        assert left(store_of(elsewhere)) == left(world.store)

    @pytest.mark.usefixtures("world")
    def test_is_not_put_back_with_a_certificate_that_was_changed(self, config, elsewhere, tmp_path):
        make_backup(BEA, config, tmp_path / "b.zip", MADE)
        made = purge(BEA, config, LATE).certificates[0]
        path = config.data_dir / FOLDER / f"{made.id}.json"
        path.write_text(path.read_text(encoding="utf-8").replace(made.items[0][1], "other"), encoding="utf-8")
        with pytest.raises(StoreError, match="beschadigd of gewijzigd"):
            self.restore(config, elsewhere, tmp_path)
        assert not elsewhere.data_dir.exists()

    @pytest.mark.usefixtures("world")
    def test_of_the_log_is_not_put_back_with_a_certificate_that_does_not_fit_it(self, config, elsewhere, tmp_path):
        make_backup(BEA, config, tmp_path / "b.zip", MADE)
        # Of the four days two are past their term.
        made = purge(BEA, config, noon(DAY + timedelta(days=1000))).certificates
        (proof,) = (each for each in made if each.items == (("audit", "2"),))
        path = config.data_dir / FOLDER / f"{proof.id}.json"
        path.write_text(path.read_text(encoding="utf-8").replace(proof.digest, "0" * 64), encoding="utf-8")
        with pytest.raises(StoreError, match="het logboek, na opnieuw vernietigen"):
            self.restore(config, elsewhere, tmp_path)
        assert counts(store_of(elsewhere))["audit"] == 0


@pytest.mark.usefixtures("world")
class TestACertificateThatNobodyMade:
    """Its digest has no key, so anybody can write one: it destroys only what retention let go on its day."""

    @pytest.fixture
    def forged(self, config, tmp_path):
        """Write a certificate by hand, beside a backup in which nothing was past its term."""

        def write(*items, at=MADE, digest=None):
            make_backup(BEA, config, tmp_path / "b.zip", MADE)
            made = Certificate("f" * 32, "proef", len(items), digest or digest_of(items), items, "x", "beheerder", at)
            keep_files([made], tmp_path)
            return tmp_path / FOLDER

        return write

    def refused(self, elsewhere, tmp_path, proofs, sentence, now=LATER):
        with pytest.raises(StoreError, match=sentence):
            restore_backup(BEA, elsewhere, tmp_path / "b.zip", now, proofs=proofs, key=key_file(tmp_path))
        assert not any(counts(store_of(elsewhere)).values())
        close_stores()
        assert {path.name for path in elsewhere.data_dir.rglob("*")} <= {"risk_map.db"}

    @pytest.mark.parametrize("name", ["signal", "visit", "decision", "round", "freeze", "role_grant", "model_switch"])
    @ON_BOTH
    def test_is_refused_whole_when_a_row_was_not_past_its_term(self, world, elsewhere, tmp_path, forged, name):
        world.put("visit", LATE.date(), NEVER, visited_on=LATE.date())
        world.put("signal", LATE.date(), NEVER, observed_on=LATE.date(), reliability="C")
        world.put("decision", LATE.date(), NEVER, location_id="L99", verdict="niet_in_ronde")
        world.put("round", LATE.date(), NEVER, on_date=LATE.date())
        stays = next(item for item, due in world.due.items() if item[0] == name and due is NEVER)
        goes = next(item for item, due in world.due.items() if item[0] == "login_event")
        proofs = forged(goes, stays, at=LATE)
        self.refused(elsewhere, tmp_path, proofs, rf"Bewijs f{{32}} noemt {name} {stays[1]}.* 1 januari 2027")

    def test_is_refused_one_day_before_the_term_and_not_on_its_day(self, world, elsewhere, tmp_path, forged):
        day = months_later(DAY, 12)
        signals = {item for item, due in world.due.items() if item[0].startswith("signal") and due == day}
        proofs = forged(*signals, at=noon(day - timedelta(days=1)))
        self.refused(elsewhere, tmp_path, proofs, "mocht volgens de bewaartermijnen op 3 mei 2021 nog niet weg")
        (tmp_path / "b.zip").unlink()
        shutil.rmtree(proofs)
        restored = restore_backup_of(elsewhere, tmp_path, forged(*signals, at=noon(day)))
        assert [proof.id for proof in restored.again] == ["f" * 32]
        assert left(store_of(elsewhere)) == left(world.store) - signals

    def test_is_refused_when_its_day_has_not_come(self, world, elsewhere, tmp_path, forged):
        signal = next(item for item in world.due if item[0] == "signal")
        self.refused(elsewhere, tmp_path, forged(signal, at=LATE), "nog niet aangebroken", now=MADE)

    def test_is_refused_for_lines_of_the_log_that_are_not_past_their_term(self, elsewhere, tmp_path, forged):
        # Of the four lines two are past their term on that day.
        at = noon(DAY + timedelta(days=1000))
        for seq in ("3", "4", "999", "x"):
            (tmp_path / "b.zip").unlink(missing_ok=True)
            shutil.rmtree(tmp_path / FOLDER, ignore_errors=True)
            proofs = forged(("audit", seq), at=at, digest="0" * 64)
            self.refused(elsewhere, tmp_path, proofs, f"noemt audit {seq}")

    def test_is_refused_for_a_stored_run_that_holds_nothing_destroyed(self, config, elsewhere, tmp_path, forged):
        path = config.data_dir / "runs" / "r1" / "results.parquet"
        path.parent.mkdir(parents=True)
        path.write_text("x", encoding="utf-8")
        proofs = forged(("run_results", "r1"), at=LATE)
        self.refused(elsewhere, tmp_path, proofs, "noemt run_results r1")

    def test_is_passed_over_in_what_it_says_of_rows_that_the_backup_does_not_hold(
        self, world, elsewhere, tmp_path, forged
    ):
        restore_backup_of(elsewhere, tmp_path, forged(("signal", "later"), at=LATE))
        assert left(store_of(elsewhere)) == left(world.store)

    @pytest.mark.parametrize("name", ["../../outside", "f", ""])
    def test_is_damaged_when_its_id_is_none(self, elsewhere, tmp_path, forged, name):
        (path,) = forged(("signal", "later")).iterdir()
        path.write_text(path.read_text(encoding="utf-8").replace("f" * 32, name), encoding="utf-8")
        with pytest.raises(StoreError, match="beschadigd of gewijzigd"):
            restore_backup_of(elsewhere, tmp_path, path.parent)


def restore_backup_of(elsewhere, tmp_path, proofs):
    return restore_backup(BEA, elsewhere, tmp_path / "b.zip", LATER, proofs=proofs, key=key_file(tmp_path))


@pytest.mark.usefixtures("world")
class TestWhoMay:
    def test_only_the_beheerder(self, config, elsewhere, tmp_path):
        make_backup(BEA, config, tmp_path / "b.zip", MADE)
        for role in set(Role) - {Role.BEHEERDER}:
            who = Subject("x", role, "GM9001")
            with pytest.raises(PermissionDeniedError):
                make_backup(who, config, tmp_path / "c.zip", MADE)
            with pytest.raises(PermissionDeniedError):
                restore_backup(who, elsewhere, tmp_path / "b.zip", MADE, key=key_file(tmp_path))
        assert not (tmp_path / "c.zip").exists()
        assert not elsewhere.data_dir.exists()


def test_the_file_of_sqlite_can_be_lost_whole(world, config, tmp_path, database_url):
    make_backup(BEA, config, tmp_path / "b.zip", MADE)
    before = left(world.store)
    world.store.close()
    close_stores()
    shutil.rmtree(tmp_path / "store")
    restore_backup(BEA, config, tmp_path / "b.zip", LATE, key=key_file(tmp_path))
    with closing(open_store(database_url)) as again:
        assert left(again) == before
