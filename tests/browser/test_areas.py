"""Areas on the map: drawn, clicked, kept, counted, and taken along to another page; the map stays where it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

pytestmark = pytest.mark.browser

SIZE = "riskMap.state.points.size"


def frame_of(screen):
    return screen.page.frame_locator(".st-key-kaartvak iframe")


def tool(screen, name):
    frame_of(screen).get_by_role("button", name=name).click()


def at(screen, across, down):
    """Give a point of the map in pixels of the page."""
    box = screen.page.locator(".st-key-kaartvak iframe").bounding_box()
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def draw_rectangle(screen, first=(0.45, 0.35), last=(0.7, 0.6)):
    """Draw a rectangle and wait for the selection in it; give how many there were before."""
    before = screen.frame.evaluate(SIZE)
    tool(screen, "Rechthoek tekenen")
    screen.page.mouse.move(*at(screen, *first))
    screen.page.mouse.down()
    screen.page.mouse.move(*at(screen, (first[0] + last[0]) / 2, (first[1] + last[1]) / 2), steps=3)
    screen.page.mouse.move(*at(screen, *last), steps=3)
    screen.page.mouse.up()
    screen.map(f"{SIZE} < {before}")
    screen.settle()
    return before


def shown(screen):
    """Give how many locations the list says there are."""
    return int(screen.page.locator(".counts strong").first.inner_text().split()[0].replace(".", ""))


def test_a_drawn_rectangle_is_the_selection_of_map_and_list_and_can_be_wiped(opened):
    before = draw_rectangle(opened)
    opened.settle()
    inside = opened.frame.evaluate(SIZE)
    assert opened.page.locator(".list tbody tr").count() == inside == shown(opened)
    tool(opened, "Tekening wissen")
    opened.map(f"{SIZE} === {before}")
    opened.page.wait_for_url(lambda address: "tekening" not in address)


def test_the_button_that_wipes_a_drawing_covers_nothing_more_when_it_comes(screen, server):
    window = screen(1280, 800).open(server)
    tools = frame_of(window).get_by_role("group", name="Gebied kiezen")
    before = tools.bounding_box()["height"]
    assert not frame_of(window).get_by_role("button", name="Tekening wissen").is_visible()
    draw_rectangle(window)
    assert frame_of(window).get_by_role("button", name="Tekening wissen").is_visible()
    assert tools.bounding_box()["height"] == before


def test_a_polygon_is_closed_on_its_first_corner_and_a_second_area_counts_with_it(opened):
    everything = opened.frame.evaluate(SIZE)
    tool(opened, "Gebied tekenen")
    for across, down in ((0.6, 0.2), (0.95, 0.2), (0.8, 0.5), (0.6, 0.2)):
        opened.page.mouse.move(*at(opened, across, down))
        opened.page.mouse.click(*at(opened, across, down))
        opened.page.wait_for_timeout(150)
    opened.map(f"areaTools.tools.drawn.length === 1 && {SIZE} < {everything}")
    one = opened.frame.evaluate(SIZE)
    tool(opened, "Rechthoek tekenen")
    opened.page.mouse.move(*at(opened, 0.15, 0.45))
    opened.page.mouse.down()
    opened.page.mouse.move(*at(opened, 0.4, 0.7), steps=5)
    opened.page.mouse.up()
    opened.map(f"areaTools.tools.drawn.length === 2 && {SIZE} > {one}")


def test_escape_stops_a_drawing_and_nothing_is_sent(opened):
    opened.settle()
    tool(opened, "Gebied tekenen")
    before = opened.sent
    opened.page.mouse.click(*at(opened, 0.6, 0.4))
    opened.page.keyboard.press("Escape")
    opened.map("areaTools.tools.active === null")
    opened.page.wait_for_timeout(600)
    assert opened.sent == before


def test_clicking_a_buurt_chooses_it_and_clicking_it_again_takes_it_out(opened):
    everything = opened.frame.evaluate(SIZE)
    tool(opened, "Buurten kiezen")
    for _ in range(2):
        opened.page.mouse.click(*at(opened, 0.65, 0.4))
        opened.map(f"{SIZE} < {everything}")
        opened.page.wait_for_url("**buurt=*")
        opened.settle()
        opened.page.mouse.click(*at(opened, 0.65, 0.4))
        opened.map(f"{SIZE} === {everything}")


def test_drawing_view_and_choice_are_there_again_after_another_page(opened):
    draw_rectangle(opened)
    opened.page.mouse.move(*at(opened, 0.55, 0.5))
    opened.page.mouse.wheel(0, -300)
    opened.page.locator(".list button").first.click()
    opened.page.wait_for_url("**locatie=*")
    opened.map("riskMap.state.points.chosen !== null")
    opened.settle()
    before = opened.frame.evaluate(f"[riskMap.state.map.getZoom(), {SIZE}, riskMap.state.points.chosen]")
    opened.page.get_by_role("link", name="Start", exact=True).click()
    opened.page.locator(".st-key-kaartvak").wait_for(state="detached")
    opened.page.get_by_role("link", name="Kaart", exact=True).click()
    opened.map(f"{SIZE} === {before[1]} && areaTools.tools.drawn.length === 1")
    opened.chosen().wait_for()
    assert opened.frame.evaluate(f"[riskMap.state.map.getZoom(), {SIZE}, riskMap.state.points.chosen]") == before


def test_all_addresses_are_one_canvas_and_are_not_sent_again_at_a_click(opened):
    opened.page.get_by_text("als stippen").click()
    opened.map("riskMap.state.dots !== null")
    assert opened.frame.evaluate("riskMap.state.dots._square.length") > 60_000
    opened.settle()
    opened.received.clear()
    opened.page.locator(".list button").first.click()
    opened.chosen().wait_for()
    opened.page.locator(".details").wait_for()
    assert sum(map(len, opened.received)) < 60_000
    opened.page.get_by_text("als stippen").click()
    opened.map("riskMap.state.dots === null")


def test_a_selection_is_kept_under_a_name_and_chosen_again(opened):
    draw_rectangle(opened)
    inside = opened.frame.evaluate(f"() => {{ window.mark = 1; return {SIZE}; }}")
    opened.page.get_by_role("tab", name="Bewaren en uitvoer").click()
    opened.page.get_by_role("textbox", name="Naam van het gebied").fill("Rond het bos")
    opened.press("Bewaar deze keuze")
    opened.page.get_by_text("Het gebied is bewaard.").wait_for()
    opened.settle()  # the field is empty again
    opened.page.get_by_role("textbox", name="Naam van het gebied").fill("Rond het bos")
    opened.press("Bewaar deze keuze")
    opened.page.get_by_text("Er is al een gebied met deze naam.").wait_for()
    opened.press("Wis alle filters")
    opened.map(f"{SIZE} > {inside}")
    opened.page.get_by_role("tab", name="Bewaren en uitvoer").click()
    opened.press("Kies dit gebied")
    opened.map(f"{SIZE} === {inside} && areaTools.tools.drawn.length === 1")
    # What was said above the map came and went, and the map stayed.
    assert opened.frame.evaluate("window.mark === 1")


def test_a_selection_is_decided_about_one_location_after_the_other(opened):
    draw_rectangle(opened)
    opened.settle()
    amount = shown(opened)
    first, second = opened.page.locator(".list button").all_inner_texts()[:2]
    opened.page.get_by_role("button", name="Besluiten over deze selectie").click()
    opened.page.get_by_text(f"Locatie 1 van {amount} in uw selectie").wait_for()
    opened.page.get_by_role("heading", name=first).wait_for()
    opened.press("Volgende")
    opened.page.get_by_text(f"Locatie 2 van {amount} in uw selectie").wait_for()
    opened.page.get_by_role("heading", name=second).wait_for()


def test_scores_leave_as_a_file_only_with_a_reason(opened, site, tmp_path):
    opened.page.get_by_role("tab", name="Bewaren en uitvoer").click()
    button = opened.page.get_by_role("button", name="(GeoPackage)")
    assert button.is_disabled()
    field = opened.page.get_by_role("textbox", name="Reden van de uitvoer")
    field.fill("overleg van dinsdag")
    field.press("Enter")
    opened.page.locator('[data-testid="stDownloadButton"] button:not([disabled])').wait_for()
    with opened.page.expect_download() as started:
        button.click()
    path = tmp_path / "kaart.gpkg"
    started.value.save_as(path)
    assert path.read_bytes().startswith(b"SQLite format 3")
    with closing(sqlite3.connect(site / "risk_map.db")) as store:
        assert store.execute("SELECT reason, actor_role FROM stated_reason ORDER BY seq DESC").fetchone() == (
            "overleg van dinsdag",
            "regiocoordinator",
        )
        deeds = store.execute(
            "SELECT action, origin FROM audit WHERE actor_role = 'regiocoordinator' ORDER BY seq"
        ).fetchall()
    assert ("export_scores", "app") in deeds[deeds.index(("state_reason", "app")) + 1 :]
