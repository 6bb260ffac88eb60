"""How much a file may cost before the one door for files refuses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What reading one file may cost; above it, the file is refused whole.

    Parameters
    ----------
    max_bytes
        Size of the file.
    max_rows
        Rows of a table (CSV, XLSX), header not counted.
    max_columns
        Columns of a table or a layer.
    max_features
        Features of one layer.
    seconds
        Time on the clock for all that is read in one go; the processor time has the same limit.
    memory_bytes
        Address space of the reading process, and size of what it may write.
    max_unpacked_bytes
        Size of everything that is unpacked from a zip (XLSX is one), inner zips included.
    max_unpack_ratio
        Unpacked size divided by packed size. A real XLSX stays below 30, a bomb reaches hundreds.
    max_members
        Files in a zip.

    References
    ----------
    OWASP ASVS 5.0, 5.2.1 and 5.2.3: check file size, unpacked size and number of files before unpacking.
    """

    max_bytes: int = 300 * MEGABYTE
    max_rows: int = 100_000
    max_columns: int = 1_000
    max_features: int = 1_000_000
    seconds: int = 30
    memory_bytes: int = 1024 * MEGABYTE
    max_unpacked_bytes: int = 200 * MEGABYTE
    max_unpack_ratio: int = 100
    max_members: int = 10_000

    def __post_init__(self) -> None:
        """Refuse limits that are no limit."""
        wrong = [name for name in self.__slots__ if getattr(self, name) <= 0]
        if wrong:
            message = f"a limit must be positive: {wrong[0]}"
            raise ValueError(message)


DEFAULT_LIMITS: Final = FileLimits()
"""For registers, areas and the addresses of a few municipalities."""

BAG_LIMITS: Final = FileLimits(
    max_bytes=2_048 * MEGABYTE,
    seconds=600,
    memory_bytes=4_096 * MEGABYTE,
    max_unpacked_bytes=20_480 * MEGABYTE,
    max_unpack_ratio=200,
)
"""For a BAG 2.0 Extract of a large city: XML unpacks to 20 to 67 times its size (Weesp, a small town, to 103 MB)."""
