"""Say which certificates destroy again after a restore, and refuse those that retention would not have made.

The digest of a certificate has no key, so a file can be written by hand. What it lists goes only when the rules of
retention let it go on the day of the certificate.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

import pandas as pd
from sqlalchemy import func, select

from risk_map.domain.notation import day
from risk_map.errors import StoreError
from risk_map.store import schema
from risk_map.store.backup import data_files
from risk_map.store.ledger_frames import HERE
from risk_map.store.retention_files import IN_A_FILE, doomed_files, item_of
from risk_map.store.retention_plan import plan, purged_ids
from risk_map.store.retention_purge import certificates
from risk_map.store.walls import ledger_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import date, datetime
    from pathlib import Path

    from risk_map.store.ledger import ReadTx
    from risk_map.store.retention_purge import Certificate

    Item = tuple[str, str]

TOO_EARLY: Final = (
    "Bewijs {proof} noemt {table} {row_id}, en dat mocht volgens de bewaartermijnen op {day} nog niet weg. Er is niets "
    "teruggezet. Haal dit bewijs uit de map met bewijzen als het niet klopt."
)
NOT_YET: Final = "Bewijs {proof} is van {day}; die dag is nog niet aangebroken. Er is niets teruggezet."


def later_certificates(tx: ReadTx, folder: Path, proofs: Iterable[Certificate], now: datetime) -> list[Certificate]:
    """Give the certificates that the store does not know, oldest first.

    Parameters
    ----------
    tx
        A transaction in which a backup was put back.
    folder
        The data folder with the files of the backup.
    proofs
        Certificates from files.
    now
        The latest moment at which one may have been made.

    Raises
    ------
    StoreError
        When one lists something that is there and that retention would have kept on its day. A hold keeps nothing
        here, because it may have been lifted since the backup.
    """
    known = {certificate.id for certificate in certificates(tx)}
    later = [proof for proof in proofs if proof.id not in known]
    later.sort(key=lambda proof: (proof.recorded_at, proof.id))
    listed = {item for proof in later for item in proof.items}
    present = _present(tx, folder, {table for table, _ in listed})
    gone = purged_ids(tx, schema.signal, schema.visit)
    for on, several in groupby(later, key=_day):
        made = list(several)
        if on > now.astimezone(HERE).date():
            raise StoreError(NOT_YET.format(proof=made[0].id, day=day(on)))
        gone |= {row_id for proof in made for table, row_id in proof.items if table in IN_A_FILE.values()}
        may_go = _allowed(tx, folder, gone, on)
        for proof in made:
            for table, row_id in proof.items:
                is_there = table == schema.audit.name or (table, row_id) in present
                if is_there and not may_go((table, row_id)):
                    raise StoreError(TOO_EARLY.format(proof=proof.id, table=table, row_id=row_id, day=day(on)))
    return later


def _day(proof: Certificate) -> date:
    return proof.recorded_at.astimezone(HERE).date()


def _present(tx: ReadTx, folder: Path, names: Collection[str]) -> set[Item]:
    """Give what is there of some kinds, as certificates list it: rows and files."""
    found = {item for path in data_files(folder) if (item := item_of(path.relative_to(folder)))}
    for table in ledger_tables():
        if table.name in names and table is not schema.audit and table.info["purged_as"][0] == table.name:
            key = table.c[table.info["purged_as"][1]]
            found |= {(table.name, str(row_id)) for row_id in tx.execute(select(key)).scalars()}
    return found


def _allowed(tx: ReadTx, folder: Path, gone: set[str], on: date) -> Callable[[Item], bool]:
    """Make the check of what retention let go on a day."""
    doomed = plan(tx, on, heeds_holds=False)
    rows = pd.concat([each.rows for each in (*doomed, *doomed_files(folder, gone, on))])
    free = set(rows.astype("str").itertuples(index=False, name=None))
    past = max((each.until.seq for each in doomed if each.until), default=0)
    seq = schema.audit.c.seq

    def may_go(item: Item) -> bool:
        table, row_id = item
        if table != schema.audit.name:
            return item in free
        # The log goes from its beginning: a certificate names the last line, and takes all lines before it.
        young = select(func.count()).where(seq > past, seq <= int(row_id)) if row_id.isdecimal() else None
        return young is not None and not tx.execute(young).scalar_one()

    return may_go
