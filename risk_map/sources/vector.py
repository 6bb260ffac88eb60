"""Read layers through GDAL, inside the reading process only.

GDAL opens by content: a VRT named ``x.geojson`` reads other files and asks other servers. Only the drivers that are
needed exist here (``OGR_SKIP`` in the environment of this process), and that is checked before a file is opened.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError
from pyogrio.raw import open_arrow
from pyogrio.raw import read as read_rows

from risk_map.sources.kinds import open_regular, recognise
from risk_map.sources.persons import first_person_column
from risk_map.sources.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from risk_map.sources.limits import FileLimits

DRIVERS: Final = ("GPKG", "GeoJSON", "LVBAG", "OSM")
KINDS: Final = {"GPKG": "gpkg", "GeoJSON": "geojson", "OSM": "pbf"}
TITLES: Final = {"GPKG": "GeoPackage", "GeoJSON": "GeoJSON", "LVBAG": "BAG-extract", "OSM": "OpenStreetMap-extract"}

OPEN_OPTIONS: Final[dict[str, dict[str, str]]] = {
    # Only registered layers; no journal beside the file is looked for.
    "GPKG": {"LIST_ALL_TABLES": "NO", "IMMUTABLE": "YES"},
    # A text that looks like a date stays the text that it is.
    "GeoJSON": {"DATE_AS_STRING": "YES"},
    "LVBAG": {},
    # Which tags become columns.
    "OSM": {"CONFIG_FILE": str(Path(__file__).with_name("osm.ini"))},
}

LAYERS_OF_GEOPACKAGE: Final = (
    "SELECT table_name FROM gpkg_contents WHERE lower(data_type) IN ('features', 'attributes', 'aspatial')"
)

Layer = dict[str, Any]


def check_drivers() -> None:
    """Refuse to work when GDAL knows more drivers than the allow-list."""
    extra = set(pyogrio.list_drivers()) - set(DRIVERS)
    if extra:
        message = f"GDAL has drivers that are not allowed here: {sorted(extra)}"
        raise RuntimeError(message)


def layers(path: Path, kind: str) -> dict[str, list[str]]:
    """Give the columns of all layers of a GeoPackage or a GeoJSON.

    Parameters
    ----------
    path
        The file, already known to be of this kind.
    kind
        ``gpkg`` or ``geojson``.
    """
    driver = next((driver for driver, its_kind in KINDS.items() if its_kind == kind), None)
    if driver is None:
        raise Refusal("other_kind", "GeoPackage of GeoJSON")
    return {name: list(_info(path, driver, name)["fields"]) for name in _names(path, driver)}


def describe(path: Path, request: dict[str, Any], limits: FileLimits) -> Layer:
    """Look at a layer without reading a row, and refuse it when it has columns about persons.

    Parameters
    ----------
    path
        A file, or for the driver LVBAG a folder with XML files.
    request
        A ``LayerRequest`` as a dictionary.
    limits
        How many columns.
    """
    driver = request["driver"]
    names = _names(path, driver)
    name = request["name"]
    if name is None:
        if len(names) != 1:
            raise Refusal("layers")
        name = names[0]
    elif name not in names:
        raise Refusal("layer", name)
    info = _info(path, driver, name)
    columns = list(info["fields"])
    if len(columns) > limits.max_columns:
        raise Refusal("columns", str(limits.max_columns))
    person = None if driver == "LVBAG" else first_person_column(columns, places=request["place_names"])
    if person is not None:
        raise Refusal("person_column", column=person)
    absent = [column for column in request["columns"] or () if column not in columns]
    if absent:
        raise Refusal("no_column", column=absent[0])
    geometry = request["geometry"] and info["geometry_type"] is not None
    return {
        "path": path,
        "name": name,
        "driver": driver,
        "crs": info["crs"],
        "geometry": geometry,
        "columns": request["columns"],
    }


def batches(layer: Layer, limits: FileLimits) -> Iterator[pa.RecordBatch]:
    """Read a layer batch by batch: text and numbers as they are, dates as ISO text, geometry as WKB in ``geometry``.

    Parameters
    ----------
    layer
        From ``describe``.
    limits
        How many features.
    """
    if layer["driver"] == "OSM":
        yield from _roads(layer, limits)
        return
    read = 0
    try:
        with open_arrow(
            layer["path"],
            layer=layer["name"],
            columns=layer["columns"],
            read_geometry=layer["geometry"],
            use_pyarrow=True,
            datetime_as_string=True,
            **OPEN_OPTIONS[layer["driver"]],
        ) as (meta, reader):
            geometry_name = meta["geometry_name"] or "wkb_geometry"
            schema = _plain(reader.schema.empty_table(), geometry_name, layer).schema
            yield pa.RecordBatch.from_pylist([], schema=schema)
            for batch in reader:
                read += batch.num_rows
                if read > limits.max_features:
                    raise Refusal("rows", str(limits.max_features))
                table = _plain(pa.Table.from_batches([batch]), geometry_name, layer)
                yield from table.to_batches()
    except MemoryError:
        raise  # of Arrow it is also an ArrowException
    except (DataSourceError, DataLayerError, pa.ArrowException, UnicodeDecodeError) as exc:
        raise Refusal("broken") from exc


def _roads(layer: Layer, limits: FileLimits) -> Iterator[pa.RecordBatch]:
    # Row by row: through Arrow, GDAL keeps silent about a broken block and gives what stood before it.
    try:
        meta, _, shapes, columns = read_rows(
            layer["path"],
            layer=layer["name"],
            columns=layer["columns"],
            read_geometry=layer["geometry"],
            where="highway IS NOT NULL",
            max_features=limits.max_features + 1,
            **OPEN_OPTIONS["OSM"],
        )
    except (DataSourceError, DataLayerError, FeatureError, UnicodeDecodeError) as exc:
        raise Refusal("broken") from exc
    if len(columns[0]) > limits.max_features:
        raise Refusal("rows", str(limits.max_features))
    table = {name: pa.array(values, pa.string()) for name, values in zip(meta["fields"], columns, strict=True)}
    if layer["geometry"]:
        table["geometry"] = pa.array(shapes, pa.binary())
    rows = pa.table(table)
    yield from rows.to_batches() or [pa.RecordBatch.from_pylist([], schema=rows.schema)]


def _plain(table: pa.Table, geometry_name: str, layer: Layer) -> pa.Table:
    columns = {
        name: pc.cast(column, pa.string()) if pa.types.is_temporal(column.type) else column
        for name, column in zip(table.column_names, table.columns, strict=True)
    }
    shapes = columns.pop(geometry_name, None)
    ordered = {name: columns[name] for name in layer["columns"] or columns}
    if layer["geometry"] and shapes is not None:
        ordered["geometry"] = shapes.cast(pa.binary())
    return pa.table(ordered)


def _names(path: Path, driver: str) -> list[str]:
    if driver in KINDS:
        with open_regular(path.resolve()) as file:
            if recognise(file) != KINDS[driver]:
                raise Refusal("other_kind", TITLES[driver])
    if driver == "GPKG":
        return _plain_layers(path)
    try:
        return [str(name) for name, _ in pyogrio.list_layers(path)]
    except DataSourceError as exc:
        raise Refusal("other_kind", TITLES[driver]) from exc


def _info(path: Path, driver: str, name: str) -> dict[str, Any]:
    try:
        info: dict[str, Any] = pyogrio.read_info(path, layer=name, **OPEN_OPTIONS[driver])
    except (DataSourceError, DataLayerError, UnicodeDecodeError) as exc:
        raise Refusal("broken") from exc
    if info["driver"] != driver:
        raise Refusal("other_kind", TITLES[driver])
    return info


def _plain_layers(path: Path) -> list[str]:
    # A layer of a GeoPackage may be a view, and a view may be a query that never ends or a call of functions of GDAL.
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            objects = database.execute("SELECT lower(name), type, upper(ltrim(sql)) FROM sqlite_master").fetchall()
            odd = {
                name
                for name, kind, sql in objects
                if kind == "view" or (kind == "table" and (sql or "").startswith("CREATE VIRTUAL"))
            }
            if any(name.startswith("gpkg_") for name in odd):
                raise Refusal("view")
            layers = [str(row[0]) for row in database.execute(LAYERS_OF_GEOPACKAGE)]
    except (sqlite3.DatabaseError, UnicodeDecodeError) as exc:
        raise Refusal("broken") from exc
    if odd.intersection(name.lower() for name in layers):
        raise Refusal("view")
    return layers
