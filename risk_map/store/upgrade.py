"""Bring a database to the schema of this version, with Alembic; refuse one of a newer version."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from risk_map.errors import StoreError
from risk_map.store import walls
from risk_map.store.audit import Deed, append, newest, thing
from risk_map.store.ledger import WriteTx
from risk_map.store.schema import METADATA

if TYPE_CHECKING:
    from sqlalchemy import Connection

MIGRATIONS: Final = Path(__file__).parent / "migrations"


def is_outdated(connection: Connection) -> bool:
    """Say whether a database is empty, of an older version, or has lost a wall.

    Raises
    ------
    StoreError
        When it was made by a newer version of the product.
    """
    found = MigrationContext.configure(connection).get_current_revision()
    script = ScriptDirectory.from_config(_config())
    if found is not None and found not in {step.revision for step in script.walk_revisions()}:
        message = "Deze database is gemaakt door een nieuwere versie van dit programma. Werk het programma eerst bij."
        raise StoreError(message)
    return found != script.get_current_head() or not walls.stand(connection)


def upgrade(connection: Connection) -> None:
    """Bring a database up to date in the transaction of the connection, whatever another process did meanwhile.

    An empty database becomes what the schema says today; an older one goes through every revision since. Either way
    the walls are made anew, because they are code and not data. That one of today had other walls than this program
    makes stands in the log: somebody took one down, or used a program with other rules.
    """
    config = _config()
    config.attributes["connection"] = connection
    found = MigrationContext.configure(connection).get_current_revision()
    is_newest = found == ScriptDirectory.from_config(config).get_current_head()
    if found is None:
        METADATA.create_all(connection)
        command.stamp(config, "head")
    else:
        command.upgrade(config, "head")
    were_lost = is_newest and not walls.stand(connection)
    walls.install(connection)
    if were_lost:
        _tell_of_walls(WriteTx(connection))


def _tell_of_walls(tx: WriteTx) -> None:
    # No use case is at work, and so no clock; all that is known is that it was after the last line of the log.
    append(tx, None, Deed("put_walls_back", (thing("walls", "all"),)), newest(tx).at)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
