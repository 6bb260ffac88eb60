"""What Streamlit says while somebody works is Dutch; what they typed themselves stays as it is."""

from __future__ import annotations

import pytest

from risk_map.app.pages import BY_KEY
from risk_map.domain.subject import Role
from tests.browser.english import english

pytestmark = pytest.mark.browser


def test_what_streamlit_says_while_somebody_works_is_in_dutch_too(screen, server):
    window = screen().become(server, Role.REGIOCOORDINATOR)
    page = window.page
    page.get_by_role("button", name="Uitleg bij Als").hover()
    roles = page.get_by_role("combobox", name="Rol (demonstratie)", exact=True)
    roles.click()
    roles.fill("dat is er niet")
    page.get_by_text("Niets gevonden").wait_for(timeout=10_000)
    assert english(window) == []
    page.keyboard.press("Escape")
    window.go(BY_KEY["ronde"])
    page.get_by_text("Team 1", exact=True).first.click()
    page.get_by_role("textbox", name="Naam").first.press_sequentially("x")
    page.get_by_text("Enter: toepassen").wait_for()
    assert english(window) == []
    page.get_by_label("Menu inklappen").dispatch_event("click")
    page.get_by_label("Menu uitklappen").wait_for(timeout=10_000)
    assert english(window) == []
    page.get_by_label("Menu uitklappen").dispatch_event("click")  # the browser remembers it for the next window
    page.get_by_label("Menu inklappen").wait_for(state="attached", timeout=10_000)


def test_a_lost_connection_is_told_in_dutch(screen, server):
    window = screen().become(server, Role.REGIOCOORDINATOR)
    page = window.page
    page.context.set_offline(True)
    try:
        page.evaluate("window.newest.close()")
        told = page.get_by_role("dialog")
        told.get_by_text("De risicokaart antwoordt niet").wait_for()
        assert "Geen verbinding met de risicokaart" in told.inner_text()
        assert english(window) == []
    finally:
        page.context.set_offline(False)
    told.wait_for(state="detached")
    window.errors.clear()  # that it could not be reached


def test_a_file_that_is_refused_is_described_in_dutch(screen, server):
    window = screen().become(server, Role.REGIOCOORDINATOR)
    window.go(BY_KEY["seizoen"])
    field = window.page.locator("input[type=file]")
    for content, size in ((b"x" * 42, "42 B"), (b"x" * 1_230_000, "1,2 MB")):
        field.set_input_files({"name": "dag.txt", "mimeType": "text/plain", "buffer": content})
        chip = window.page.get_by_test_id("stFileChip").last
        chip.get_by_text(size, exact=True).wait_for(state="attached")
        assert chip.get_attribute("aria-label") == f"dag.txt, {size}"
        told = chip.get_by_role("alert", include_hidden=True)
        assert told.text_content() == "Fout: Een bestand van de soort text/plain kan hier niet."
    assert english(window) == []


def test_a_word_that_somebody_typed_stays_as_it_is(screen, server):
    window = screen().become(server, Role.REGIOCOORDINATOR)
    window.go(BY_KEY["ronde"])
    window.page.get_by_text("Team 1", exact=True).first.click()
    name = window.page.get_by_role("textbox", name="Naam").first
    name.fill("Clear all")
    name.press("Enter")
    window.settle()
    assert name.input_value() == "Clear all"
