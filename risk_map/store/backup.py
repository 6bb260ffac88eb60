"""Copy store, data folder and configuration into one file, as they were at one moment, while others go on working.

It is sealed for who may open it (``store/backup_seal.py``), or not: then it is kept where the database may be.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, text

from risk_map.errors import InputError, StoreError, reason_of
from risk_map.store import schema
from risk_map.store.audit_check import verify
from risk_map.store.backup_archive import (
    FORMAT,
    MANIFEST,
    PIECE,
    SETTINGS,
    Manifest,
    Part,
    file_member,
    table_member,
)
from risk_map.store.backup_seal import sealed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Table

    from risk_map.store.engine import Store
    from risk_map.store.ledger import ReadTx

ROWS_AT_ONCE: Final = 5_000

COPIED: Final = ("*.parquet", "*.geojson", "bag/*.parquet", "runs/**/*", "reports/*.csv")
"""What of the data folder is copied; a cache makes itself again, and the database holds the certificates too."""


def write_backup(
    store: Store, folder: Path, settings: Path, target: Path, now: datetime, recipients: Sequence[str] = ()
) -> Manifest:
    """Write a backup; nobody has to stop working for it.

    Parameters
    ----------
    store
        The store; all its tables are read in one transaction that sees one moment.
    folder
        The data folder; each file of it is whole, because files there are only ever replaced.
    settings
        The configuration file.
    target
        The new file, readable by its owner only.
    now
        When.
    recipients
        Public halves of the keys that open it; none: it is not sealed.

    Raises
    ------
    InputError
        When the file exists already, or a recipient is no public half of a key.
    StoreError
        When the database cannot be read, or the file cannot be written.
    """
    if target.exists():
        raise InputError(f"Het bestand {target} bestaat al; een reservekopie vervangt geen andere.")
    try:
        # Only its owner may read a file that is made like this.
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                with sealed(file, recipients) as plain, zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as archive:
                    manifest = _fill(archive, store, folder, settings, now)
                file.flush()
                os.fsync(file.fileno())
            temporary.rename(target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as exc:
        raise StoreError(f"De reservekopie {target} kan niet worden geschreven: {reason_of(exc)}.") from exc
    return manifest


def schema_version(tx: ReadTx) -> str:
    """Give the version of the tables."""
    return str(tx.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def data_files(folder: Path) -> list[Path]:
    """Give the files of the data folder that a backup holds; nothing hidden, because that is not finished."""
    found = {path for pattern in COPIED for path in folder.glob(pattern) if path.is_file()}
    return sorted(path for path in found if not path.name.startswith("."))


def _fill(archive: zipfile.ZipFile, store: Store, folder: Path, settings: Path, now: datetime) -> Manifest:
    with store.read() as tx:
        log = verify(tx)
        version = schema_version(tx)
        tables = {
            table.name: _add(archive, table_member(table.name), _lines(tx, table), by_line=True)
            for table in schema.METADATA.sorted_tables
        }
    files = {}
    for path in data_files(folder):
        name = path.relative_to(folder).as_posix()
        files[name] = _add(archive, file_member(name), _pieces(path), by_line=False)
    kept = _add(archive, SETTINGS, _pieces(settings), by_line=False)
    manifest = Manifest(FORMAT, version, now.isoformat(), str(log.head), len(log.problems), tables, files, kept)
    archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
    return manifest


def _add(archive: zipfile.ZipFile, name: str, pieces: Iterator[bytes], *, by_line: bool) -> Part:
    digest, size = sha256(), 0
    with archive.open(name, "w", force_zip64=True) as member:
        for piece in pieces:
            member.write(piece)
            digest.update(piece)
            size += 1 if by_line else len(piece)
    return Part(size, digest.hexdigest())


def _lines(tx: ReadTx, table: Table) -> Iterator[bytes]:
    ordered = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=ROWS_AT_ONCE)
    for row in tx.execute(ordered):
        yield json.dumps([_plain(value) for value in row], ensure_ascii=False).encode() + b"\n"


def _plain(value: Any) -> Any:  # noqa: ANN401 - a column holds anything
    return value.isoformat() if hasattr(value, "isoformat") else value


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
