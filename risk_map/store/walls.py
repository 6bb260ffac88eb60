"""Walls: triggers that make the database itself refuse, whoever asks and whatever program asks it.

A wall is a condition in the SQL that SQLite and PostgreSQL share. When it holds for a new or a deleted row, the row
is refused and the name of the wall is what the database says. The rules of the product stand in ``wall_rules``; here
the walls that follow from the tables are made, and all of them are written in the language of the database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import PrimaryKeyConstraint, Table, UniqueConstraint, text

from risk_map.store.schema import KEPT_ALWAYS, METADATA, audit, stop_claim
from risk_map.store.wall_rules import CLAIMS, RULES, Wall

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

WRITE_LOCK: Final = 20_051_115
"""Number of the advisory lock of PostgreSQL under which all writing happens, one transaction at a time."""


def ledger_tables() -> list[Table]:
    """Give the tables whose rows never change."""
    return [table for table in METADATA.sorted_tables if table is not stop_claim]


def all_walls() -> list[Wall]:
    """Give every wall that both databases have."""
    tables = ledger_tables()
    return [
        *(wall for table in tables for wall in (_no_update(table), _no_delete(table))),
        *RULES,
        *(wall for table in tables for wall in _existing_rows(table)),
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


def _existing_rows(table: Table) -> Iterator[Wall]:
    for column in table.columns:
        named = column.info.get("names")
        if named:
            missing = f'NOT EXISTS (SELECT 1 FROM "{named}" n WHERE n.id = NEW.{column.name})'
            yield Wall(
                f"ref_{table.name}_{column.name}",
                table.name,
                "INSERT",
                f"NEW.{column.name} IS NOT NULL AND {missing}",
            )


def _never_replaced(table: Table) -> Iterator[Wall]:
    # INSERT OR REPLACE of SQLite deletes the row that is in the way without a word to the triggers on DELETE. A
    # trigger before the insert sees it, and says the name of the constraint, as PostgreSQL does.
    for constraint in sorted(table.constraints, key=lambda constraint: str(constraint.name)):
        if isinstance(constraint, PrimaryKeyConstraint | UniqueConstraint):
            same = " AND ".join(f"o.{column.name} = NEW.{column.name}" for column in constraint.columns)
            taken = f'EXISTS (SELECT 1 FROM "{table.name}" o WHERE {same})'
            yield Wall(str(constraint.name), table.name, "INSERT", taken)


def install(connection: Connection) -> None:
    """Make all walls anew, in the transaction of the connection; what stood there before is removed.

    Parameters
    ----------
    connection
        Of a database that holds the tables.
    """
    remove(connection)
    for statement in statements(connection.dialect.name):
        connection.execute(text(statement))


def statements(dialect: str) -> list[str]:
    """Give the SQL that makes all walls, for ``sqlite`` or ``postgresql``."""
    return list(_sqlite() if dialect == "sqlite" else _postgresql())


def remove(connection: Connection) -> None:
    """Take all walls down, in the transaction of the connection: only to put rows back that stood behind walls before.

    Parameters
    ----------
    connection
        Of a database that nobody else writes to until the walls stand again.
    """
    for statement in _removals(connection):
        connection.execute(text(statement))


def _removals(connection: Connection) -> list[str]:
    if connection.dialect.name == "sqlite":
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars()
        return [f'DROP TRIGGER "{name}"' for name in names]
    query = text(
        "SELECT proname FROM pg_proc WHERE prorettype = 'trigger'::regtype "
        "AND pronamespace = current_schema()::regnamespace"
    )
    return [f'DROP FUNCTION "{name}"() CASCADE' for name in connection.execute(query).scalars()]


def _grouped(walls: Iterable[Wall]) -> Iterator[tuple[str, str, list[Wall]]]:
    # One trigger per table and event, because SQLite fires several in no order that it promises; the first wall of
    # the list that refuses is the one that is named, on both databases.
    groups: dict[tuple[str, str], list[Wall]] = {}
    for wall in walls:
        groups.setdefault((wall.table, wall.event), []).append(wall)
    return ((table, event, group) for (table, event), group in groups.items())


def _sqlite() -> Iterator[str]:
    never_replaced = [wall for table in METADATA.sorted_tables for wall in _never_replaced(table)]
    for table, event, walls in _grouped([*all_walls(), *never_replaced]):
        cases = " ".join(f"WHEN {wall.forbidden} THEN RAISE(ABORT, '{wall.name}')" for wall in walls)
        yield _sqlite_trigger(
            f"walls_{table}_{event.lower()}", f'BEFORE {event} ON "{table}"', f"SELECT CASE {cases} END;"
        )
    for effect in CLAIMS:
        moment = f'AFTER {effect.event} ON "{effect.table}" WHEN {effect.when}'
        yield _sqlite_trigger(effect.name, moment, " ".join(f"{statement};" for statement in effect.statements))


def _sqlite_trigger(name: str, moment: str, body: str) -> str:
    return f'CREATE TRIGGER "{name}" {moment} BEGIN {body} END'


def _postgresql() -> Iterator[str]:
    for table, event, walls in _grouped(all_walls()):
        checks = " ".join(f"IF {wall.forbidden} THEN {_refusal(wall.name)} END IF;" for wall in walls)
        row = "OLD" if event == "DELETE" else "NEW"
        # Two sessions that both look before either has written would both pass: so they look one after the other.
        body = f"PERFORM pg_advisory_xact_lock({WRITE_LOCK}); {checks} RETURN {row};"
        yield from _postgresql_trigger(
            f"walls_{table}_{event.lower()}", f'BEFORE {event} ON "{table}" FOR EACH ROW', body
        )
    for effect in CLAIMS:
        statements = " ".join(f"{statement};" for statement in effect.statements)
        moment = f'AFTER {effect.event} ON "{effect.table}" FOR EACH ROW'
        yield from _postgresql_trigger(effect.name, moment, f"IF {effect.when} THEN {statements} END IF; RETURN NULL;")
    for kept in METADATA.sorted_tables:
        name = f"no_truncate_{kept.name}"
        yield from _postgresql_trigger(name, f'BEFORE TRUNCATE ON "{kept.name}" FOR EACH STATEMENT', _refusal(name))


def _refusal(name: str) -> str:
    return f"RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{name}';"


def _postgresql_trigger(name: str, moment: str, body: str) -> Iterator[str]:
    yield f'CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $wall$ BEGIN {body} END $wall$'
    yield f'CREATE TRIGGER "{name}" {moment} EXECUTE FUNCTION "{name}"()'
