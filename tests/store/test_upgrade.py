"""An older database is brought up to date and keeps its rows; the schema never changes without a revision."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from hashlib import sha256

import psycopg
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_mock_engine, inspect, text

from risk_map.errors import StoreError
from risk_map.store import schema, upgrade, walls
from risk_map.store.engine import open_store
from tests.store_rows import NOW, draft, insert_sql, one_of_everything, put, register, row

SCHEMA = {"sqlite": ("0008", "38e3fe8b5c69963c"), "postgresql": ("0008", "23a90c098cb37f15")}
"""The newest revision, and the digest of the schema that it leads to."""

ADDED = {
    *("mode", "start_x", "start_y", "end_x", "end_y", "departs_at", "returns_at", "pause_begin", "pause_minutes"),
    *("arrives_at", "visit_minutes", "began_at"),
}
"""Columns of rounds and visits that came after the first version."""

REVISION = """
from alembic import op
from sqlalchemy import Column, Text
from risk_map.store import walls
revision, down_revision = "9999", "{head}"
def upgrade():
    walls.remove(op.get_bind())
    op.add_column("signal", Column("extra", Text))
    op.execute("UPDATE signal SET extra = 'toen'")
"""


def head():
    return ScriptDirectory(str(upgrade.MIGRATIONS)).get_current_head()


@pytest.fixture
def newer_program(tmp_path, monkeypatch):
    """The program as it may be next year, with one more revision."""
    folder = tmp_path / "migrations"
    shutil.copytree(upgrade.MIGRATIONS, folder)
    (folder / "versions" / "r9999_next.py").write_text(REVISION.format(head=head()), encoding="utf-8")

    def switch():
        monkeypatch.setattr(upgrade, "MIGRATIONS", folder)

    return switch


def schema_digest(dialect):
    made = []
    engine = create_mock_engine(f"{dialect}://", lambda ddl, *_: made.append(str(ddl.compile(dialect=engine.dialect))))
    schema.METADATA.create_all(engine, checkfirst=False)
    return sha256("".join(sorted(made)).encode()).hexdigest()[:16]


def test_the_schema_changes_only_with_a_revision():
    """Changed a table? Write a revision, and name it here (before the first release, only the digest changes)."""
    assert {dialect: (head(), schema_digest(dialect)) for dialect in SCHEMA} == SCHEMA


class TestAnOlderDatabase:
    def test_keeps_every_row_and_every_wall(self, store, database_url, raw, newer_program):
        one_of_everything(store)
        with store.read() as tx:
            before = {table: len(tx.all(table)) for table in schema.METADATA.sorted_tables}
        store.close()
        newer_program()
        with closing(open_store(database_url)) as upgraded, upgraded.read() as tx:
            assert {table: len(tx.all(table)) for table in schema.METADATA.sorted_tables} == before
            assert set(tx.execute(text("SELECT extra FROM signal")).scalars()) == {"toen"}
        with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError), match="no_update_signal"):
            raw.execute("UPDATE signal SET extra = 'nu'")

    def test_of_the_first_version_gets_what_came_since(self, store, raw, database_url):
        put(store, "decision", adresseerbaar_object_identificatie=None)
        with store.write() as tx:
            walls.remove(tx.connection)
            tx.execute(text("ALTER TABLE decision DROP COLUMN adresseerbaar_object_identificatie"))
            tx.execute(text("DROP TABLE saved_area"))
            tx.execute(text("DROP TABLE registered_place"))
            tx.execute(text("DROP TABLE stated_reason"))
            tx.execute(text("ALTER TABLE handover ADD COLUMN visit_id TEXT"))
            for table in (schema.round_team, schema.round_stop, schema.visit):
                for column in ADDED & set(table.c.keys()):
                    tx.execute(text(f"ALTER TABLE {table.name} DROP COLUMN {column}"))
            tx.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        store.close()
        with closing(open_store(database_url)) as upgraded, upgraded.read() as tx:
            assert tx.all(schema.round_team, mode="auto") == tx.all(schema.visit, began_at=NOW) == []
            assert [row["adresseerbaar_object_identificatie"] for row in tx.all(schema.decision)] == [None]
            assert not upgrade.is_outdated(tx.connection)
            assert "visit_id" not in {column["name"] for column in inspect(tx.connection).get_columns("handover")}
        with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError), match="ck_decision_object"):
            raw.execute(insert_sql("decision", row("decision", adresseerbaar_object_identificatie="1")))
        raw.execute(insert_sql("saved_area", row("saved_area")))
        with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError), match="no_delete_saved_area"):
            raw.execute("DELETE FROM saved_area")

    def test_of_before_the_copy_of_the_register_draws_nothing_until_it_is_told(self, store, raw, database_url):
        put(store, "draw", id="T1", round_id=draft(store))
        with store.write() as tx:
            walls.remove(tx.connection)
            tx.execute(text("DROP TABLE registered_place"))
            tx.execute(text("DROP TABLE stated_reason"))
            tx.execute(text("ALTER TABLE handover ADD COLUMN visit_id TEXT"))
            tx.execute(text("ALTER TABLE visit DROP COLUMN began_at"))
            tx.execute(text("UPDATE alembic_version SET version_num = '0004'"))
        store.close()
        pick = insert_sql("draw_pick", row("draw_pick", draw_id="T1"))
        with closing(open_store(database_url)) as upgraded:
            with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError), match="draw_unregistered"):
                raw.execute(pick)
            register(upgraded, "L9")
            raw.execute(pick)

    @pytest.fixture
    def database_url(self, new_url):
        open_store(new_url).close()
        return new_url

    def test_is_then_refused_by_the_older_program(self, database_url, newer_program, monkeypatch):
        with monkeypatch.context():
            newer_program()
            open_store(database_url).close()
        monkeypatch.undo()
        with pytest.raises(StoreError, match="nieuwere versie"):
            open_store(database_url)
