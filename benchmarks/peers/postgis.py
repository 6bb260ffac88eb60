"""PostGIS: GiST indexes, ``ST_DWithin`` and ``ST_Covers``, on a server of its own in a temporary folder.

Debian's packages, installed by ``ensure`` when absent and allowed. The server listens on a socket in that folder only,
runs as an unprivileged user, writes without waiting for the disk, and is gone afterwards. One ``psql`` stays connected.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow.csv
import pyarrow.parquet
from peers.task import Task

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE = "PostGIS"
INSTALLED = Path("/usr/lib/postgresql")
EXTENSION = Path("/usr/share/postgresql")
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "1GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "4GB",
    "fsync": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "jit": "off",
    "min_parallel_table_scan_size": "0",
    "parallel_setup_cost": "0",
    "parallel_tuple_cost": "0",
}
END = "-- end of answer --"

LOAD = """
CREATE EXTENSION postgis;
CREATE UNLOGGED TABLE read_addresses
    (object text, x float8, y float8, use text, area int, out_of_use bool, active bool);
CREATE UNLOGGED TABLE read_locations (object text, x float8, y float8, id int);
CREATE UNLOGGED TABLE read_signals (object text, x float8, y float8, weight float8, remains float8, age_months float8);
CREATE UNLOGGED TABLE areas (buurt text, geom geometry(Polygon));
\\copy read_addresses FROM '{folder}/addresses.csv' CSV HEADER
\\copy read_locations FROM '{folder}/locations.csv' CSV HEADER
\\copy read_signals FROM '{folder}/signals.csv' CSV HEADER
\\copy areas FROM '{folder}/areas.csv' CSV HEADER
CREATE UNLOGGED TABLE addresses AS SELECT *, ST_MakePoint(x, y)::geometry(Point) AS geom FROM read_addresses;
CREATE UNLOGGED TABLE locations AS SELECT *, ST_MakePoint(x, y)::geometry(Point) AS geom FROM read_locations;
CREATE UNLOGGED TABLE signals AS SELECT *, ST_MakePoint(x, y)::geometry(Point) AS geom FROM read_signals;
"""
INDEX = """
CREATE INDEX ON addresses USING gist (geom) WHERE active;
CREATE INDEX ON addresses (object);
CREATE INDEX ON locations USING gist (geom);
CREATE INDEX ON signals USING gist (geom);
CREATE INDEX ON signals (object);
CREATE INDEX ON areas USING gist (geom);
VACUUM ANALYZE;
"""
ANSWER = """
WITH objects AS (
    SELECT l.id, min(a.use) AS use, min(a.area) AS area, bool_or(a.out_of_use) AS out_of_use
    FROM locations l JOIN addresses a USING (object) GROUP BY l.id
), here AS (
    SELECT l.id, sum(ln(1 - s.weight * s.remains * power(2::float8, -s.age_months / {half_life_months}))) AS kept
    FROM locations l JOIN signals s USING (object) GROUP BY l.id
), near AS (
    SELECT l.id, sum(ln(1 - s.weight * power(2::float8, -s.age_months / {half_life_months})
                            * power(1 - power(ST_Distance(l.geom, s.geom) / {near_m}, 2), 2))) AS kept
    FROM locations l JOIN signals s ON ST_DWithin(l.geom, s.geom, {near_m}) AND s.object <> l.object GROUP BY l.id
), counted AS MATERIALIZED (
    SELECT l.id,
           (SELECT count(*) FROM addresses a WHERE a.active AND ST_DWithin(a.geom, l.geom, {around_m})) AS addresses,
           (SELECT count(*) - 1 FROM locations o WHERE ST_DWithin(o.geom, l.geom, {around_m})) AS locations,
           (SELECT b.buurt FROM areas b WHERE ST_Covers(b.geom, l.geom) LIMIT 1) AS buurt
    FROM locations l
)
SELECT o.use, o.area, ln(1 + (1 - exp(coalesce(here.kept, 0))) * {here_gain}) AS here,
       ln(1 + (1 - exp(coalesce(near.kept, 0))) * {near_gain}) AS near,
       c.addresses AS addresses_around, c.locations AS locations_around,
       ln(1 + {context_gain} * (1 - (CASE WHEN c.addresses <= {remote_addresses} THEN 1 - {remote} ELSE 1 END)
           * (CASE WHEN c.locations >= {crowded_locations} THEN 1 - {crowded} ELSE 1 END)
           * (CASE WHEN o.out_of_use THEN 1 - {out_of_use} ELSE 1 END))::float8) AS context,
       coalesce(c.buurt, '') AS buurt
FROM counted c JOIN objects o USING (id) LEFT JOIN here USING (id) LEFT JOIN near USING (id) ORDER BY c.id
"""


def ensure() -> str:
    """Install what is absent, as root; say why it cannot be had, else nothing."""
    if _extension():
        return ""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return "PostGIS is not installed, and only root on Debian may install it: left out."
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], [*install, "postgresql"], [*install, f"{_version()}-postgis-3"]):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            return f"PostGIS could not be installed ({' '.join(command[:2])} failed): left out."
    return "" if _extension() else "PostGIS is not installed: left out."


def _version() -> str:
    versions = sorted((path.name for path in INSTALLED.glob("[0-9]*")), key=int)
    return f"postgresql-{versions[-1]}" if versions else "postgresql"


def _extension() -> Path | None:
    return next(EXTENSION.glob("*/extension/postgis.control"), None)


class Server:
    """A PostgreSQL server in a temporary folder, with one client connected."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="postgis-"))
        self.programs = INSTALLED / _extension().parts[-3] / "bin"
        self.as_user = []
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root.
            shutil.chown(self.folder, "postgres")
            self.as_user = ["runuser", "-u", "postgres", "--"]
        self._do("initdb", "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C", "-D", "data")
        settings = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        self._do("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", f"{settings} -k {self.folder}", "start")
        command = [
            self.programs / "psql",
            "-XqAt",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            self.folder,
            "-U",
            "bench",
            "postgres",
        ]
        self.client = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def _do(self, program: str, *arguments: str) -> None:
        command = [*self.as_user, self.programs / program, *arguments]
        subprocess.run(command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL)

    def ask(self, sql: str) -> str:
        print(sql, f"\\echo {END}", sep="\n", file=self.client.stdin, flush=True)
        lines = list(iter(self.client.stdout.readline, f"{END}\n"))
        if self.client.poll() is not None:
            raise RuntimeError("psql stopped")
        return "".join(lines)

    def stop(self) -> None:
        self.client.stdin.close()
        self.client.wait()
        self._do("pg_ctl", "-D", "data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder)


@contextmanager
def server() -> Iterator[Server]:
    started = Server()
    try:
        yield started
    finally:
        started.stop()


def load(folder: Path, server: Server):
    for name in ("addresses", "locations", "signals", "areas"):
        table = pyarrow.parquet.read_table(folder / f"{name}.parquet")
        if name == "areas":
            outlines = [outline.hex() for outline in table["wkb"].to_pylist()]
            table = table.set_column(1, "geom", [outlines])
        pyarrow.csv.write_csv(table, folder / f"{name}.csv")
    server.ask(LOAD.format(folder=folder))
    numbers = {name: repr(value) for name, value in asdict(Task.read(folder)).items()}
    return server, f"COPY ({ANSWER.format(**numbers)}) TO STDOUT CSV HEADER;"


def index(state) -> None:
    server, _ = state
    server.ask(INDEX)


def answer(state) -> str:
    server, query = state
    return server.ask(query)


def columns(_, result: str):
    table = pd.read_csv(io.StringIO(result), keep_default_na=False, float_precision="round_trip")
    return {name: table[name].to_numpy(dtype="U" if name in ("use", "buurt") else None) for name in table}
