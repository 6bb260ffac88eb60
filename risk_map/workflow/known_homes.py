"""Tell the database what the register says of each location, so that its walls know a dwelling that nobody decided on.

The register is a file that people may replace, and what is a home follows from the addresses too. So every deed looks
first whether those files are still the ones that the database was told of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from risk_map.store.register_copy import copy_homes, knows_places
from risk_map.workflow.places import register_of, register_stamp

if TYPE_CHECKING:
    from risk_map.config import Config
    from risk_map.store.engine import Store
    from risk_map.store.ledger import WriteTx
    from risk_map.workflow.places import Stamp

_told: Final[dict[str, Stamp]] = {}


def tell_homes(tx: WriteTx, config: Config) -> None:
    """Bring what the database knows in line with the register, in the transaction of whoever replaced it.

    Parameters
    ----------
    tx
        A transaction.
    config
        Says where the data folder is.
    """
    copy_homes(tx, {str(name): bool(home) for name, home in register_of(config)["home"].items()})


def tell_when_new(store: Store, config: Config) -> None:
    """Tell the database of a register that it knows nothing of: it was just made, or brought up to date."""
    with store.read() as tx:
        known = knows_places(tx)
    if not known:
        _tell(store, config)


def tell_when_changed(store: Store, config: Config) -> None:
    """Tell the database of the register, unless this process did so and the files are the same since.

    Parameters
    ----------
    store
        Not in a write transaction of this thread: it begins one.
    config
        Says where the data folder is.
    """
    if _told.get(config.database_url) != register_stamp(config):
        _tell(store, config)


def forget_told() -> None:
    """Look anew at the next deed, because the stores were closed."""
    _told.clear()


def _tell(store: Store, config: Config) -> None:
    stamp = register_stamp(config)
    with store.write() as tx:
        tell_homes(tx, config)
    _told[config.database_url] = stamp
