"""No ledger row is ever changed or deleted, whatever program asks the database, on every table of the schema."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, time

import psycopg
import pytest

from risk_map.errors import ConflictError
from risk_map.store import retention, schema, wall_purge, walls
from risk_map.store.audit_check import verify
from risk_map.store.engine import open_store
from risk_map.store.ledger import stamp
from risk_map.store.retention import RULES
from risk_map.store.wall_purge import SHORTEST
from tests.retention_world import months_later
from tests.store_rows import NOW, VALID, YEARS_LATER, draft, insert_sql, let_go, one_of_everything, put, row

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
        let_go(store, ("signal", signal_id))
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
        let_go(store, ("visit", visit_id))
        raw.execute(f"DELETE FROM visit_answer WHERE visit_id = '{visit_id}'")
        with pytest.raises(REFUSED, match="no_delete_visit_answer"):
            raw.execute(f"DELETE FROM visit_answer WHERE visit_id = '{other}'")

    def test_leaves_a_decision_that_rests_on_a_destroyed_signal(self, store, raw):
        signal_id = put(store, "signal")
        put(store, "decision", signal_id=signal_id)
        let_go(store, ("signal", signal_id))
        with store.write() as tx:
            tx.execute(schema.signal.delete().where(schema.signal.c.id == signal_id))
        assert any_row(raw, "decision")["signal_id"] == signal_id

    @pytest.mark.usefixtures("listed")
    @pytest.mark.parametrize("table", ["purge_item", "purge_certificate"])
    def test_never_takes_its_own_proof(self, raw, table):
        with pytest.raises(REFUSED, match=f"no_delete_{table}"):
            raw.execute(f'DELETE FROM "{table}"')

    def test_waits_while_a_row_is_held(self, store, raw):
        signal_id, certificate_id = put(store, "signal"), let_go(store)
        item = {"certificate_id": certificate_id, "table_name": "signal", "row_id": signal_id}
        hold = {"table_name": "signal", "row_id": signal_id, "location_id": None}
        put(store, "legal_hold", **hold)
        with pytest.raises(REFUSED, match="purge_held"):
            raw.execute(insert_sql("purge_item", item))
        put(store, "legal_hold", **hold, held=False)
        raw.execute(insert_sql("purge_item", item))

    @pytest.mark.parametrize("bare", [False, True], ids=["", "foreign_keys_off"])
    def test_is_listed_only_under_a_certificate_that_the_log_names(self, store, raw, bare):
        if bare and store.dialect == "sqlite":
            raw.execute("PRAGMA foreign_keys = OFF")
        signal_id, unnamed = put(store, "signal"), put(store, "purge_certificate", YEARS_LATER)
        put(store, "audit")
        for certificate_id in (unnamed, "nep"):
            with pytest.raises(REFUSED, match="purge_unnamed"):
                raw.execute(insert_sql("purge_item", item_of(certificate_id, "signal", signal_id)))

    @pytest.mark.parametrize("table", sorted(table.name for table in SHORTEST))
    def test_is_not_before_the_shortest_term(self, store, raw, table):
        column, months = SHORTEST[schema.METADATA.tables[table]]
        row_id, moment = put(store, table), VALID[table].get(column, NOW)
        day = moment if isinstance(moment, date) and not isinstance(moment, datetime) else moment.date()
        early = certificate_on(store, months_later(day, months - 2))
        with pytest.raises(REFUSED, match=f"purge_young_{table}"):
            raw.execute(insert_sql("purge_item", item_of(early, table, row_id)))
        raw.execute(insert_sql("purge_item", item_of(certificate_on(store, months_later(day, months)), table, row_id)))

    @pytest.mark.parametrize("until", ["1", "999999"])
    def test_of_the_log_is_not_before_its_term_either(self, store, raw, until):
        put(store, "audit")
        early = certificate_on(store, months_later(NOW.date(), 22))
        with pytest.raises(REFUSED, match="purge_young_audit"):
            raw.execute(insert_sql("purge_item", item_of(early, "audit", until)))

    def test_takes_what_was_corrected_only_with_what_corrects_it(self, store, raw):
        old = put(store, "signal", observed_on=date(2020, 1, 1))
        new = put(store, "signal", observed_on=date(2020, 1, 2), corrects=old)
        certificate_id = let_go(store)
        with pytest.raises(REFUSED, match="purge_young_signal"):
            raw.execute(insert_sql("purge_item", item_of(certificate_id, "signal", old)))
        for row_id in (new, old):
            raw.execute(insert_sql("purge_item", item_of(certificate_id, "signal", row_id)))

    def test_takes_a_part_only_with_its_whole_and_what_is_kept_never(self, store, raw):
        signal_id = put(store, "signal")
        event, switch = put(store, "signal_event", signal_id=signal_id), put(store, "model_switch")
        certificate_id = let_go(store)
        with pytest.raises(REFUSED, match="purge_part_signal_event"):
            raw.execute(insert_sql("purge_item", item_of(certificate_id, "signal_event", event)))
        with pytest.raises(REFUSED, match="purge_kept_model_switch"):
            raw.execute(insert_sql("purge_item", item_of(certificate_id, "model_switch", switch)))
        for item in (("signal", signal_id), ("signal_event", event)):
            raw.execute(insert_sql("purge_item", item_of(certificate_id, *item)))

    def test_knows_the_shortest_term_of_every_rule(self):
        months = {}
        for rule in RULES:
            months[rule.table] = min(rule.months, months.get(rule.table, rule.months))
        assert {table: term for table, (_, term) in SHORTEST.items()} == months
        assert wall_purge.AUDIT_MONTHS == retention.AUDIT_MONTHS


def item_of(certificate_id, table, row_id):
    return {"certificate_id": certificate_id, "table_name": table, "row_id": row_id}


def certificate_on(store, day):
    return let_go(store, by=stamp("bea", "beheerder", datetime.combine(day, time(12), UTC)))


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
