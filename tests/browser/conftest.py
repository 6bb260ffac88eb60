"""The app in Debian's Chromium, on the demonstration region; nothing but this machine may be asked for anything."""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import socket
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Error, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from risk_map.app.pages import PAGES
from risk_map.app.trials import COOKIE
from risk_map.domain.subject import OF_ONE_MUNICIPALITY, Role, Subject
from tests.browser import serving

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
    # Whatever is asked of another machine goes to a proxy that is not there.
    "--proxy-server=127.0.0.1:9",
]
START_SECONDS = 60
WAIT_MS = 60_000
PATIENCE_MS = 180_000
"""For what takes long by itself: a search, a print."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def pages_of(role):
    """Give the pages that a role has."""
    who = Subject("iemand", role, "GM0355" if role in OF_ONE_MUNICIPALITY else None)
    return [spec for spec in PAGES if spec.is_for(who)]


# A server takes seconds to import what it needs: that is done once, and every server is forked from there.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([serving.__name__])


@contextmanager
def without_main():
    """A test of a page without a browser leaves its script as the main module, which a new process would run first."""
    main, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


class Server:
    """The server of ``make run`` on a free port, as fresh as after its start: nothing of it ran before the fork."""

    def __init__(self, data_dir, log, port=None, **environment):
        port = port or free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.log = log
        environment = os.environ | {"RISK_MAP_DATA": str(data_dir)} | environment
        self._process = FORKS.Process(target=serving.serve, args=(port, environment, log), daemon=True)
        with without_main():
            self._process.start()

    def wait(self):
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self._process.is_alive():
            try:
                requests.get(f"{self.address}/_stcore/health", timeout=2).raise_for_status()
            except requests.RequestException:
                time.sleep(0.05)
            else:
                return self
        raise RuntimeError(self.log.read_text())

    def stop(self):
        self._process.kill()
        self._process.join()


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
def own_server(start_server, demo_folder, tmp_path_factory):
    """A server on a region of its own, for a file that changes its rounds."""
    return start_server(Path(shutil.copytree(demo_folder, tmp_path_factory.mktemp("eigen") / "data")))


@pytest.fixture(scope="module")
def chromium():
    # Not for the whole session: its event loop would be found running by tests of other files in the same process.
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (Debian package chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def browsing(chromium):
    """Somebody's browser. Its first tab stays open: the next one is then no new window of the program."""
    context = chromium.new_context(locale="nl-NL")
    context.set_default_timeout(WAIT_MS)
    context.new_page()
    yield context
    context.close()


@pytest.fixture(scope="module")
def context(chromium):
    """What the windows of a file share: what the browser keeps of the app, so that the next one opens sooner."""
    with browsing(chromium) as context:
        yield context


# Nothing is being drawn, nothing is to be replaced, and the page has its title.
AT_REST = """() => document.querySelector('[data-test-script-state="notRunning"]') && document.querySelector("h1")
    && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"], [data-filling]')"""
NOTE_VIEW = "window.opened = [riskMap.state.map.getCenter(), riskMap.state.map.getZoom()]"
TO_VIEW = """() => {
    delete window.mark;
    riskMap.state.map.setView(...window.opened, { animate: false });
    riskMap.state.moved = false;
    sessionStorage.clear();
}"""
COUNT_SENT = """const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (...data) {
    Object.assign(window, { newest: this });
    this.messages = (this.messages ?? 0) + 1;
    return send.apply(this, data);
};"""
SENT = "window.newest?.messages ?? 0"
NEXT_PAINT = "() => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 30))"


class Screen:
    """One browser window: what it asked of other machines, what went wrong in it, and the map in its frame."""

    def __init__(self, context, width, height):
        self.foreign, self.errors, self.sent, self.received = [], [], 0, []
        self._stubbed, self._asked, self._runs, self._failures, self._heard = set(), False, False, None, 0
        context.clear_cookies(name=COOKIE)  # somebody who tried no role yet
        self.page = context.new_page()
        self.page.add_init_script(COUNT_SENT)
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._hear)
        self.page.on("request", lambda request: self._only_this_machine(request.url))
        self.page.on("websocket", self._listen)

    def _hear(self, message):
        # On a deep link Streamlit first asks for the health of the server under the path of the page.
        under_a_page = re.search(r"/[a-z]+/_stcore/[a-z-]+$", message.location["url"])
        if message.type == "error" and not under_a_page:
            self.errors.append(message.text)

    def _listen(self, stream):
        self._only_this_machine(stream.url)
        self._asked, self._runs, self._heard = True, False, 0
        stream.on("framesent", self._ask)
        stream.on("framereceived", self._answer)

    def _ask(self, frame):
        self.sent += 1
        self._heard += 1
        if BackMsg.FromString(frame).HasField("rerun_script"):
            self._asked, self._runs = True, False

    def _answer(self, frame):
        if isinstance(frame, str):
            return
        self.received.append(frame)
        message = ForwardMsg.FromString(frame)
        if message.HasField("new_session"):
            self._runs = True
        elif message.HasField("script_finished") and self._runs:
            # A run that makes way for the next one leaves the question open.
            self._asked, self._runs = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN, False

    def _only_this_machine(self, address):
        if urlsplit(address).hostname not in {None, "127.0.0.1", *self._stubbed}:
            self.foreign.append(address)

    def stub(self, host):
        """Answer for a machine that pages which are not ours ask for their style sheet."""
        self._stubbed.add(host)
        self.page.route(f"https://{host}/**", lambda route: route.fulfill(body="", content_type="text/css"))

    def open(self, server, path="/kaart"):
        self.page.goto(server.address + path)
        self.map("riskMap.state.points.size > 0")
        return self

    def wipe_or_open(self, server, failures):
        """Take everything on the page Kaart back to its beginning; after a test that failed it is opened again."""
        known, self._failures = self._failures, failures
        if known != failures or not self._stays():
            if known is not None:
                self.page.evaluate("sessionStorage.clear()")
            self.open(server)
            self.settle()
            self.frame.evaluate(NOTE_VIEW)
            return
        self.settle()
        for words in ("Sluit uitleg", "Wis alle filters"):
            if self.page.get_by_role("button", name=words, exact=True).count() and "?" in self.page.url:
                self.press(words)
                self.settle()
        self.page.wait_for_url(lambda address: "?" not in address)
        self.chosen().wait_for(state="detached")
        self.frame.evaluate(TO_VIEW)
        self.received.clear()

    def _stays(self):
        return any("streamlit_folium" in frame.url and frame.evaluate("!!window.opened") for frame in self.page.frames)

    def check(self):
        """Say that nothing went wrong, and that nothing was asked of another machine."""
        assert self.foreign == []
        assert self.errors == []

    def become(self, server, role):
        """Open the page Start in a role of the demonstration; the auditor says why."""
        self.page.goto(server.address)
        self.choose("Rol (demonstratie)", role.label)
        self.page.get_by_text(f"U werkt als {role.label}").wait_for()
        if role is Role.AUDITOR:
            self.page.get_by_role("textbox", name="Reden van inzage").fill("jaarlijkse controle")
            self.page.keyboard.press("Enter")
        self.settle()
        return self

    def choose(self, label, words):
        """Choose in a list by typing some words of it."""
        field = self.page.get_by_role("combobox", name=label, exact=True)
        field.click()
        field.fill(words)
        field.press("Enter")

    def go(self, spec):
        """Go to a page by the menu, and wait until it is there."""
        self.page.locator("[data-testid=stSidebarNavLink]", has_text=spec.title).click()
        self.page.wait_for_function("title => document.title.startsWith(title)", arg=spec.title)
        self.settle()

    def press(self, words):
        """Press a button once the page is at rest: one that is being drawn again loses the click."""
        self.settle()
        self.page.get_by_role("button", name=words, exact=True).click()

    def settle(self):
        """Wait until the server answered all that was asked, and the page shows it."""
        end = time.monotonic() + WAIT_MS / 1000
        self.page.evaluate(NEXT_PAINT)
        # What the page sent may be heard of here later than what it shows.
        while self._asked or self._heard < self.page.evaluate(SENT):
            assert time.monotonic() < end, "the server owes an answer"
            self.page.wait_for_timeout(20)
        self.page.evaluate(NEXT_PAINT)
        self.page.wait_for_function(AT_REST)

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
        place = self.frame.evaluate("position => riskMap.state.points.pixelOf(position)", position)
        box = self.page.locator(".st-key-kaartvak iframe").bounding_box()
        return box["x"] + place["x"], box["y"] + place["y"]

    def apart(self):
        """Give positions of locations that lie apart from all others on the screen."""
        return self.frame.evaluate(
            """() => {
                const points = riskMap.state.points;
                const size = riskMap.state.map.getSize();
                const places = points.positions().map((position) => ({ position, ...points.pixelOf(position) }));
                const apart = (one, other) => one === other || Math.hypot(one.x - other.x, one.y - other.y) > 24;
                return places
                    .filter(({ x, y }) => x > 60 && y > 130 && x < size.x - 60 && y < size.y - 60)
                    .filter((place) => places.every((other) => apart(place, other)))
                    .map(({ position }) => position);
            }"""
        )

    def click_location(self, position):
        self.page.mouse.click(*self.place_of(position))

    def chosen(self):
        """Give the row of the list that is marked as chosen."""
        return self.page.locator(".list tr.chosen")


@contextmanager
def windows(context):
    """Make windows of a size; they are closed at the end, and nothing may have gone wrong in them."""
    screens = []

    def make(width=1400, height=900):
        screens.append(Screen(context, width, height))
        return screens[-1]

    yield make
    for one in screens:
        one.page.close()
    for one in screens:
        one.check()


@pytest.fixture
def screen(context):
    """Make a window for this test alone."""
    with windows(context) as make:
        yield make


@pytest.fixture(scope="module")
def shared(context):
    """The window of ``opened``."""
    with windows(context) as make:
        yield make()


@pytest.fixture
def opened(shared, server, request):
    """The page Kaart with nothing chosen, in one window for a file: to open the page takes seconds."""
    shared.wipe_or_open(server, request.session.testsfailed)
    yield shared
    shared.check()
