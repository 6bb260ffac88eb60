"""A browser window on the page Kaart, with a clock on what somebody does in it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

POINTS_DRAWN = "typeof riskMap !== 'undefined' && riskMap.state.points?.size > 0"
PLACES = """() => {
    const drawn = riskMap.state.points;
    const points = drawn.positions().map((position) => drawn.pixelOf(position));
    const away = (one, other) => (other === one ? 1e9 : Math.hypot(one.x - other.x, one.y - other.y));
    const alone = (point) => Math.min(...points.map((other) => away(point, other)));
    return points
        .map((point) => [alone(point), point])
        .sort((one, other) => other[0] - one[0])
        .slice(0, 60)
        .map(([, { x, y }]) => [x, y]);
}"""


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
        before = self._map("riskMap.state.points.size")
        began = time.perf_counter()
        if clear:
            self.page.get_by_role("button", name="Wis alle filters").click()
        else:
            field = self.page.get_by_role("combobox", name="Gemeente")
            field.click()
            field.press("ArrowDown")
            began = time.perf_counter()
            field.press("Enter")
        self._until(f"riskMap.state.points.size !== {before}")
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
        before = self._map("riskMap.state.points.size")
        began = time.perf_counter()
        self.page.mouse.up()
        self._until(f"riskMap.state.points.size !== {before}")
        seconds = time.perf_counter() - began
        frame.get_by_role("button", name="Tekening wissen").click()
        self._until(f"riskMap.state.points.size === {before}")
        return seconds

    def click_buurt(self, *, first: bool) -> float:
        """Click a buurt, or the same one again; seconds until the map shows other points."""
        if first:
            frame = self.page.frame_locator(".st-key-kaartvak iframe")
            frame.get_by_role("button", name="Buurten kiezen").click()
            self.inside_buurt = self._find_buurt()
        before = self._map("riskMap.state.points.size")
        began = time.perf_counter()
        self.page.mouse.click(*self.inside_buurt)
        self._until(f"riskMap.state.points.size !== {before}")
        return time.perf_counter() - began

    def show_addresses(self) -> float:
        """Switch the layer of all addresses on; seconds until it is drawn."""
        toggle = self.page.get_by_text("als stippen")
        toggle.scroll_into_view_if_needed()
        began = time.perf_counter()
        toggle.click()
        self._until("riskMap.state.dots !== null")
        return time.perf_counter() - began

    def _find_buurt(self) -> tuple[float, float]:
        box = self.page.locator(".st-key-kaartvak iframe").bounding_box()
        for x, y in self._map(PLACES):
            if 200 < x < box["width"] and 60 < y < box["height"] - 60:
                self.page.mouse.move(box["x"] + x, box["y"] + y)
                if self._map("areaTools.tools.hover !== null"):
                    return box["x"] + x, box["y"] + y
        raise LookupError("no buurt in view")
