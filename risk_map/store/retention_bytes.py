"""See to it that the bytes of what was destroyed are gone from the files of the database."""

from __future__ import annotations

from contextlib import closing
from sqlite3 import OperationalError as SqliteError
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from risk_map.store.refusals import translate
from risk_map.store.schema import METADATA

if TYPE_CHECKING:
    from risk_map.store.engine import Store


def scrub(store: Store) -> bool:
    """Write the database anew, without what was deleted.

    Parameters
    ----------
    store
        The store, with no transaction of this thread open.

    Returns
    -------
    bool
        Whether no file holds the bytes any more. SQLite: not when somebody reads at this very moment, because then the
        log beside the file cannot be emptied. PostgreSQL: always for its tables, and for the statistics over them
        when the user owns the database; its write-ahead log, its replicas and its own backups are the work of whoever
        runs it.

    Raises
    ------
    StoreError
        When the database is busy with other work for too long, or the disk is full.
    """
    try:
        return _sqlite(store) if store.dialect == "sqlite" else _postgresql(store)
    except SqliteError as exc:
        raise translate(OperationalError("VACUUM", None, exc)) from exc
    except SQLAlchemyError as exc:
        raise translate(exc) from exc


def _sqlite(store: Store) -> bool:
    # The connection of the driver: SQLAlchemy would begin a transaction, and VACUUM runs in none.
    with closing(store.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("PRAGMA query_only = OFF")
        cursor.execute("VACUUM")
        busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy


def _postgresql(store: Store) -> bool:
    with store.engine.connect() as plain:
        connection = plain.execution_options(isolation_level="AUTOCOMMIT")
        for table in METADATA.sorted_tables:
            # FULL, because else the bytes wait in their page until something is written over them.
            connection.execute(text(f'VACUUM (FULL, ANALYZE) "{table.name}"'))
        # What the planner knew of the values was just written anew beside the old; only an owner may clear that away,
        # and PostgreSQL passes over it with a warning for anybody else.
        connection.execute(text("VACUUM (FULL) pg_catalog.pg_statistic"))
    return True
