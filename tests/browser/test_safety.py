"""What somebody typed stays text, an empty folder is explained, and a deep link on a fresh server passes the entry."""

from __future__ import annotations

import itertools
import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest

from risk_map.app.pages import PAGES
from risk_map.domain.frames import AREAS
from risk_map.domain.registers import LOCATIONS
from risk_map.domain.subject import Role
from risk_map.store import schema
from risk_map.store.engine import open_store
from risk_map.store.folder import DataFolder
from risk_map.store.ledger import stamp

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
HIT = "window.top.hit = 1"
ATTACKED = "LOC-0003"
"""The location about which all attacks were written down."""

PAYLOADS = (
    f"<img src=x onerror='{HIT}'>",
    f"<img src=x onerror={HIT}//",
    f"<img/src=x/onerror='{HIT}'>",
    f"<svg onload='{HIT}'></svg>",
    f"<svg><script>{HIT}</script></svg>",
    f"<svg><a xlink:href='javascript:{HIT}'><text>x</text></a></svg>",
    f"<math><mtext><img src=x onerror='{HIT}'></mtext></math>",
    f"<script>{HIT}</script>",
    f"</script><script>{HIT}</script>",
    f"</style><script>{HIT}</script>",
    f"</title><img src=x onerror='{HIT}'>",
    f"</textarea><img src=x onerror='{HIT}'>",
    f"--><img src=x onerror='{HIT}'>",
    f"<!--<img src='--><img src=x onerror={HIT}>'>",
    f"<iframe srcdoc='<script>{HIT}</script>'></iframe>",
    f"<iframe src='javascript:{HIT}'></iframe>",
    f"<object data='javascript:{HIT}'></object>",
    f"<body onload='{HIT}'>",
    f"<input autofocus onfocus='{HIT}'>",
    f"<details open ontoggle='{HIT}'>x</details>",
    f"<video><source onerror='{HIT}'></video>",
    f"<a href='javascript:{HIT}' autofocus>x</a>",
    f"<form><button formaction='javascript:{HIT}'>x</button></form>",
    f"<meta http-equiv=refresh content='0;url=javascript:{HIT}'>",
    f"<style onload='{HIT}'></style>",
    f'" onmouseover="{HIT}" x="',
    f"' onmouseover='{HIT}' x='",
    f"`;{HIT};`",
    f"`+({HIT})+`",
    f"${{{HIT}}}",
    f"`${{{HIT}}}`",
    f"{{{{ {HIT} }}}}",
    f"{{% set x = 1 %}}{{{{ {HIT} }}}}",
    f"'-({HIT})-'",
    f'";{HIT};"',
    f"\\';{HIT};//",
    f'\\";{HIT};//',
    f"\\u003cimg src=x onerror={HIT}\\u003e",
    f"[link](javascript:{HIT})",
    f"![x](x) <img src=x onerror='{HIT}'>",
)


@pytest.fixture(scope="module")
def hostile_data(demo_folder, tmp_path_factory):
    """The demonstration region in which every text that anybody could write is an attack."""
    path = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(demo_folder, path)
    folder = DataFolder(path)
    for contract, column in ((LOCATIONS, "address"), (AREAS, "naam")):
        frame = folder.read(contract)
        folder.write(frame.assign(**{column: list(itertools.islice(itertools.cycle(PAYLOADS), len(frame)))}), contract)
    with closing(open_store(f"sqlite:///{path / 'risk_map.db'}")) as store, store.write() as tx:
        who = stamp("demo.aanvaller", Role.REGIOCOORDINATOR, datetime(2026, 10, 1, tzinfo=UTC))
        place = {"location_id": ATTACKED, "gemeentecode": "GM0355"}
        for payload in PAYLOADS:
            reasons = {"reason_for": payload, "reason_against": payload}
            decided = {"home": False, "verdict": "in_ronde", "form": "totaal", "score_seen": True}
            tx.append(schema.decision, **place, **reasons, **decided, **who)
            tx.append(schema.freeze, **place, frozen=True, reason=f"{payload} {payload}"[:280], **who)
            tx.append(schema.saved_area, name=payload[:80], gemeentecode=None, choice="{}", kept=True, **who)
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


def test_text_that_somebody_typed_never_runs_on_the_map(screen, hostile_server):
    opened = screen().open(hostile_server)
    for row in range(5):
        opened.page.locator(".list button").nth(row).click()
        opened.page.locator(".list tbody tr").nth(row).and_(opened.chosen()).wait_for()
        opened.page.locator(".details h2").wait_for()
    for position in opened.apart()[:6]:
        opened.page.mouse.move(*opened.place_of(position))
        opened.page.wait_for_timeout(60)
    opened.frame.evaluate("riskMap.state.marks.forEach((mark) => mark.openTooltip())")
    for name in ("Samenvatting", "Bewaren en uitvoer"):
        opened.page.get_by_role("tab", name=name).click()
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


def test_what_somebody_types_in_a_form_never_runs(screen, hostile_server):
    opened = screen()
    opened.page.goto(f"{hostile_server.address}/locatie?locatie={ATTACKED}")
    opened.page.locator(".details").wait_for()
    opened.page.get_by_role("textbox", name="Wat pleit voor een bezoek?").fill(" ".join(PAYLOADS)[:280])
    opened.page.get_by_role("textbox", name="Wat pleit tegen een bezoek?").fill(" ".join(reversed(PAYLOADS))[:280])
    opened.page.get_by_text("niet in een ronde", exact=True).click()
    opened.page.get_by_role("button", name="Leg het besluit vast").click()
    opened.page.get_by_test_id("stAlert").first.wait_for()  # it is written, or refused in a sentence
    nothing_ran(opened)


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


@pytest.mark.parametrize("spec", PAGES[1:], ids=lambda spec: spec.key)
def test_a_deep_link_on_a_fresh_server_passes_the_entry_script(screen, start_server, site, spec):
    fresh, page = start_server(site), screen().page
    page.goto(f"{fresh.address}/{spec.key}")
    # The entry script draws the role chooser: the page on its own would stop with a sentence.
    page.get_by_role("combobox", name="Rol (demonstratie)").wait_for()
    assert page.title() == f"{spec.title} · Risicokaart"
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
