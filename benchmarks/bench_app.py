"""What a user waits for, in headless Chromium on the demonstration region: first paint, click, drawing, memory.

Run: python benchmarks/bench_app.py [--rounds 7] [--data FOLDER]. Server and browser share this machine.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

import requests
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[1]
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
EXTRA_USERS = 8
POINTS_DRAWN = "typeof riskMap !== 'undefined' && riskMap.state.marks.size > 0"
PLACES = """() => {
    const points = [...riskMap.state.marks.values()].map((mark) => mark._point);
    return points
        .filter((point) => points.every((other) => other === point || other.distanceTo(point) > 24))
        .map((point) => riskMap.state.map.layerPointToContainerPoint(point))
        .map(({ x, y }) => [x, y]);
}"""
TARGETS = {
    "first useful paint, warm server, new browser (s)": 2.0,
    "first useful paint, warm server, a browser that was here before (s)": 2.0,
    "click on the map -> explanation on screen (s)": 0.5,
    "row of the list -> explanation on screen (s)": 0.5,
    "drawn rectangle -> selection on the map (s)": 0.5,
    "clicked buurt -> selection on the map (s)": 0.5,
    "server memory per extra user (MB)": 5.0,
}


class Window:
    """A new browser window on the map, timed from the address to list and points on screen."""

    def __init__(self, browser: Browser, address: str, context: BrowserContext | None = None) -> None:
        self.received = 0
        self.context = context or browser.new_context(viewport={"width": 1400, "height": 900})
        self.page: Page = self.context.new_page()
        self.page.on("websocket", lambda stream: stream.on("framereceived", self._count))
        began = time.perf_counter()
        self.page.goto(f"{address}/kaart")
        self.page.locator(".list tbody tr").first.wait_for(timeout=120_000)
        self._until(POINTS_DRAWN)
        self.seconds = time.perf_counter() - began

    def _count(self, message: str | bytes) -> None:
        self.received += len(message)

    def _map(self, script: str):
        frame = next((one for one in self.page.frames if "streamlit_folium" in one.url), None)
        return None if frame is None else frame.evaluate(script)

    def _until(self, condition: str) -> None:
        end = time.perf_counter() + 30
        while not self._map(condition):
            if time.perf_counter() > end:
                raise TimeoutError(condition)
            self.page.wait_for_timeout(5)

    def click_point(self, number: int) -> float:
        """Click a location on the map; seconds until its explanation is on screen."""
        box = self.page.locator(".st-key-kaartvak iframe").bounding_box()
        # Not under the buttons.
        places = [(x, y) for x, y in self._map(PLACES) if 200 < x < box["width"] and 60 < y < box["height"] - 60]
        x, y = places[(number * 37) % len(places)]
        return self._until_other_address(lambda: self.page.mouse.click(box["x"] + x, box["y"] + y))

    def click_row(self, number: int) -> float:
        """Choose a location in the list; seconds until its explanation is on screen."""
        button = self.page.locator(".list button").nth(number + 3)
        return self._until_other_address(button.click)

    def _until_other_address(self, act) -> float:
        before = self._heading()
        began = time.perf_counter()
        act()
        while self._heading() == before and time.perf_counter() - began < 10:
            self.page.wait_for_timeout(5)
        return time.perf_counter() - began

    def _heading(self) -> str:
        return self.page.evaluate("document.querySelector('.details h2')?.textContent ?? ''")

    def filter_municipality(self, *, clear: bool) -> float:
        """Choose a municipality, or clear the filters; seconds until the map shows other points."""
        before = self._map("riskMap.state.marks.size")
        began = time.perf_counter()
        if clear:
            self.page.get_by_role("button", name="Wis alle filters").click()
        else:
            field = self.page.get_by_role("combobox", name="Gemeente")
            field.click()
            field.press("ArrowDown")
            began = time.perf_counter()
            field.press("Enter")
        self._until(f"riskMap.state.marks.size !== {before}")
        seconds = time.perf_counter() - began
        if not clear:
            field.press("Escape")  # an open list hides the rest of the page
        return seconds

    def draw_rectangle(self, number: int) -> float:
        """Draw a rectangle; seconds from letting go until the map shows what lies in it."""
        frame = self.page.frame_locator(".st-key-kaartvak iframe")
        frame.get_by_role("button", name="Rechthoek tekenen").click()
        box = self.page.locator(".st-key-kaartvak iframe").bounding_box()
        x, y = box["x"] + 0.45 * box["width"], box["y"] + 0.3 * box["height"]
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + 40, y + 40, steps=3)
        self.page.mouse.move(x + 130 + 10 * number, y + 130 + 10 * number, steps=3)
        before = self._map("riskMap.state.marks.size")
        began = time.perf_counter()
        self.page.mouse.up()
        self._until(f"riskMap.state.marks.size !== {before}")
        seconds = time.perf_counter() - began
        frame.get_by_role("button", name="Tekening wissen").click()
        self._until(f"riskMap.state.marks.size === {before}")
        return seconds

    def click_buurt(self, *, first: bool) -> float:
        """Click a buurt, or the same one again; seconds until the map shows other points."""
        if first:
            frame = self.page.frame_locator(".st-key-kaartvak iframe")
            frame.get_by_role("button", name="Buurten kiezen").click()
        box = self.page.locator(".st-key-kaartvak iframe").bounding_box()
        before = self._map("riskMap.state.marks.size")
        began = time.perf_counter()
        self.page.mouse.click(box["x"] + 0.68 * box["width"], box["y"] + 0.34 * box["height"])
        self._until(f"riskMap.state.marks.size !== {before}")
        return time.perf_counter() - began

    def show_addresses(self) -> float:
        """Switch the layer of all addresses on; seconds until it is drawn."""
        toggle = self.page.get_by_text("als stippen")
        toggle.scroll_into_view_if_needed()
        began = time.perf_counter()
        toggle.click()
        self._until("riskMap.state.dots !== null")
        return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--data", type=Path, default=ROOT / "data")
    arguments = parser.parse_args()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "risk_map.app.server", "--port", str(port)]
    environment = os.environ | {"RISK_MAP_DATA": str(arguments.data)}
    address = f"http://127.0.0.1:{port}"
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(address)
            figures = {"server answers after start (s)": [time.perf_counter() - began]}
            figures |= measure(address, server.pid, arguments.rounds)
        finally:
            server.terminate()
    show(figures)


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
