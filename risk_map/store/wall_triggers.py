"""Write walls and effects as triggers, in the language of each database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from risk_map.store.wall import Effect, Wall

WRITE_LOCK: Final = 20_051_115
"""Number of the advisory lock of PostgreSQL under which all writing happens, one transaction at a time."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger in the language of a database.

    Parameters
    ----------
    name
        Unique.
    statements
        What makes it.
    kept
        What the database shows when asked what it does.
    """

    name: str
    statements: tuple[str, ...]
    kept: str


def sqlite_triggers(walls: Iterable[Wall], effects: Iterable[Effect]) -> Iterator[Trigger]:
    """Write triggers of SQLite."""
    for table, event, group in _grouped(walls):
        cases = " ".join(f"WHEN {wall.forbidden} THEN RAISE(ABORT, '{wall.name}')" for wall in group)
        moment = f'BEFORE {event} ON "{table}"'
        yield _sqlite(f"walls_{table}_{event.lower()}", moment, f"SELECT CASE {cases} END;")
    for effect in effects:
        moment = f'AFTER {effect.event} ON "{effect.table}" WHEN {effect.when}'
        yield _sqlite(effect.name, moment, " ".join(f"{statement};" for statement in effect.statements))


def postgresql_triggers(walls: Iterable[Wall], effects: Iterable[Effect], tables: Iterable[str]) -> Iterator[Trigger]:
    """Write triggers of PostgreSQL, which also keep TRUNCATE away from tables."""
    for table, event, group in _grouped(walls):
        checks = " ".join(f"IF {wall.forbidden} THEN {_refusal(wall.name)} END IF;" for wall in group)
        row = "OLD" if event == "DELETE" else "NEW"
        # Two sessions that both look before either has written would both pass: so they look one after the other.
        body = f"PERFORM pg_advisory_xact_lock({WRITE_LOCK}); {checks} RETURN {row};"
        yield _postgresql(f"walls_{table}_{event.lower()}", f'BEFORE {event} ON "{table}" FOR EACH ROW', body)
    for effect in effects:
        statements = " ".join(f"{statement};" for statement in effect.statements)
        moment = f'AFTER {effect.event} ON "{effect.table}" FOR EACH ROW'
        yield _postgresql(effect.name, moment, f"IF {effect.when} THEN {statements} END IF; RETURN NULL;")
    for table in tables:
        name = f"no_truncate_{table}"
        yield _postgresql(name, f'BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT', _refusal(name))


def _grouped(walls: Iterable[Wall]) -> Iterator[tuple[str, str, list[Wall]]]:
    # One trigger per table and event, because SQLite fires several in no order that it promises; the first wall of
    # the list that refuses is the one that is named, on both databases.
    groups: dict[tuple[str, str], list[Wall]] = {}
    for wall in walls:
        groups.setdefault((wall.table, wall.event), []).append(wall)
    return ((table, event, group) for (table, event), group in groups.items())


def _sqlite(name: str, moment: str, body: str) -> Trigger:
    statement = f'CREATE TRIGGER "{name}" {moment} BEGIN {body} END'
    return Trigger(name, (statement,), statement)


def _refusal(name: str) -> str:
    return f"RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{name}';"


def _postgresql(name: str, moment: str, body: str) -> Trigger:
    code = f" BEGIN {body} END "
    # The path of the moment of making, and not of the session that writes: whose temporary table could else stand in
    # for the ledger that a wall looks into.
    function = f'CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT'
    trigger = f'CREATE TRIGGER "{name}" {moment} EXECUTE FUNCTION "{name}"()'
    return Trigger(name, (f"{function} AS $wall${code}$wall$", trigger), code)
