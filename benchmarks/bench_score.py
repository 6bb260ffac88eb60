"""What a score costs: the demonstration region phase by phase, and the spatial job beside other engines.

Run: python benchmarks/bench_score.py [--large]. The job in plain words: `peers/task.py`; the worlds: `peers/world.py`.
Every figure is a median, from processes of their own; engines take turns. `--large` adds a million addresses, 20,000
locations and 20,000 signals. Ends with an error when an engine gives another answer than ours.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

from peers import compare, inputs, postgis
from rich.console import Console
from rich.table import Table

HERE = Path(__file__).parent
RISK_MAP = (sys.executable, "-m", "risk_map.cli.main")
SMALL, LARGE = (57_000, 2_000, 500), (1_000_000, 20_000, 20_000)
PEERS = ("geopandas_sjoin", "strtree", "duckdb_grid", "postgis")
PHASES = {
    "read": "read the snapshot",
    "places": "gather: join by place",
    "facts": "gather: indicators, sort",
    "arrange": "gather: arrange",
    "gather": "gather, whole",
    "score": "score, one form",
    "all_forms": "score, all five",
    "stability": "1,000 rankings, one form",
    "explain": "explain one location",
    "keep": "keep the run",
    "write": "write the GeoPackage",
}
GROWING = ("places", "facts", "arrange", "gather", "score", "all_forms")
TURNS, ROUNDS = 3, 5
NOTHING = 1e-4
"""Seconds below which an engine keeps no index."""

LEGEND = """
warm: one more answer in the same process, its inputs and its index in the engine's own form. Ours keeps no index, so
"both" is the like for like. cpu: of a warm answer, all threads.
process: from the start of Python to the first answer, imports and reading included.
The first row answers with the whole score, the others with the spatial part of it.
difference: the largest in a term, from ours, of so many locations; counts, codes and areas are equal or it is infinite.
DuckDB's spatial extension comes from its own server, not with the pinned packages: left out.
"""
CONSOLE = Console(width=150)
Cost = dict[str, float]


def child(script: str, *arguments: object) -> dict:
    command = [sys.executable, HERE / script, *map(str, arguments)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def in_ms(seconds: float) -> str:
    return f"{1000 * seconds:,.1f}"


def show_region(folder: Path) -> None:
    table = Table("phase", "first (ms)", "warm (ms)", "peak memory (MB)", title="The demonstration region")
    imports = []
    for phase, title in PHASES.items():
        figures = child("one_phase.py", folder, ROUNDS, phase)
        imports.append(figures["imports"])
        figure = figures[phase]
        table.add_row(title, in_ms(figure["first"]), in_ms(figure["warm"]), f"{figure['mb']:.0f}")
    table.add_row("imports of Python", in_ms(statistics.median(imports)), "", "")
    costs = [whole_command(folder) for _ in range(ROUNDS)]
    seconds, memory = (statistics.median(cost) for cost in zip(*costs, strict=True))
    table.add_row("risk-map score --out, whole process", in_ms(seconds), "", f"{memory:.0f}")
    CONSOLE.print(table)


def whole_command(folder: Path) -> tuple[float, float]:
    command = [*RISK_MAP, "--data", folder, "score", "--out", folder / "risk.gpkg"]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return seconds, usage.ru_maxrss / 1024


def run_engines(folder: Path, engines: list[str], turns: int, rounds: int) -> dict[str, Cost]:
    """Let engines take turns, so that a busy minute of the machine falls on all of them."""
    costs: dict[str, list[Cost]] = {engine: [] for engine in engines}
    for _ in range(turns):
        for engine in engines:
            costs[engine].append(child("one_engine.py", engine, folder, rounds, time.time()))
    return {
        engine: {name: statistics.median(cost[name] for cost in each) for name in each[0]}
        for engine, each in costs.items()
    }


def show_engines(folder: Path, size: tuple[int, int, int], costs: dict[str, Cost]) -> list[str]:
    """Print what engines cost; give those with another answer than ours."""
    columns = (
        "engine",
        "warm (ms)",
        "x ours",
        "index (ms)",
        "both, x ours",
        "cpu (ms)",
        "process (s)",
        "x ours",
        "memory (MB)",
        "difference",
    )
    table = Table(*columns, title="{:,} addresses, {:,} locations, {:,} signals".format(*size))
    ours, wrong = costs["ours"], []
    for engine, cost in costs.items():
        gap, rows = compare.gap(folder, "ours", engine)
        wrong += [engine] if gap > compare.TOLERANCE else []
        figures = (
            in_ms(cost["warm"]),
            f"{cost['warm'] / ours['warm']:.2f}",
            in_ms(cost["index"]) if cost["index"] > NOTHING else "none",
            f"{(cost['index'] + cost['warm']) / ours['warm']:.2f}",
            "server" if engine == "postgis" else in_ms(cost["cpu"]),
            f"{whole(cost):.2f}",
            f"{whole(cost) / whole(ours):.2f}",
            "server" if engine == "postgis" else f"{cost['mb']:.0f}",
        )
        if engine == "brute":
            figures = ("",) * len(figures)
        difference = "" if engine == "ours" else f"{gap:.0e} of {rows:,}"
        table.add_row(import_module(f"peers.{engine}").TITLE, *figures, difference)
    CONSOLE.print(table)
    return wrong


def whole(cost: Cost) -> float:
    """Give the seconds from the start of a process to its first answer; a server runs already."""
    return sum(cost[part] for part in ("python", "imports", "load", "index", "first"))


def show_growth(*worlds: Path) -> None:
    small, large = (child("one_phase.py", world, ROUNDS, *GROWING) for world in worlds)
    table = Table("phase of ours, warm (ms)", "57k/2k/500", "1M/20k/20k", "factor", title="Growth")
    for phase in GROWING:
        few, many = small[phase]["warm"], large[phase]["warm"]
        table.add_row(PHASES[phase], in_ms(few), in_ms(many), f"{many / few:.1f}")
    CONSOLE.print(table)


def bench_world(folder: Path, size: tuple[int, int, int], engines: list[str]) -> list[str]:
    folder.mkdir()
    inputs.write_inputs(folder, *size)
    truth = run_engines(folder, ["brute"], turns=1, rounds=1)
    return show_engines(folder, size, run_engines(folder, engines, TURNS, ROUNDS) | truth)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="also a million addresses")
    large = parser.parse_args().large
    absent = postgis.ensure()
    engines = ["ours", "ours_spatial", *(peer for peer in PEERS if not (peer == "postgis" and absent))]
    with tempfile.TemporaryDirectory() as name:
        region, small, big = (Path(name) / part for part in ("region", "small", "large"))
        # Made anew: the data folder of a municipality is never copied.
        subprocess.run([*RISK_MAP, "--data", region, "demo"], check=True, stdout=subprocess.DEVNULL)
        show_region(region)
        wrong = bench_world(small, SMALL, engines)
        if large:
            wrong += bench_world(big, LARGE, engines)
            show_growth(small, big)
    CONSOLE.print(LEGEND, absent)
    if wrong:
        sys.exit(f"Another answer than ours: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
