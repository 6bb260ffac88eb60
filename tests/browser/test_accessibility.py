"""For everybody: language, keyboard, screen reader, narrow screens. axe does not enter frames: the map is run apart."""

from __future__ import annotations

import pytest

from risk_map.app.pages import BY_KEY, PAGES
from risk_map.domain.subject import Role
from tests.browser import zoom
from tests.browser.axe import violations
from tests.browser.conftest import pages_of
from tests.browser.english import english

pytestmark = pytest.mark.browser

OVERFLOW = "one => one.scrollWidth - one.clientWidth"
BROKEN_WORDS = """() => [...document.querySelectorAll("table.rows :is(th, td)")].flatMap((cell) => {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    const broken = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (const word of node.data.matchAll(/[\\p{L}\\d]+/gu)) {
            const range = new Range();
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].length);
            if (new Set([...range.getClientRects()].map((box) => box.top)).size > 1) {
                broken.push(word[0]);
            }
        }
    }
    return broken;
})"""
LOOKS = {
    Role.REGIOCOORDINATOR: tuple(spec.key for spec in PAGES if spec.key != "beheer"),
    Role.COORDINATOR: ("start",),
    Role.BOA: ("start", "routelijst", "bevindingen", "signalen"),
    Role.AANDACHTSFUNCTIONARIS: ("start", "locatie", "signalen"),
    Role.BELEID: ("start", "hotspots"),
    Role.BEHEERDER: ("start", "verantwoording", "beheer"),
    Role.AUDITOR: ("start", "signalen", "verantwoording", "beheer"),
}
"""Looked at on a narrow screen too: every page as whoever sees most of it, and as who sees something else there."""


def test_every_role_and_every_page_is_looked_at():
    assert set(LOOKS) == set(Role)
    assert {key for keys in LOOKS.values() for key in keys} == set(BY_KEY)
    assert all(set(keys) <= {spec.key for spec in pages_of(role)} for role, keys in LOOKS.items())


@pytest.mark.parametrize("role", list(Role))
def test_no_page_has_a_barrier_each_fits_a_narrow_screen_and_none_says_anything_in_english(screen, server, role):
    # The fixture `screen` checks at the end that nothing was asked of another machine, on any of these pages.
    window = screen().become(server, role)
    for spec in pages_of(role):
        window.go(spec)
        if window.page.locator("iframe").count():
            window.page.frame_locator("iframe").first.locator(".leaflet-control-zoom-in").wait_for()
        assert window.page.evaluate("document.documentElement.lang") == "nl"
        for frame in window.page.frames:
            assert violations(frame) == [], spec.key
        assert window.page.evaluate(BROKEN_WORDS) == [], spec.key
        if spec.key in LOOKS[role]:
            assert zoom.trouble(window, zoom.NARROW) == [], spec.key
        if role is next(who for who, keys in LOOKS.items() if spec.key in keys):
            assert zoom.trouble(window, zoom.TWICE) == [], spec.key
            assert zoom.trouble(window, zoom.DESKTOP, text="200%") == [], spec.key
        window.page.set_viewport_size({"width": 1400, "height": 900})
        window.page.locator("details:not([open]) summary").evaluate_all("all => all.forEach((one) => one.click())")
        window.settle()
        assert english(window) == [], spec.key


def test_page_and_map_are_in_dutch(opened):
    assert opened.page.evaluate("document.documentElement.lang") == "nl"
    assert opened.frame.evaluate("document.documentElement.lang") == "nl"
    assert opened.page.locator(".st-key-kaartvak iframe").get_attribute("title") == "Kaart met risicolocaties"
    labels = opened.frame.evaluate(
        "[...document.querySelectorAll('a, button')].map((one) => one.textContent || one.title)"
    )
    assert "Selectie in beeld" in labels
    assert opened.frame.locator(".leaflet-control-zoom-in").get_attribute("title") == "Inzoomen"


def test_a_location_is_chosen_with_the_keyboard_alone(opened):
    first = opened.page.locator(".list button").first
    first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "Enter"):
        opened.page.keyboard.press(key)
    opened.page.locator(".list tbody tr").nth(1).and_(opened.chosen()).wait_for()
    opened.page.locator(".details h2").wait_for()


def test_the_list_is_one_stop_for_the_tab_key(opened):
    stops = "rows => rows.filter((button) => button.tabIndex === 0).length"
    assert opened.page.locator(".list button").evaluate_all(stops) == 1


def test_the_chosen_row_is_said_to_a_screen_reader(opened):
    opened.page.locator(".list button").nth(1).click()
    opened.chosen().wait_for()
    assert opened.chosen().locator("button").get_attribute("aria-current") == "true"


def test_a_chosen_location_is_for_everybody_on_any_screen_and_the_list_comes_below_the_map_on_a_phone(screen, server):
    opened = screen().open(server)
    opened.page.locator(".list button").first.click()
    opened.page.locator(".details").wait_for()
    for width in (1400, 390, 320):
        assert zoom.trouble(opened, {"width": width, "height": 844}) == [], width
        assert opened.page.locator(".details").evaluate(OVERFLOW) <= 0
        if width != 320:
            assert violations(opened.page.main_frame) == []
            assert violations(opened.frame) == []
    kaart = opened.page.locator(".st-key-kaartvak iframe").bounding_box()
    assert opened.page.locator(".list").bounding_box()["y"] > kaart["y"] + kaart["height"]
    assert kaart["height"] < 0.7 * 844
