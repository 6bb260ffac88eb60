"""Open the store: SQLite in one file, or PostgreSQL, with the same transactions and the same promises.

One writer at a time. A write transaction of SQLite begins with BEGIN IMMEDIATE: it waits for its turn before it reads
anything, so that it never has to fail halfway. One of PostgreSQL takes an advisory lock, which comes to the same.
What is acknowledged is on the disk (``synchronous=FULL``; ``synchronous_commit`` of PostgreSQL).
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError

from risk_map.errors import StoreError, reason_of
from risk_map.store.ledger import ReadTx, WriteTx
from risk_map.store.refusals import BUSY, translate
from risk_map.store.upgrade import is_outdated, upgrade
from risk_map.store.wall_triggers import WRITE_LOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import URL, Connection, Engine

WAIT_SECONDS: Final = 30
"""How long a writer waits for its turn before the user is told to try again."""

RETRY_SECONDS: Final = 0.005

ONLY_OWNER: Final = 0o600

# The driver warns of the pipeline that a lost connection leaves behind; who works reads our own sentence about that.
# Whoever sets up logging still gets it.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

PRAGMAS: Final = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "secure_delete = ON",
)
"""The last one: what is deleted is overwritten with zeros, and does not wait in the file to be read by others."""


@dataclass(frozen=True, slots=True)
class Store:
    """An open database.

    Parameters
    ----------
    engine
        SQLAlchemy's pool of connections.
    """

    engine: Engine
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.engine.dialect.name

    @property
    def path(self) -> Path | None:
        """The file of SQLite; nothing for PostgreSQL."""
        return Path(str(self.engine.url.database)) if self.dialect == "sqlite" else None

    @contextmanager
    def read(self) -> Iterator[ReadTx]:
        """Begin a transaction that only reads, and sees the database as it was when it began.

        Raises
        ------
        StoreError
            When the database cannot be read.
        """
        with self._transaction(writes=False) as connection:
            yield ReadTx(connection)

    @contextmanager
    def write(self) -> Iterator[WriteTx]:
        """Begin a transaction that writes; it is kept whole when the block ends well, and else not at all.

        Raises
        ------
        ConflictError
            When a rule that the database guards refuses a row.
        StoreError
            When the database is busy, full or out of reach.
        """
        # Threads of one process queue here, in order; processes queue at the database.
        if not self._turn.acquire(timeout=WAIT_SECONDS):
            raise StoreError(BUSY)
        try:
            with self._transaction(writes=True) as connection:
                yield WriteTx(connection)
        finally:
            self._turn.release()

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        try:
            with self.engine.connect() as plain:
                connection = plain.execution_options(**_options(self.dialect, writes=writes))
                with connection.begin():
                    if writes and self.dialect == "postgresql":
                        connection.execute(text(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})"))
                    yield connection
        except SQLAlchemyError as exc:
            raise translate(exc) from exc

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def open_store(url: str) -> Store:
    """Open a database; an empty one is filled with tables, an older one is brought up to date.

    Parameters
    ----------
    url
        ``sqlite:///path`` or ``postgresql://user:password@host/database``.

    Raises
    ------
    StoreError
        When it cannot be opened, or was made by a newer version of the product.
    """
    address = database_address(url)
    store = Store(_sqlite(address) if address.get_backend_name() == "sqlite" else _postgresql(address))
    with ExitStack() as when_refused:
        when_refused.callback(store.close)
        with store.read() as tx:
            outdated = is_outdated(tx.connection)
        if outdated:
            with store.write() as begun:
                upgrade(begun.connection)
        when_refused.pop_all()
    return store


def database_address(url: str) -> URL:
    """Read the address of a database, as ``open_store`` takes it.

    Raises
    ------
    StoreError
        When it is none, or of another kind of database.
    """
    try:
        address = make_url(url)
        backend = address.get_backend_name()
    except ArgumentError as exc:
        raise StoreError("Het adres van de database is geen geldig adres (RISK_MAP_DATABASE_URL).") from exc
    if backend == "sqlite" and address.database:
        return address
    if backend in {"postgresql", "postgres"}:
        return address.set(drivername="postgresql+psycopg")
    raise StoreError("De database is een SQLite-bestand of PostgreSQL; een andere soort kan niet.")


def _options(dialect: str, *, writes: bool) -> dict[str, Any]:
    if dialect == "sqlite":
        return {"writes": writes}
    if writes:
        return {"isolation_level": "READ COMMITTED", "postgresql_readonly": False}
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def _postgresql(address: URL) -> Engine:
    # A parallel worker writes a file before it reads: on a full disk, whoever was in could read no longer.
    workers = "-c max_parallel_workers_per_gather=0"
    settings = f"-c timezone=UTC -c synchronous_commit=on -c lock_timeout={WAIT_SECONDS}s {workers}"
    return create_engine(address, connect_args={"options": settings, "connect_timeout": 10}, pool_pre_ping=True)


def _sqlite(address: URL) -> Engine:
    path = Path(str(address.database))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Made here and not by SQLite, so that nobody else can read it for even a moment.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, ONLY_OWNER))
    except OSError as exc:
        raise StoreError(f"Het databasebestand {path} kan niet worden gemaakt of geopend: {reason_of(exc)}.") from exc
    engine = create_engine(address, connect_args={"timeout": WAIT_SECONDS}, max_overflow=-1)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - a connection of the driver
    # Without this, the driver begins transactions by itself, and too late.
    connection.isolation_level = None
    for pragma in PRAGMAS:
        # Of two that are the first to open a file, SQLite refuses one at once, whatever its busy timeout.
        _insist(connection.execute, f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = bool(connection.get_execution_options().get("writes"))
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    if not writes:
        connection.exec_driver_sql("BEGIN")
        return
    # SQLite itself looks ever less often whether it is its turn, so that whoever waits longest waits on.
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    try:
        _insist(connection.exec_driver_sql, "BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {1000 * WAIT_SECONDS}")


def _insist(execute: Callable[[str], object], statement: str) -> None:
    """Do a statement as soon as nobody else is busy."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            execute(statement)
        except (sqlite3.OperationalError, OperationalError) as exc:
            cause = exc.orig if isinstance(exc, OperationalError) else exc
            if time.monotonic() > deadline or getattr(cause, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(RETRY_SECONDS)
        else:
            return
