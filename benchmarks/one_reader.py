"""One reader in a process of its own, from start to written file. Prints JSON; `bench_import.py` calls it.

Run: python benchmarks/one_reader.py READER PATH AREAS
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path

PAUSE_SECONDS = 0.005


def peak_mb(process: str) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024


class ChildMemory(threading.Thread):
    """Look at the confined reading process while it lives; the kernel's own figure counts its parent in."""

    def __init__(self):
        super().__init__(daemon=True)
        self.peak = 0.0

    def run(self):
        children = Path(f"/proc/self/task/{os.getpid()}/children")
        while True:
            for process in children.read_text(encoding="ascii").split():
                with suppress(OSError, StopIteration):
                    self.peak = max(self.peak, peak_mb(process))
            time.sleep(PAUSE_SECONDS)


def main() -> None:
    name, path, areas = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    child = ChildMemory()
    child.start()
    reader = import_module(f"readers.{name}")
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        rows = reader.run(path, areas, Path(folder))
    work = time.perf_counter() - began
    print(json.dumps({"rows": rows, "work": work, "own": peak_mb("self"), "child": child.peak}))


if __name__ == "__main__":
    main()
