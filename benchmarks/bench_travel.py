"""What travel times cost: 300 x 300 places by car, bicycle and on foot, and the same search with other engines.

Run: python benchmarks/bench_travel.py. Networks: the demonstration region, Liechtenstein from OpenStreetMap, and two
square towns as large as four real municipalities together, and as a province. Every line is a process of its own.
igraph and pandana are no part of the product: the lines appear where they are installed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console
from rich.table import Table

from risk_map.sources.roads import read_osm

HERE = Path(__file__).parent
REGION = HERE.parent / "data" / "roads.parquet"
LIECHTENSTEIN = HERE.parents[1] / "shared" / "data" / "osm" / "liechtenstein.osm.pbf"
SWISS_GRID = 2056
MODES = ("auto", "fiets", "lopend")
ENGINES = ("ours", "scipy", "igraph", "pandana", "networkx")
CONSOLE = Console(width=130)

LEGEND = """
build: the graph of one mode, from the frame. first: with the compiled code from disk; on a new machine compiling adds
about 4 s, once. warm: best of three. path: the way along the roads for 40 legs.
"other engines": seconds between 300 nodes, one thread. ours: also the metres of the quickest way, which none of the
others gives. difference: the largest from scipy, in seconds.
"""


def child(network: str, engine: str, mode: str) -> dict[str, float]:
    command = [sys.executable, HERE / "one_travel.py", network, engine, mode]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def seconds(*values: float) -> list[str]:
    return [f"{value:.2f}" for value in values]


def show_whole(networks: dict[str, str]) -> None:
    headers = ("network", "mode", "edges", "build (s)", "first (s)", "warm (s)", "path (s)", "reached", "MB")
    table = Table(*headers, title="300 x 300 places, seconds and metres")
    for title, network in networks.items():
        for mode in MODES:
            cost = child(network, "whole", mode)
            times = seconds(cost["build"], cost["first"], cost["warm"], cost["path"])
            table.add_row(title, mode, f"{cost['edges']:,}", *times, f"{cost['reached']:.1%}", f"{cost['mb']:.0f}")
    CONSOLE.print(table)


def show_engines(networks: dict[str, str]) -> None:
    headers = ("network", "engine", "nodes", "arcs", "build (s)", "first (s)", "warm (s)", "difference (s)", "MB")
    table = Table(*headers, title="Other engines: seconds between 300 nodes, by car")
    for title, network in networks.items():
        for engine in ENGINES:
            if engine == "networkx" and network.startswith("raster:"):
                table.add_row(title, "networkx: minutes, left out")
                continue
            if engine != "ours" and find_spec(engine) is None:
                table.add_row(title, f"{engine}: not installed")
                continue
            cost = child(network, engine, "auto")
            times = seconds(cost["build"], cost["first"], cost["warm"])
            sizes = f"{cost['nodes']:,}", f"{cost['arcs']:,}"
            table.add_row(title, engine, *sizes, *times, f"{cost['difference']:.1e}", f"{cost['mb']:.0f}")
    CONSOLE.print(table)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        networks = {"region": str(REGION)}
        if LIECHTENSTEIN.exists():
            path = Path(folder) / "liechtenstein.parquet"
            began = time.perf_counter()
            read_osm(LIECHTENSTEIN, SWISS_GRID).to_parquet(path)
            CONSOLE.print(
                f"Liechtenstein, 1.3 MB of .osm.pbf, read through the one door: {time.perf_counter() - began:.2f} s"
            )
            networks["Liechtenstein"] = str(path)
        networks |= {"square 200 x 200": "raster:200", "square 300 x 300": "raster:300"}
        show_whole(networks)
        show_engines(networks)
    CONSOLE.print(LEGEND)


if __name__ == "__main__":
    main()
