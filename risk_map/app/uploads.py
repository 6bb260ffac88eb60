"""A file that somebody sends with the browser, as a file on disk for as long as it is read."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streamlit.runtime.uploaded_file_manager import UploadedFile


@contextmanager
def on_disk(sent: UploadedFile) -> Iterator[Path]:
    """Put a file in a folder of its own, where the one door for files takes it from; it is gone afterwards.

    Parameters
    ----------
    sent
        What the browser sent; its name decides nothing but how reports call it.
    """
    name = PurePosixPath(sent.name.replace("\\", "/")).name.strip(". ") or "bestand"
    with TemporaryDirectory(prefix="risk_map_") as folder:
        path = Path(folder) / name
        path.write_bytes(sent.getbuffer())
        yield path
