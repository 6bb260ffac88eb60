"""The route list on a phone: readable at 320 and 390 pixels, without a script, without a request, without barriers."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from risk_map.reporting.route_html import render_html
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.reporting.route_example import map_of, sheet_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: `make test` installs it"),
]
AXE_TAGS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("phone") / "list.html"
    path.write_text(render_html(sheet_of(), map_of()), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser, address):
    contexts = []

    def go(width, **options):
        context = browser.new_context(viewport={"width": width, "height": 800}, offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.goto(address)
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_fits_the_screen_offline_without_a_script_and_asks_for_nothing(visit, address, width):
    page = visit(width, java_script_enabled=False)
    assert page.locator("article").count() == 2
    assert page.asked == [address]
    assert page.said == []
    with_script = visit(width)
    assert with_script.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_no_barrier(visit, width):
    page = visit(width, bypass_csp=True)
    found = Axe().run(page, options=AXE_TAGS)
    assert not found.violations_count, found.generate_report()


def test_a_choice_can_be_made_with_a_thumb_and_with_the_keyboard(visit):
    page = visit(320)
    choice = page.get_by_role("group", name="1. mensen slapen").first.get_by_role("radio", name="verteld")
    assert page.locator(".answers label").first.bounding_box()["height"] >= 44
    choice.focus()
    page.keyboard.press("Space")
    assert choice.is_checked()
    page.keyboard.press("ArrowRight")
    assert not choice.is_checked()
