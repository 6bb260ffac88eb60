"""The one door for files: nothing else in the product opens a file that somebody delivered.

The file is recognised by its content, then read by a process of its own without network, without other files, with
limits on time, memory and size, and with no other GDAL drivers than the three that are needed (``reader``,
``confinement``). It hands the frames back as Arrow, never as pickle. A file with a column about persons is refused
before a row is read.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import shapely

from risk_map.sources.coordinates import check_coordinates
from risk_map.sources.kinds import Kind, open_regular, recognise
from risk_map.sources.limits import DEFAULT_LIMITS, FileLimits
from risk_map.sources.refusals import Refusal, error_of
from risk_map.sources.sandbox import ALLOWED_DRIVERS, ask
from risk_map.sources.tables import ROW_NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class LayerRequest:
    """What to read from one file.

    Parameters
    ----------
    name
        Layer; absent: the only one.
    driver
        GPKG, GeoJSON or LVBAG.
    members
        Path through nested zips, outermost first; empty: the file itself. For LVBAG the last may be a zip, of which
        all XML files are read together.
    columns
        Which columns; absent: all.
    geometry
        Whether to read the geometry too.
    place_names
        Columns whose names sound like a person's but name a place in this layer: ``("naam",)`` in a layer of areas.
    """

    name: str | None = None
    driver: str = "GPKG"
    members: tuple[str, ...] = ()
    columns: tuple[str, ...] | None = None
    geometry: bool = True
    place_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a driver that is not on the allow-list."""
        if self.driver not in ALLOWED_DRIVERS:
            message = f"driver {self.driver} is not one of {ALLOWED_DRIVERS}"
            raise ValueError(message)


def kind_of(path: Path) -> Kind:
    """Say what a file is, by its content.

    Raises
    ------
    UnsafeFileError
        When it is nothing that the product reads, or no regular file.
    InputError
        When it is absent or empty.
    """
    try:
        with open_regular(path) as file:
            return recognise(file)
    except Refusal as refusal:
        raise error_of(refusal, path.name) from None


def zip_members(path: Path, limits: FileLimits = DEFAULT_LIMITS) -> list[tuple[str, ...]]:
    """List the files in a zip as paths from the outside in; zips in it are opened one level.

    Raises
    ------
    UnsafeFileError
        When the zip is broken or above a limit.
    """
    return [tuple(map(str, names)) for names in json.loads(bytes(ask("members", path, limits)))]


def list_layers(path: Path, limits: FileLimits = DEFAULT_LIMITS) -> dict[str, tuple[str, ...]]:
    """Give the column names of all layers of a GeoPackage or a GeoJSON, without reading a row.

    Raises
    ------
    UnsafeFileError
        When the file is refused.
    """
    return {name: tuple(columns) for name, columns in json.loads(bytes(ask("layers", path, limits))).items()}


def read_layers(
    path: Path, requests: Mapping[str, LayerRequest], limits: FileLimits = DEFAULT_LIMITS
) -> dict[str, gpd.GeoDataFrame | pd.DataFrame]:
    """Read layers of one file, all in one reading process.

    Parameters
    ----------
    path
        GeoPackage, GeoJSON, or a zip that holds them or a BAG 2.0 Extract.
    requests
        Layers by a key of the caller's.
    limits
        What reading may cost.

    Returns
    -------
    dict[str, gpd.GeoDataFrame | pd.DataFrame]
        A frame per key, index from 0; a GeoDataFrame when geometry was asked for and the layer has one, in the CRS
        that the file names.
        Text stays text, whole numbers are ``Int64``, lists are lists of text, dates and times are ISO text.

    Raises
    ------
    UnsafeFileError
        When the file is refused.
    ForbiddenColumnError
        When a requested layer has a column about persons, requested or not (not judged for LVBAG).
    WrongCrsError
        When the file names no CRS, or coordinates cannot be what it names.
    InputError
        When a layer or a requested column is absent.
    """
    answer = ask("read", path, limits, {key: asdict(request) for key, request in requests.items()})
    try:
        tables = _streams(answer)
        return {key: _frame(tables[key], request, path.name) for key, request in requests.items()}
    except (pa.ArrowException, shapely.errors.GEOSException, KeyError) as exc:
        raise error_of(Refusal("crashed"), path.name) from exc


def read_table(path: Path, limits: FileLimits = DEFAULT_LIMITS) -> pd.DataFrame:
    """Read a CSV, or the first visible sheet of an XLSX, as text.

    Returns
    -------
    pd.DataFrame
        Every value as written ("02", "NA", "1E5" stay); an empty cell is missing. From XLSX, whole numbers come
        without ".0", decimals with a point, dates as ISO text, true and false as "ja" and "nee". The index is the
        row number as a spreadsheet shows it; empty rows are left out.

    Raises
    ------
    UnsafeFileError
        When the file is refused.
    ForbiddenColumnError
        When a column is about persons.
    InputError
        When the header has empty or double names, or a row has more values than there are columns.
    """
    try:
        table = _streams(ask("table", path, limits))["table"]
        frame = _pandas(table)
    except (pa.ArrowException, KeyError) as exc:
        raise error_of(Refusal("crashed"), path.name) from exc
    return frame.set_index(ROW_NUMBER).rename_axis("row")


def _streams(answer: memoryview) -> dict[str, pa.Table]:
    source = pa.BufferReader(pa.py_buffer(answer))
    tables = {}
    while source.tell() < source.size():
        key, table = _stream(source)
        tables[key] = table
    return tables


def _stream(source: pa.BufferReader) -> tuple[str, pa.Table]:
    table = pa.ipc.open_stream(source).read_all()
    # Without this, offsets that a hostile reader wrote would make Arrow read outside its buffers.
    table.validate(full=True)
    return table.schema.metadata[b"key"].decode(), table


def _frame(table: pa.Table, request: LayerRequest, file: str) -> gpd.GeoDataFrame | pd.DataFrame:
    crs = table.schema.metadata[b"crs"].decode()
    if not request.geometry or "geometry" not in table.column_names:
        return _pandas(table)
    shapes, data = table["geometry"], _pandas(table.drop_columns("geometry"))
    if not crs and shapes.null_count == len(shapes):
        # A register of names in the BAG: it could have geometry, and has none.
        return data
    frame = gpd.GeoDataFrame(data, geometry=shapely.from_wkb(shapes.to_numpy()), crs=crs or None)
    check_coordinates(frame, file)
    return frame


def _pandas(table: pa.Table) -> pd.DataFrame:
    return pd.DataFrame(dict(_series(table)))


def _series(table: pa.Table) -> Iterator[tuple[str, pd.Series]]:
    for name, column in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_list(column.type):
            yield name, pd.Series(column.to_pylist(), dtype="object")
        else:
            yield name, column.to_pandas(types_mapper=_PANDAS_TYPES.get)


_PANDAS_TYPES = {
    pa.int8(): pd.Int64Dtype(),
    pa.int16(): pd.Int64Dtype(),
    pa.int32(): pd.Int64Dtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
    pa.string(): pd.StringDtype(na_value=float("nan")),
}
