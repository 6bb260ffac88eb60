"""The file of a backup: a zip of tables, files and a manifest, that says by itself whether it is whole.

``tables/<name>.jsonl`` holds a row a line, ``files/`` the data folder, ``risk_map.toml`` the configuration, and
``manifest.json`` says how many rows and bytes, the SHA-256 of each part, and the head of the log. It is the same for
both kinds of database, so a backup of the one can be restored into the other.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from risk_map.errors import StoreError, reason_of
from risk_map.store.backup_seal import unsealed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
SETTINGS: Final = "risk_map.toml"
PIECE: Final = 1 << 20

DAMAGED: Final = "Dit bestand is geen reservekopie van dit programma, of het is beschadigd. Er is niets teruggezet."

UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    OSError,
)
"""What a damaged zip or manifest raises."""


@dataclass(frozen=True, slots=True)
class Part:
    """One table or file of a backup.

    Parameters
    ----------
    size
        Rows of a table, bytes of a file.
    sha256
        Of its bytes in the backup.
    """

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    Parameters
    ----------
    format
        Version of the form of the backup.
    schema
        Version of the tables.
    made_at
        When.
    head
        The end of the log, ``SEQ:HASH``.
    problems
        How many things were wrong with the log already.
    tables, files
        Name, or path in the data folder -> part.
    settings
        The configuration file; missing in a backup of before it was in them.
    """

    format: int
    schema: str
    made_at: str
    head: str
    problems: int
    tables: dict[str, Part]
    files: dict[str, Part]
    settings: Part | None = None

    @property
    def rows(self) -> int:
        """How many rows all tables hold together."""
        return sum(part.size for part in self.tables.values())


@contextmanager
def opened(source: Path, key: Path | None = None) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """Open a backup, and read every part of it once to see that it is whole.

    Parameters
    ----------
    source
        The file.
    key
        File with the secret half of a key that opens it, when it is sealed.

    Yields
    ------
    tuple[zipfile.ZipFile, Manifest]
        The zip, and what it holds.

    Raises
    ------
    StoreError
        When it does not exist, cannot be read or is damaged, or the key does not open it.
    InputError
        When the key cannot be read.
    """
    with ExitStack() as closing:
        try:
            file = closing.enter_context(source.open("rb"))
        except FileNotFoundError as exc:
            raise StoreError(f"De reservekopie {source} bestaat niet.") from exc
        except OSError as exc:
            raise StoreError(f"De reservekopie {source} kan niet worden gelezen: {reason_of(exc)}.") from exc
        try:
            plain = closing.enter_context(unsealed(file, key))
            archive = closing.enter_context(zipfile.ZipFile(plain))
            manifest = _read_manifest(archive)
            whole = _is_whole(archive, manifest)
        except UNREADABLE as exc:
            raise StoreError(DAMAGED) from exc
        if not whole:
            raise StoreError(DAMAGED)
        yield archive, manifest


def _is_whole(archive: zipfile.ZipFile, manifest: Manifest) -> bool:
    parts = {table_member(name): part for name, part in manifest.tables.items()}
    parts |= {file_member(name): part for name, part in manifest.files.items()}
    if manifest.settings is not None:
        parts[SETTINGS] = manifest.settings
    paths = [PurePosixPath(name) for name in manifest.files]
    return (
        manifest.format == FORMAT
        and sorted([*parts, MANIFEST]) == sorted(archive.namelist())
        and not any(path.is_absolute() or ".." in path.parts for path in paths)
        and all(_digest(archive, name) == part.sha256 for name, part in parts.items())
    )


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = sha256()
    with archive.open(name) as member:
        while piece := member.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def table_member(name: str) -> str:
    """Say where in the backup a table is."""
    return f"tables/{name}.jsonl"


def file_member(name: str) -> str:
    """Say where in the backup a file of the data folder is."""
    return f"files/{name}"


def _read_manifest(archive: zipfile.ZipFile) -> Manifest:
    facts = json.loads(archive.read(MANIFEST))
    parts = {kind: {name: Part(**part) for name, part in facts[kind].items()} for kind in ("tables", "files")}
    settings = facts.get("settings")
    return Manifest(**{**facts, **parts, "settings": Part(**settings) if settings else None})
