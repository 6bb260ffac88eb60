"""Make the demonstration anew: the store of the old region makes way, and nothing real ever does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from risk_map.domain.frames import SYNTHETIC
from risk_map.errors import InputError
from risk_map.store import schema
from risk_map.store.engine import open_store
from risk_map.store.folder import DataFolder
from risk_map.store.ledger_states import has_real_row
from risk_map.workflow.identity import INVENTED
from risk_map.workflow.store import close_stores, is_empty

if TYPE_CHECKING:
    from risk_map.config import Config


def forget_store(config: Config) -> None:
    """Forget the store of a fictional region that is made anew; at its next start it fills itself from the new one.

    Parameters
    ----------
    config
        Says where the store is.

    Raises
    ------
    InputError
        When the data folder or the store holds anything that is real, or the store lies on a server and is not empty.

    Notes
    -----
    The file is set aside, never thrown away: ``risk_map.db.vorige`` is the one before.
    """
    reason = why_not_forgotten(config)
    if reason:
        raise InputError(reason)
    store = open_store(config.database_url)
    store.close()
    close_stores()
    if store.path is not None:
        for suffix in ("-wal", "-shm"):
            store.path.with_name(store.path.name + suffix).unlink(missing_ok=True)
        store.path.replace(store.path.with_name(f"{store.path.name}.vorige"))


def why_not_forgotten(config: Config) -> str:
    """Say in Dutch why the store beside a region may not make way for a new one; empty when it may.

    Parameters
    ----------
    config
        Says where the store and the data folder are.
    """
    if DataFolder(config.data_dir).origins() - {SYNTHETIC}:
        return "De gegevensmap bevat echte gegevens; de demonstratie komt daar niet overheen."
    store = open_store(config.database_url)
    with store.read() as tx:
        empty = is_empty(tx)
        decided = [
            select(table.c.id).where(~table.c.actor.startswith(INVENTED)).limit(1)
            for table in (schema.role_grant, schema.purge_certificate, schema.legal_hold)
        ]
        real = has_real_row(tx)
        has_decision = any(tx.rows(statement) for statement in decided)
    store.close()
    if real:
        return "De database bevat echte signalen of bezoeken; de demonstratie komt daar niet overheen."
    if has_decision:
        return "De database bevat rollen, bewijzen of bewaarplichten van gebruikers; neem een andere gegevensmap."
    if store.path is None and not empty:
        return "De database staat op een server en is niet leeg; neem een lege voor een nieuwe demonstratie."
    return ""
