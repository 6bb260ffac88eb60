"""The page Locatie on the demonstration region: what each role reads there, and what deciding there writes down."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import app_test

from risk_map.config import load_config
from risk_map.domain.cases import NOTHING_FOUND
from risk_map.domain.subject import Role, Subject
from risk_map.store import schema
from risk_map.workflow.clock import now_of
from risk_map.workflow.places import register_of
from risk_map.workflow.sight import OBJECT
from risk_map.workflow.signals import close_signal
from risk_map.workflow.store import store_of
from tests.app.server_pages import ServerPages, open_start

NOT_HERE = "Kies hierboven een locatie."


@pytest.fixture
def config(region, monkeypatch):
    monkeypatch.setenv("RISK_MAP_DATA", str(region))
    return load_config()


@pytest.fixture
def rows(config):
    """Read rows of a table, oldest first."""

    def read(table, **values):
        with store_of(config).read() as tx:
            return tx.all(table, **values)

    return read


@pytest.fixture
def place(config):
    """A place that is no home, in a municipality."""
    register = register_of(config)
    found = register[~register["home"] & register["gemeentecode"].notna()]
    return found.index[3]


@pytest.fixture
def open_page(config, monkeypatch):
    """Open the page in a role, about a location."""
    monkeypatch.setattr(app_test, "PagesManager", ServerPages)

    def opened(role, location=None, town=None):
        app = open_start(role, town, reason="steekproef" if role is Role.AUDITOR else "")
        if location:
            app.query_params["locatie"] = location
        return app.switch_page("pages/locatie.py").run()

    return opened


def html_of(app):
    return " ".join(element.proto.body for element in app.get("html"))


def labelled(elements, label):
    return next(element for element in elements if element.label == label)


def decide(app, verdict="in_ronde", reason_for="acht slaapplaatsen in een loods", against="", *, nothing=False):
    labelled(app.radio, "Besluit").set_value(verdict)
    labelled(app.text_area, "Wat pleit voor een bezoek?").set_value(reason_for)
    labelled(app.text_area, "Wat pleit tegen een bezoek?").set_value(against)
    labelled(app.checkbox, "Gezocht, niets gevonden").set_value(nothing)
    return labelled(app.button, "Leg het besluit vast").click().run()


def test_a_coordinator_reads_what_is_here_why_now_and_what_happened(open_page, place):
    app = open_page(Role.REGIOCOORDINATOR, place)
    assert not app.exception
    html = html_of(app)
    for words in ("Wat is hier", "Waarom nu", "Waar de score uit bestaat", "Wat pleit tegen een bezoek", "bij andere"):
        assert words in html
    assert [button.label for button in app.get("download_button")] == ["Download de uitleg om af te drukken"]


def test_a_decision_is_written_with_both_reasons_and_that_the_score_was_seen(open_page, place, rows):
    app = decide(open_page(Role.REGIOCOORDINATOR, place), against="vergunning is op orde")
    assert [message.value for message in app.success] == ["Het besluit is vastgelegd."]
    assert [message.value for message in app.toast] == ["Het besluit is vastgelegd."]  # beside the form, far below
    assert not app.run().toast
    row = rows(schema.decision, location_id=place)[-1]
    assert (row["verdict"], row["reason_for"], row["reason_against"]) == (
        "in_ronde",
        "acht slaapplaatsen in een loods",
        "vergunning is op orde",
    )
    assert row["score_seen"]
    assert "vergunning is op orde" in html_of(app)


def test_who_sought_and_found_nothing_against_says_so(open_page, place, rows):
    decide(open_page(Role.REGIOCOORDINATOR, place), "niet_in_ronde", nothing=True)
    assert rows(schema.decision, location_id=place)[-1]["reason_against"] == NOTHING_FOUND


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"verdict": None, "nothing": True}, "Kies eerst"),
        ({"against": "", "nothing": False}, "Schrijf wat tegen"),
        ({"against": "iets", "nothing": True}, "Schrijf wat tegen"),
        ({"reason_for": " ", "nothing": True}, "De reden voor een bezoek ontbreekt"),
        ({"reason_for": "bel 06-12345678", "nothing": True}, "gegevens over een persoon"),
    ],
    ids=["no verdict", "nothing against", "both", "no reason", "a person"],
)
def test_what_is_no_decision_is_explained_and_not_written(open_page, place, rows, answers, sentence):
    before = len(rows(schema.decision))
    app = decide(open_page(Role.REGIOCOORDINATOR, place), **answers)
    assert sentence in app.warning[0].value
    assert len(rows(schema.decision)) == before


def test_a_location_is_frozen_and_released_with_a_reason(open_page, place):
    app = open_page(Role.REGIOCOORDINATOR, place)
    labelled(app.text_area, "Reden").set_value("bezwaar loopt")
    labelled(app.button, "Bevries deze locatie").click().run()
    assert "Bevroren sinds" in html_of(app)
    assert "bezwaar loopt" in html_of(app)
    decide(app, nothing=True)
    assert "bevroren" in app.warning[0].value
    labelled(app.text_area, "Reden").set_value("bezwaar afgerond")
    labelled(app.button, "Geef deze locatie weer vrij").click().run()
    assert "Bevroren sinds" not in html_of(app)


def test_looking_again_at_the_same_location_is_one_look(open_page, place, rows):
    app = open_page(Role.REGIOCOORDINATOR, place)
    before = len(rows(schema.audit))
    app.run().run()
    assert len(rows(schema.audit)) == before


def test_a_coordinator_does_not_see_a_location_of_another_municipality(open_page, config):
    towns = list(config.municipalities)
    register = register_of(config)
    elsewhere = register.index[(register["gemeentecode"] == towns[1]).to_numpy(dtype=bool)][0]
    app = open_page(Role.COORDINATOR, elsewhere, towns[0])
    assert f"De gevraagde locatie is er niet, of is niet voor u te zien. {NOT_HERE}" in html_of(app)
    assert register.loc[elsewhere, "address"] not in html_of(app)
    assert not app.get("download_button")


def test_the_auditor_reads_and_decides_nothing(open_page, place):
    app = open_page(Role.AUDITOR, place)
    assert "Waarom nu" in html_of(app)
    assert not [button for button in app.button if button.label == "Leg het besluit vast"]


def test_the_aandachtsfunctionaris_sees_places_with_an_open_signal_and_no_score(open_page, config):
    app = open_page(Role.AANDACHTSFUNCTIONARIS, town=next(iter(config.municipalities)))
    options = labelled(app.selectbox, "Locatie").options
    assert 0 < len(options) < (register_of(config)["gemeentecode"] == next(iter(config.municipalities))).sum()
    labelled(app.selectbox, "Locatie").set_value(labelled(app.selectbox, "Locatie").options[0]).run()
    html = html_of(app)
    assert "Wat is hier" in html
    assert "Uw rol ziet geen score" in html
    assert "basisniveau" not in html
    assert not [button for button in app.button if button.label == "Leg het besluit vast"]


def test_the_homes_that_wait_are_shown_to_whoever_comes_for_them_also_after_a_location(open_page, place):
    app = open_page(Role.REGIOCOORDINATOR, place)
    assert "Wat is hier" in html_of(app)
    app.switch_page("pages/start.py").run()
    app.query_params.clear()
    app.switch_page("pages/locatie.py").run()
    assert "Wat is hier" in html_of(app)
    app.query_params.clear()
    app.query_params["wachtend"] = "ja"
    app.switch_page("pages/locatie.py").run()
    assert NOT_HERE in html_of(app)
    assert "Wacht op een tweede persoon" in [header.value for header in app.header]
    app.query_params["locatie"] = place
    assert "Wat is hier" in html_of(app.run())


@pytest.fixture
def waiting(rows):
    """Decisions about a home that wait for a second person, oldest first."""
    replaced = {row["corrects"] for row in rows(schema.decision)}
    confirmed = {row["decision_id"] for row in rows(schema.confirmation)}
    homes = [row for row in rows(schema.decision) if row["home"] and row["verdict"] == "in_ronde"]
    return [row for row in homes if row["id"] not in confirmed | replaced]


def test_the_aandachtsfunctionaris_reads_and_confirms_also_when_the_signal_was_closed(open_page, config, rows, waiting):
    home = waiting[0]
    officer, now = Subject("af", Role.AANDACHTSFUNCTIONARIS, home["gemeentecode"]), now_of(config)
    here = {OBJECT: home[OBJECT]}
    closed = {row["signal_id"] for row in rows(schema.signal_event, kind="gesloten")}
    for signal in rows(schema.signal, **here):
        if signal["id"] not in closed:
            close_signal(officer, config, signal["id"], "gegrond", now)
    app = open_page(Role.AANDACHTSFUNCTIONARIS, town=home["gemeentecode"])
    assert "Wacht op een tweede persoon" in [header.value for header in app.header]
    assert home["location_id"] in " ".join(str(link.proto) for link in app.get("page_link"))
    app.query_params["locatie"] = home["location_id"]
    app.run()
    assert ">gesloten<" in html_of(app)
    assert any(home["reason_for"] in text.value for text in app.text)
    labelled(app.button, "Bevestig dit besluit over een woning").click().run()
    assert [message.value for message in app.success] == ["Het besluit is bevestigd."]
    assert home["id"] in {row["decision_id"] for row in rows(schema.confirmation)}
    assert "is niet voor u te zien" not in html_of(app)
    assert "is niet voor u te zien" not in html_of(app.run())


def test_a_second_person_confirms_a_decision_about_a_home(open_page, rows, waiting):
    waiting = waiting[-1]
    app = open_page(Role.REGIOCOORDINATOR, waiting["location_id"])
    labelled(app.button, "Bevestig dit besluit over een woning").click().run()
    assert [message.value for message in app.success] == ["Het besluit is bevestigd."]
    assert waiting["id"] in {row["decision_id"] for row in rows(schema.confirmation)}
