"""What a user waits for, in headless Chromium on the demonstration region: first paint, click, drawing, memory.

Run: python benchmarks/bench_app.py [--rounds 7] [--data FOLDER] [--copies 5]. Server and browser share this machine;
``--copies`` takes the register so many times over.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import requests
from app_window import Window
from larger_region import copy_region
from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[1]
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
EXTRA_USERS = 8
TARGETS = {
    "first useful paint, warm server, new browser (s)": 2.0,
    "first useful paint, warm server, a browser that was here before (s)": 2.0,
    "click on the map -> explanation on screen (s)": 0.5,
    "row of the list -> explanation on screen (s)": 0.5,
    "drawn rectangle -> selection on the map (s)": 0.5,
    "clicked buurt -> selection on the map (s)": 0.5,
    "server memory per extra user (MB)": 5.0,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--data", type=Path, default=ROOT / "data")
    parser.add_argument("--copies", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = arguments.data
        if arguments.copies > 1:
            data = Path(folder) / "data"
            print(f"{copy_region(arguments.data, data, arguments.copies)} locations")
        show(measured(data, arguments.rounds))


def measured(data: Path, rounds: int) -> dict[str, list[float]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "risk_map.app.server", "--port", str(port)]
    environment = os.environ | {"RISK_MAP_DATA": str(data)}
    address = f"http://127.0.0.1:{port}"
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(address)
            figures = {"server answers after start (s)": [time.perf_counter() - began]}
            figures |= measure(address, server.pid, rounds)
        finally:
            server.terminate()
    return figures


def wait_for(address: str) -> None:
    while True:
        try:
            requests.get(f"{address}/_stcore/health", timeout=1).raise_for_status()
        except requests.RequestException:
            time.sleep(0.05)
        else:
            return


def measure(address: str, pid: int, rounds: int) -> dict[str, list[float]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        figures = {"first useful paint, data not loaded yet (s)": [Window(browser, address).seconds]}
        figures["first useful paint, warm server, new browser (s)"] = warm_paints(browser, address, rounds)
        figures["first useful paint, warm server, a browser that was here before (s)"] = returns(
            browser, address, rounds
        )
        window = Window(browser, address)
        figures["websocket, first view (kB)"] = [window.received / 1000]
        received = window.received
        figures["click on the map -> explanation on screen (s)"] = [window.click_point(i) for i in range(rounds)]
        figures["websocket, one click (kB)"] = [(window.received - received) / 1000 / rounds]
        figures["row of the list -> explanation on screen (s)"] = [window.click_row(i) for i in range(rounds)]
        figures["filter -> other points on the map (s)"] = [
            window.filter_municipality(clear=bool(i % 2)) for i in range(rounds + rounds % 2)
        ]
        window.context.close()
        window = Window(browser, address)  # one that shows the whole region
        figures["drawn rectangle -> selection on the map (s)"] = [window.draw_rectangle(i) for i in range(rounds)]
        figures["clicked buurt -> selection on the map (s)"] = [
            window.click_buurt(first=i == 0) for i in range(rounds + rounds % 2)
        ]
        received = window.received
        figures["all addresses -> drawn (s)"] = [window.show_addresses()]
        figures["websocket, all addresses, once (kB)"] = [(window.received - received) / 1000]
        before = memory_mb(pid)
        others = [Window(browser, address) for _ in range(EXTRA_USERS)]
        figures["server memory (MB)"] = [before]
        figures["server memory per extra user (MB)"] = [(memory_mb(pid) - before) / len(others)]
        browser.close()
    return figures


def warm_paints(browser: Browser, address: str, rounds: int) -> list[float]:
    seconds = []
    for _ in range(rounds):
        window = Window(browser, address)
        seconds.append(window.seconds)
        window.context.close()
    return seconds


def returns(browser: Browser, address: str, rounds: int) -> list[float]:
    """Open the page again in a browser that keeps files, as somebody does who works with it every day."""
    context = Window(browser, address).context
    seconds = []
    for _ in range(rounds):
        window = Window(browser, address, context)
        seconds.append(window.seconds)
        window.page.close()
    context.close()
    return seconds


def memory_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024


def show(figures: dict[str, list[float]]) -> None:
    table = Table(title=f"Page Kaart in headless Chromium, {os.cpu_count()} cores shared by server and browser")
    for column in ("what", "min", "median", "max", "target"):
        table.add_column(column, justify="left" if column == "what" else "right")
    for name, values in figures.items():
        numbers = (min(values), statistics.median(values), max(values))
        target = TARGETS.get(name)
        table.add_row(name, *(f"{number:.2f}" for number in numbers), "" if target is None else f"<= {target:g}")
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
