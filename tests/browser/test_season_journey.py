"""A season in a real browser: choose, divide, keep it, open it again, and go on to Ronde."""

from __future__ import annotations

import json

import pytest

from risk_map.app.pages import BY_KEY
from risk_map.domain.subject import Role
from tests.browser.axe import violations
from tests.browser.conftest import PATIENCE_MS
from tests.browser.test_accessibility import OVERFLOW

pytestmark = pytest.mark.browser


def fits(window, width):
    window.page.set_viewport_size({"width": width, "height": 844})
    window.settle()
    assert window.page.evaluate("document.documentElement.scrollWidth") <= width
    assert window.page.locator("[data-testid=stMain]").evaluate(OVERFLOW) <= 0


def send(window, content):
    sent = {"name": "seizoen.json", "mimeType": "application/json", "buffer": content}
    window.page.get_by_text("Een seizoen openen dat u eerder bewaarde").click()
    window.page.locator("input[type=file]").set_input_files(sent)
    window.page.locator("button:not([disabled])", has_text="Open dit seizoen").wait_for()
    window.press("Open dit seizoen")


def test_a_season_is_divided_kept_opened_again_and_goes_on_to_ronde(screen, own_server):
    window = screen().become(own_server, Role.COORDINATOR)
    page = window.page
    window.go(BY_KEY["seizoen"])
    window.choose("Aantal rondes", "2")
    window.settle()
    window.press("Seizoen verdelen")
    page.get_by_role("button", name="Stop met de rondes tot nu toe").wait_for()
    page.get_by_role("table", name="De rondes").wait_for(timeout=PATIENCE_MS)
    window.settle()
    rounds = page.get_by_role("table", name="De rondes").locator("tbody tr")
    assert rounds.count() == 2
    assert violations(page.main_frame) == []
    said = rounds.nth(1).inner_text()
    with page.expect_download() as kept:
        page.get_by_role("button", name="Bewaar dit seizoen (JSON)").click()
    content = kept.value.path().read_bytes()
    assert len(json.loads(content)["rounds"]) == 2
    for width in (320, 390):
        fits(window, width)
    page.set_viewport_size({"width": 1400, "height": 900})
    page.reload()
    page.get_by_text("Er is nog geen seizoen").wait_for()
    window.settle()
    window.choose("Rol (demonstratie)", Role.COORDINATOR.label)
    window.settle()
    send(window, content)
    page.get_by_text("Het seizoen is geopend.").wait_for()
    window.settle()
    assert rounds.nth(1).inner_text() == said
    window.choose("Welke ronde bekijkt u", "Ronde 2")
    window.press("Plan deze ronde")
    page.wait_for_function("() => document.title.startsWith('Ronde')")
    window.settle()
    shown = [page.get_by_role("combobox", name=name, exact=True).input_value() for name in ("Dag", "Dienst van", "tot")]
    assert said.split(". ", 1)[1].startswith(shown[0])
    assert f"{shown[1]} tot {shown[2]}" in said
    part = page.get_by_role("combobox", name="Welke locaties doen mee", exact=True).input_value()
    assert part.startswith("uit het seizoen: ronde 2")
