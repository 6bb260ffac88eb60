"""Content hashes of frames and folders of code, for replay."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from risk_map.domain.contract import DTYPES

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from risk_map.domain.contract import FrameContract


def frame_digest(frame: gpd.GeoDataFrame, contract: FrameContract) -> str:
    """Hash the content of a frame; the order of its rows does not matter.

    Parameters
    ----------
    frame
        Under the contract.
    contract
        Gives the columns that count, and their kinds.

    Returns
    -------
    str
        SHA-256 in hexadecimal over name, validity, lengths and values of each column, rows sorted by index. The
        geometry enters as WKB.
    """
    ordered = frame.sort_index()
    digest = hashlib.sha256(contract.name.encode())
    _add_text(digest, ordered.index.to_numpy(dtype=object))
    for column in contract.columns:
        series = ordered[column.name]
        digest.update(f"|{column.name}:{DTYPES[column.kind]}:{len(series)}".encode())
        present = series.notna().to_numpy()
        digest.update(np.packbits(present).tobytes())
        values = series[present]
        if column.kind == "text":
            _add_text(digest, values.to_numpy(dtype=object))
        elif column.kind == "date":
            digest.update(values.to_numpy(dtype="datetime64[us]").astype("<i8").tobytes())
        else:
            digest.update(values.to_numpy(dtype="<f8" if column.kind == "number" else "<i8").tobytes())
    digest.update(b"|geometry")
    for shape in ordered.geometry.to_wkb():
        digest.update(b"\x00" if shape is None else shape)
    return digest.hexdigest()


def _add_text(digest: hashlib._Hash, values: np.ndarray) -> None:
    # Arrow's offsets and bytes say where each text ends, so ("ab", "c") and ("a", "bc") differ.
    for buffer in pa.array(values, type=pa.large_string()).buffers()[1:]:
        digest.update(b"" if buffer is None else buffer)


def code_digest(package: Path, folders: tuple[str, ...]) -> str:
    """Hash the Python source of some folders of the package.

    Parameters
    ----------
    package
        Root folder of the package.
    folders
        Sub-folders whose code decides a result.

    Returns
    -------
    str
        First 12 hexadecimal digits of a SHA-256 over names and contents.
    """
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted((package / folder).rglob("*.py")):
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
