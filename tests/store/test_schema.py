"""The schema: places, never persons; and the database holds what the code says it holds."""

from __future__ import annotations

from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Date, Text, text

from risk_map.domain import cases, inspection, location, partners
from risk_map.domain.registers import INSPECTIONS, SIGNALS
from risk_map.sources.persons import is_person_column
from risk_map.store import schema
from risk_map.store.engine import open_store
from risk_map.store.schema_base import UtcTime
from risk_map.store.upgrade import is_outdated
from risk_map.store.walls import ledger_tables

COLUMNS = [column for table in schema.METADATA.sorted_tables for column in table.columns]
OF_THE_USERS = {"actor", "actor_role", "subject_id", "proposed_by"}
"""Who of our own users did it: the only people that the database knows."""


OF_OUR_WORK = {"round.name", "round_team.name", "saved_area.name"}


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_no_column_is_about_a_person(column):
    assert column.name in OF_THE_USERS or str(column) in OF_OUR_WORK or not is_person_column(column.name)


def test_a_handover_says_when_and_to_which_organisation_and_nothing_else():
    common = {"seq", "id", "recorded_at", "actor", "actor_role", "corrects"}
    said = {column.name for column in schema.handover.columns} - common
    assert said == {"gemeentecode", "organisation", "handed_over_at"}


def test_no_text_that_somebody_types_is_long():
    typed = {"note", "reason", "reason_for", "reason_against", "reference"}
    limits = {
        column: next(str(check.sqltext) for check in column.constraints if hasattr(check, "sqltext"))
        for column in COLUMNS
        if column.name in typed and isinstance(column.type, Text)
    }
    assert {column.name for column in limits} == typed
    for column, check in limits.items():
        assert check == f"length({column.name}) BETWEEN 1 AND {40 if column.name == 'reference' else 280}"


def test_every_ledger_says_who_wrote_a_row_and_when_and_what_it_corrects():
    parts = {table.name for table in ledger_tables() if "id" not in table.c}
    assert parts - {"audit"} == {table.name for table in ledger_tables() if table.info["purged_as"][0] != table.name}
    for table in (table for table in ledger_tables() if "id" in table.c):
        assert {"recorded_at", "actor", "actor_role", "corrects"} <= set(table.c.keys())
        assert isinstance(table.c.recorded_at.type, UtcTime)


@pytest.mark.parametrize(("contract", "table"), [(SIGNALS, schema.signal), (INSPECTIONS, schema.visit)])
def test_a_register_fits_in_its_table(contract, table):
    asked = {column.name: column for column in contract.columns if not column.name.startswith("check_")}
    assert set(asked) <= set(table.c.keys())
    for name, column in asked.items():
        assert isinstance(table.c[name].type, Date if column.kind == "date" else Text)
        assert table.c[name].nullable == (not column.required)


@pytest.mark.parametrize(
    ("column", "terms"),
    [
        (schema.signal.c.form, location.FORMS),
        (schema.signal.c.category, location.SIGNAL_CATEGORIES),
        (schema.signal_event.c.kind, cases.SIGNAL_EVENTS),
        (schema.signal_event.c.outcome, cases.OUTCOMES),
        (schema.signal_event.c.organisation, partners.PARTNERS),
        (schema.handover.c.organisation, partners.VICTIM_CARE),
        (schema.visit.c.result, inspection.RESULTS),
        (schema.visit.c.not_visited_reason, cases.NOT_VISITED_REASONS),
        (schema.round_event.c.state, cases.ROUND_STATES),
    ],
)
def test_a_closed_list_of_the_domain_is_closed_in_the_database(column, terms):
    assert column.info["allowed"] == location.codes(terms)


class TestTheDatabase:
    def test_is_what_the_migrations_and_the_code_both_say(self, new_url):
        with closing(open_store(new_url)) as store, store.read() as tx:
            assert not is_outdated(tx.connection)
            context = MigrationContext.configure(tx.connection, opts={"compare_type": True})
            assert compare_metadata(context, schema.METADATA) == []

    def test_is_not_touched_when_it_is_up_to_date(self, sqlite_new_url):
        open_store(sqlite_new_url).close()
        with closing(open_store(sqlite_new_url)) as store, store.read() as tx:
            before = tx.execute(text("PRAGMA schema_version")).scalar()
            open_store(sqlite_new_url).close()
            assert tx.execute(text("PRAGMA schema_version")).scalar() == before
