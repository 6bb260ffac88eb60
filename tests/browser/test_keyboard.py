"""With the keyboard alone: a coordinator decides and plans, a second one approves, issues and takes the lists along."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.conftest import PATIENCE_MS

pytestmark = pytest.mark.browser

MOST_TABS = 150


class Keys:
    """Somebody at a window who has no mouse."""

    def __init__(self, window):
        self.window, self.page = window, window.page

    def button(self, words):
        return self.page.get_by_role("button", name=words, exact=True)

    def reach(self, target):
        """Go on with Tab until something has the focus."""
        self.window.settle()
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if target.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError(f"the Tab key does not come to {target}")

    def press(self, words):
        self.reach(self.button(words))
        self.page.keyboard.press("Enter")

    def choose(self, label, words):
        self.reach(self.page.get_by_role("combobox", name=label, exact=True))
        self.page.keyboard.type(words)
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Escape")

    def write(self, label, words):
        self.reach(self.page.get_by_role("textbox", name=label))
        self.page.keyboard.type(words)

    def see(self, words):
        self.page.get_by_text(words).first.wait_for(timeout=PATIENCE_MS)


def test_a_round_is_decided_planned_approved_and_printed_without_a_mouse(screen, own_server):
    window = screen().open(own_server)
    keys = Keys(window)
    keys.choose("Gemeente", "Leusden")
    keys.press("Besluiten over deze selectie")
    keys.see("Locatie 1 van")
    keys.reach(window.page.get_by_role("radio", name="in een ronde", exact=True))
    window.page.keyboard.press("Space")
    keys.write("Wat pleit voor een bezoek?", "Twee eerdere bezoeken troffen niemand.")
    keys.write("Wat pleit tegen een bezoek?", "De vergunning is pas verleend.")
    keys.press("Leg het besluit vast")
    keys.see("Het besluit is vastgelegd.")

    keys.reach(window.page.get_by_role("link", name="Kaart", exact=True))
    window.page.keyboard.press("Enter")
    window.page.wait_for_url("**/kaart?*gemeente=*")
    keys.press("Plannen met deze selectie")
    places = window.page.get_by_role("combobox", name="Welke locaties doen mee")
    places.wait_for()
    assert places.input_value().startswith("de selectie van de kaart")
    keys.press("Verder: plannen")
    keys.see("Hoelang zoeken")
    keys.reach(window.page.get_by_role("radio", name="10 seconden: gebruikelijk"))
    window.page.keyboard.press("ArrowUp")
    keys.press("Plan de ronde")
    keys.see("Cijfers per team")
    keys.press("Verder: vaststellen")
    keys.see("Door het lot gekozen")
    for place in window.page.get_by_role("checkbox", name=re.compile("^Gezocht bij")).all():
        keys.reach(place)
        window.page.keyboard.press("Space")
    keys.press("Bewaar als concept")
    keys.see("De ronde is bewaard als concept.")
    keys.press("Keur goed")
    keys.see("twee verschillende mensen")

    keys.choose("Als", "tweede")
    keys.press("Keur goed")
    keys.see("De ronde is goedgekeurd.")
    keys.press("Geef uit aan de boa's")
    keys.see("De ronde is uitgegeven.")
    keys.press("Maak de routelijsten")
    keys.see("De routelijsten staan klaar.")
    keys.reach(window.page.get_by_role("button", name=re.compile(r"^Papier \(PDF\)")).first)
    with window.page.expect_download() as download:
        window.page.keyboard.press("Enter")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
