"""A key for the backups of tests: its public half for the configuration, its secret half in a file."""

from __future__ import annotations

import pyrage

from risk_map.domain.backup_params import BackupParams

IDENTITY = pyrage.x25519.Identity.generate()
SEALED = BackupParams((str(IDENTITY.to_public()),))


def key_file(folder):
    path = folder / "bewaarder.key"
    path.write_text(f"# van de test\n{IDENTITY}\n", encoding="ascii")
    return path
