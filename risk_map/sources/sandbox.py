"""Start the reading process, wait for it, and take its answer as what it is: data from a stranger."""

from __future__ import annotations

import json
import mmap
import os
import signal
import subprocess
import sys
import sysconfig
import tempfile
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import pyogrio

import risk_map
from risk_map.sources.confinement import WALLS
from risk_map.sources.kinds import open_regular, recognise
from risk_map.sources.limits import MEGABYTE, FileLimits
from risk_map.sources.reader import REFUSED
from risk_map.sources.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMAND: Final = (sys.executable, "-I", "-B", "-m", "risk_map.sources.reader")
ALLOWED_DRIVERS: Final = ("GPKG", "GeoJSON", "LVBAG", "OSM")
MAX_COMPLAINT_BYTES: Final = 64 * 1024


def ask(task: str, path: Path, limits: FileLimits, requests: Mapping[str, dict[str, Any]] | None = None) -> memoryview:
    """Have one file read by a process of its own, and give its answer.

    Parameters
    ----------
    task
        Key of ``reader.TASKS``.
    path
        The file as the user named it.
    limits
        What it may cost.
    requests
        Layers to read: key -> a ``LayerRequest`` as a dictionary.

    Raises
    ------
    Refusal
        When the file is refused, or its reader was ended or ended itself.
    """
    with open_regular(path) as file:
        kind = recognise(file)
        _check_size(path, os.fstat(file.fileno()).st_size, limits)
    with tempfile.TemporaryDirectory(prefix="risk-map-") as folder:
        # A name of ours: no name can be mistaken for an address, and GDAL sees no files beside it.
        link = Path(folder) / f"input.{kind}"
        link.symlink_to(path.resolve())
        order = {
            "task": task,
            "path": str(link),
            "kind": kind,
            "folder": folder,
            "readable": [str(path.resolve()), *_code_folders()],
            "limits": asdict(limits),
            "walls": WALLS,
            "requests": dict(requests or {}),
        }
        return _run(json.dumps(order), Path(folder), limits)


def _run(order: str, folder: Path, limits: FileLimits) -> memoryview:
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as complaint:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=answer,
            stderr=complaint,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,
        )
        try:
            process.communicate(order.encode(), timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            raise Refusal("time", str(limits.seconds)) from None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        _check_end(process.returncode, complaint, limits)
        return _content(answer)


def _check_end(code: int, complaint: BinaryIO, limits: FileLimits) -> None:
    if code == 0:
        return
    if code == -signal.SIGXCPU:
        raise Refusal("time", str(limits.seconds))
    if code == REFUSED:
        complaint.seek(max(0, complaint.seek(0, os.SEEK_END) - MAX_COMPLAINT_BYTES))
        raise _refusal(complaint.read())
    raise Refusal("crashed")


def _refusal(complaint: bytes) -> Refusal:
    try:
        facts: dict[str, Any] = json.loads(complaint.rstrip().rsplit(b"\n", 1)[-1])
        row = facts["row"]
        column = facts["column"]
        return Refusal(
            str(facts["code"]),
            str(facts["detail"]),
            row=None if row is None else int(row),
            column=None if column is None else str(column),
        )
    except (ValueError, KeyError, TypeError):
        return Refusal("crashed")


def _content(answer: BinaryIO) -> memoryview:
    size = answer.seek(0, os.SEEK_END)
    if size == 0:
        raise Refusal("crashed")
    return memoryview(mmap.mmap(answer.fileno(), size, access=mmap.ACCESS_READ))


def _check_size(path: Path, size: int, limits: FileLimits) -> None:
    if size > limits.max_bytes:
        raise Refusal("too_big", str(limits.max_bytes // MEGABYTE))
    # What another program has not yet written into a GeoPackage stands beside it.
    journals = (path.with_name(f"{path.name}-{suffix}") for suffix in ("wal", "journal"))
    if any(journal.exists() and journal.stat().st_size for journal in journals):
        raise Refusal("unsaved")


@cache
def _code_folders() -> tuple[str, ...]:
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    return (*sorted({sysconfig.get_path(name) for name in names}), str(Path(risk_map.__file__).parent))


@cache
def _skipped_drivers() -> str:
    return ",".join(sorted(set(pyogrio.list_drivers()) - set(ALLOWED_DRIVERS)))


def _environment(folder: Path) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    return inherited | {
        "LC_ALL": "C.UTF-8",
        "TMPDIR": str(folder),
        # The wall that matters most: GDAL opens by content, so it must not know what it may not open.
        "OGR_SKIP": _skipped_drivers(),
        "GDAL_SKIP": "",
        "GDAL_DRIVER_PATH": "disable",
        "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
        "CPL_VSIL_CURL_ALLOWED_FILENAME": "none",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
        "GDAL_HTTP_PROXY": "127.0.0.1:9",
        "GDAL_HTTP_TIMEOUT": "1",
        "GDAL_HTTP_MAX_RETRY": "0",
        "PROJ_NETWORK": "OFF",
        "OGR_SQLITE_PRAGMA": "trusted_schema=OFF",
        # No threads: the resource limits count them all, and a small file gains nothing.
        "GDAL_NUM_THREADS": "1",
        "OGR_GPKG_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        # The other pools of Arrow reserve more address space than the limit.
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "MALLOC_ARENA_MAX": "2",
    }
