"""The app in Debian's Chromium, on the demonstration region; nothing but this machine may be asked for anything."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Error, sync_playwright

from risk_map.domain.subject import Role

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 60
WAIT_MS = 30_000


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """The server of ``make run`` on a free port."""

    def __init__(self, data_dir, log, port=None, **environment):
        port = port or free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.log = log
        command = [sys.executable, "-m", "risk_map.app.server", "--port", str(port)]
        environment = os.environ | {"RISK_MAP_DATA": str(data_dir)} | environment
        with log.open("wb") as out:
            self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)

    def wait(self):
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            try:
                requests.get(f"{self.address}/_stcore/health", timeout=2).raise_for_status()
            except requests.RequestException:
                time.sleep(0.1)
            else:
                return self
        raise RuntimeError(self.log.read_text())

    def stop(self):
        self._process.terminate()
        self._process.wait(timeout=20)


@pytest.fixture(scope="session")
def start_server(tmp_path_factory):
    """Start a server on a data folder; it is stopped after the tests."""
    servers = []

    def start(data_dir, **options):
        log = tmp_path_factory.mktemp("server") / "log.txt"
        servers.append(Server(data_dir, log, **options))
        return servers[-1].wait()

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def site(demo_folder, tmp_path_factory):
    """A copy of the demonstration region: a server writes in the log of its store."""
    return Path(shutil.copytree(demo_folder, tmp_path_factory.mktemp("site") / "data"))


@pytest.fixture(scope="session")
def server(start_server, site):
    """A server on the demonstration region that comes with the product."""
    return start_server(site)


@pytest.fixture(scope="module")
def chromium():
    # Not for the whole session: its event loop would be found running by tests of other files in the same process.
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (Debian package chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Screen:
    """One browser window: what it asked of other machines, what went wrong in it, and the map in its frame."""

    def __init__(self, chromium, width, height):
        self.foreign, self.errors, self.sent, self.received = [], [], 0, []
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="nl-NL")
        context.set_default_timeout(WAIT_MS)
        context.route("**/*", self._only_this_machine)
        self.page = context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._hear)
        self.page.on("websocket", self._listen)

    def _hear(self, message):
        # On a deep link Streamlit first asks for the health of the server under the path of the page.
        under_a_page = re.search(r"/[a-z]+/_stcore/[a-z-]+$", message.location["url"])
        if message.type == "error" and not under_a_page:
            self.errors.append(message.text)

    def _listen(self, stream):
        stream.on("framesent", self._count)
        stream.on("framereceived", lambda frame: self.received.append(frame if isinstance(frame, bytes) else b""))

    def _count(self, _message):
        self.sent += 1

    def _only_this_machine(self, route):
        address = urlsplit(route.request.url)
        if address.hostname in (None, "127.0.0.1"):
            route.continue_()
        else:
            self.foreign.append(route.request.url)
            route.abort()

    def open(self, server, path="/kaart"):
        self.page.goto(server.address + path)
        self.map("riskMap.state.marks.size > 0")
        return self

    def become(self, server, role):
        """Open the page Start in a role of the demonstration; the auditor says why."""
        self.page.goto(server.address)
        field = self.page.get_by_role("combobox", name="Rol (demonstratie)")
        field.click()
        field.fill(role.label)
        field.press("Enter")
        self.page.get_by_text(f"U werkt als {role.label}").wait_for()
        if role is Role.AUDITOR:
            self.page.get_by_role("textbox", name="Reden van inzage").fill("jaarlijkse controle")
            self.page.keyboard.press("Enter")
        self.settle()
        return self

    def go(self, spec):
        """Go to a page by the menu, and wait until it is there."""
        self.page.locator("[data-testid=stSidebarNavLink]", has_text=spec.title).click()
        self.page.wait_for_function("title => document.title.startsWith(title)", arg=spec.title)
        self.settle()

    def settle(self):
        self.page.wait_for_timeout(150)
        self.page.locator('[data-test-script-state="notRunning"]').wait_for()
        self.page.locator("h1").first.wait_for()

    @property
    def frame(self):
        return next(frame for frame in self.page.frames if "streamlit_folium" in frame.url)

    def map(self, condition):
        """Wait until a condition holds in the frame of the map."""
        self.page.locator(".st-key-kaartvak iframe").wait_for()
        end = time.monotonic() + WAIT_MS / 1000
        while time.monotonic() < end:
            try:
                if self.frame.evaluate(condition):
                    return
            except (Error, StopIteration):
                pass  # the frame or its script is not there yet
            self.page.wait_for_timeout(50)
        raise AssertionError(condition)

    def place_of(self, position):
        """Give the place of a location on the screen, in pixels of the page."""
        x, y = self.frame.evaluate(
            """position => {
                const point = riskMap.state.map.layerPointToContainerPoint(riskMap.state.marks.get(position)._point);
                return [point.x, point.y];
            }""",
            position,
        )
        box = self.page.locator(".st-key-kaartvak iframe").bounding_box()
        return box["x"] + x, box["y"] + y

    def apart(self):
        """Give positions of locations that lie apart from all others on the screen."""
        return self.frame.evaluate(
            """() => {
                const marks = [...riskMap.state.marks].map(([position, mark]) => [position, mark._point]);
                const size = riskMap.state.map.getSize();
                const inside = (point) => {
                    const { x, y } = riskMap.state.map.layerPointToContainerPoint(point);
                    return x > 60 && y > 130 && x < size.x - 60 && y < size.y - 60;
                };
                return marks
                    .filter(([, point]) => inside(point))
                    .filter(([, point]) => marks.every(([, other]) => other === point || other.distanceTo(point) > 24))
                    .map(([position]) => position);
            }"""
        )

    def click_location(self, position):
        self.page.mouse.click(*self.place_of(position))

    def chosen(self):
        """Give the row of the list that is marked as chosen."""
        return self.page.locator(".list tr.chosen")


@pytest.fixture
def screen(chromium):
    """Make a window of a size; it is closed after the test, and nothing may have gone wrong in it."""
    screens = []

    def make(width=1400, height=900):
        screens.append(Screen(chromium, width, height))
        return screens[-1]

    yield make
    for one in screens:
        one.page.context.close()
        assert one.foreign == []
        assert one.errors == []
