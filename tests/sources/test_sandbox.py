"""The reading process from outside: whatever it does, the door gives one sentence and leaves nothing behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time

import geopandas as gpd
import openpyxl
import pyogrio
import pytest
from shapely import Point

from risk_map.errors import UnsafeFileError
from risk_map.sources import sandbox
from risk_map.sources.files import LayerRequest, list_layers, read_layers, read_table
from risk_map.sources.limits import FileLimits

QUICK = FileLimits(seconds=2)


@pytest.fixture
def warm_reader():
    """Start every reading process cold: this is about how they start and end."""


@pytest.fixture
def table(tmp_path, monkeypatch):
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    path = tmp_path / "x.csv"
    path.write_text("a;b\n1;2\n")
    yield path
    assert not list(folder.iterdir())


def with_reader(monkeypatch, code):
    # -I as the real one; the code stands in for a reader that its file has taken over.
    monkeypatch.setattr(sandbox, "COMMAND", (sys.executable, "-I", "-c", code))


@pytest.mark.parametrize(
    "code",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "import os; os.abort()",
        "import os; os._exit(0)",
        "raise SystemExit(1)",
        "raise RuntimeError('geheim-7f3a')",
        "import sys; sys.stdout.write('no Arrow at all' * 100)",
        "import sys; sys.stdout.buffer.write(bytes(1000))",
        "import sys; sys.stdout.buffer.write(b'\\xff\\xff\\xff\\xff' + b'\\xff' * 1000)",
        'import sys; print(\'{"code": "nonsense"}\', file=sys.stderr); sys.exit(3)',
        "import sys; print('geheim-7f3a', file=sys.stderr); sys.exit(3)",
        "import sys; print('[1, 2', file=sys.stderr); sys.exit(3)",
        "import sys; print('x' * 10_000_000, file=sys.stderr); sys.exit(3)",
        "import sys; sys.exit(3)",
    ],
)
def test_a_reader_that_dies_or_talks_nonsense_is_a_refusal(table, monkeypatch, code):
    with_reader(monkeypatch, code)
    with pytest.raises(UnsafeFileError, match="afgebroken") as caught:
        read_table(table)
    assert "geheim-7f3a" not in str(caught.value)
    assert caught.value.place.file == "x.csv"


@pytest.mark.parametrize(
    "code",
    [
        "import time; time.sleep(60)",
        "while True: pass",
        "import signal, time; [signal.signal(n, signal.SIG_IGN) for n in (1, 2, 15)]; time.sleep(60)",
        "import os, time; os.fork(); time.sleep(60)",
    ],
)
def test_a_reader_that_hangs_is_ended_with_all_that_it_started(table, monkeypatch, code):
    mark = f"marker_{os.getpid()}_{time.monotonic_ns()}"
    with_reader(monkeypatch, f"{mark} = 1\n{code}")
    start = time.monotonic()
    with pytest.raises(UnsafeFileError, match="te lang"):
        read_table(table, QUICK)
    assert time.monotonic() - start < QUICK.seconds + 5
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert mark not in running


def test_an_answer_with_offsets_outside_its_buffers_is_refused(table, monkeypatch):
    code = """
import sys, pyarrow as pa
offsets = pa.py_buffer(b"\\x00\\x00\\x00\\x00\\xff\\xff\\xff\\x00")
text = pa.Array.from_buffers(pa.string(), 1, [None, offsets, pa.py_buffer(b"x")])
batch = pa.record_batch({"__row__": pa.array([2], pa.int32()), "a": text})
with pa.ipc.new_stream(sys.stdout.buffer, batch.schema.with_metadata({"key": "table"})) as stream:
    stream.write_batch(batch)
"""
    with_reader(monkeypatch, code)
    with pytest.raises(UnsafeFileError, match="afgebroken"):
        read_table(table)


def test_an_answer_without_the_frame_that_was_asked_for_is_refused(table, monkeypatch):
    code = """
import sys, pyarrow as pa
batch = pa.record_batch({"a": ["x"]})
with pa.ipc.new_stream(sys.stdout.buffer, batch.schema.with_metadata({"key": "other"})) as stream:
    stream.write_batch(batch)
"""
    with_reader(monkeypatch, code)
    with pytest.raises(UnsafeFileError, match="afgebroken"):
        read_table(table)


def test_the_reader_gets_no_secret_of_this_process(tmp_path, monkeypatch):
    monkeypatch.setenv("EEN_WACHTWOORD", "geheim-7f3a")
    environment = sandbox._environment(tmp_path)
    assert "geheim-7f3a" not in json.dumps(environment)
    assert not {"HOME", "PATH", "PYTHONPATH"} & set(environment)


class TestEnvironment:
    """The first wall by itself, without those of the kernel."""

    def run(self, folder, code, *arguments):
        command = [sys.executable, "-I", "-c", code, *map(str, arguments)]
        done = subprocess.run(
            command, capture_output=True, text=True, env=sandbox._environment(folder), timeout=60, check=False
        )
        return done.stdout + done.stderr

    def test_gdal_has_no_other_driver_than_the_four(self, tmp_path):
        out = self.run(tmp_path, "import pyogrio; print(sorted(pyogrio.list_drivers()))")
        assert out.strip() == "['GPKG', 'GeoJSON', 'LVBAG', 'OSM']"
        assert len(pyogrio.list_drivers()) > 50

    @pytest.mark.parametrize("prefix", ["", "/vsicurl/", "/vsicurl_streaming/", "/vsizip/vsicurl/"])
    def test_gdal_cannot_reach_the_network(self, tmp_path, internal, prefix):
        code = "import sys, pyogrio; print(pyogrio.raw.read(sys.argv[1]))"
        out = self.run(tmp_path, code, f"{prefix}{internal.url}")
        assert "Error" in out
        assert not internal.requests

    def test_gdal_does_not_know_a_vrt(self, tmp_path, vrt, secret_file):
        (tmp_path / "x.geojson").write_text(vrt(secret_file))
        out = self.run(tmp_path, "import sys, pyogrio; print(pyogrio.raw.read(sys.argv[1]))", tmp_path / "x.geojson")
        assert "DataSourceError" in out
        assert "geheim" not in out


def test_all_that_a_reader_needs_it_can_load_behind_its_walls(tmp_path):
    sheet, layers = tmp_path / "x.xlsx", tmp_path / "x.gpkg"
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.active.append([1])
    book.save(sheet)
    gpd.GeoDataFrame({"dag": ["2026-09-01"]}, geometry=[Point(145_000, 455_000)], crs=28992).to_file(layers, layer="a")
    assert read_table(sheet)["a"].tolist() == ["1"]
    assert list_layers(layers) == {"a": ("dag",)}
    assert read_layers(layers, {"a": LayerRequest()})["a"]["dag"].tolist() == ["2026-09-01"]


def test_the_reading_process_starts_in_less_than_a_second(table):
    read_table(table)
    times = []
    for _ in range(3):
        start = time.perf_counter()
        read_table(table)
        times.append(time.perf_counter() - start)
    assert min(times) < 1.0
