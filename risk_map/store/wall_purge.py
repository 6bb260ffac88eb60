"""Walls around what is destroyed: only what is past its term, whole, and under a certificate that the log tells of.

They look when a row is listed; whoever deletes meets the walls that ask whether it is. Months are counted by the
calendar, and one is let off, because the day of a term is that of the clock on the wall: the exact day is
``store/retention.py``'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from risk_map.store import schema
from risk_map.store.wall import Wall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Table

SHORTEST: Final = {
    schema.signal: ("observed_on", 12),
    schema.visit: ("visited_on", 24),
    schema.handover: ("handed_over_at", 12),
    schema.inspection_round: ("on_date", 24),
    schema.decision: ("recorded_at", 24),
    schema.freeze: ("recorded_at", 24),
    schema.role_grant: ("recorded_at", 24),
    schema.legal_hold: ("recorded_at", 24),
    schema.saved_area: ("recorded_at", 24),
    schema.stated_reason: ("recorded_at", 24),
    schema.login_event: ("recorded_at", 6),
}
"""Ledger -> the column in which its term begins at the earliest, and the shortest term in months."""

AUDIT_MONTHS: Final = 24
NAMED_WITHIN: Final = 1_000
"""Among so many of the last lines of the log stands the one that names a certificate."""

_MADE: Final = "(SELECT p.recorded_at FROM purge_certificate p WHERE p.id = NEW.certificate_id)"


def purge_walls() -> Iterator[Wall]:
    """Give the walls before a row of ``purge_item``."""
    yield _wall(
        "purge_unnamed",
        "NOT EXISTS (SELECT 1 FROM audit a JOIN purge_certificate p ON p.id = NEW.certificate_id "
        f"WHERE a.seq > (SELECT MAX(b.seq) FROM audit b) - {NAMED_WITHIN} "
        "AND a.object = 'purge_certificate:' || p.id AND a.at >= p.recorded_at)",
    )
    until = "CASE WHEN NEW.table_name = 'audit' THEN CAST(NEW.row_id AS BIGINT) END"
    last = f"(SELECT a.at FROM audit a WHERE a.seq <= {until} ORDER BY a.seq DESC LIMIT 1)"
    yield _wall("purge_young_audit", f"COALESCE({_young(last, AUDIT_MONTHS)}, FALSE)")
    for table in schema.METADATA.sorted_tables:
        if table in SHORTEST:
            yield _young_wall(table, *SHORTEST[table])
        elif table.info.get("purged_as") == (table.name, "id"):
            parents = [key for column in table.columns for key in column.foreign_keys if key.column.name == "id"]
            yield _part_wall(table, parents[0].parent.name, parents[0].column.table) if parents else _kept_wall(table)


def _wall(name: str, forbidden: str) -> Wall:
    return Wall(name, schema.purge_item.name, "INSERT", forbidden)


def _young_wall(table: Table, begins: str, months: int) -> Wall:
    corrector = f'SELECT 1 FROM "{table.name}" c WHERE c.corrects = o.id'
    listed = f"{corrector} AND {_listed(table, 'c.id')}"
    young = f"({_young(f'o.{begins}', months)} OR EXISTS ({corrector}))"
    return _wall(f"purge_young_{table.name}", f"{_named(table)} AND NOT EXISTS ({listed}) AND {young})")


def _part_wall(table: Table, key: str, whole: Table) -> Wall:
    return _wall(f"purge_part_{table.name}", f"{_named(table)} AND NOT {_listed(whole, f'o.{key}')})")


def _kept_wall(table: Table) -> Wall:
    return _wall(f"purge_kept_{table.name}", f"NEW.table_name = '{table.name}'")


def _named(table: Table) -> str:
    """Begin the condition that the row which is listed is one of a table, as ``o``."""
    return f"NEW.table_name = '{table.name}' AND EXISTS (SELECT 1 FROM \"{table.name}\" o WHERE o.id = NEW.row_id"


def _listed(table: Table, row: str) -> str:
    return f"EXISTS (SELECT 1 FROM purge_item l WHERE l.table_name = '{table.name}' AND l.row_id = {row})"


def _young(moment: str, months: int) -> str:
    return f"({_month(_MADE)} - {_month(moment)} < {months - 1})"


def _month(moment: str) -> str:
    text = f"CAST({moment} AS TEXT)"
    return f"(12 * CAST(SUBSTR({text}, 1, 4) AS INTEGER) + CAST(SUBSTR({text}, 6, 2) AS INTEGER))"
