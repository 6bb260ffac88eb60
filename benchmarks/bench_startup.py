"""Time until `risk-map --help` answers, and which heavy packages it loads (must be none).

Run: python benchmarks/bench_startup.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 7
HEAVY = ("geopandas", "pandas", "numpy", "streamlit", "scipy", "pyogrio")


def main() -> None:
    command = [sys.executable, "-m", "risk_map.cli.main", "--help"]
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds.append(time.perf_counter() - start)
    probe = f"import sys, risk_map.cli.main; print([name for name in {HEAVY!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True, text=True).stdout.strip()
    figures = (min(seconds), statistics.median(seconds), max(seconds))
    print("risk-map --help")
    print(f"  seconds (min / median / max of {RUNS}): {' / '.join(f'{figure:.2f}' for figure in figures)}")
    print(f"  heavy packages loaded: {loaded}")


if __name__ == "__main__":
    main()
