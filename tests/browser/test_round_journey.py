"""A round in a real browser: a coordinator plans and stops the search; an inspector records on a phone."""

from __future__ import annotations

import re
from itertools import combinations
from math import hypot

import pytest

from risk_map.app.pages import BY_KEY
from risk_map.domain.subject import Role
from tests.browser.axe import violations
from tests.browser.conftest import PATIENCE_MS

pytestmark = pytest.mark.browser

OVERFLOW = "one => one.scrollWidth - one.clientWidth"
MENU_IS_OPEN = "() => document.querySelector('[data-testid=stSidebar]').getBoundingClientRect().right > 200"
MENU_IS_AWAY = MENU_IS_OPEN.replace("> 200", "<= 0")
PHONE = {"width": 390, "height": 844}


def drawn(window):
    """Give how many routes are on the map."""
    frame = next((one for one in window.page.frames if "streamlit_folium" in one.url), None)
    return frame.evaluate("typeof riskMap === 'undefined' ? 0 : riskMap.state.drawn ?? 0") if frame else 0


def test_a_coordinator_plans_stops_the_search_and_sees_the_routes_on_map_and_bars(screen, own_server):
    window = screen().become(own_server, Role.REGIOCOORDINATOR)
    page = window.page
    window.go(BY_KEY["ronde"])
    window.press("Verder: plannen")
    page.get_by_text("30 seconden: grondig").click()
    window.settle()
    window.press("Plan de ronde")
    page.get_by_text("Zoeken naar de beste ronde").wait_for(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Stop met het beste tot nu toe").click()
    page.get_by_text("Cijfers per team").wait_for(timeout=PATIENCE_MS)
    window.settle()
    window.page.frame_locator("iframe").locator(".leaflet-control-zoom-in").wait_for()
    for _ in range(200):
        if drawn(window) == 2:
            break
        page.wait_for_timeout(50)
    assert drawn(window) == 2
    frame = page.frame_locator("iframe")
    # No white edge lies over the line of another team, and no mark over another.
    lines = frame.locator(".leaflet-routes-pane path[stroke-width='8'], .leaflet-routes-pane path[stroke-width='4']")
    widths = lines.evaluate_all("paths => paths.map((path) => path.getAttribute('stroke-width'))")
    assert widths == ["8", "8", "4", "4"]
    marks = [mark.bounding_box() for mark in frame.locator(".stop-mark").all()]
    for one, other in combinations(marks, 2):
        assert hypot(one["x"] - other["x"], one["y"] - other["y"]) > 25
    assert page.locator(".timeline .visit").count() == page.locator("table tbody td[data-name=Aankomst]").count() > 0
    for tab in page.get_by_role("tab").all():
        tab.click()
        window.settle()
        assert violations(page.main_frame) == [], tab.inner_text()
    window.press("Verder: vaststellen")
    page.get_by_text("Een ander dan u keurt de ronde daarna goed.").wait_for()
    window.settle()
    people = page.get_by_role("combobox", name=re.compile("^Boa's van")).first
    people.click()
    people.press_sequentially("iemand.anders")
    page.get_by_text("Voeg toe: iemand.anders").wait_for()
    people.press("Escape")
    assert violations(page.main_frame) == []


def test_an_inspector_opens_the_list_on_a_phone_and_records_with_the_keyboard(screen, own_server):
    window = screen().become(own_server, Role.BOA)
    page = window.page
    window.go(BY_KEY["routelijst"])
    page.set_viewport_size(PHONE)
    button = page.get_by_role("button", name="Bevinding vastleggen").first
    button.wait_for()
    assert button.bounding_box()["height"] >= 44
    assert page.locator("[data-testid=stMain]").evaluate(OVERFLOW) <= 0
    button.click()
    form = page.locator(".findings form")
    form.wait_for()
    assert page.locator("[data-testid=stMain]").evaluate(OVERFLOW) <= 0
    assert form.locator("label").first.bounding_box()["height"] >= 44
    boxes = form.locator("fieldset.box").count()
    first = page.locator("h2").first.inner_text()
    form.locator("input").first.focus()
    page.keyboard.type("g" + "n" * (boxes - 1) + "22")
    page.keyboard.press("Enter")
    page.get_by_text(f"Vastgelegd: {first[:2]}").wait_for()
    page.wait_for_function("before => document.querySelector('h2')?.innerText !== before", arg=first)
    # Whoever just recorded a stop types on at the next one.
    form.locator("fieldset.box").first.locator("input:focus").wait_for(state="attached")
    page.keyboard.press("Tab")
    assert form.locator("fieldset.box").nth(1).locator("input:focus").count() == 1
    page.get_by_role("radio", name="niet bezocht", exact=True).check(force=True)
    assert form.locator("fieldset.box:visible").count() == 0
    window.press("Leg vast")
    form.get_by_text("Kies waarom niet.").wait_for()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    page.get_by_text("niet bezocht.").first.wait_for()
    page.get_by_text("2 van ").first.wait_for()


def test_the_menu_of_a_narrow_window_makes_way_for_the_page_that_is_chosen_in_it(screen, own_server):
    window = screen(**PHONE)
    page = window.page
    page.goto(own_server.address)
    window.settle()
    page.locator("[data-testid=stExpandSidebarButton]").click()
    page.wait_for_function(MENU_IS_OPEN)
    window.go(BY_KEY["hotspots"])
    page.wait_for_function(MENU_IS_AWAY)
    # A wide window of the same browser keeps its menu.
    wide = screen().become(own_server, Role.REGIOCOORDINATOR).page
    assert wide.evaluate(MENU_IS_OPEN)


def switch(window, what, press):
    window.page.get_by_role("textbox", name=f"Reden van het {what}").fill("rekenfout onderzocht en hersteld")
    window.page.get_by_text(f"Ik wil het model nu overal {what}").click()
    assert violations(window.page.main_frame) == []
    window.press(press)
    window.page.get_by_text(f"Het model staat nu overal {what[:3]}.").wait_for()
    window.settle()


def test_the_model_is_switched_off_everywhere_and_on_again(screen, own_server):
    window = screen().become(own_server, Role.REGIOCOORDINATOR)
    notice = window.page.get_by_text("Het model staat uit: er zijn nu geen berekende scores")
    for what, press, is_off in (("uitzetten", "Zet het model uit", 1), ("aanzetten", "Zet het model aan", 0)):
        window.go(BY_KEY["verantwoording"])
        window.page.get_by_text("Het model aan of uit", exact=True).first.click()
        window.page.get_by_role("button", name=press).wait_for()
        switch(window, what, press)
        assert notice.count() == is_off
        window.go(BY_KEY["kaart"])
        window.map("riskMap.state.points.size > 0")
        assert notice.count() == is_off
        assert violations(window.page.main_frame) == []
