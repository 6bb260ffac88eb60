"""Whoever writes a certificate in the database, around this program, is found by the check of the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from risk_map.config import load_config
from risk_map.domain.subject import Role, Subject
from risk_map.store import audit, schema
from risk_map.store.audit import Deed
from risk_map.store.retention_purge import FOLDER, digest_of
from risk_map.workflow import retention
from risk_map.workflow.audit import verify_audit
from risk_map.workflow.backup import make_backup, restore_backup
from risk_map.workflow.retention import purge
from risk_map.workflow.store import close_stores, store_of
from tests.backup_keys import SEALED, key_file
from tests.retention_world import BEA, NEVER, World, left, months_later, noon, tell
from tests.store_fixtures import ON_BOTH, mostly_sqlite
from tests.store_rows import insert_sql, walls_down

database_url = mostly_sqlite

ADA = Subject("ada", Role.AUDITOR)
DAY = date(2020, 5, 4)
LATE = noon(date(2027, 1, 1))
FORGED = "f" * 32


@pytest.fixture
def config(tmp_path, database_url, monkeypatch):
    monkeypatch.setattr(retention, "scrub", lambda _store: True)
    yield replace(load_config(), data_dir=tmp_path / "data", database_url=database_url, backup=SEALED)
    close_stores()


@pytest.fixture
def world(store):
    """A store with a weak signal, a visit that stays, and a line of the log."""
    made = World(store)
    made.weak_signal(DAY)
    made.put("visit", LATE.date(), NEVER, visited_on=LATE.date())
    tell(store, DAY)
    return made


def forge(config, raw, item, at=LATE, **changes):
    """Write a certificate in plain SQL, and what it lists."""
    facts = {
        "id": FORGED,
        "reason": "proef",
        "rows": 1,
        "digest": digest_of([item]),
        "recorded_at": at.replace(tzinfo=None).isoformat(" ", "microseconds"),
        "actor": "bea",
        "actor_role": "beheerder",
    }
    raw.execute(insert_sql("purge_certificate", facts | changes))
    add_item(config, raw, FORGED, item)


def add_item(config, raw, certificate, item):
    """List a row in plain SQL, as somebody does who took the walls down first and put them back."""
    row = {"certificate_id": certificate, "table_name": item[0], "row_id": item[1]}
    with walls_down(store_of(config)):
        raw.execute(insert_sql("purge_item", row))


def said(config, now=LATE):
    found = verify_audit(ADA, config, (), now)
    return [str(each) for each in found.problems], [str(each) for each in found.notices]


def staying(world):
    return next(item for item, due in world.due.items() if due is NEVER)


@ON_BOTH
def test_a_certificate_in_plain_sql_is_found(world, config, raw):
    purge(BEA, config, LATE)
    assert said(config) == ([], [])
    table, row_id = staying(world)
    forge(config, raw, (table, row_id))
    raw.execute(f"DELETE FROM {table} WHERE id = '{row_id}'")
    assert (table, row_id) not in left(world.store)
    (problem,), notices = said(config)
    assert problem.startswith(f"bewijs {FORGED}: in het logboek staat niet")
    assert notices == []


def test_a_certificate_that_says_it_is_older_than_the_log_is_found(world, config, raw):
    purge(BEA, config, LATE)
    forge(config, raw, staying(world), at=noon(DAY))
    assert len(said(config)[0]) == 1


def test_a_row_that_is_added_to_an_honest_certificate_is_found(world, config, raw):
    made = {each.items[0][0]: each.id for each in purge(BEA, config, LATE).certificates}
    add_item(config, raw, made["signal"], staying(world))
    add_item(config, raw, made["audit"], ("visit", "other"))
    assert said(config)[0] == [
        f"bewijs {made[name]}: noemt iets anders dan toen het werd gemaakt" for name in ("signal", "audit")
    ]


@pytest.mark.usefixtures("world")
def test_a_certificate_whose_row_was_swapped_is_found(config, raw):
    forge(config, raw, ("visit", "other"), digest="0" * 64)
    assert len(said(config)[0]) == 2


def test_a_certificate_of_which_the_log_was_destroyed_in_time_is_none(world, config):
    first = noon(months_later(DAY, 12))
    purge(BEA, config, first)
    world.weak_signal(first.date())
    for years in (2, 4, 6):
        later = noon(months_later(first.date(), 12 * years))
        world.weak_signal(later.date())
        purge(BEA, config, later + timedelta(days=1))
        assert said(config, later + timedelta(days=1)) == ([], [])
    with world.store.read() as tx:
        assert tx.all(schema.audit)[0]["at"] > first
        assert tx.all(schema.purge_certificate)[0]["recorded_at"] == first


@pytest.fixture
def elsewhere(config, tmp_path):
    url = f"sqlite:///{tmp_path / 'elsewhere' / 'risk_map.db'}"
    return replace(config, data_dir=tmp_path / "elsewhere", database_url=url)


@pytest.mark.usefixtures("world")
class TestAfterARestore:
    def restore(self, config, elsewhere, tmp_path, earlier=timedelta()):
        make_backup(BEA, config, tmp_path / "b.zip", noon(DAY))
        purge(BEA, config, LATE)
        now, proofs = LATE - earlier, config.data_dir / FOLDER
        return restore_backup(BEA, elsewhere, tmp_path / "b.zip", now, proofs=proofs, key=key_file(tmp_path))

    def test_the_certificates_that_were_applied_are_known(self, config, elsewhere, tmp_path):
        assert len(self.restore(config, elsewhere, tmp_path).again) == 2
        assert said(elsewhere) == ([], [])

    @pytest.mark.parametrize("earlier", [timedelta(), timedelta(minutes=1)])
    def test_of_before_the_log_named_them_they_are_a_notice(self, config, elsewhere, tmp_path, monkeypatch, earlier):
        def silent(tx, subject, deed, now):
            objects = tuple(name for name in deed.objects if not name.startswith("purge_certificate:"))
            return audit.append(tx, subject, Deed(deed.action, objects), now)

        monkeypatch.setattr("risk_map.store.backup_restore.append", silent)
        again = self.restore(config, elsewhere, tmp_path, earlier).again
        cut = next(each.id for each in again if each.items[0][0] == "audit")
        problems, notices = said(elsewhere)
        assert problems == []
        assert any(notice.startswith(f"bewijs {cut}") for notice in notices)
        assert all("kwam mee met een reservekopie" in notice for notice in notices)

    def test_one_from_before_a_restore_that_applied_none_is_found(self, world, config, elsewhere, tmp_path):
        make_backup(BEA, config, tmp_path / "b.zip", noon(DAY))
        restore_backup(BEA, elsewhere, tmp_path / "b.zip", LATE, key=key_file(tmp_path))
        table, row_id = staying(world)
        with store_of(elsewhere).write() as tx:
            by = {"recorded_at": noon(DAY), "actor": "bea", "actor_role": "beheerder"}
            made = tx.append(
                schema.purge_certificate, reason="proef", rows=1, digest=digest_of([(table, row_id)]), **by
            )
        with walls_down(store_of(elsewhere)), store_of(elsewhere).write() as tx:
            tx.append(schema.purge_item, certificate_id=made, table_name=table, row_id=row_id)
        problems, notices = said(elsewhere)
        assert (len(problems), notices) == (1, [])
