"""What somebody typed stays text, an empty folder is explained, and a deep link on a fresh server passes the entry."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import date
from urllib.parse import quote

import pytest
import requests
from playwright.sync_api import expect

from risk_map.app.pages import BY_KEY, PAGES
from risk_map.domain.subject import Role
from risk_map.workflow.planning_request import Area, Crew, RoundRequest
from risk_map.workflow.season_file import season_text
from tests.browser.conftest import free_port, pages_of
from tests.browser.hostile import ATTACKED, LOGGED, PAYLOADS, ROUND, SIGNAL, attack, pieces

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def hostile_data(demo_folder, tmp_path_factory):
    """The demonstration region in which every text that anybody could write is an attack."""
    path = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(demo_folder, path)
    attack(path)
    return path


@pytest.fixture(scope="module")
def hostile_server(start_server, hostile_data):
    return start_server(hostile_data)


def nothing_ran(opened):
    opened.page.wait_for_timeout(300)
    assert opened.page.evaluate("window.hit") is None
    assert [frame.evaluate("window.hit") for frame in opened.page.frames] == [None] * len(opened.page.frames)


def test_there_are_forty_attacks():
    assert len(set(PAYLOADS)) == 40


def test_an_address_without_a_page_says_so_in_dutch_and_the_first_page_has_one_address(server):
    def get(path):
        return requests.get(
            f"{server.address}{path}", headers={"accept": "text/html"}, timeout=10, allow_redirects=False
        )

    nowhere = get("/bestaatniet")
    assert nowhere.status_code == 404
    assert "Deze pagina bestaat niet" in nowhere.text
    assert get("/start").headers["location"] == "/"
    assert all(get(f"/{spec.key}").status_code == 200 for spec in PAGES[1:])
    assert get("/").status_code == 200


def test_text_that_somebody_typed_never_runs_on_the_map(screen, hostile_server):
    opened = screen().open(hostile_server)
    for row in range(5):
        opened.page.locator(".list button").nth(row).click()
        opened.page.locator(".list tbody tr").nth(row).and_(opened.chosen()).wait_for()
        opened.page.locator(".details h2").wait_for()
    for position in opened.apart()[:6]:
        opened.page.mouse.move(*opened.place_of(position))
        opened.page.wait_for_timeout(60)
    for position in opened.frame.evaluate("riskMap.state.points.positions()"):
        opened.frame.evaluate("position => riskMap.state.points.tell(position)", position)
        assert opened.frame.locator(".leaflet-tooltip").inner_text().strip()
    for name in ("Samenvatting", "Bewaren en uitvoer"):
        opened.page.get_by_role("tab", name=name).click()
        opened.settle()
    opened.page.get_by_role("combobox", name="Bewaarde gebieden").click()
    assert opened.page.get_by_role("option").count() > 5
    nothing_ran(opened)


def test_text_that_somebody_typed_is_shown_as_typed(screen, hostile_server):
    opened = screen().open(hostile_server)
    shown = set(opened.page.locator(".list button").all_text_contents())
    assert shown == set(PAYLOADS)


def test_text_that_somebody_typed_never_runs_on_the_page_of_a_location(screen, hostile_server):
    opened = screen()
    opened.page.goto(f"{hostile_server.address}/locatie?locatie={ATTACKED}")
    opened.page.locator(".details").wait_for()
    opened.settle()
    text = opened.page.locator("table.rows").all_text_contents()
    assert all("".join(text).count(payload) >= 2 for payload in PAYLOADS)
    opened.page.get_by_role("combobox", name="Locatie").click()
    assert opened.page.get_by_role("option").count() > 5
    nothing_ran(opened)


def part_of_page(window, words):
    window.page.get_by_role("radiogroup", name="Onderdeel").get_by_text(words, exact=True).click()
    window.settle()


def tables(window):
    return " ".join(window.page.locator("table.rows").all_text_contents())


def holds(text, limit=None):
    """Say which attacks a text does not hold as they were typed."""
    return [payload for payload in PAYLOADS if payload[:limit] not in text]


def look_through_list(window, name):
    field = window.page.get_by_role("combobox", name=name, exact=True).first
    field.click()
    window.page.get_by_role("option").first.wait_for()
    assert window.page.get_by_role("option").count() > 5
    field.press("Escape")


def test_rounds_and_teams_are_shown_as_typed(screen, hostile_server):
    window = screen()
    for key in ("ronde", "routelijst", "bevindingen"):
        window.page.goto(f"{hostile_server.address}/{key}?ronde={ROUND}")
        window.page.get_by_role("combobox", name="Ronde", exact=True).wait_for()
        window.settle()
        if key == "ronde":
            assert holds(tables(window), 80) == []
            look_through_list(window, "Ronde")
        if key == "routelijst":
            shown = window.page.get_by_role("radiogroup", name="Team").inner_text()
            assert holds(shown, 80) == []
        nothing_ran(window)


def test_signals_and_what_was_done_with_them_are_shown_as_typed(screen, hostile_server):
    window = screen()
    window.page.goto(f"{hostile_server.address}/signalen")
    look_through_list(window, "Open een signaal")
    window.page.goto(f"{hostile_server.address}/signalen?signaal={SIGNAL}")
    window.page.get_by_text("Wat er bekend is").wait_for()
    window.page.get_by_text("Toon de notities").click()
    window.settle()
    assert holds(tables(window), 40) == []
    assert holds(window.page.locator(".st-key-signaal").inner_text()) == []
    nothing_ran(window)


def test_the_log_the_roles_and_the_imports_are_shown_as_typed(screen, hostile_server):
    window = screen().become(hostile_server, Role.AUDITOR)
    window.go(BY_KEY["verantwoording"])
    part_of_page(window, "Logboek")
    window.choose("Periode", "31")
    window.page.get_by_label("Alleen over deze locatie").fill(LOGGED)
    window.press("Toon regels")
    window.page.get_by_text("De nieuwste regels").wait_for()
    window.settle()
    assert holds(tables(window)) == []
    nothing_ran(window)
    window.go(BY_KEY["beheer"])
    assert holds(tables(window)) == []
    part_of_page(window, "Gebruikers en rollen")
    assert holds(tables(window)) == []
    nothing_ran(window)


def test_no_page_runs_what_somebody_typed(screen, hostile_server):
    # As the role that has most pages, then those that it does not have as the first role that does.
    left = list(PAGES)
    for role in sorted(Role, key=lambda one: -len(pages_of(one))):
        mine = [spec for spec in left if spec in pages_of(role)]
        if mine:
            window = screen().become(hostile_server, role)
            for spec in mine:
                window.go(spec)
            nothing_ran(window)
        left = [spec for spec in left if spec not in mine]
    assert left == []


def test_what_somebody_types_in_a_form_never_runs(screen, hostile_server):
    window = screen()
    window.page.goto(f"{hostile_server.address}/locatie?locatie={ATTACKED}")
    window.page.locator(".details").wait_for()
    for piece in pieces(280):
        window.settle()
        window.page.get_by_role("textbox", name="Wat pleit voor een bezoek?").fill(piece)
        window.page.get_by_role("textbox", name="Wat pleit tegen een bezoek?").fill(piece)
        window.page.get_by_text("niet in een ronde", exact=True).click()
        window.page.get_by_role("button", name="Leg het besluit vast").click()
        window.page.get_by_test_id("stAlert").first.wait_for()  # it is written, or refused in a sentence
    window.settle()
    nothing_ran(window)


def test_what_somebody_types_in_a_report_never_runs(screen, hostile_server):
    window = screen().become(hostile_server, Role.AANDACHTSFUNCTIONARIS)
    window.go(BY_KEY["signalen"])
    part_of_page(window, "Een signaal melden")
    for name, limit in (("Notitie", 280), ("Zoek het adres", 80)):
        field = window.page.get_by_role("textbox", name=name)
        for piece in pieces(limit):
            field.fill(piece)
            field.press("Tab")
            window.settle()
    nothing_ran(window)
    field.fill("weifelwafelkade")
    field.press("Tab")
    window.settle()
    window.page.get_by_role("radiogroup", name="Welk adres is het").wait_for()
    shown = window.page.get_by_role("radiogroup", name="Welk adres is het").inner_text()
    assert any(payload in shown for payload in PAYLOADS)
    window.press("Leg vast")
    window.page.get_by_text("Kies nog").wait_for()
    nothing_ran(window)


def test_a_season_in_a_file_that_somebody_wrote_never_runs(screen, hostile_server):
    window = screen()
    window.page.goto(f"{hostile_server.address}/seizoen")
    window.page.get_by_text("Een seizoen openen dat u eerder bewaarde").click()
    window.page.locator("input[type=file]").set_input_files(season_of_attacks())
    window.page.locator("button:not([disabled])", has_text="Open dit seizoen").wait_for()
    window.press("Open dit seizoen")
    window.page.get_by_text("Het seizoen is geopend.").wait_for()
    window.settle()
    assert holds(tables(window)) == []
    nothing_ran(window)
    window.press("Plan deze ronde")
    window.page.get_by_text("Wanneer en wie").wait_for()
    window.settle()
    names = window.page.locator("input[aria-label=Naam]")
    assert [name.input_value() for name in names.all()] == [payload[:40] for payload in PAYLOADS[:20]]
    nothing_ran(window)


def season_of_attacks():
    """Give a file that asks for a round of teams that are attacks, at every location."""
    teams = tuple(Crew(payload, shift=(17 * 3600, 22 * 3600)) for payload in PAYLOADS[:20])
    only = tuple(f"LOC-{number:04d}" for number in range(1, 500))
    rounds = [RoundRequest(date(2026, 12, 4), teams, Area(), only=(*only, *PAYLOADS))]
    content = season_text(rounds).encode()
    return {"name": f"{PAYLOADS[0].replace('/', '')}.json", "mimeType": "application/json", "buffer": content}


def test_what_somebody_asks_the_log_never_runs(screen, hostile_server):
    window = screen().become(hostile_server, Role.AUDITOR)
    window.go(BY_KEY["verantwoording"])
    part_of_page(window, "Logboek")
    for piece in pieces(120):
        for name in ("Alleen van deze aanmeldnaam", "Alleen over deze locatie"):
            window.page.get_by_label(name).fill(piece)
        window.press("Toon regels")
    window.settle()
    nothing_ran(window)


def test_the_report_of_an_import_is_shown_as_it_stands_in_the_file(screen, start_server, hostile_data, tmp_path):
    server = start_server(shutil.copytree(hostile_data, tmp_path / "data"))
    window = screen().become(server, Role.BEHEERDER)
    window.go(BY_KEY["beheer"])
    window.choose("Wat leest u in", "signalen")
    window.settle()
    file = io.StringIO()
    lines = csv.writer(file, delimiter=";")
    file.write("signaal_id;postcode;huisnummer;gezien_op;vorm;categorie;brontype;betrouwbaarheid;bron\n")
    for number, payload in enumerate(PAYLOADS):
        facts = ("01-09-2026", "arbeid", "overbewoning", "boa", "A", "gemeente")
        lines.writerow((f"S{number}", payload, "1", *facts))
    sent = {"name": f"{PAYLOADS[0].replace('/', '')}.csv", "mimeType": "text/csv", "buffer": file.getvalue().encode()}
    window.page.locator("input[type=file]").set_input_files(sent)
    window.page.locator("button:not([disabled])", has_text="Lees in").wait_for()
    window.press("Lees in")
    window.page.get_by_test_id("stAlert").get_by_text("ingelezen").or_(
        window.page.get_by_text("geweigerd")
    ).first.wait_for()
    window.settle()
    assert tables(window).count(sent["name"]) == len(PAYLOADS)
    nothing_ran(window)


def test_the_address_of_a_page_is_text_too(screen, hostile_server):
    names = ("locatie", "tekening", "gemeente", "wijk", "buurt", "postcode", "soort", "bezocht")
    asked = "&".join(f"{name}={quote(payload)}" for name in names for payload in (PAYLOADS[0], PAYLOADS[29]))
    nothing_ran(screen().open(hostile_server, f"/kaart?{asked}"))


def test_an_empty_data_folder_says_what_to_do(screen, start_server, tmp_path):
    page = screen().page
    page.goto(f"{start_server(tmp_path).address}/kaart")
    page.get_by_text("risk-map demo").first.wait_for()
    assert page.locator("iframe").count() == 0
    assert "Traceback" not in page.content()


@pytest.fixture(scope="module")
def port():
    """One after the other: the browser keeps what it fetched from the server that was there before."""
    return free_port()


@pytest.mark.parametrize("spec", PAGES[1:], ids=lambda spec: spec.key)
def test_a_deep_link_on_a_fresh_server_passes_the_entry_script(screen, start_server, site, port, spec):
    fresh, page = start_server(site, port=port), screen().page
    page.goto(f"{fresh.address}/{spec.key}")
    # The entry script draws the role chooser: the page on its own would stop with a sentence.
    page.get_by_role("combobox", name="Rol (demonstratie)").wait_for()
    expect(page).to_have_title(f"{spec.title} · Risicokaart")
    assert page.get_by_text("Deze pagina opent u via").count() == 0
    # What the page shows below is no question here, and would keep the next server waiting.
    page.close()
    fresh.stop()


def test_no_address_goes_over_the_wire_to_a_role_that_sees_none(screen, server):
    opened = screen().open(server)
    addresses = [text.encode() for text in opened.page.locator(".list button").all_text_contents()]
    assert all(address in b"".join(opened.received) for address in addresses)
    opened.received.clear()
    opened.choose("Rol (demonstratie)", "beleid")
    opened.page.get_by_text("Scores zien mag alleen").wait_for()
    opened.settle()
    assert opened.received
    assert not [address for address in addresses if address in b"".join(opened.received)]
    assert opened.page.locator(".list, .details, iframe").count() == 0
