"""Read and append: the two things that can be done with a ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pandas as pd
from sqlalchemy import insert, select

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, CursorResult, Executable, RowMapping, Select, Table


def stamp(actor: str, role: str, now: datetime) -> dict[str, Any]:
    """Make the columns that say who wrote a row, in which role, and when.

    Parameters
    ----------
    actor
        Id of the subject.
    role
        Its role.
    now
        The moment, with a time zone; from the clock of the use case.
    """
    return {"actor": actor, "actor_role": str(role), "recorded_at": now}


def where(table: Table, values: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """Make conditions: a column is a value, is missing (``None``), or is one of a list, tuple or set."""
    conditions = []
    for name, value in values.items():
        column = table.c[name]
        several = isinstance(value, list | tuple | set | frozenset)
        conditions.append(column.in_(value) if several else column.is_(None) if value is None else column == value)
    return conditions


def current(table: Table, **values: Any) -> Select[Any]:  # noqa: ANN401 - a column holds anything
    """Select the rows that no later row corrects, in the order in which they came in."""
    newer = table.alias("newer")
    corrected = select(newer.c.seq).where(newer.c.corrects == table.c.id).exists()
    return select(table).where(~corrected, *where(table, values)).order_by(table.c.seq)


@dataclass(frozen=True, slots=True)
class ReadTx:
    """A transaction that reads: everything it reads is of one moment.

    Parameters
    ----------
    connection
        The connection under it.
    """

    connection: Connection

    def execute(self, statement: Executable) -> CursorResult[Any]:
        """Run any statement of SQLAlchemy Core."""
        return self.connection.execute(statement)

    def rows(self, statement: Executable) -> Sequence[RowMapping]:
        """Run a select and give its rows, each a mapping by column name."""
        return self.connection.execute(statement).mappings().all()

    def frame(self, statement: Executable) -> pd.DataFrame:
        """Run a select and give its rows as a frame."""
        result = self.connection.execute(statement)
        return pd.DataFrame(result.all(), columns=list(result.keys()))

    def current(self, table: Table, **values: Any) -> Sequence[RowMapping]:  # noqa: ANN401 - a column holds anything
        """Give the current rows of a ledger, oldest first.

        Parameters
        ----------
        table
            A ledger.
        values
            Conditions: ``column=value``, ``column=None`` for missing, ``column=[...]`` for one of several.
        """
        return self.rows(current(table, **values))

    def newest(self, table: Table, **values: Any) -> RowMapping | None:  # noqa: ANN401 - a column holds anything
        """Give the row that came in last, corrected or not; nothing when there is none.

        This is the state of what changes by new rows: a freeze, the model switch, a round.
        """
        statement = select(table).where(*where(table, values)).order_by(table.c.seq.desc()).limit(1)
        return self.connection.execute(statement).mappings().first()

    def all(self, table: Table, **values: Any) -> Sequence[RowMapping]:  # noqa: ANN401 - a column holds anything
        """Give all rows of a table, corrected ones too."""
        statement = select(table).where(*where(table, values))
        return self.rows(statement.order_by(table.c.seq) if "seq" in table.c else statement)


@dataclass(frozen=True, slots=True)
class WriteTx(ReadTx):
    """A transaction that reads and writes, alone: no other writer runs until it ends."""

    def append(self, table: Table, **row: Any) -> str:  # noqa: ANN401 - a column holds anything
        """Add a row.

        Parameters
        ----------
        table
            Any table of the store.
        row
            Its values; the ``id`` is made when it is absent.

        Returns
        -------
        str
            The id of the row; empty for a table without one.
        """
        values = _with_id(table, row)
        self.connection.execute(insert(table), values)
        return str(values.get("id", ""))

    def append_many(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> list[str]:
        """Add rows that all have the same columns, in one go.

        Returns
        -------
        list[str]
            Their ids, in order; empty for a table without ids.
        """
        values = [_with_id(table, row) for row in rows]
        if values:
            self.connection.execute(insert(table), values)
        return [row["id"] for row in values if "id" in row]


def _with_id(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": uuid4().hex, **row} if "id" in table.c else dict(row)
