"""What was imported, which runs are kept, and when the last backup was made: counts and moments, no place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import select

from risk_map.governance.permissions import use_case
from risk_map.store import schema
from risk_map.store.ledger import current
from risk_map.workflow.score import run_store
from risk_map.workflow.store import looking, store_of

if TYPE_CHECKING:
    from datetime import datetime

    import pandas as pd

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.store.runs import RunRecord


_LAST_BACKUP: Final = (
    select(schema.audit).where(schema.audit.c.action == "make_backup").order_by(schema.audit.c.seq.desc()).limit(1)
)


class BackupMade(NamedTuple):
    """A backup.

    Parameters
    ----------
    at
        When it was made, in UTC.
    head
        Head of the log in it.
    """

    at: datetime
    head: str


@use_case("read_imports")
def read_imports(subject: Subject, config: Config, now: datetime) -> pd.DataFrame:
    """Give every register that was imported.

    Returns
    -------
    pd.DataFrame
        Newest first: ``recorded_at``, ``register``, ``rows``, ``added``, ``actor`` and ``file_sha256``.

    Raises
    ------
    PermissionDeniedError
        When the role may not.
    """
    with looking(subject, config, "read_imports", now) as look:
        batches = look.tx.frame(current(schema.import_batch))
        look.saw("import_batch", ("all",))
    return batches.iloc[::-1][["recorded_at", "register", "rows", "added", "actor", "file_sha256"]]


@use_case("read_backups")
def read_backups(subject: Subject, config: Config, now: datetime) -> BackupMade | None:
    """Give the last backup that was made with the product; nothing when the log tells of none.

    Raises
    ------
    PermissionDeniedError
        When the role may not.
    """
    with looking(subject, config, "read_backups", now) as look:
        rows = look.tx.rows(_LAST_BACKUP)
        look.saw("backup", ("last",))
    return BackupMade(rows[0]["at"], rows[0]["object"].partition(":")[2]) if rows else None


def backup_stamp(config: Config) -> int:
    """Give a number that differs as soon as another backup was made, and tells nothing about it.

    Parameters
    ----------
    config
        Says where the store is.
    """
    with store_of(config).read() as tx:
        return next((int(row["seq"]) for row in tx.rows(_LAST_BACKUP)), 0)


@use_case("read_runs")
def read_runs(subject: Subject, config: Config, now: datetime) -> list[RunRecord]:
    """Give what identifies every kept run, newest first; no location is in it.

    Raises
    ------
    PermissionDeniedError
        When the role may not.
    """
    runs = run_store(config)
    with looking(subject, config, "read_runs", now) as look:
        found = [runs.load(name) for name in reversed(runs.names())]
        look.saw("run", ("all",))
    return found
