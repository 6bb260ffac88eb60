"""The configuration that a backup holds: without its weights no score of then can be repeated."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from risk_map.store.backup_archive import SETTINGS, Manifest, opened
from risk_map.store.folder import replace_file

if TYPE_CHECKING:
    from pathlib import Path

FROM_BACKUP: Final = "risk_map-uit-reservekopie.toml"


def place_settings(
    source: Path, manifest: Manifest, here: Path, folder: Path, *, key: Path | None = None
) -> Path | None:
    """Put the configuration of a backup in the data folder when it is another one than is used here; say where.

    It changes nothing by itself: somebody compares the two.

    Parameters
    ----------
    source, manifest
        The backup, and what it holds.
    here
        The configuration file that is used.
    folder
        The data folder.
    key
        As for ``restore``.
    """
    if manifest.settings is None or sha256(here.read_bytes()).hexdigest() == manifest.settings.sha256:
        return None
    path = folder / FROM_BACKUP
    with opened(source, key) as (archive, _), replace_file(path) as temporary:
        temporary.write_bytes(archive.read(SETTINGS))
    return path
