"""The one door for files: nothing else in the product opens a file that somebody delivered.

The file is recognised by its content, then read by a process of its own without network, without other files, with
limits on time, memory and size, and with no other GDAL drivers than the four that are needed (``reader``,
``confinement``). It hands the frames back as Arrow, never as pickle. A file with a column about persons is refused
before a row is read.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import geopandas as gpd

from risk_map.sources.answers import frame_of, layer_of, layers_of, members_of, tables_of
from risk_map.sources.coordinates import check_coordinates
from risk_map.sources.kinds import Kind, open_regular, recognise
from risk_map.sources.limits import DEFAULT_LIMITS, FileLimits
from risk_map.sources.refusals import Refusal, error_of
from risk_map.sources.sandbox import ALLOWED_DRIVERS, ask
from risk_map.sources.tables import ROW_NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pandas as pd


@dataclass(frozen=True, slots=True)
class LayerRequest:
    """What to read from one file.

    Parameters
    ----------
    name
        Layer; absent: the only one.
    driver
        GPKG, GeoJSON, LVBAG or OSM.
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
    with _refusing(path), open_regular(path) as file:
        return recognise(file)


def zip_members(path: Path, limits: FileLimits = DEFAULT_LIMITS) -> list[tuple[str, ...]]:
    """List the files in a zip as paths from the outside in; zips in it are opened one level.

    Raises
    ------
    UnsafeFileError
        When the zip is broken or above a limit.
    """
    with _refusing(path):
        return members_of(ask("members", path, limits))


def list_layers(path: Path, limits: FileLimits = DEFAULT_LIMITS) -> dict[str, tuple[str, ...]]:
    """Give the column names of all layers of a GeoPackage or a GeoJSON, without reading a row.

    Raises
    ------
    UnsafeFileError
        When the file is refused.
    """
    with _refusing(path):
        return layers_of(ask("layers", path, limits))


def read_layers(
    path: Path, requests: Mapping[str, LayerRequest], limits: FileLimits = DEFAULT_LIMITS
) -> dict[str, gpd.GeoDataFrame | pd.DataFrame]:
    """Read layers of one file, all in one reading process.

    Parameters
    ----------
    path
        GeoPackage, GeoJSON, OpenStreetMap extract, or a zip that holds them or a BAG 2.0 Extract.
    requests
        Layers by a key of the caller's.
    limits
        What reading may cost.

    Returns
    -------
    dict[str, gpd.GeoDataFrame | pd.DataFrame]
        A frame per key, index from 0; a GeoDataFrame when geometry was asked for and the layer has one, in the CRS
        that the file names. Text stays text, whole numbers are ``Int64``, lists are lists of text, dates and times
        are ISO text.

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
    with _refusing(path):
        answer = ask("read", path, limits, {key: asdict(request) for key, request in requests.items()})
        layers = {key: layer_of(table) for key, table in tables_of(answer, requests.keys()).items()}
    for layer in layers.values():
        if isinstance(layer, gpd.GeoDataFrame):
            check_coordinates(layer, path.name)
    return layers


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
    with _refusing(path):
        frame = frame_of(tables_of(ask("table", path, limits), ("table",))["table"])
    return frame.set_index(ROW_NUMBER).rename_axis("row")


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Say a refusal inside the block as an error that users understand.

    Parameters
    ----------
    path
        The file that the block is about.

    Raises
    ------
    RiskMapError
        With one Dutch sentence and the name of the file.
    """
    try:
        yield
    except Refusal as refusal:
        raise error_of(refusal, path.name) from None
