from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pytest

from risk_map.sources import sandbox
from risk_map.sources.limits import FileLimits
from risk_map.sources.reader import REFUSED, TASKS, UNUSED, Order, WithoutUnused


@pytest.fixture
def order(tmp_path):
    work = tmp_path / "work"
    work.mkdir()

    def make(content, task="table", kind="csv", **more):
        path = tmp_path / "input"
        path.write_text(content)
        return {
            "task": task,
            "path": str(path),
            "kind": kind,
            "folder": str(work),
            "readable": [str(path), *sandbox._code_folders()],
            "limits": asdict(FileLimits()),
            "walls": sandbox.WALLS,
            "requests": {},
        } | more

    return make


def run(order, environment=None):
    return subprocess.run(
        sandbox.COMMAND,
        input=json.dumps(order).encode(),
        capture_output=True,
        env=environment or sandbox._environment(Path(order["folder"])),
        timeout=60,
        check=False,
    )


def test_an_order_survives_the_trip(order):
    given = order("a;b\n")
    read = Order.from_json(json.dumps(given))
    assert read.limits == FileLimits()
    assert (str(read.path), read.walls) == (given["path"], tuple(given["walls"]))
    assert all(isinstance(path, Path) for path in read.readable)


def test_a_table_is_answered_as_one_arrow_stream(order):
    done = run(order("a;b\n1;02\n"))
    assert done.returncode == 0
    with pa.ipc.open_stream(done.stdout) as stream:
        assert stream.read_all().to_pydict() == {"__row__": [2], "a": ["1"], "b": ["02"]}


def test_a_refusal_is_one_line_of_facts_and_its_own_exit_code(order):
    done = run(order("a;bsn\n1;2\n"))
    assert done.returncode == REFUSED
    assert not done.stdout
    assert json.loads(done.stderr.splitlines()[-1]) == {
        "code": "person_column",
        "detail": "",
        "row": None,
        "column": "bsn",
    }


def test_a_disk_that_is_full_is_said_to_be_full(order):
    limits = asdict(FileLimits())
    # The smallest file that can be written is the answer itself: the kernel refuses it like a full disk.
    done = run(order("a\n" + "x" * 1000 + "\n", limits=limits), None)
    assert done.returncode == 0
    code = "import errno, sys; from risk_map.sources import reader; "
    code += "reader.TASKS['table'] = lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, 'full')); "
    code += "sys.exit(reader.main())"
    full = subprocess.run(
        [sys.executable, "-I", "-c", code],
        input=json.dumps(order("a\n")).encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert json.loads(full.stderr.splitlines()[-1])["code"] == "space"


def test_layers_are_not_read_when_gdal_knows_other_drivers(order, tmp_path):
    environment = sandbox._environment(tmp_path / "work")
    environment["OGR_SKIP"] = environment["OGR_SKIP"].replace("OGR_VRT", "")
    done = run(order("{}", task="layers", kind="geojson"), environment)
    assert done.returncode not in {0, REFUSED}
    assert b"OGR_VRT" in done.stderr


def test_heavy_packages_stay_outside(order):
    with pytest.raises(ModuleNotFoundError):
        WithoutUnused.find_spec("geopandas")
    assert WithoutUnused.find_spec("pyarrow") is None
    code = (
        "import io, json, sys; from risk_map.sources import reader; sys.stdin = io.StringIO(sys.argv[1]); "
        "code = reader.main(); sys.stderr.write(' '.join(sys.modules)); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, json.dumps(order("a;b\n1;2\n"))],
        capture_output=True,
        timeout=60,
        check=False,
    )
    loaded = set(done.stderr.decode().split())
    assert done.returncode == 0
    assert not loaded & {*UNUSED, "pyogrio", "openpyxl"}


def test_every_task_has_a_caller():
    files = Path(sandbox.__file__).with_name("files.py").read_text(encoding="utf-8")
    assert all(f'ask("{task}"' in files for task in TASKS)
