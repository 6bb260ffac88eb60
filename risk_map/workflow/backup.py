"""Make a backup, and put one back on an empty machine."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from risk_map.errors import InputError
from risk_map.governance.permissions import use_case
from risk_map.store.audit import Deed, append, thing
from risk_map.store.backup import write_backup
from risk_map.store.backup_restore import restore
from risk_map.store.backup_seal import new_key
from risk_map.store.backup_settings import place_settings
from risk_map.store.engine import open_store
from risk_map.store.retention_bytes import scrub
from risk_map.store.retention_purge import FOLDER, read_files
from risk_map.workflow.identity import is_fictional
from risk_map.workflow.retention import clear_files
from risk_map.workflow.store import store_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.store.backup_archive import Manifest
    from risk_map.store.backup_restore import Restored

NO_RECIPIENTS: Final = (
    "Een reservekopie van echte gegevens wordt versleuteld. Laat wie haar mag openen een sleutel maken (risk-map "
    "backup-key BESTAND) en zet de openbare helft in risk_map.toml onder [backup] recipients."
)


@use_case("make_backup")
def make_backup(subject: Subject, config: Config, target: Path, now: datetime) -> Manifest:
    """Copy the store, the data folder and the configuration into one file, while others go on working.

    It is sealed for the keys of the configuration: who makes it cannot read it (governance, permission matrix).

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
        When the file exists already, or there is no key to seal data for that are real.
    StoreError
        When the database cannot be read, or the file cannot be written.
    """
    recipients = config.backup.recipients
    if not recipients and not is_fictional(config):
        raise InputError(NO_RECIPIENTS)
    store = store_of(config)
    manifest = write_backup(store, config.data_dir, config.path, target, now, recipients)
    with store.write() as tx:
        append(tx, subject, Deed("make_backup", (thing("backup", manifest.head),)), now)
    return manifest


@use_case("restore_backup")
def restore_backup(
    subject: Subject,
    config: Config,
    source: Path,
    now: datetime,
    *,
    proofs: Path | None = None,
    key: Path | None = None,
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
    key
        File with the secret half of a key that opens the backup, when it is sealed.

    Raises
    ------
    PermissionDeniedError
        When the role may not.
    StoreError
        When the backup or a certificate is damaged, the store or the folder holds something, or what was put back is
        not what the backup says. Nothing was changed then.
    InputError
        When the key cannot be read.
    """
    folders = [config.data_dir / FOLDER, *([proofs] if proofs else [])]
    found = {proof.id: proof for folder in folders for proof in read_files(folder)}
    # Opened here, because use cases share a store that fills itself beside the demonstration region.
    with closing(open_store(config.database_url)) as store:
        restored = restore(store, config.data_dir, source, list(found.values()), (subject, now), key=key)
        if restored.again:
            scrub(store)
    clear_files(config)
    settings = place_settings(source, restored.manifest, config.path, config.data_dir, key=key)
    return replace(restored, settings=settings)


def make_backup_key(path: Path) -> str:
    """Make a key that opens backups, and give its public half; it needs no data and no role.

    Raises
    ------
    InputError
        When the file exists already, or cannot be written.
    """
    return new_key(path)
