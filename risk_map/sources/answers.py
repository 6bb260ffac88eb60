"""Take the answer of the reading process apart, as what it is: bytes from a stranger."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import shapely
from pyproj.exceptions import CRSError
from shapely.errors import GEOSException

from risk_map.sources.limits import MEGABYTE
from risk_map.sources.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

MAX_NAMES_BYTES: Final = 64 * MEGABYTE
"""Names of layers, columns and members; the frames themselves are not copied."""

GEOMETRY: Final = "geometry"
_WHOLE = pd.Int64Dtype()
_PANDAS_TYPES: Final = {
    pa.int8(): _WHOLE,
    pa.int16(): _WHOLE,
    pa.int32(): _WHOLE,
    pa.int64(): _WHOLE,
    pa.bool_(): pd.BooleanDtype(),
    pa.string(): pd.StringDtype(na_value=float("nan")),
}
"""Whole numbers and truths may be missing, and text stays text."""


def members_of(answer: memoryview) -> list[tuple[str, ...]]:
    """Give the paths of members of a zip that a reader answered with.

    Raises
    ------
    Refusal
        When the answer has another shape.
    """
    with _of_our_reader():
        return [tuple(map(str, names)) for names in json.loads(bytes(answer[:MAX_NAMES_BYTES]))]


def layers_of(answer: memoryview) -> dict[str, tuple[str, ...]]:
    """Give the layers with their columns that a reader answered with.

    Raises
    ------
    Refusal
        When the answer has another shape.
    """
    with _of_our_reader():
        layers = dict(json.loads(bytes(answer[:MAX_NAMES_BYTES])))
        return {str(name): tuple(map(str, columns)) for name, columns in layers.items()}


def tables_of(answer: memoryview, keys: Collection[str]) -> dict[str, pa.Table]:
    """Give the tables that a reader answered with, by the key in their metadata; every buffer is checked.

    Parameters
    ----------
    answer
        Arrow streams, one behind the other.
    keys
        What was asked for.

    Raises
    ------
    Refusal
        When it is not Arrow, Arrow that lies about itself, or not what was asked for.
    """
    with _of_our_reader():
        tables = dict(_streams(pa.BufferReader(pa.py_buffer(answer))))
        return {key: tables[key] for key in keys}


def layer_of(table: pa.Table) -> gpd.GeoDataFrame | pd.DataFrame:
    """Make the frame of a layer: with geometry in the CRS that the file names, or plain when it has none.

    Parameters
    ----------
    table
        From ``tables_of``.

    Raises
    ------
    Refusal
        When the geometry or the CRS cannot be understood.
    """
    crs = (table.schema.metadata or {}).get(b"crs", b"").decode(errors="replace")
    if GEOMETRY not in table.column_names:
        return frame_of(table)
    shapes, data = table[GEOMETRY], frame_of(table.drop_columns(GEOMETRY))
    if not crs and shapes.null_count == len(shapes):
        # A register of names in the BAG: it could have geometry, and has none.
        return data
    with _of_our_reader():
        geometry = shapely.from_wkb(shapes.to_numpy())
    try:
        return gpd.GeoDataFrame(data, geometry=geometry, crs=crs or None)
    except CRSError as exc:
        raise Refusal("no_crs") from exc


def frame_of(table: pa.Table) -> pd.DataFrame:
    """Make the frame of a checked table: text as ``str``, whole numbers as ``Int64``, lists as lists.

    Parameters
    ----------
    table
        From ``tables_of``; without geometry.
    """
    return pd.DataFrame(dict(_series(table)))


@contextmanager
def _of_our_reader() -> Iterator[None]:
    # Our reader gives what is expected here. If not, its file has taken it over.
    try:
        yield
    except (pa.ArrowException, GEOSException, OSError, ValueError, TypeError, LookupError, RecursionError) as exc:
        raise Refusal("crashed") from exc


def _streams(source: pa.BufferReader) -> Iterator[tuple[str, pa.Table]]:
    while source.tell() < source.size():
        with pa.ipc.open_stream(source) as stream:
            table = stream.read_all()
        # Without this, offsets that a hostile reader wrote would make Arrow read outside its buffers.
        table.validate(full=True)
        yield (table.schema.metadata or {})[b"key"].decode(), table


def _series(table: pa.Table) -> Iterator[tuple[str, pd.Series]]:
    for name, column in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_list(column.type):
            yield name, pd.Series(column.to_pylist(), dtype="object")
        else:
            yield name, column.to_pandas(types_mapper=_PANDAS_TYPES.get)
