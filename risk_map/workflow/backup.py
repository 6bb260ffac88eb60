"""Make a backup, and put one back on an empty machine."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from risk_map.governance.permissions import use_case
from risk_map.store.audit import Deed, append, thing
from risk_map.store.backup import write_backup
from risk_map.store.backup_restore import place_settings, restore
from risk_map.store.engine import open_store
from risk_map.store.retention_bytes import scrub
from risk_map.store.retention_purge import FOLDER, read_files
from risk_map.workflow.retention import clear_files
from risk_map.workflow.store import store_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.store.backup_archive import Manifest
    from risk_map.store.backup_restore import Restored


@use_case("make_backup")
def make_backup(subject: Subject, config: Config, target: Path, now: datetime) -> Manifest:
    """Copy the store, the data folder and the configuration into one file, while others go on working.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the data are.
    target
        The new file.

    Raises
    ------
    PermissionDeniedError
        When the role may not.
    InputError
        When the file exists already.
    StoreError
        When the database cannot be read, or the file cannot be written.
    """
    store = store_of(config)
    manifest = write_backup(store, config.data_dir, config.path, target, now)
    with store.write() as tx:
        append(tx, subject, Deed("make_backup", (thing("backup", manifest.head),)), now)
    return manifest


@use_case("restore_backup")
def restore_backup(
    subject: Subject, config: Config, source: Path, now: datetime, *, proofs: Path | None = None
) -> Restored:
    """Put a backup back into an empty store and an empty data folder.

    Its configuration is not put to use: when it is another one, it comes into the data folder, to be compared.

    Parameters
    ----------
    subject, now
        Who, and when; in a region that does not exist the moment of the backup counts.
    config
        Says where the data come.
    source
        The backup.
    proofs
        Folder with certificates that were made after the backup, so that what they destroyed does not come back.
        Those that lie in the data folder already count too.

    Raises
    ------
    PermissionDeniedError
        When the role may not.
    StoreError
        When the backup or a certificate is damaged, the store or the folder holds something, or what was put back is
        not what the backup says. Nothing was changed then.
    """
    folders = [config.data_dir / FOLDER, *([proofs] if proofs else [])]
    found = {proof.id: proof for folder in folders for proof in read_files(folder)}
    # Opened here, because use cases share a store that fills itself beside the demonstration region.
    with closing(open_store(config.database_url)) as store:
        restored = restore(store, config.data_dir, source, list(found.values()), (subject, now))
        if restored.again:
            scrub(store)
    clear_files(config)
    return replace(restored, settings=place_settings(source, restored.manifest, config.path, config.data_dir))
