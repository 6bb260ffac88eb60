"""Destroy what is past its term, with a certificate per rule.

A certificate says what kind, how many, by whom and when, and which rows by their id; it is kept always, also as a file
outside the database, so that an older backup that is put back destroys the same rows again.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from sqlalchemy import delete, select

from risk_map.errors import StoreError
from risk_map.store.folder import replace_file
from risk_map.store.schema import KEPT_ALWAYS, METADATA, NO_LEDGERS, audit, purge_certificate, purge_item

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from risk_map.store.ledger import ReadTx, WriteTx
    from risk_map.store.retention_plan import Doomed

FOLDER: Final = "certificates"
"""Where certificates lie in the data folder."""

DAMAGED: Final = "Dit bewijs van vernietiging is beschadigd of gewijzigd; er is niets mee gedaan."


@dataclass(frozen=True, slots=True)
class Certificate:
    """Proof that something was destroyed.

    Parameters
    ----------
    id
        Its id.
    reason
        The rule.
    rows
        How many rows; for the log how many lines of it.
    digest
        SHA-256 over the items; for the log the hash of its last row that went.
    items
        Kind and id of each row that went; for the log only of the last one.
    actor, actor_role, recorded_at
        By whom and when.
    """

    id: str
    reason: str
    rows: int
    digest: str
    items: tuple[tuple[str, str], ...]
    actor: str
    actor_role: str
    recorded_at: datetime

    def is_intact(self) -> bool:
        """Say whether the id is one and the digest fits; that of the log is checked by the log itself."""
        # A file is named after the id, and a row of the log names it.
        if not re.fullmatch(r"[0-9a-f]{32}", self.id) or self.recorded_at.tzinfo is None:
            return False
        return self.digest == digest_of(self.items) or {table for table, _ in self.items} == {audit.name}


def digest_of(items: Iterable[tuple[str, str]]) -> str:
    """Hash kinds and ids, whatever their order."""
    return sha256(json.dumps(sorted(items)).encode()).hexdigest()


def certify(tx: WriteTx, doomed: Doomed, by: Mapping[str, Any]) -> Certificate:
    """Write a certificate; what it allows to destroy is listed as soon as the log names it (``list_items``).

    Parameters
    ----------
    tx
        A transaction.
    doomed
        What goes; not nothing.
    by
        Who and when, as ``ledger.stamp`` makes it.
    """
    items = tuple((str(table), str(row_id)) for table, row_id in doomed.rows.itertuples(index=False))
    rows, digest = (doomed.records, doomed.until.hash) if doomed.until else (len(items), digest_of(items))
    made = Certificate(uuid4().hex, doomed.words, rows, digest, items, **by)
    record(tx, made)
    return made


def record(tx: WriteTx, certificate: Certificate) -> None:
    """Write a certificate in the database."""
    values = {name: value for name, value in asdict(certificate).items() if name != "items"}
    tx.append(purge_certificate, **values)


def list_items(tx: WriteTx, certificate: Certificate) -> None:
    """List what a certificate allows to destroy; what another one lists already stays with that one.

    Raises
    ------
    ConflictError
        When a row is held, not past its term, or the log does not name the certificate.
    """
    known = {(row["table_name"], row["row_id"]) for row in tx.all(purge_item)}
    new = [item for item in certificate.items if item not in known]
    tx.append_many(
        purge_item, ({"certificate_id": certificate.id, "table_name": table, "row_id": row_id} for table, row_id in new)
    )


def destroy(tx: WriteTx) -> None:
    """Delete every row that a certificate lists and that is still there, parts before the whole."""
    for table in reversed(METADATA.sorted_tables):
        if table in (audit, *NO_LEDGERS, *KEPT_ALWAYS):
            continue
        whole, key = table.info["purged_as"]
        listed = select(purge_item.c.row_id).where(purge_item.c.table_name == whole)
        tx.execute(delete(table).where(table.c[key].in_(listed)))
    until = max((int(row["row_id"]) for row in tx.all(purge_item, table_name=audit.name)), default=0)
    tx.execute(delete(audit).where(audit.c.seq <= until))


def certificates(tx: ReadTx) -> list[Certificate]:
    """Give every certificate, oldest first."""
    items: dict[str, list[tuple[str, str]]] = {}
    for row in tx.all(purge_item):
        items.setdefault(row["certificate_id"], []).append((row["table_name"], row["row_id"]))
    fields = ("id", "reason", "rows", "digest", "actor", "actor_role", "recorded_at")
    return [
        Certificate(**{name: row[name] for name in fields}, items=tuple(items.get(row["id"], ())))
        for row in tx.all(purge_certificate)
    ]


def keep_files(found: Sequence[Certificate], folder: Path) -> None:
    """Write each certificate as a file, unless it is there.

    Parameters
    ----------
    found
        Certificates.
    folder
        The data folder.
    """
    for certificate in found:
        path = folder / FOLDER / f"{certificate.id}.json"
        if not path.exists():
            with replace_file(path) as temporary:
                temporary.write_text(json.dumps(asdict(certificate), default=str, indent=1) + "\n", encoding="utf-8")


def read_files(folder: Path) -> list[Certificate]:
    """Read certificates back, in the order in which they were made.

    Parameters
    ----------
    folder
        Folder with certificate files.

    Raises
    ------
    StoreError
        When a file is damaged or was changed.
    """
    found = [_read(path) for path in sorted(folder.glob("*.json"))]
    return sorted(found, key=lambda certificate: (certificate.recorded_at, certificate.id))


def _read(path: Path) -> Certificate:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        items = tuple((str(table), str(row_id)) for table, row_id in facts["items"])
        made = Certificate(**{**facts, "items": items, "recorded_at": datetime.fromisoformat(facts["recorded_at"])})
    except (ValueError, TypeError, KeyError) as exc:
        raise StoreError(f"{DAMAGED} ({path.name})") from exc
    if not made.is_intact():
        raise StoreError(f"{DAMAGED} ({path.name})")
    return made
