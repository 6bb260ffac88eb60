"""Put a backup back into an empty store and an empty data folder: all of it, checked, or nothing.

Everything happens in one transaction. What was destroyed since the backup was made is destroyed again before it ends,
as far as the certificates are at hand: those in the backup itself, and those in files.
"""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Date, Time, delete, func, select

from risk_map.domain.frames import SYNTHETIC
from risk_map.errors import StoreError
from risk_map.store import schema, walls
from risk_map.store.audit import Deed, Head, anchor, append, thing, things
from risk_map.store.audit_check import verify
from risk_map.store.backup import ROWS_AT_ONCE, data_files, schema_version
from risk_map.store.backup_archive import Manifest, file_member, opened, table_member
from risk_map.store.folder import DataFolder, replace_file
from risk_map.store.ledger_states import has_real_row
from risk_map.store.retention_again import later_certificates
from risk_map.store.retention_files import item_of
from risk_map.store.retention_purge import certificates, destroy, list_items, record
from risk_map.store.schema_base import UtcTime

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Table

    from risk_map.domain.subject import Subject
    from risk_map.store.engine import Store
    from risk_map.store.ledger import WriteTx
    from risk_map.store.retention_purge import Certificate

OTHER_VERSION: Final = (
    "Deze reservekopie is van een andere versie van het programma (tabellen {found}, hier {here}). Zet haar terug met "
    "die versie en werk daarna bij."
)
FILLED: Final = (
    "Terugzetten kan alleen in een lege database. Kies een nieuwe gegevensmap (risk-map --data MAP restore BESTAND) of "
    "een nieuwe database (RISK_MAP_DATABASE_URL)."
)
OTHER_FILES: Final = (
    "In de gegevensmap staat al iets anders dan in de reservekopie ({name}). Kies een lege map: risk-map --data MAP "
    "restore BESTAND."
)
NOT_THE_SAME: Final = "Wat is teruggezet, is niet gelijk aan de reservekopie ({what}). Er is niets bewaard."

NONE_APPLIED: Final = "geen"

READ: Final[dict[type, Callable[[str], Any]]] = {
    Date: date.fromisoformat,
    UtcTime: datetime.fromisoformat,
    Time: time.fromisoformat,
}
"""Type of a column -> how its values are read back; the others are in the backup as they are."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back.

    Parameters
    ----------
    manifest
        What the backup held.
    again
        Certificates that the backup did not know: what they list was destroyed again.
    head
        The end of the log now.
    settings
        Where the configuration of the backup was put, when it is another one than is used here.
    """

    manifest: Manifest
    again: Sequence[Certificate]
    head: Head
    settings: Path | None = None


def restore(
    store: Store,
    folder: Path,
    source: Path,
    proofs: Collection[Certificate],
    by: tuple[Subject, datetime],
    *,
    key: Path | None = None,
) -> Restored:
    """Put a backup back.

    Parameters
    ----------
    store
        Without a single row.
    folder
        Data folder with nothing in it, or with the same files.
    source
        The backup.
    proofs
        Certificates from files; those that the backup holds too are passed over.
    by
        Who, and when. In a region that does not exist the moment of the backup counts: its clock does not move.
    key
        File with the secret half of a key that opens the backup, when it is sealed.

    Raises
    ------
    StoreError
        When the backup is damaged or of another version, the store or the folder holds something, what was put back
        is not what the backup says, or a certificate lists what retention kept. Nothing was changed then.
    InputError
        When the key cannot be read.
    """
    with opened(source, key) as (archive, manifest), ExitStack() as undo:
        _refuse_other_files(folder, manifest)
        with store.write() as tx:
            _refuse_filled(tx, manifest)
            _load(tx, archive, manifest)
            undo.callback(_remove_folders, folder, _folders(folder))
            items = {item for each in certificates(tx) for item in each.items}
            for path in _place_files(archive, manifest, folder, items):
                undo.callback(path.unlink)
            (subject, now), made_at = by, datetime.fromisoformat(manifest.made_at)
            again = later_certificates(tx, folder, proofs, max(now, made_at))
            _destroy_again(tx, again)
            moment = made_at if _is_invented(tx, folder) else now
            head = _tell(tx, manifest, again, (subject, moment))
            if again and len(verify(tx).problems) > manifest.problems:
                # A certificate that says where the log was cut off has to fit the log.
                raise StoreError(NOT_THE_SAME.format(what="het logboek, na opnieuw vernietigen"))
        undo.pop_all()
    return Restored(manifest, again, head)


def _folders(folder: Path) -> set[Path]:
    return {path for path in (folder, *folder.rglob("*")) if path.is_dir()}


def _remove_folders(folder: Path, before: Collection[Path]) -> None:
    """Remove the folders that were made for nothing, the deepest first."""
    for path in sorted(_folders(folder).difference(before), reverse=True):
        path.rmdir()


def _refuse_other_files(folder: Path, manifest: Manifest) -> None:
    for path in data_files(folder):
        part = manifest.files.get(path.relative_to(folder).as_posix())
        if part is None or sha256(path.read_bytes()).hexdigest() != part.sha256:
            raise StoreError(OTHER_FILES.format(name=path.relative_to(folder)))


def _refuse_filled(tx: WriteTx, manifest: Manifest) -> None:
    if any(tx.execute(select(table).limit(1)).first() for table in walls.ledger_tables()):
        raise StoreError(FILLED)
    here = schema_version(tx)
    if (manifest.schema, set(manifest.tables)) != (here, set(schema.METADATA.tables)):
        raise StoreError(OTHER_VERSION.format(found=manifest.schema, here=here))


def _load(tx: WriteTx, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    # The walls say what may happen next, and what is put back happened long ago.
    walls.remove(tx.connection)
    for table in schema.NO_LEDGERS:
        # Beside the files of the backup a store that was opened has copied their register.
        tx.execute(delete(table))
    for table in schema.METADATA.sorted_tables:
        _load_table(tx, archive, table)
    _compare(tx, manifest)


def _destroy_again(tx: WriteTx, again: Iterable[Certificate]) -> None:
    for proof in again:
        record(tx, proof)
        list_items(tx, proof)
    # Not before: the log of the backup names none of these certificates yet, and what they list was looked at.
    walls.install(tx.connection)
    destroy(tx)


def _load_table(tx: WriteTx, archive: zipfile.ZipFile, table: Table) -> None:
    readers = [READ.get(type(column.type)) for column in table.columns]
    names = [column.name for column in table.columns]
    with archive.open(table_member(table.name)) as lines:
        while several := list(islice(lines, ROWS_AT_ONCE)):
            rows = [
                {
                    name: reader(value) if reader and value is not None else value
                    for name, reader, value in zip(names, readers, json.loads(line), strict=True)
                }
                for line in several
            ]
            tx.append_many(table, rows)
    if tx.connection.dialect.name == "postgresql" and "seq" in table.c:
        # PostgreSQL counts by itself, and has to go on after the last row.
        counter, last = func.pg_get_serial_sequence(f'"{table.name}"', "seq"), func.max(table.c.seq)
        tx.execute(select(func.setval(counter, last)).having(last.is_not(None)))


def _compare(tx: WriteTx, manifest: Manifest) -> None:
    for name, part in manifest.tables.items():
        if tx.execute(select(func.count()).select_from(schema.METADATA.tables[name])).scalar_one() != part.size:
            raise StoreError(NOT_THE_SAME.format(what=f"aantal rijen van {name}"))
    log = verify(tx)
    if (str(log.head), len(log.problems)) != (manifest.head, manifest.problems):
        raise StoreError(NOT_THE_SAME.format(what="het logboek"))


def _is_invented(tx: WriteTx, folder: Path) -> bool:
    return not has_real_row(tx) and DataFolder(folder).origins() <= {SYNTHETIC}


def _tell(tx: WriteTx, manifest: Manifest, again: Iterable[Certificate], by: tuple[Subject, datetime]) -> Head:
    """Write in the log which certificates destroyed again, which backup it was, and where the log begins by now."""
    subject, now = by
    cut = anchor(tx)
    # None is said too: a restore that names nothing is one of before the log did so.
    proofs = things(schema.purge_certificate.name, [proof.id for proof in again] or [NONE_APPLIED])
    objects = [*proofs, thing("backup", manifest.head), *([thing("audit", cut)] if cut else [])]
    return append(tx, subject, Deed("restore_backup", tuple(objects)), now)


def _place_files(
    archive: zipfile.ZipFile, manifest: Manifest, folder: Path, destroyed: Collection[tuple[str, str]]
) -> Iterator[Path]:
    """Put the files back that are not there and were not destroyed; give each one that is new."""
    for name in manifest.files:
        path = folder / name
        if not path.exists() and item_of(PurePosixPath(name)) not in destroyed:
            with (
                replace_file(path) as temporary,
                archive.open(file_member(name)) as member,
                temporary.open("wb") as file,
            ):
                shutil.copyfileobj(member, file)
            yield path
