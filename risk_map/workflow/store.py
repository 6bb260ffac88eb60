"""The store as use cases use it: opened once per process, filled at the first start, every deed stamped and logged."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from risk_map.demo.history import SEED_BATCHES, SEEDS, seed_hashes, write_entry, write_history
from risk_map.domain.frames import SYNTHETIC
from risk_map.domain.registers import LOCATIONS
from risk_map.store import schema
from risk_map.store.audit import Deed, append, thing, things
from risk_map.store.engine import open_store
from risk_map.store.folder import DataFolder
from risk_map.store.ledger import stamp
from risk_map.store.retention_plan import purged_ids
from risk_map.workflow.first_release import first_releases
from risk_map.workflow.known_homes import forget_told, tell_homes, tell_when_changed, tell_when_new

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy import Table

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.store.engine import Store
    from risk_map.store.ledger import ReadTx, WriteTx

SCORED_TABLES: Final = (schema.signal, schema.signal_event, schema.visit, schema.model_switch)
"""A new row in one of these changes what the map shows."""

CASE_TABLES: Final = (*SCORED_TABLES, schema.decision, schema.confirmation, schema.freeze)
"""A new row in one of these changes what is told about a location."""

_open: Final[dict[str, Store]] = {}
_filled: Final[set[str]] = set()
_opening: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class Act:
    """A use case at work: whatever it writes carries who and when, and stands in the log.

    Parameters
    ----------
    tx
        Its transaction.
    subject, now
        Who, and when.
    """

    tx: WriteTx
    subject: Subject
    now: datetime
    _objects: list[str] = field(default_factory=list)

    def append(self, table: Table, **row: Any) -> str:  # noqa: ANN401 - a column holds anything
        """Add a row to a ledger and give its id."""
        row_id = self.tx.append(table, **row, **stamp(self.subject.id, self.subject.role, self.now))
        self._objects.append(thing(table.name, row_id))
        return row_id

    def append_many(self, table: Table, rows: Iterable[dict[str, Any]]) -> list[str]:
        """Add rows to a ledger and give their ids."""
        who = stamp(self.subject.id, self.subject.role, self.now)
        row_ids = self.tx.append_many(table, ({**row, **who} for row in rows))
        self._objects.extend(things(table.name, row_ids))
        return row_ids

    def saw(self, kind: str, row_ids: Iterable[object]) -> None:
        """Note what is about to be shown: one row in the log each."""
        self._objects.extend(things(kind, row_ids))

    def log(self, action: str) -> None:
        """Write in the log what was done; the last thing in the transaction."""
        append(self.tx, self.subject, Deed(action, tuple(self._objects)), self.now)


@dataclass(frozen=True, slots=True)
class Look:
    """A use case that reads.

    Parameters
    ----------
    tx
        Its transaction: everything it reads is of one moment.
    """

    tx: ReadTx
    _objects: list[str] = field(default_factory=list)

    def saw(self, kind: str, row_ids: Iterable[object]) -> None:
        """Note what is about to be shown: one row in the log each."""
        self._objects.extend(things(kind, row_ids))

    def log(self, tx: WriteTx, subject: Subject, action: str, now: datetime) -> None:
        """Write in the log what was seen."""
        append(tx, subject, Deed(action, tuple(self._objects)), now)


@contextmanager
def acting(subject: Subject, config: Config, action: str, now: datetime) -> Iterator[Act]:
    """Do a use case in one transaction, log included: all of it is kept, or nothing.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the store is.
    action
        Name of the use case.
    """
    store = store_of(config)
    tell_when_changed(store, config)
    with store.write() as tx:
        act = Act(tx, subject, now)
        yield act
        act.log(action)


@contextmanager
def looking(subject: Subject, config: Config, action: str, now: datetime) -> Iterator[Look]:
    """Read for a use case; what it saw is in the log before its answer leaves.

    Parameters
    ----------
    subject, config, action, now
        As for ``acting``.
    """
    store = store_of(config)
    with store.read() as tx:
        look = Look(tx)
        yield look
    with store.write() as begun:
        look.log(begun, subject, action, now)


def store_of(config: Config) -> Store:
    """Give the store, open; at the first start of the demonstration region it is filled with three years of history.

    Parameters
    ----------
    config
        Says where the store and the data folder are.

    Raises
    ------
    StoreError
        When it cannot be opened.
    """
    url = config.database_url
    with _opening:
        store = _open.get(url)
        if store is None:
            store = _open[url] = open_store(url)
            tell_when_new(store, config)
        if url not in _filled and _fill(store, config):
            _filled.add(url)
    return store


def history_is_outdated(config: Config) -> bool:
    """Say whether a history in a file was made around frames that the data folder no longer has.

    Parameters
    ----------
    config
        Says where the store and the data folder are.

    Notes
    -----
    Retention takes rows from those frames. Where it did, the history stays: it would not come back with them.
    """
    store = store_of(config)
    with store.read() as tx:
        if purged_ids(tx, schema.signal, schema.visit):
            return False
        filled_from = {row["file_sha256"] for row in tx.all(schema.import_batch) if row["id"] in SEED_BATCHES}
    return store.path is not None and filled_from != set() and filled_from != seed_hashes(DataFolder(config.data_dir))


def close_stores() -> None:
    """Close all stores of this process; the next use case opens its own again."""
    with _opening:
        for store in _open.values():
            store.close()
        _open.clear()
        _filled.clear()
        forget_told()


def store_stamp(config: Config, tables: Iterable[Table] = SCORED_TABLES) -> tuple[int, ...]:
    """Give numbers that differ as soon as something was recorded, or destroyed, in some tables.

    Parameters
    ----------
    config
        Says where the store is.
    tables
        Ledgers; absent: those that the scored map shows.
    """
    columns = [
        select(figure).select_from(table).scalar_subquery()
        for table in tables
        for figure in (func.max(table.c.seq), func.count())
    ]
    with store_of(config).read() as tx:
        return tuple(int(value or 0) for value in tx.execute(select(*columns)).one())


def _fill(store: Store, config: Config) -> bool:
    """Fill an empty store beside a fictional region; say whether there is nothing left to do."""
    folder = DataFolder(config.data_dir)
    if not any(folder.frame_path(contract).exists() for contract in SEEDS):
        return False
    with store.read() as tx:
        if not is_empty(tx):
            return True
    seeds = {contract.name: folder.read(contract) for contract in (LOCATIONS, *SEEDS)}
    if all(bool((frame["bron"] == SYNTHETIC).all()) for frame in seeds.values()):
        with store.write() as begun:
            # Two processes may start at once; the second one finds the work done.
            if is_empty(begun):
                tell_homes(begun, config)
                write_history(begun, folder, seeds)
                for entry in first_releases(begun, folder):
                    write_entry(begun, entry)
    return True


def is_empty(tx: ReadTx) -> bool:
    """Say whether nothing was imported or recorded yet."""
    return all(tx.newest(table) is None for table in (schema.import_batch, schema.signal, schema.visit))
