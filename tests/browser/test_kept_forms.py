"""What somebody typed or ticked and did not save, in a real browser: who leaves only has to click on the menu."""

from __future__ import annotations

import pytest

from risk_map.app.pages import BY_KEY
from risk_map.domain.subject import Role

pytestmark = pytest.mark.browser


def test_what_is_being_typed_about_a_location_is_there_again_after_a_click_on_the_menu(screen, own_server):
    window = screen().become(own_server, Role.REGIOCOORDINATOR)
    page = window.page
    window.go(BY_KEY["locatie"])
    window.choose("Locatie", "hotel")
    window.settle()
    written = page.get_by_role("textbox", name="Wat pleit voor een bezoek?")
    page.get_by_role("textbox", name="Wat pleit tegen een bezoek?").fill("de vergunning is op orde")
    written.press_sequentially("acht slaapplaatsen")  # the cursor is still there
    window.go(BY_KEY["start"])
    window.go(BY_KEY["locatie"])
    assert written.input_value() == "acht slaapplaatsen"
    assert page.get_by_role("textbox", name="Wat pleit tegen een bezoek?").input_value() == "de vergunning is op orde"
    assert "slaap" not in page.url


def test_boxes_of_a_stop_that_were_ticked_are_there_again_and_gone_once_they_are_recorded(screen, own_server):
    window = screen().become(own_server, Role.BOA)
    page = window.page
    ticked = page.locator(".findings input:checked")
    stop = page.get_by_role("combobox", name="Plaats", exact=True)
    window.go(BY_KEY["bevindingen"])
    page.locator(".findings input").first.focus()
    page.keyboard.type("gn")
    page.get_by_role("radio", name="geen bevinding", exact=True).check(force=True)
    first = stop.input_value()
    window.go(BY_KEY["start"])
    window.go(BY_KEY["bevindingen"])
    assert [one.get_attribute("value") for one in ticked.all()] == ["gezien", "niet_gezien", "geen_bevinding"]
    window.press("Leg vast")
    page.get_by_text("Vastgelegd: ").wait_for()
    window.settle()
    assert ticked.count() == 0
    window.choose("Plaats", first)
    window.settle()
    assert stop.input_value() == first
    assert ticked.count() == 0


def test_a_place_that_another_window_recorded_meanwhile_is_not_replaced_unseen(screen, own_server):
    first, second = (screen().become(own_server, Role.BOA) for _ in range(2))
    for window in (first, second):
        window.go(BY_KEY["bevindingen"])
        window.page.get_by_role("radio", name="geen bevinding", exact=True).wait_for(state="attached")
    stop = first.page.get_by_role("combobox", name="Plaats", exact=True).input_value()
    ticked = second.page.locator(".findings input:checked")
    for window, words in ((first, ["geen bevinding"]), (second, ["niet bezocht", "niemand aanwezig"])):
        for name in words:
            window.page.get_by_role("radio", name=name).check(force=True)
        window.press("Leg vast")
        window.settle()
    assert first.page.get_by_text("Vastgelegd: ").count() == 1
    assert second.page.get_by_role("combobox", name="Plaats", exact=True).input_value() == stop
    assert second.page.get_by_text("Al vastgelegd: geen bevinding").count() == 1
    assert second.page.get_by_text("niet vastgelegd en staat er nog").count() == 1
    assert ticked.count() == 2
    second.press("Leg de correctie vast")
    second.page.get_by_text("Vastgelegd: ").wait_for()


def test_boxes_that_one_role_ticked_are_not_there_for_another(screen, own_server):
    window = screen().become(own_server, Role.BOA)
    ticked = window.page.locator(".findings input:checked")
    window.go(BY_KEY["bevindingen"])
    window.page.locator(".findings input").first.focus()
    window.page.keyboard.type("g")
    assert ticked.count() == 1
    window.choose("Rol (demonstratie)", Role.REGIOCOORDINATOR.label)
    window.page.get_by_text("leggen de boa's van deze ronde hun bezoeken zelf vast").wait_for()
    window.settle()
    assert ticked.count() == 0
    window.choose("Rol (demonstratie)", Role.BOA.label)
    window.settle()
    window.page.locator(".findings form").wait_for()
    assert ticked.count() == 0


def test_the_name_of_an_area_that_is_refused_stays_in_its_field(screen, own_server):
    window = screen().open(own_server)
    window.page.get_by_role("tab", name="Bewaren en uitvoer").click()
    name = window.page.get_by_role("textbox", name="Naam van het gebied")
    for said, left in (("Het gebied is bewaard.", ""), ("Er is al een gebied met deze naam.", "Rond het bos")):
        name.fill("Rond het bos")
        window.press("Bewaar deze keuze")
        window.page.get_by_text(said).wait_for()
        window.settle()
        assert name.input_value() == left


def test_who_loads_the_page_anew_is_asked_first_while_something_is_not_saved(screen, own_server):
    window = screen().become(own_server, Role.REGIOCOORDINATOR)
    page, asked = window.page, []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    window.go(BY_KEY["locatie"])
    window.choose("Locatie", "hotel")
    window.settle()
    page.reload()
    window.settle()
    assert asked == []
    page.get_by_role("textbox", name="Wat pleit voor een bezoek?").fill("acht slaapplaatsen")
    window.go(BY_KEY["start"])
    page.reload()
    assert asked == ["beforeunload"]


def test_a_reason_that_is_pasted_too_long_stays_and_says_so(screen, own_server):
    window = screen().become(own_server, Role.REGIOCOORDINATOR)
    page, long = window.page, "ruim " * 70
    window.go(BY_KEY["locatie"])
    window.choose("Locatie", "hotel")
    window.settle()
    written = page.get_by_role("textbox", name="Wat pleit voor een bezoek?")
    written.focus()
    page.keyboard.insert_text(long)
    page.get_by_text("Gezocht, niets gevonden").click()
    page.locator("label").filter(has_text="In een ronde").first.click()
    window.press("Leg het besluit vast")
    page.get_by_text(f"{len(long.strip())} tekens, hoogstens 280").wait_for()
    assert written.input_value() == long
