"""Hold the certificates in the store against the log: whoever writes one around this program leaves no line there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from risk_map.store.audit import Result, thing
from risk_map.store.audit_check import CUTS, CertificateFinding
from risk_map.store.ledger_frames import HERE
from risk_map.store.retention import end_of
from risk_map.store.retention_purge import certificates, digest_of
from risk_map.store.schema import audit, purge_certificate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from risk_map.store.ledger import ReadTx
    from risk_map.store.retention_purge import Certificate


def check_certificates(tx: ReadTx) -> tuple[list[CertificateFinding], list[CertificateFinding]]:
    """Check that the log tells of every certificate, and that each lists what it listed when it was made.

    Parameters
    ----------
    tx
        A transaction.

    Returns
    -------
    tuple
        Problems, and notices: certificates of a restore of before the log named them.

    Notes
    -----
    Certificates are kept longer than the log. One that came before the certificate of where the log begins now, and
    that is no younger than its first line, may have lost its line with the beginning.
    """
    found = certificates(tx)
    told, begin, nameless = _told(tx), tx.execute(select(func.min(audit.c.at))).scalar(), _nameless_restore(tx)
    cut = _newest_cut(found)
    problems = [CertificateFinding("altered", each.id) for each in found if not _lists_what_it_did(each)]
    notices = []
    for place, each in enumerate(found):
        is_older = place < cut and begin is not None and each.recorded_at <= begin
        if is_older or thing(purge_certificate.name, each.id) in told:
            continue
        if nameless is not None and each.recorded_at < nameless:
            notices.append(CertificateFinding("restored", each.id))
        else:
            problems.append(CertificateFinding("untold", each.id))
    return problems, notices


def _told(tx: ReadTx) -> set[str]:
    named = audit.c.object.startswith(f"{purge_certificate.name}:", autoescape=True)
    lines = select(audit.c.object).where(audit.c.action.in_(CUTS), audit.c.result == Result.DONE, named)
    return set(tx.execute(lines).scalars())


def _nameless_restore(tx: ReadTx) -> datetime | None:
    """Give the end of the day of the last restore of before its lines said which certificates were applied.

    Of the day, because in a region that does not exist the line has the moment of the backup, before that of the purge.
    """
    lines = tx.rows(select(audit.c.at, audit.c.object).where(audit.c.action == "restore_backup"))
    naming = {line["at"] for line in lines if line["object"].startswith(f"{purge_certificate.name}:")}
    last = max({line["at"] for line in lines} - naming, default=None)
    return end_of(last.astimezone(HERE).date()) if last else None


def _newest_cut(found: Sequence[Certificate]) -> int:
    """Give the place of the certificate of where the log begins now."""
    cuts = {
        int(row_id): place
        for place, each in enumerate(found)
        for table, row_id in each.items
        if table == audit.name and row_id.isdecimal()
    }
    return cuts[max(cuts)] if cuts else 0


def _lists_what_it_did(each: Certificate) -> bool:
    if any(table == audit.name for table, _ in each.items):
        return len(each.items) == 1
    # What an older certificate listed already stays with that one, so that a later one may hold fewer.
    return len(each.items) < each.rows or (len(each.items) == each.rows and each.digest == digest_of(each.items))
