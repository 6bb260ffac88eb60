"""Search a folder for some words as somebody would who wants them back: raw bytes, and whatever a file packs."""

from __future__ import annotations

import io
import zipfile

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


def files_holding(folder, words):
    """Give the files under a folder that hold some words, sorted; parquet and zip are unpacked."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in files if holds(path.name, path.read_bytes(), words)]


def holds(name, data, words):
    """Say whether a file holds some words."""
    if words.encode() in data:
        return True
    if name.endswith(".parquet"):
        return any(_in_column(column, words) for column in pq.read_table(io.BytesIO(data)).columns)
    if name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(holds(member, archive.read(member), words) for member in archive.namelist())
    return False


def _in_column(column, words):
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    is_text = pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_binary(kind)
    return is_text and bool(pc.any(pc.match_substring(column.cast(kind), words)).as_py())
