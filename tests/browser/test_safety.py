"""What somebody typed stays text, an empty folder is explained, and a deep link on a fresh server passes the entry."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest

from risk_map.app.pages import PAGES
from risk_map.domain.frames import AREAS
from risk_map.domain.registers import LOCATIONS
from risk_map.store.folder import DataFolder

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
HIT = "window.top.hit = 1"
PAYLOADS = (
    f"<img src=x onerror='{HIT}'>",
    f"<svg onload='{HIT}'></svg>",
    f"</script><script>{HIT}</script>",
    f"`;{HIT};`",
    f"${{{HIT}}}",
    f"{{{{ {HIT} }}}}",
    f"'-({HIT})-'",
    f'";{HIT};"',
    f"\\';{HIT};//",
    f"\\u003cimg src=x onerror={HIT}\\u003e",
    f"[link](javascript:{HIT})",
    f"<iframe srcdoc='<script>{HIT}</script>'></iframe>",
)


@pytest.fixture(scope="module")
def hostile_server(start_server, demo_folder, tmp_path_factory):
    """A server on the demonstration region in which every address and every name of an area is an attack."""
    path = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(demo_folder, path)
    folder = DataFolder(path)
    for contract, column in ((LOCATIONS, "address"), (AREAS, "naam")):
        frame = folder.read(contract)
        folder.write(frame.assign(**{column: list(itertools.islice(itertools.cycle(PAYLOADS), len(frame)))}), contract)
    return start_server(path)


def test_text_that_somebody_typed_never_runs(screen, hostile_server):
    opened = screen().open(hostile_server)
    for row in range(len(PAYLOADS)):
        opened.page.locator(".list button").nth(row).click()
        opened.page.locator(".list tbody tr").nth(row).and_(opened.chosen()).wait_for()
        opened.page.locator(".details h2").wait_for()
    for position in opened.apart()[:6]:
        opened.page.mouse.move(*opened.place_of(position))
        opened.page.wait_for_timeout(60)
    opened.frame.evaluate("riskMap.state.marks.forEach((mark) => mark.openTooltip())")
    opened.page.wait_for_timeout(300)
    assert opened.page.evaluate("window.hit") is None
    assert opened.frame.evaluate("window.hit") is None


def test_text_that_somebody_typed_is_shown_as_typed(screen, hostile_server):
    opened = screen().open(hostile_server)
    shown = set(opened.page.locator(".list button").all_text_contents())
    assert shown == set(PAYLOADS)


def test_an_empty_data_folder_says_what_to_do(screen, start_server, tmp_path):
    page = screen().page
    page.goto(f"{start_server(tmp_path).address}/kaart")
    page.get_by_text("risk-map demo").first.wait_for()
    assert page.locator("iframe").count() == 0
    assert "Traceback" not in page.content()


@pytest.mark.parametrize("spec", PAGES[1:], ids=lambda spec: spec.key)
def test_a_deep_link_on_a_fresh_server_passes_the_entry_script(screen, start_server, site, spec):
    page = screen().page
    page.goto(f"{start_server(site).address}/{spec.key}")
    # The entry script draws the role chooser: the page on its own would stop with a sentence.
    page.get_by_role("combobox", name="Rol (demonstratie)").wait_for()
    assert page.title() == f"{spec.title} · Risicokaart"
    assert page.get_by_text("Deze pagina opent u via").count() == 0


def test_no_address_goes_over_the_wire_to_a_role_that_sees_none(screen, server):
    opened = screen().open(server)
    addresses = [text.encode() for text in opened.page.locator(".list button").all_text_contents()]
    assert all(address in b"".join(opened.received) for address in addresses)
    opened.received.clear()
    field = opened.page.get_by_role("combobox", name="Rol (demonstratie)")
    field.click()
    field.fill("beleid")
    field.press("Enter")
    opened.page.get_by_text("Scores zien mag alleen").wait_for()
    opened.page.wait_for_timeout(500)
    assert opened.received
    assert not [address for address in addresses if address in b"".join(opened.received)]
    assert opened.page.locator(".list, .details, iframe").count() == 0
