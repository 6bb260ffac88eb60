"""Policy sees totals and no address: not on a page, not by a deep link, not in any message from the server."""

from __future__ import annotations

import re

import pytest

from risk_map.app.pages import BY_KEY, PAGES
from risk_map.app.trials import COOKIE
from risk_map.domain.registers import LOCATIONS
from risk_map.domain.subject import Role, Subject
from risk_map.store.folder import DataFolder

pytestmark = pytest.mark.browser

POLICY = Subject("beleid", Role.BELEID)
CODE_OF_THE_APP = re.compile(
    r"/(static|app/static|component)/|^(?!.*/ondergrond/).*\.(js|css|woff2?|svg|png|ico)(\?|$)"
)


@pytest.fixture(scope="module")
def secrets(site):
    """Every street, postcode, location and BAG id of the region, as bytes."""
    folder = DataFolder(site)
    addresses, locations = folder.read_addresses(), folder.read(LOCATIONS)
    texts = {
        *addresses["openbare_ruimte_naam"].dropna(),
        *addresses["postcode"].dropna(),
        *locations.index,
        *locations["adresseerbaar_object_identificatie"].dropna(),
    }
    assert len(texts) > 5_000
    return re.compile(b"|".join(re.escape(text.encode()) for text in sorted(texts, key=len, reverse=True)))


class Wire:
    """Everything that came from the server since it was last wiped: messages, and answers that are no program."""

    def __init__(self, screen):
        self._screen, self._answers = screen, []
        screen.page.on("response", self._keep)

    def _keep(self, answer):
        self._answers.append(answer)

    def wipe(self):
        self._screen.received.clear()
        self._answers.clear()

    def everything(self):
        bodies = [one.body() for one in self._answers if one.ok and not CODE_OF_THE_APP.search(one.url)]
        assert self._screen.received
        return b"\n".join([*self._screen.received, *bodies, self._screen.page.content().encode()])


@pytest.fixture
def opened(screen, server):
    return screen(1400, 1200).become(server, Role.BELEID)


@pytest.fixture
def wire(opened):
    found = Wire(opened)
    found.wipe()
    return found


def link_to(opened, path):
    """Follow a link inside the session: the role is still policy, and the page goes to the server in a message."""
    opened.page.evaluate(
        "path => { history.pushState({}, '', path); dispatchEvent(new PopStateEvent('popstate', { state: {} })); }",
        path,
    )
    opened.settle()


def test_the_search_for_addresses_finds_them_where_they_are_sent(screen, server, secrets):
    # Else the tests below could not fail.
    seen = screen().become(server, Role.REGIOCOORDINATOR)
    seen.go(BY_KEY["signalen"])
    seen.choose("Stand", "gesloten")
    seen.page.locator("table td", has_text="gesloten").first.wait_for()
    assert len(set(secrets.findall(b"".join(seen.received)))) > 20


def test_policy_reads_hotspots_on_map_and_in_tables_and_nothing_names_a_place(opened, wire, secrets):
    opened.go(BY_KEY["hotspots"])
    opened.map("document.querySelector('img.leaflet-image-layer') !== null")
    for caption in ("Vakken voor alle vormen samen", "Aantal locaties per buurt", "Locaties met een signaal"):
        opened.page.locator("table caption", has_text=caption).wait_for()
    opened.page.get_by_text("te weinig gegevens").first.wait_for()
    opened.choose("Vorm van uitbuiting", "orgaan")
    opened.page.locator("table caption", has_text="Vakken voor orgaanverwijdering").wait_for()
    assert "0 vakken met een klasse" in opened.page.locator(".counts[role=status]").first.text_content()
    assert secrets.findall(wire.everything()) == []


def test_the_map_keeps_its_zoom_when_another_form_is_chosen(opened):
    opened.go(BY_KEY["hotspots"])
    opened.map("document.querySelector('img.leaflet-image-layer') !== null")
    opened.frame.evaluate("() => { window.mark = 1; document.querySelector('.fit').click(); }")
    opened.page.wait_for_timeout(600)
    zoom = opened.frame.evaluate("riskMap.state.map.getZoom()")
    opened.choose("Vorm van uitbuiting", "arbeid")
    opened.page.locator("table caption", has_text="Vakken voor arbeidsuitbuiting").wait_for()
    assert opened.frame.evaluate("[window.mark, riskMap.state.map.getZoom()]") == [1, zoom]


def test_no_page_and_no_link_brings_policy_to_an_address(opened, wire, secrets, site):
    location = DataFolder(site).read(LOCATIONS).index[0]
    for spec in PAGES:
        for path in (f"/{spec.key}", f"/{spec.key}?locatie={location}"):
            link_to(opened, path)
            refused = opened.page.get_by_text("Deze pagina hoort niet bij uw rol").count() == 1
            if spec is not PAGES[0]:
                assert refused is not spec.is_for(POLICY), path
    # What policy typed in the address itself is not what the server told.
    told = [found for found in secrets.findall(wire.everything()) if found != location.encode()]
    assert told == []


def test_a_reload_and_an_address_that_is_typed_leave_policy_what_they_are(opened, wire, secrets, server, site):
    location = DataFolder(site).read(LOCATIONS).index[0]
    role = opened.page.get_by_role("combobox", name="Rol (demonstratie)")
    for path in ("kaart", f"locatie?locatie={location}", "signalen"):
        address = f"{server.address}/{path}"
        for open_page in (lambda address=address: opened.page.goto(address), opened.page.reload):
            wire.wipe()
            open_page()
            opened.page.get_by_text("Deze pagina hoort niet bij uw rol").wait_for()
            opened.settle()
            assert role.input_value() == Role.BELEID.label
            told = secrets.findall(wire.everything())
            assert [found for found in told if found != location.encode()] == []


def test_what_the_browser_keeps_of_a_role_says_nothing_and_no_script_reads_it(opened):
    (kept,) = (one for one in opened.page.context.cookies() if one["name"] == COOKIE)
    assert kept["httpOnly"]
    assert kept["sameSite"] == "Strict"
    assert kept["expires"] == -1
    assert Role.BELEID not in opened.page.url + opened.page.evaluate("document.cookie") + kept["value"]


def test_another_window_that_draws_itself_again_does_not_change_the_role(opened, server, context):
    opened.page.goto(server.address)
    other = context.new_page()
    other.goto(server.address)
    other.get_by_text(f"U werkt als {Role.BELEID.label}").wait_for()
    opened.choose("Rol (demonstratie)", Role.BOA.label)
    opened.page.get_by_text(f"U werkt als {Role.BOA.label}").wait_for()
    other.locator("[data-testid=stSidebarNavLink]", has_text="Hotspots").click()
    other.get_by_role("heading", name="Hotspots").wait_for()
    other.close()
    opened.page.reload()
    opened.page.get_by_text(f"U werkt als {Role.BOA.label}").wait_for()


def test_a_narrow_screen_needs_no_scrolling_sideways(opened):
    opened.go(BY_KEY["hotspots"])
    for width in (390, 320):
        opened.page.set_viewport_size({"width": width, "height": 844})
        opened.settle()
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
        overflow = "one => one.scrollWidth - one.clientWidth"
        assert opened.page.locator("[data-testid=stMain]").evaluate(overflow) <= 0
