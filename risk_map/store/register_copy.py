"""Keep the copy of the register that the walls look into: whole, in one transaction, and only when it differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from risk_map.store.schema import registered_place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from risk_map.store.ledger import ReadTx, WriteTx


def copied_homes(tx: ReadTx) -> dict[str, bool]:
    """Give location -> whether the database takes it for a dwelling."""
    return {row.location_id: row.home for row in tx.execute(select(registered_place))}


def knows_places(tx: ReadTx) -> bool:
    """Say whether the database was told of a register."""
    return tx.execute(select(registered_place).limit(1)).first() is not None


def copy_homes(tx: WriteTx, homes: Mapping[str, bool]) -> None:
    """Replace what the database knows of locations.

    Parameters
    ----------
    tx
        A transaction.
    homes
        Location -> whether it is a dwelling (ADR 4): the whole register, because what is absent is forgotten.
    """
    if copied_homes(tx) == homes:
        return
    tx.execute(delete(registered_place))
    tx.append_many(registered_place, ({"location_id": name, "home": home} for name, home in homes.items()))
