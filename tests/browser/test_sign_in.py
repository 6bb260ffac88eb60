"""Where data are real: signing in with an identity provider, the role from the store, and the way out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest
import requests
from sqlalchemy import select

from risk_map.app.pages import PAGES
from risk_map.app.who import IDLE_CHECK_SECONDS
from risk_map.domain.frames import AREAS
from risk_map.domain.subject import Role, Subject
from risk_map.store import schema
from risk_map.store.folder import DataFolder
from risk_map.workflow.roles import Proposal, grant_role
from risk_map.workflow.store import close_stores, store_of
from tests.browser.conftest import WAIT_MS, browsing, free_port
from tests.demo_store import NOT_DATA, SETTINGS, config_of

pytestmark = pytest.mark.browser

ADMIN = Subject("admin-1", Role.BEHEERDER)
GRANTED = [
    Proposal("sub-regio", Role.REGIOCOORDINATOR, None, "voorsteller"),
    Proposal("sub-beheer", Role.BEHEERDER, None, "sub-regio"),
    Proposal("sub-beleid", Role.BELEID, None, "sub-regio"),
]
SECRETS = """
[auth]
redirect_uri = "{address}/oauth2callback"
cookie_secret = "{secret}"
client_id = "risk-map"
client_secret = "proef"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


@pytest.fixture(scope="module")
def real_site(demo_folder, tmp_path_factory):
    """A data folder with a real row, and a store with three people in it."""
    folder = tmp_path_factory.mktemp("echt") / "data"
    shutil.copytree(demo_folder, folder, ignore=NOT_DATA)
    data = DataFolder(folder)
    data.write(data.read(AREAS).assign(bron="proef"), AREAS)
    config = config_of(folder)
    for proposal in GRANTED:
        grant_role(ADMIN, config, proposal, datetime.now(UTC))
    close_stores()
    return config


@pytest.fixture(scope="module")
def provider():
    """An identity provider that knows everybody, also somebody whom nobody gave a role."""
    port = free_port()
    people = ["sub-regio", "sub-beheer", "sub-beleid", "sub-nieuw"]
    users = [
        part for name in people for part in ("--user-claims", json.dumps({"sub": name, "email": "x@voorbeeld.nl"}))
    ]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *users]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            requests.get(f"{address}/.well-known/openid-configuration", timeout=1).raise_for_status()
            break
        except requests.RequestException:
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture(scope="module")
def start_guarded(start_server, real_site, provider, tmp_path_factory):
    """Start a server on real data with signing in."""

    def start(settings=SETTINGS):
        home, port = tmp_path_factory.mktemp("home"), free_port()
        secrets = home / ".streamlit" / "secrets.toml"
        secrets.parent.mkdir()
        address = f"http://127.0.0.1:{port}"
        secrets.write_text(SECRETS.format(address=address, provider=provider, secret=os.urandom(32).hex()))
        return start_server(real_site.data_dir, port=port, HOME=str(home), RISK_MAP_CONFIG=str(settings))

    return start


@pytest.fixture(scope="module")
def guarded(start_guarded):
    return start_guarded()


@pytest.fixture
def context(chromium):
    """A browser of its own for everybody: who is signed in stands in a cookie."""
    with browsing(chromium) as context:
        yield context


@pytest.fixture
def visitor(screen):
    """A window in which the pages of the provider, which are not ours, do without their style sheet."""
    window = screen()
    window.stub("cdn.jsdelivr.net")
    return window


def sign_in(page, address, login):
    page.goto(address)
    page.get_by_role("button", name="Aanmelden").click()
    page.get_by_role("textbox").fill(login)
    page.get_by_role("button").first.click()
    page.wait_for_url(f"{address}/**")


def events(config):
    with store_of(config).read() as tx:
        rows = tx.frame(select(schema.login_event))
    close_stores()
    return list(zip(rows["kind"], rows["actor"], rows["actor_role"], strict=True))


def test_every_page_asks_to_sign_in_first_and_shows_no_data(screen, guarded):
    window = screen()
    for spec in PAGES:
        window.page.goto(f"{guarded.address}/{'' if spec is PAGES[0] else spec.key}")
        window.page.get_by_role("button", name="Aanmelden").wait_for()
        window.settle()
        assert window.page.locator("iframe, table, [data-testid=stSidebarNavLink]").count() == 0, spec.key
        assert window.page.get_by_role("combobox").count() == 0, spec.key
    assert b"Zeist" not in b"".join(window.received)


def test_whoever_holds_a_role_signs_in_sees_its_pages_and_signs_out(visitor, guarded, real_site):
    page = visitor.page
    sign_in(page, guarded.address, "sub-regio")
    page.get_by_text("Aangemeld als regiocoördinator").wait_for()
    assert page.get_by_role("combobox", name="Rol (demonstratie)").count() == 0
    cookie = next(each for each in page.context.cookies() if each["name"] == "_streamlit_user")
    assert cookie["secure"]
    assert cookie["httpOnly"]
    assert cookie["expires"] - time.time() <= 8 * 3600
    page.get_by_role("button", name="Afmelden").click()
    page.wait_for_url("**/oauth2/end_session**")
    page.get_by_role("button").first.click()
    page.wait_for_url(f"{guarded.address}/**")
    page.get_by_role("button", name="Aanmelden").wait_for()
    # A copy of the cookie opens nothing any more.
    page.context.add_cookies([cookie])
    page.goto(guarded.address)
    page.get_by_text("Uw aanmelding is voorbij").wait_for()
    told = events(real_site)
    assert ("aangemeld", "sub-regio", "regiocoordinator") in told
    assert ("afgemeld", "sub-regio") in [each[:2] for each in told]


def test_whoever_holds_no_role_is_refused_in_words_and_in_the_list_of_sign_ins(visitor, guarded, real_site):
    page = visitor.page
    sign_in(page, guarded.address, "sub-nieuw")
    page.get_by_text("u hebt hier nog geen rol").first.wait_for()
    assert page.locator("[data-testid=stSidebarNavLink]").count() == 0
    assert events(real_site).count(("geweigerd", "sub-nieuw", "geen")) == 1
    page.get_by_role("button", name="Afmelden").wait_for()


def test_a_desk_that_nobody_sits_at_shows_nothing_any_more(visitor, start_guarded, tmp_path):
    settings = tmp_path / "risk_map.toml"
    few_seconds = '[sign_in]\nclaim = "sub"\nmax_hours = 8\nidle_minutes = 0.25\n'
    settings.write_text(f"{few_seconds}\n{SETTINGS.read_text(encoding='utf-8')}", encoding="utf-8")
    page = visitor.page
    sign_in(page, start_guarded(settings).address, "sub-beleid")
    page.get_by_text("Wat op u wacht").wait_for()
    page.get_by_text("Uw aanmelding is voorbij").wait_for(timeout=2 * 1000 * IDLE_CHECK_SECONDS)
    assert page.get_by_text("Wat op u wacht").count() == 0
    assert page.locator("[data-testid=stSidebarNavLink]").count() == 0


def test_a_page_of_another_role_is_refused_in_dutch(visitor, guarded):
    page = visitor.page
    sign_in(page, guarded.address, "sub-beleid")
    page.get_by_text("Aangemeld als beleidsmedewerker").wait_for()
    page.goto(f"{guarded.address}/kaart")
    page.get_by_text("Scores zien mag alleen").wait_for(timeout=WAIT_MS)
    assert page.locator("iframe, table").count() == 0


HEADER = "signaal_id;nummeraanduiding;postcode;huisnummer;gezien_op;vorm;categorie;brontype;betrouwbaarheid;bron"
KNOWN = "0312209000007884"
FACTS = "01-09-2026;arbeid;overbewoning;boa;A;gemeente"


def send(page, name, *lines):
    """Give a file to the page Beheer and bring it in."""
    content = "\n".join(lines).encode()
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    button = page.get_by_role("button", name="Lees in")
    page.locator("button:not([disabled])", has_text="Lees in").wait_for()
    button.click()


def test_the_administrator_brings_a_file_in_and_gives_a_role_that_another_proposed(visitor, guarded):
    page = visitor.page
    sign_in(page, guarded.address, "sub-beheer")
    page.locator("[data-testid=stSidebarNavLink]", has_text="Beheer").click()
    page.get_by_role("combobox", name="Wat leest u in").fill("signalen")
    page.keyboard.press("Enter")
    visitor.settle()
    imported = page.get_by_role("table").locator("tbody tr").count()
    send(page, "personen.csv", f"{HEADER};bsn", f"S1;{KNOWN};;;{FACTS};123456782")
    page.get_by_test_id("stAlert").get_by_text("perso").wait_for()
    visitor.settle()
    assert page.get_by_role("table").locator("tbody tr").count() == imported
    page.get_by_role("button", name="Haal personen.csv weg").click()
    visitor.settle()
    send(page, "levering.csv", HEADER, f"S1;{KNOWN};;;{FACTS}", f"S2;;9999ZZ;1;{FACTS}")
    page.get_by_text("Signalen ingelezen: 2 nieuw").wait_for()
    page.get_by_text("1 nog niet gekoppeld").wait_for()
    page.get_by_role("rowheader", name="bestand levering.csv, rij 3").first.wait_for()
    page.get_by_role("button", name="Haal het verslag op (CSV)").wait_for()
    page.get_by_text("Gebruikers en rollen").click()
    page.get_by_role("combobox", name="Rol", exact=True).fill("auditor")
    page.keyboard.press("Enter")
    visitor.settle()
    for login, proposer in (("sub-auditor", "sub-beheer"), ("sub-auditor", "sub-regio")):
        page.get_by_label("Aanmeldnaam van wie de rol krijgt").fill(login)
        page.get_by_label("Aanmeldnaam van de regiocoördinator die het voorstelt").first.fill(proposer)
        page.get_by_role("button", name="Ken de rol toe").click()
        page.get_by_test_id("stAlert").wait_for()
        if proposer == "sub-beheer":
            page.get_by_text("doen twee verschillende mensen").wait_for()
    page.get_by_text("sub-auditor is nu auditor").wait_for()
