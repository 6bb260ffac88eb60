"""Unpack files from a zip, zips inside it included, and stop before a bomb fills the disk.

Runs inside the reading process. Members get names of ours, so that a name such as ``../../x`` means nothing; the
bytes that really come out are counted, whatever the table of contents promises.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from risk_map.sources.limits import MEGABYTE
from risk_map.sources.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from risk_map.sources.limits import FileLimits

MAX_DEPTH: Final = 3
"""A BAG 2.0 Extract of one municipality is a zip in a zip in a zip."""

SMALL_BYTES: Final = 10 * MEGABYTE
"""Below this unpacked size the ratio says nothing: a short table full of zeros packs a thousandfold."""

CHUNK_BYTES: Final = MEGABYTE
ENCRYPTED: Final = 0x1


@dataclass(slots=True)
class Unpacker:
    """Unpacks within one budget.

    Parameters
    ----------
    folder
        Where unpacked files go, under numbers.
    limits
        Sizes and numbers.
    """

    folder: Path
    limits: FileLimits
    _bytes: int = field(default=0, init=False)
    _files: int = field(default=0, init=False)
    _inner: dict[tuple[Path, str], Path] = field(default_factory=dict, init=False)

    def members(self, path: Path) -> list[tuple[str, ...]]:
        """List all members of a zip; zips among them are opened one level.

        Parameters
        ----------
        path
            A zip.
        """
        found: list[tuple[str, ...]] = []
        with self._open(path) as outer:
            for entry in outer.infolist():
                if entry.is_dir():
                    continue
                found.append((entry.filename,))
                if _is_zip(entry.filename):
                    inner_path = self._unpack(outer, entry, ".zip")
                    with self._open(inner_path) as inner:
                        found += [(entry.filename, each.filename) for each in inner.infolist() if not each.is_dir()]
                    inner_path.unlink()
                self._count_members(len(found))
        return found

    def member(self, path: Path, members: Sequence[str], suffix: str) -> Path:
        """Unpack one member, through the zips that it lies in.

        Parameters
        ----------
        path
            The outermost zip.
        members
            Names from the outside in.
        suffix
            Extension that the unpacked file gets.
        """
        if len(members) > MAX_DEPTH + 1:
            raise Refusal("nested")
        for name in members[:-1]:
            if (path, name) not in self._inner:
                self._inner[path, name] = self._unpack_by_name(path, name, ".zip")
            path = self._inner[path, name]
        return self._unpack_by_name(path, members[-1], suffix)

    def all_xml(self, path: Path) -> Path:
        """Unpack all XML files of a zip into a folder of their own."""
        target = self.folder / f"{self._files}-xml"
        target.mkdir()
        with self._open(path) as archive:
            entries = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".xml")]
            if not entries:
                raise Refusal("no_member", "XML-bestanden")
            for entry in entries:
                self._unpack(archive, entry, ".xml", target)
        return target

    def check(self, path: Path) -> None:
        """Refuse a zip that promises to become too large, without unpacking it.

        Notes
        -----
        Whoever reads it with ``zipfile`` gets no byte more than it promises.
        """
        with self._open(path):
            return

    def _open(self, path: Path) -> zipfile.ZipFile:
        try:
            archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as exc:
            raise Refusal("broken") from exc
        entries = archive.infolist()
        self._count_members(len(entries))
        promised = sum(entry.file_size for entry in entries)
        ratio = promised / max(path.stat().st_size, 1)
        too_dense = promised > SMALL_BYTES and ratio > self.limits.max_unpack_ratio
        if too_dense or promised > self.limits.max_unpacked_bytes - self._bytes:
            raise Refusal("bomb")
        for entry in entries:
            if stat.S_ISLNK(entry.external_attr >> 16):
                raise Refusal("zip_link")
            if entry.flag_bits & ENCRYPTED:
                raise Refusal("zip_password")
        return archive

    def _unpack_by_name(self, path: Path, name: str, suffix: str) -> Path:
        with self._open(path) as archive:
            try:
                entry = archive.getinfo(name)
            except KeyError as exc:
                raise Refusal("no_member", name) from exc
            return self._unpack(archive, entry, suffix)

    def _unpack(
        self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, suffix: str, folder: Path | None = None
    ) -> Path:
        self._files += 1
        target = (folder or self.folder) / f"{self._files:06d}{suffix}"
        try:
            with archive.open(entry) as packed, target.open("xb") as unpacked:
                while chunk := packed.read(CHUNK_BYTES):
                    self._bytes += len(chunk)
                    if self._bytes > self.limits.max_unpacked_bytes:
                        raise Refusal("bomb")
                    unpacked.write(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as exc:
            raise Refusal("broken") from exc
        return target

    def _count_members(self, number: int) -> None:
        if number > self.limits.max_members:
            raise Refusal("members", str(self.limits.max_members))


def _is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")
