"""Take a picture of every page for README and manual, on the demonstration region, at desktop and at phone size.

Run: make screenshots. A page is shown to the role that works with it, with something on it; Start to every role.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import requests
from PIL import Image
from playwright.sync_api import sync_playwright

from risk_map.app.pages import PAGES, PageSpec
from risk_map.domain.subject import OF_ONE_MUNICIPALITY, Role, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ROOT: Final = Path(__file__).parents[1]
ARGUMENTS: Final = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
SIZES: Final = {"desktop": (1280, 900), "phone": (390, 844)}
NOT_DATA: Final = shutil.ignore_patterns("runs", "cache", "reports", "*.db*")
SETTLED: Final = '[data-test-script-state="notRunning"]'
SETTLE_MS: Final = 1500
ORDER: Final = (Role.REGIOCOORDINATOR, Role.COORDINATOR, Role.BOA, *Role)
WORKS_THERE: Final = {"routelijst": Role.BOA, "bevindingen": Role.BOA, "verantwoording": Role.AUDITOR}
"""Page -> whose work it is; another page is shown to the first role in ``ORDER`` that has it."""


def pictures() -> Iterator[tuple[str, PageSpec, Role]]:
    """Give name, page and role of every picture."""
    for role in Role:
        yield f"start-{role}", PAGES[0], role
    for spec in PAGES[1:]:
        role = WORKS_THERE.get(spec.key) or next(role for role in ORDER if spec.is_for(_somebody(role)))
        yield spec.key, spec, role


def _somebody(role: Role) -> Subject:
    return Subject("iemand", role, f"GM{0:04d}" if role in OF_ONE_MUNICIPALITY else None)


def take(browser: Browser, address: str, folder: Path, wanted: set[str], *, whole: bool) -> None:
    """Take the pictures.

    Parameters
    ----------
    browser
        Chromium.
    address
        Of the server.
    folder
        Where they go.
    wanted
        Names to take; all of them when empty.
    whole
        Whether a picture shows the whole page, not only what fits on the screen.
    """
    for name, spec, role in pictures():
        if wanted and name not in wanted:
            continue
        page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-NL").new_page()
        page.set_default_timeout(90_000)
        page.goto(address)
        _become(page, role)
        if spec is not PAGES[0]:
            page.locator('[data-testid="stSidebarNavLink"]', has_text=spec.title).click()
            page.wait_for_url(f"**/{spec.key}*")
        _fill(page, spec.key)
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.locator(SETTLED).wait_for()
            page.wait_for_timeout(SETTLE_MS)
            if whole:
                _show_all(page, width)
            picture = folder / f"{name}-{size}.png"
            page.screenshot(path=picture)
            # A page has few colours: a third of the bytes, and nothing that anybody sees.
            Image.open(picture).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(picture, optimize=True)
        page.context.close()
        print(name)


def _become(page: Page, role: Role) -> None:
    field = page.get_by_role("combobox", name="Rol (demonstratie)")
    field.click()
    field.fill(role.label)
    field.press("Enter")
    page.locator(SETTLED).wait_for()
    page.get_by_text(role.label).first.wait_for()
    if role is Role.AUDITOR:
        reason = page.get_by_role("textbox", name="Reden van inzage")
        reason.fill("jaarlijkse controle")
        reason.press("Enter")
    page.wait_for_timeout(SETTLE_MS)


def _fill(page: Page, key: str) -> None:
    """Have a page show what it is for: a location, the newest lines of the log, a season."""
    page.locator(SETTLED).wait_for()
    if key == "locatie":
        page.get_by_role("combobox", name="Locatie", exact=True).click()
        page.get_by_role("option").first.click()
    elif key == "verantwoording":
        page.get_by_text("Logboek", exact=True).click()
        page.get_by_role("button", name="Toon regels").click()
        page.get_by_text("De nieuwste regels").wait_for()
    elif key == "seizoen":
        page.get_by_role("button", name="Seizoen verdelen").click()
        page.get_by_text("De rondes", exact=True).wait_for(timeout=300_000)
    page.wait_for_timeout(SETTLE_MS)


def _show_all(page: Page, width: int) -> None:
    height = page.locator('[data-testid="stMain"]').evaluate("one => one.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(int(height) + 20, 6000)})
    page.wait_for_timeout(SETTLE_MS)


def main() -> None:
    """Start a server on a copy of the demonstration region, and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "img")
    parser.add_argument("--whole", action="store_true", help="whole pages, not what fits on the screen")
    parser.add_argument("names", nargs="*", help="only these, such as start-boa or kaart")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        data = shutil.copytree(ROOT / "data", Path(home) / "data", ignore=NOT_DATA)
        command = [sys.executable, "-m", "risk_map.app.server", "--port", str(port)]
        environment = os.environ | {"RISK_MAP_DATA": str(data)}
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as server:
            try:
                address = f"http://127.0.0.1:{port}"
                _wait_for(address)
                with sync_playwright() as playwright:
                    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
                    take(browser, address, arguments.folder, set(arguments.names), whole=arguments.whole)
            finally:
                server.terminate()


def _wait_for(address: str) -> None:
    while True:
        try:
            requests.get(f"{address}/_stcore/health", timeout=1).raise_for_status()
        except requests.RequestException:
            time.sleep(0.1)
        else:
            return


if __name__ == "__main__":
    main()
