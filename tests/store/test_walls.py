"""No ledger row is ever changed or deleted, whatever program asks the database, on every table of the schema."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import psycopg
import pytest

from risk_map.errors import ConflictError
from risk_map.store import schema, walls
from risk_map.store.audit_check import verify
from risk_map.store.engine import open_store
from tests.store_rows import VALID, draft, insert_sql, one_of_everything, put, row

REFUSED = (sqlite3.IntegrityError, psycopg.IntegrityError)
LEDGERS = [table.name for table in walls.ledger_tables()]


@pytest.fixture
def filled(store):
    one_of_everything(store)
    return store


def all_rows(raw, table):
    return sorted(map(str, raw.execute(f'SELECT * FROM "{table}"').fetchall()))


def any_row(raw, table):
    cursor = raw.execute(f'SELECT * FROM "{table}"')
    return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))


@pytest.mark.usefixtures("filled")
class TestEveryLedger:
    def test_has_a_row_in_these_tests(self, raw):
        assert set(LEDGERS) == set(VALID)
        assert [table for table in LEDGERS if not all_rows(raw, table)] == []

    def test_refuses_an_update_of_any_column(self, raw):
        for table in walls.ledger_tables():
            before = all_rows(raw, table.name)
            for column in table.c:
                with pytest.raises(REFUSED, match=f"no_update_{table.name}"):
                    raw.execute(f'UPDATE "{table.name}" SET {column.name} = {column.name}')
            assert all_rows(raw, table.name) == before

    def test_refuses_a_delete(self, raw):
        for table in LEDGERS:
            before = all_rows(raw, table)
            with pytest.raises(REFUSED, match=f"no_delete_{table}"):
                raw.execute(f'DELETE FROM "{table}"')
            assert all_rows(raw, table) == before


@pytest.mark.usefixtures("filled")
class TestTruncateOfPostgresql:
    """TRUNCATE empties a table without asking the triggers on rows."""

    @pytest.fixture
    def database_url(self, postgresql_url):
        return postgresql_url

    def test_empties_no_table(self, raw):
        for table in [*LEDGERS, "stop_claim", "registered_place"]:
            with pytest.raises(REFUSED, match="no_truncate_"):
                raw.execute(f'TRUNCATE "{table}" CASCADE')
            assert all_rows(raw, table) or table == "stop_claim"


@pytest.mark.usefixtures("filled")
class TestReplaceOfSqlite:
    """INSERT OR REPLACE deletes what is in the way without asking the triggers on DELETE."""

    @pytest.fixture
    def database_url(self, sqlite_url):
        return sqlite_url

    def test_takes_the_place_of_no_row(self, raw):
        for table in schema.METADATA.sorted_tables:
            before, values = all_rows(raw, table.name), any_row(raw, table.name)
            for verb in ("INSERT OR REPLACE", "REPLACE"):
                with pytest.raises(REFUSED):
                    raw.execute(insert_sql(table.name, values, verb))
            assert all_rows(raw, table.name) == before

    def test_is_refused_by_the_name_of_the_key_that_it_would_break(self, raw):
        values = {name: value for name, value in any_row(raw, "signal").items() if name != "seq"}
        with pytest.raises(REFUSED, match="uq_signal_id"):
            raw.execute(insert_sql("signal", values, "INSERT OR REPLACE"))

    def test_an_upsert_changes_no_row_either(self, raw):
        before, values = all_rows(raw, "signal"), any_row(raw, "signal")
        upsert = insert_sql("signal", values) + " ON CONFLICT DO UPDATE SET form = 'orgaan'"
        with pytest.raises(REFUSED):
            raw.execute(upsert)
        assert all_rows(raw, "signal") == before


class TestDestruction:
    """Only what a certificate lists may go."""

    @pytest.fixture
    def listed(self, store):
        signal_id = put(store, "signal")
        put(store, "signal")
        certificate_id = put(store, "purge_certificate")
        put(store, "purge_item", certificate_id=certificate_id, row_id=signal_id)
        return signal_id

    def test_takes_the_listed_row_and_no_other(self, listed, raw):
        raw.execute(f"DELETE FROM signal WHERE id = '{listed}'")
        assert len(all_rows(raw, "signal")) == 1
        with pytest.raises(REFUSED, match="no_delete_signal"):
            raw.execute("DELETE FROM signal")

    def test_takes_the_parts_with_the_whole(self, store, raw):
        visit_id, other = put(store, "visit"), put(store, "visit")
        for each in (visit_id, other):
            put(store, "visit_answer", visit_id=each)
        put(store, "purge_item", certificate_id=put(store, "purge_certificate"), table_name="visit", row_id=visit_id)
        raw.execute(f"DELETE FROM visit_answer WHERE visit_id = '{visit_id}'")
        with pytest.raises(REFUSED, match="no_delete_visit_answer"):
            raw.execute(f"DELETE FROM visit_answer WHERE visit_id = '{other}'")

    def test_leaves_a_decision_that_rests_on_a_destroyed_signal(self, store, raw):
        signal_id = put(store, "signal")
        put(store, "decision", signal_id=signal_id)
        put(store, "purge_item", certificate_id=put(store, "purge_certificate"), row_id=signal_id)
        with store.write() as tx:
            tx.execute(schema.signal.delete().where(schema.signal.c.id == signal_id))
        assert any_row(raw, "decision")["signal_id"] == signal_id

    @pytest.mark.usefixtures("listed")
    @pytest.mark.parametrize("table", ["purge_item", "purge_certificate"])
    def test_never_takes_its_own_proof(self, store, raw, table):
        certificate_id = any_row(raw, "purge_certificate")["id"]
        put(store, "purge_item", certificate_id=certificate_id, table_name=table, row_id=certificate_id)
        with pytest.raises(REFUSED, match=f"no_delete_{table}"):
            raw.execute(f'DELETE FROM "{table}"')

    def test_waits_while_a_row_is_held(self, store, raw):
        signal_id, certificate_id = put(store, "signal"), put(store, "purge_certificate")
        item = {"certificate_id": certificate_id, "table_name": "signal", "row_id": signal_id}
        hold = {"table_name": "signal", "row_id": signal_id, "location_id": None}
        put(store, "legal_hold", **hold)
        with pytest.raises(REFUSED, match="purge_held"):
            raw.execute(insert_sql("purge_item", item))
        put(store, "legal_hold", **hold, held=False)
        raw.execute(insert_sql("purge_item", item))


class TestStanding:
    def test_no_wall_has_the_name_of_another(self):
        names = [wall.name for wall in walls.all_walls()]
        assert len(names) == len(set(names))

    def test_a_wall_that_was_taken_down_or_switched_off_stands_again_at_the_next_start(self, store, raw, database_url):
        put(store, "signal")
        breaks = ['DROP TRIGGER "walls_signal_delete"']
        if store.dialect == "postgresql":
            replaced = "RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'"
            breaks = [
                breaks[0] + " ON signal",
                "ALTER TABLE signal DISABLE TRIGGER ALL",
                f"CREATE OR REPLACE FUNCTION walls_signal_delete() {replaced}",
            ]
        for number, sql in enumerate(breaks, start=1):
            raw.execute(sql)
            with store.read() as tx:
                assert not walls.stand(tx.connection)
            with closing(open_store(database_url)) as again, again.read() as tx:
                assert walls.stand(tx.connection)
                told = [(row["action"], row["object"]) for row in tx.all(schema.audit)]
                assert told == [("put_walls_back", "walls:all")] * number
                assert verify(tx).is_whole
            with pytest.raises(REFUSED, match="no_delete_signal"):
                raw.execute("DELETE FROM signal")

    def test_a_closed_list_that_got_a_value_takes_it_from_the_next_start(self, database_url, monkeypatch):
        open_store(database_url).close()
        monkeypatch.setitem(schema.freeze.c.reason.info, "allowed", ("klacht", "bezwaar"))
        with closing(open_store(database_url)) as store:
            put(store, "freeze", reason="bezwaar")
            with pytest.raises(ConflictError, match="vaste lijst"):
                put(store, "freeze", reason="zomaar")
        monkeypatch.undo()
        open_store(database_url).close()

    def test_no_temporary_table_stands_in_for_a_ledger(self, store, raw):
        round_id = draft(store)
        raw.execute("CREATE TEMPORARY TABLE decision AS SELECT * FROM decision")
        decided = row("decision", id="D0") | {"recorded_at": "2026-11-02", "seq": 1}
        raw.execute(insert_sql("decision", decided))
        assert raw.execute("SELECT id FROM decision").fetchall() == [("D0",)]
        with pytest.raises(REFUSED, match="stop_without_decision"):
            raw.execute(insert_sql("round_stop", row("round_stop", round_id=round_id, decision_id="D0")))
