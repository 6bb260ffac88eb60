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
def warm_reader():
    """Start every reading process cold: this is about how they start and end."""


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


def run_with(task, order):
    """Run the reader with another task in the place of reading a table."""
    code = f"import errno, sys\nfrom risk_map.sources import reader\n{task}\n"
    code += "reader.TASKS['table'] = task\nsys.exit(reader.main())"
    return subprocess.run(
        [sys.executable, "-I", "-c", code],
        input=json.dumps(order).encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(("name", "code"), [("ENOSPC", "space"), ("EFBIG", "space"), ("EINVAL", "broken")])
def test_what_the_system_says_gets_its_own_sentence(order, name, code):
    done = run_with(f"def task(*_): raise OSError(errno.{name}, 'said')", order("a\n"))
    assert done.returncode == REFUSED
    assert json.loads(done.stderr.splitlines()[-1])["code"] == code


def test_memory_that_runs_out_gets_its_own_sentence(order):
    done = run_with("def task(*_): bytearray(2**40)", order("a\n"))
    assert json.loads(done.stderr.splitlines()[-1])["code"] == "memory"


def test_all_walls_stand_before_the_task_begins(order, tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    task = f"""
def task(order, answer):
    import resource, socket
    for attempt in (lambda: open({str(tmp_path / "secret.txt")!r}), socket.socket):
        try:
            attempt()
            answer.write(b"open ")
        except PermissionError:
            answer.write(b"shut ")
    answer.write(str(resource.getrlimit(resource.RLIMIT_AS)[0]).encode())
"""
    given = order("a\n")
    probe = "def task(order, answer): answer.write(repr(reader.confine([], order.folder)).encode())"
    standing = run_with(probe, given | {"walls": []}).stdout
    expected = [b"shut" if wall in standing else b"open" for wall in (b"landlock", b"seccomp")]
    assert run_with(task, given).stdout.split() == [*expected, str(FileLimits().memory_bytes).encode()]
    assert run_with(task, given | {"walls": []}).stdout.split()[:2] == [b"open", b"open"]


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
