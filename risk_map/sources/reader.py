"""The reading process: gives up its rights, then reads one file and hands the frames back as Arrow streams.

Run as ``python -I -m risk_map.sources.reader`` by ``sandbox``, with an order in JSON on standard input. The answer is
on standard output; a refusal is one line of JSON on standard error and exit code ``REFUSED``.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from risk_map.sources.confinement import confine, die_with_parent, limit_resources
from risk_map.sources.limits import FileLimits
from risk_map.sources.refusals import Refusal
from risk_map.sources.unpacking import Unpacker

if TYPE_CHECKING:
    import pyarrow as pa

REFUSED: Final = 3

SAID_BY_THE_SYSTEM: Final = {
    errno.ENOSPC: "space",
    errno.EDQUOT: "space",
    errno.EFBIG: "space",
    errno.EINVAL: "broken",  # a zip that points to before its own beginning
}

UNUSED: Final = {"pandas", "geopandas", "shapely", "pyproj"}
"""pyarrow and pyogrio take these along when they are there: half a second, and nothing of it is used here."""


class WithoutUnused:
    """Finder of modules that hides ``UNUSED``."""

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        """Say that an unused package is not there; leave all others to the next finder."""
        if name in UNUSED:
            raise ModuleNotFoundError(name=name)


@dataclass(frozen=True, slots=True)
class Order:
    """What the reading process is asked to do.

    Parameters
    ----------
    task
        Key of ``TASKS``.
    path
        The file, under a name of ours.
    kind
        What it is, by content.
    folder
        The only folder that may be written.
    readable
        Files and folders that may be read.
    limits
        Costs.
    walls
        Which walls to raise.
    requests
        Layers to read: key -> a ``LayerRequest`` as a dictionary.
    """

    task: str
    path: Path
    kind: str
    folder: Path
    readable: tuple[Path, ...]
    limits: FileLimits
    walls: tuple[str, ...]
    requests: dict[str, dict[str, Any]]

    @classmethod
    def from_json(cls, text: str) -> Order:
        """Read the order that ``sandbox`` wrote."""
        order = json.loads(text)
        order |= {name: Path(order[name]) for name in ("path", "folder")}
        order["readable"] = tuple(map(Path, order["readable"]))
        order["walls"] = tuple(order["walls"])
        order["limits"] = FileLimits(**order["limits"])
        return cls(**order)


def list_members(order: Order, answer: BinaryIO) -> None:
    """Answer with the names of all members of a zip."""
    answer.write(json.dumps(Unpacker(order.folder, order.limits).members(order.path)).encode())


def list_layers(order: Order, answer: BinaryIO) -> None:
    """Answer with the columns of all layers."""
    from risk_map.sources import vector  # noqa: PLC0415 - only after the walls stand

    vector.check_drivers()
    answer.write(json.dumps(vector.layers(order.path, order.kind)).encode())


def read_layers(order: Order, answer: BinaryIO) -> None:
    """Answer with one Arrow stream per requested layer; all columns are judged before the first row is read."""
    from risk_map.sources import vector  # noqa: PLC0415 - only after the walls stand

    vector.check_drivers()
    unpacker = Unpacker(order.folder, order.limits)
    unpacked: dict[tuple[str, ...], Path] = {}
    layers = {}
    for key, request in order.requests.items():
        members = tuple(request["members"])
        if members not in unpacked:
            unpacked[members] = _prepare(order, unpacker, request)
        layers[key] = vector.describe(unpacked[members], request, order.limits)
    for key, layer in layers.items():
        _send(vector.batches(layer, order.limits), {"key": key, "crs": layer["crs"] or ""}, answer)


def read_table(order: Order, answer: BinaryIO) -> None:
    """Answer with one Arrow stream: the rows of a table."""
    from risk_map.sources import tables  # noqa: PLC0415 - only after the walls stand

    if order.kind == "xlsx":
        Unpacker(order.folder, order.limits).check(order.path)
        table = tables.read_xlsx(order.path, order.limits)
    elif order.kind == "csv":
        table = tables.read_csv(order.path, order.limits)
    else:
        raise Refusal("other_kind", "CSV of XLSX")
    _send(iter(table.to_batches() or [_empty_batch(table.schema)]), {"key": "table"}, answer)


TASKS: Final = {"members": list_members, "layers": list_layers, "read": read_layers, "table": read_table}


def _prepare(order: Order, unpacker: Unpacker, request: dict[str, Any]) -> Path:
    suffixes = {"GPKG": ".gpkg", "GeoJSON": ".geojson", "OSM": ".pbf"}
    path = order.path
    members = request["members"]
    is_extract = request["driver"] == "LVBAG"
    if members:
        suffix = Path(members[-1]).suffix.lower() if is_extract else suffixes[request["driver"]]
        path = unpacker.member(path, members, suffix)
    if not is_extract or path.suffix == ".xml":
        return path
    if not members and order.kind != "zip":
        raise Refusal("other_kind", "BAG-extract")
    return unpacker.all_xml(path)


def _empty_batch(schema: pa.Schema) -> pa.RecordBatch:
    import pyarrow as pa  # noqa: PLC0415 - only after the walls stand

    return pa.RecordBatch.from_pylist([], schema=schema)


def _send(batches: Any, notes: dict[str, str], answer: BinaryIO) -> None:  # noqa: ANN401 - an iterator of batches
    import pyarrow as pa  # noqa: PLC0415 - only after the walls stand

    first = next(batches)
    with pa.ipc.new_stream(answer, first.schema.with_metadata(notes)) as stream:
        stream.write_batch(first)
        for batch in batches:
            stream.write_batch(batch)


def main() -> int:
    """Take the order, give up rights, do the task."""
    order = Order.from_json(sys.stdin.read())
    # Whatever a library prints goes to standard error; only the answer goes to the real standard output.
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.meta_path.insert(0, WithoutUnused())
    die_with_parent()
    limit_resources(order.limits.seconds, order.limits.memory_bytes)
    confine(order.readable, order.folder, order.walls)
    try:
        TASKS[order.task](order, answer)
        answer.close()
    except MemoryError:
        return _refuse(Refusal("memory"))
    except OSError as exc:
        if exc.errno not in SAID_BY_THE_SYSTEM:
            raise
        return _refuse(Refusal(SAID_BY_THE_SYSTEM[exc.errno]))
    except Refusal as refusal:
        return _refuse(refusal)
    return 0


def _refuse(refusal: Refusal) -> int:
    facts = {"code": refusal.code, "detail": refusal.detail, "row": refusal.row, "column": refusal.column}
    sys.stderr.write(f"\n{json.dumps(facts)}\n")
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
