"""One engine in a process of its own, from start to first answer, then warm. Prints JSON; `bench_score.py` calls it.

Run: python benchmarks/one_engine.py ENGINE FOLDER ROUNDS BEGAN. FOLDER is a world of `peers/inputs.py`; BEGAN is the
clock (seconds since 1970) when this process was asked for.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path


def peak_mb() -> float:
    """Peak memory of this program alone; ``ru_maxrss`` would begin at that of the process that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024


def timed(figures: dict[str, float], name: str, work, *given):
    began = time.perf_counter()
    result = work(*given)
    figures[name] = time.perf_counter() - began
    return result


def run(name: str, folder: Path, rounds: int) -> dict[str, float]:
    figures: dict[str, float] = {}
    engine = timed(figures, "imports", import_module, f"peers.{name}")
    with getattr(engine, "server", nullcontext)() as server:
        state = timed(figures, "load", engine.load, folder, *([server] if server else []))
        timed(figures, "index", getattr(engine, "index", id), state)
        timed(figures, "first", engine.answer, state)
        figures["mb"] = peak_mb()
        costs = []
        for _ in range(rounds):
            began = time.perf_counter(), time.process_time()
            result = engine.answer(state)
            costs.append((time.perf_counter() - began[0], time.process_time() - began[1]))
        figures["warm"], figures["cpu"] = (statistics.median(cost) for cost in zip(*costs, strict=True))
        write_answer(folder / f"answer_{name}.npz", engine, state, result)
    return figures


def write_answer(path: Path, engine, state, result) -> None:
    import numpy as np  # noqa: PLC0415 - not every engine needs it, and its import is not theirs

    np.savez(path, **(engine.columns(state, result) if hasattr(engine, "columns") else result))


def main() -> None:
    name, folder, rounds, began = sys.argv[1:]
    figures = {"python": time.time() - float(began)}
    print(json.dumps(figures | run(name, Path(folder), int(rounds))))


if __name__ == "__main__":
    main()
