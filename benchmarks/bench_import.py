"""What an import costs: a real BAG extract, and the addresses of a region in a GeoPackage; seconds and peak memory.

Run: python benchmarks/bench_import.py [--rounds 3] [--addresses 65000]. Every line is a process of its own, from start
to end, imports of Python included. Ours reads in a second, confined process; the table gives the memory of both. DuckDB
is no peer here: its reader of GeoPackages comes from its own server, not with the pinned packages.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table
from shapely import box, segmentize

from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.frames import AREAS

ONE_READER = Path(__file__).with_name("one_reader.py")
EXTRACT = Path(__file__).parents[2] / "shared" / "data" / "bag" / "BAGGEM0457L-15102021.zip"
SIDE, KM = 9, 1000
"""The region is a square of SIDE x SIDE neighbourhoods of a kilometre."""

OUTLINE_STEP_M = 10
"""Distance between the points of an outline, as in the real ones."""

LEFT, BOTTOM = 150_000, 450_000
JOBS = (
    ("extract", "ours"),
    ("extract", "geopandas_layers"),
    ("region", "ours"),
    ("region", "geopandas_plain"),
    ("region", "geopandas_joined"),
)


def write_areas(path: Path) -> None:
    corners = [(LEFT + x * KM, BOTTOM + y * KM) for x in range(SIDE) for y in range(SIDE)]
    squares = [box(x, y, x + KM, y + KM) for x, y in corners]
    whole = box(LEFT, BOTTOM, LEFT + SIDE * KM, BOTTOM + SIDE * KM)
    codes = [*(f"BU9001{number:04d}" for number in range(len(squares))), "GM9001"]
    frame = gpd.GeoDataFrame(
        {"niveau": ["buurt"] * len(squares) + ["gemeente"], "naam": codes, "gemeentecode": "GM9001", "bron": "proef"},
        index=pd.Index(codes, name="code"),
        geometry=segmentize([*squares, whole], OUTLINE_STEP_M),
        crs=RD_EPSG,
    )
    conform(frame, AREAS).to_parquet(path)


def write_region(path: Path, number: int) -> None:
    rng = np.random.default_rng(2)
    order = np.arange(number)
    ids = np.char.zfill(order.astype(str), 10)
    uses = np.array(["woonfunctie", "winkelfunctie,woonfunctie", "industriefunctie", "overige gebruiksfunctie"])
    x, y = rng.uniform(0, SIDE * KM, (2, number))
    frame = gpd.GeoDataFrame(
        {
            "identificatie": np.char.add("900101", ids),
            "oppervlakte": rng.integers(20, 300, number),
            "status": "Verblijfsobject in gebruik",
            "gebruiksdoel": uses[rng.choice(4, number, p=[0.86, 0.03, 0.06, 0.05])],
            "openbare_ruimte_naam": np.char.add("Straat ", (order // 30).astype(str)),
            "huisnummer": order % 30 + 1,
            "huisletter": np.where(rng.random(number) < 0.13, "a", None),
            "toevoeging": np.where(rng.random(number) < 0.03, "02", None),
            "postcode": "9001AB",
            "woonplaats_naam": "Voorbeeld",
            "bouwjaar": rng.integers(1850, 2024, number),
            "pand_identificatie": np.char.add("900110", ids),
            "nummeraanduiding_hoofdadres_identificatie": np.char.add("900120", ids),
            "bronhouder_identificatie": "9001",
        },
        geometry=gpd.points_from_xy(LEFT + x, BOTTOM + y),
        crs=RD_EPSG,
    )
    frame.to_file(path, layer="verblijfsobject", driver="GPKG")


def measure(reader: str, path: Path, areas: Path, rounds: int) -> dict[str, float]:
    command = [sys.executable, ONE_READER, reader, path, areas]
    costs = []
    for _ in range(rounds):
        began = time.perf_counter()
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        costs.append(json.loads(done.stdout) | {"whole": time.perf_counter() - began})
    return {key: statistics.median(cost[key] for cost in costs) for key in costs[0]}


def line(source: str, reader: str, cost: dict[str, float]) -> tuple[str, ...]:
    title = import_module(f"readers.{reader}").TITLE
    memory = f"{cost['own']:.0f} + {cost['child']:.0f}" if cost["child"] else f"{cost['own']:.0f}"
    return source, title, f"{cost['rows']:,.0f}", f"{cost['whole']:.2f}", f"{cost['work']:.2f}", memory


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--addresses", type=int, default=65_000)
    given = parser.parse_args()
    table = Table("source", "reader", "rows", "process (s)", "work (s)", "peak memory (MB)", title="Import")
    with tempfile.TemporaryDirectory() as folder:
        region, areas = Path(folder) / "region.gpkg", Path(folder) / "areas.parquet"
        write_region(region, given.addresses)
        write_areas(areas)
        for source, reader in JOBS:
            path = region if source == "region" else EXTRACT
            if path.exists():
                table.add_row(*line(source, reader, measure(reader, path, areas, given.rounds)))
            else:
                table.add_row(source, "absent: ../shared/data", "", "", "", "")
    Console(width=130).print(table)


if __name__ == "__main__":
    main()
