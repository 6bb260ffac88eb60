"""The page Kaart in a real browser: offline, the map stays put, map and list choose the same location."""

from __future__ import annotations

import pytest

from risk_map.app.pages import BY_KEY
from risk_map.domain.subject import Role

pytestmark = pytest.mark.browser

MARK = "window.mark = 1"
IS_MARKED = "window.mark === 1"
UNDER_A_CONTROL = """() => {
    const points = riskMap.state.points;
    const lies = ({ x, y, r }, { left, right, top, bottom }) => {
        return x + r > left && x - r < right && y + r > top && y - r < bottom;
    };
    const controls = [...document.querySelectorAll(".leaflet-control")].map((one) => one.getBoundingClientRect());
    const places = points.positions().map((position) => points.pixelOf(position));
    return places.filter((place) => controls.some((box) => lies(place, box))).length;
}"""


def choose_municipality(screen, name="Leusden"):
    """Choose a municipality and wait until map and list show other locations: the list comes after the map."""
    before = screen.frame.evaluate("riskMap.state.points.size")
    screen.choose("Gemeente", name)
    screen.page.keyboard.press("Escape")
    screen.map(f"riskMap.state.points.size !== {before}")
    screen.settle()


def look_at(screen, lat, lon, zoom):
    # As somebody who moved the map by hand: until then it fits itself to the frame.
    view = f"riskMap.state.map.setView([{lat}, {lon}], {zoom}, {{ animate: false }});"
    screen.frame.evaluate(f"() => {{ riskMap.state.moved = true; {view} }}")


def test_nothing_is_ever_asked_of_another_machine(opened):
    # The fixture `screen` checks at the end that the list of foreign requests is empty.
    choose_municipality(opened)
    look_at(opened, 52.13, 5.42, 15)
    opened.page.locator(".list button").first.click()
    opened.page.wait_for_url("**locatie=*")
    assert opened.foreign == []


def test_the_map_says_that_the_data_are_fictional_and_where_their_totals_come_from(opened):
    frame = opened.page.frame_locator(".st-key-kaartvak iframe")
    assert frame.locator(".fictional").inner_text() == "Fictieve gegevens"
    assert "Verzonnen kaart; totalen per buurt: CBS" in frame.locator(".leaflet-control-attribution").inner_text()
    assert "Fictieve gegevens" in opened.page.locator(".fictional").first.inner_text()


def test_a_click_on_a_location_shows_it_in_list_and_details(opened):
    position = opened.apart()[0]
    opened.click_location(position)
    opened.page.locator(f'.list tr.chosen[data-position="{position}"]').wait_for()
    address = opened.chosen().locator("button").inner_text()
    opened.page.locator(".details h2", has_text=address).wait_for()


def test_the_same_location_can_be_chosen_again_after_another(opened):
    first, second = opened.apart()[:2]
    for position in (first, second, first, second):
        opened.click_location(position)
        opened.page.locator(f'.list tr.chosen[data-position="{position}"]').wait_for()
        opened.page.locator(".details").wait_for()


def test_after_the_details_are_closed_the_same_location_can_be_chosen_again(opened):
    position = opened.apart()[0]
    opened.click_location(position)
    opened.press("Sluit uitleg")
    opened.page.locator(".details").wait_for(state="detached")
    opened.click_location(position)
    opened.page.locator(".details h2").wait_for()


def test_a_filter_and_a_choice_leave_the_frame_and_its_zoom_alone(opened):
    opened.frame.evaluate(MARK)
    look_at(opened, 52.135, 5.43, 13.5)
    choose_municipality(opened)
    opened.click_location(opened.apart()[0])
    opened.chosen().wait_for()
    assert opened.frame.evaluate(IS_MARKED)
    assert opened.frame.evaluate("riskMap.state.map.getZoom()") == 13.5


def test_filters_do_not_pile_up_canvases(opened):
    canvases = "document.querySelectorAll('canvas').length"
    before = opened.frame.evaluate(canvases)
    for name in ("Leusden", "Zeist", "Bunnik"):
        choose_municipality(opened, name)
    assert opened.frame.evaluate(canvases) == before


def test_panning_and_zooming_send_nothing(opened):
    opened.settle()
    before = opened.sent
    box = opened.page.locator(".st-key-kaartvak iframe").bounding_box()
    x, y = box["x"] + 60, box["y"] + box["height"] - 80
    opened.page.mouse.move(x, y)
    opened.page.mouse.down()
    opened.page.mouse.move(x + 80, y - 60, steps=4)
    opened.page.mouse.up()
    opened.page.mouse.wheel(0, -300)
    opened.page.wait_for_timeout(800)
    assert opened.sent == before


def test_a_location_chosen_in_the_list_comes_into_view(opened):
    look_at(opened, 52.0, 5.0, 15)
    opened.page.locator(".list button").first.click()
    opened.chosen().wait_for()
    opened.map("riskMap.state.points.chosen !== null")
    inside = "riskMap.state.map.getBounds().contains(riskMap.state.points.latLngOf(riskMap.state.points.chosen))"
    opened.map(inside)


def test_map_and_list_show_the_same_selection(opened):
    choose_municipality(opened)
    in_list = opened.page.locator(".list tbody tr").evaluate_all(
        "rows => rows.map((row) => Number(row.dataset.position))"
    )
    on_map = opened.frame.evaluate("riskMap.state.points.positions()")
    assert len(in_list) > 0
    assert set(on_map) <= set(in_list)
    shown = int(opened.page.locator(".counts strong").inner_text().split()[0].replace(".", ""))
    assert shown == len(in_list)


def test_a_choice_can_be_shared_as_a_link(opened, screen, server):
    choose_municipality(opened)
    opened.page.locator(".list button").nth(2).click()
    opened.page.wait_for_url("**locatie=*")
    address = opened.chosen().locator("button").inner_text()
    other = screen().open(server, opened.page.url.removeprefix(server.address))
    other.chosen().wait_for()
    assert other.chosen().locator("button").inner_text() == address
    assert other.page.locator(".list tbody tr").count() == opened.page.locator(".list tbody tr").count()


def test_the_back_button_goes_back_to_the_location_before(opened):
    for row in (0, 1):
        before = opened.page.url
        opened.page.locator(".list button").nth(row).click()
        opened.page.locator(".list tbody tr").nth(row).and_(opened.chosen()).wait_for()
        opened.page.wait_for_url(lambda url, before=before: url != before)
        opened.settle()
    opened.page.go_back()
    opened.page.locator(".list tbody tr").nth(0).and_(opened.chosen()).wait_for()


def test_all_filters_can_be_cleared_at_once(opened):
    everything = opened.frame.evaluate("riskMap.state.points.size")
    choose_municipality(opened)
    opened.press("Wis alle filters")
    opened.map(f"riskMap.state.points.size === {everything}")
    opened.page.wait_for_url(lambda address: "gemeente" not in address)


def test_a_link_to_a_location_that_does_not_exist_shows_the_map(screen, server):
    opened = screen().open(server, "/kaart?locatie=<script>alert(1)</script>&gemeente=Nergens")
    assert opened.chosen().count() == 0
    assert opened.page.locator(".list tbody tr").count() > 0


def test_the_map_of_a_coordinator_opens_on_the_own_municipality_with_the_others_around_it(screen, server):
    window = screen().become(server, Role.COORDINATOR)
    window.go(BY_KEY["kaart"])
    window.map("riskMap.state.points.size > 0")
    window.settle()
    own = "riskMap.state.points.bounds()"
    assert window.frame.evaluate(f"riskMap.state.map.getBounds().contains({own})")
    assert window.frame.evaluate(f"{own}.getCenter().distanceTo(riskMap.state.map.getCenter())") < 3000
    assert window.frame.evaluate("riskMap.state.outlines.size") > 4
    for width in (1280, 390):
        window.page.set_viewport_size({"width": width, "height": 900})
        window.settle()
        assert window.frame.evaluate(UNDER_A_CONTROL) == 0, width
    window.page.set_viewport_size({"width": 1400, "height": 900})
    window.settle()
    zoom = window.frame.evaluate("riskMap.state.map.getZoom()")
    everybody = screen().open(server)
    everybody.settle()
    assert zoom > everybody.frame.evaluate("riskMap.state.map.getZoom()")


NAMES = '[...document.querySelectorAll(".name span:not([hidden])")]'
TOWNS = {"Bunnik", "Leusden", "Woudenberg", "Zeist"}


def names_at(opened, zoom):
    opened.frame.evaluate(f"() => {{ riskMap.state.map.setZoom({zoom}, {{ animate: false }}); }}")
    assert opened.frame.evaluate(
        f"""() => {{
            const boxes = {NAMES}.map((one) => one.getBoundingClientRect());
            return boxes.every((a, at) => boxes.slice(at + 1).every((b) =>
                a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top));
        }}"""
    )
    return set(opened.frame.evaluate(f"{NAMES}.map((one) => one.textContent)"))


def test_villages_have_their_name_from_where_a_municipality_fits_and_no_name_lies_over_another(opened):
    assert set(opened.frame.evaluate(f"{NAMES}.map((one) => one.textContent)")) == TOWNS
    fits = opened.frame.evaluate(
        """Math.min(...Object.values(window).find((one) => one?.towns).towns.map(
            ([south, west, north, east]) => riskMap.state.map.getBoundsZoom([[south, west], [north, east]])))"""
    )
    assert names_at(opened, fits) > TOWNS | {"Odijk", "Werkhoven", "Austerlitz", "Achterveld", "Den Dolder"}
    assert "Austerlitz" not in names_at(opened, fits - 0.5)
    assert "Hamershof" in names_at(opened, 14)
