"""Walls: triggers that make the database itself refuse, whoever asks and whatever program asks it.

A wall is a condition in the SQL that SQLite and PostgreSQL share. When it holds for a new or a deleted row, the row
is refused and the name of the wall is what the database says. The rules of the product stand in ``wall_rules``; here
the walls that follow from the tables are made, and all of them are written in the language of the database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import PrimaryKeyConstraint, Table, UniqueConstraint, text

from risk_map.store.schema import KEPT_ALWAYS, METADATA, NO_LEDGERS, audit
from risk_map.store.wall import Wall
from risk_map.store.wall_purge import purge_walls
from risk_map.store.wall_rules import RULES
from risk_map.store.wall_stops import CLAIMS
from risk_map.store.wall_triggers import postgresql_triggers, sqlite_triggers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from risk_map.store.wall_triggers import Trigger


def ledger_tables() -> list[Table]:
    """Give the tables whose rows never change."""
    return [table for table in METADATA.sorted_tables if table not in NO_LEDGERS]


def all_walls() -> list[Wall]:
    """Give every wall that both databases have."""
    tables = ledger_tables()
    return [
        *(wall for table in tables for wall in (_no_update(table), _no_delete(table))),
        *RULES,
        *purge_walls(),
        *(wall for table in tables for wall in _of_columns(table)),
    ]


def _no_update(table: Table) -> Wall:
    return Wall(f"no_update_{table.name}", table.name, "UPDATE", "TRUE")


def _no_delete(table: Table) -> Wall:
    if table in KEPT_ALWAYS:
        return Wall(f"no_delete_{table.name}", table.name, "DELETE", "TRUE")
    whole, key = table.info["purged_as"]
    named = f"p.table_name = '{whole}' AND p.row_id = CAST(OLD.{key} AS TEXT)"
    if table is audit:
        # The log goes from its beginning only: one item names the last row that may go. CASE, because a database may
        # look at the second side of an AND first, and the id of another table is no number.
        until = f"CASE WHEN p.table_name = '{whole}' THEN CAST(p.row_id AS BIGINT) END"
        named = f"p.table_name = '{whole}' AND {until} >= OLD.{key}"
    listed = f"EXISTS (SELECT 1 FROM purge_item p WHERE {named})"
    return Wall(f"no_delete_{table.name}", table.name, "DELETE", f"NOT {listed}")


def _of_columns(table: Table) -> Iterator[Wall]:
    for column in table.columns:
        new = f"NEW.{column.name}"
        if named := column.info.get("names"):
            absent = f'{new} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "{named}" n WHERE n.id = {new})'
            yield Wall(f"ref_{table.name}_{column.name}", table.name, "INSERT", absent)
        if allowed := column.info.get("allowed"):
            values = ", ".join(f"'{value}'" for value in allowed)
            yield Wall(f"list_{table.name}_{column.name}", table.name, "INSERT", f"{new} NOT IN ({values})")


def _never_replaced(table: Table) -> Iterator[Wall]:
    # INSERT OR REPLACE of SQLite deletes the row that is in the way without a word to the triggers on DELETE. A
    # trigger before the insert sees it, and says the name of the constraint, as PostgreSQL does.
    for constraint in sorted(table.constraints, key=lambda constraint: str(constraint.name)):
        if isinstance(constraint, PrimaryKeyConstraint | UniqueConstraint):
            same = " AND ".join(f"o.{column.name} = NEW.{column.name}" for column in constraint.columns)
            taken = f'EXISTS (SELECT 1 FROM "{table.name}" o WHERE {same})'
            yield Wall(str(constraint.name), table.name, "INSERT", taken)


def triggers(dialect: str) -> list[Trigger]:
    """Give everything that stands around the tables, for ``sqlite`` or ``postgresql``."""
    tables = METADATA.sorted_tables
    if dialect == "sqlite":
        never_replaced = (wall for table in tables for wall in _never_replaced(table))
        return list(sqlite_triggers([*all_walls(), *never_replaced], CLAIMS))
    return list(postgresql_triggers(all_walls(), CLAIMS, [table.name for table in tables]))


def stand(connection: Connection) -> bool:
    """Say whether every wall stands as it was meant, none taken down, changed or switched off."""
    dialect = connection.dialect.name
    kept = connection.execute(text(_KEPT_BY_SQLITE if dialect == "sqlite" else _KEPT_BY_POSTGRESQL))
    return {tuple(row) for row in kept} == {(trigger.name, trigger.kept) for trigger in triggers(dialect)}


def install(connection: Connection) -> None:
    """Make all walls anew, in the transaction of the connection; what stood there before is removed.

    Parameters
    ----------
    connection
        Of a database that holds the tables.
    """
    remove(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', TRUE)"))
    for trigger in triggers(connection.dialect.name):
        for statement in trigger.statements:
            connection.execute(text(statement))


def remove(connection: Connection) -> None:
    """Take all walls down, in the transaction of the connection: only to put rows back that stood behind walls before.

    Parameters
    ----------
    connection
        Of a database that nobody else writes to until the walls stand again.
    """
    if connection.dialect.name == "sqlite":
        names = connection.execute(text(_KEPT_BY_SQLITE)).scalars().all()
        statements = [f'DROP TRIGGER "{name}"' for name in names]
    else:
        names = connection.execute(text(_FUNCTIONS_OF_POSTGRESQL)).scalars().all()
        statements = [f'DROP FUNCTION "{name}"() CASCADE' for name in names]
    for statement in statements:
        connection.execute(text(statement))


_KEPT_BY_SQLITE: Final = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
_KEPT_BY_POSTGRESQL: Final = """
    SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND p.pronamespace = current_schema()::regnamespace
"""
_FUNCTIONS_OF_POSTGRESQL: Final = """
    SELECT proname FROM pg_proc
    WHERE prorettype = 'trigger'::regtype AND pronamespace = current_schema()::regnamespace
"""
