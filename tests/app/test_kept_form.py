"""What was filled in and not saved: back after a look at another page, gone once it is saved or somebody else looks."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import app_test

from risk_map.domain.subject import Role
from risk_map.workflow.places import register_of
from tests.app.server_pages import ServerPages, open_start
from tests.demo_store import config_of

FOR, AGAINST = "Wat pleit voor een bezoek?", "Wat pleit tegen een bezoek?"


@pytest.fixture
def places(region):
    """Two places that are no home, in the same municipality."""
    register = register_of(config_of(region))
    found = register[~register["home"] & (register["gemeentecode"] == "GM0355")]
    return list(found.index[5:7])


@pytest.fixture
def deciding(region, monkeypatch):
    """Open the page Locatie about a location."""
    monkeypatch.setenv("RISK_MAP_DATA", str(region))
    monkeypatch.setattr(app_test, "PagesManager", ServerPages)

    def opened(place, app=None):
        app = app or open_start(Role.REGIOCOORDINATOR)
        app.query_params["locatie"] = place
        return app.switch_page("pages/locatie.py").run()

    return opened


def field(app, kind, label):
    return next(one for one in app.get(kind) if one.label == label)


def fill_in(app):
    field(app, "radio", "Besluit").set_value("in_ronde").run()
    field(app, "text_area", FOR).set_value("acht slaapplaatsen").run()
    field(app, "text_area", AGAINST).set_value("vergunning op orde").run()
    return app


def filled_in(app):
    return [field(app, "radio", "Besluit").value, *(field(app, "text_area", label).value for label in (FOR, AGAINST))]


FILLED_IN = ["in_ronde", "acht slaapplaatsen", "vergunning op orde"]
EMPTY = [None, "", ""]


def test_a_decision_that_is_half_filled_in_is_there_again_after_another_page(deciding, places):
    app = fill_in(deciding(places[0])).switch_page("pages/start.py").run()
    assert filled_in(deciding(places[0], app)) == FILLED_IN
    assert "slaapplaatsen" not in str(dict(app.query_params))


def test_what_was_written_about_one_location_does_not_stand_at_another(deciding, places):
    app = deciding(places[1], fill_in(deciding(places[0])))
    assert filled_in(app) == EMPTY
    assert filled_in(deciding(places[0], app)) == FILLED_IN


def test_a_decision_that_is_recorded_leaves_an_empty_form(deciding, places):
    app = fill_in(deciding(places[0]))
    field(app, "button", "Leg het besluit vast").click().run()
    assert app.success[0].value == "Het besluit is vastgelegd."
    assert filled_in(app) == EMPTY
    assert filled_in(deciding(places[0], app.switch_page("pages/start.py").run())) == EMPTY


def test_a_decision_that_is_refused_stays_as_it_was_written(deciding, places):
    app = fill_in(deciding(places[0]))
    field(app, "text_area", FOR).set_value("bel 06-12345678").run()
    field(app, "button", "Leg het besluit vast").click().run()
    assert "gegevens over een persoon" in app.warning[0].value
    assert filled_in(app) == ["in_ronde", "bel 06-12345678", "vergunning op orde"]


@pytest.mark.parametrize("elsewhere", [True, False], ids=["on another page", "on the page itself"])
def test_another_role_finds_nothing_and_neither_does_the_first_when_it_comes_back(deciding, places, elsewhere):
    app = fill_in(deciding(places[0]))
    if elsewhere:
        app.switch_page("pages/start.py").run()
    for person in ("2", ""):
        app.selectbox(key="rol_persoon").set_value(person).run()
        assert [area for area in app.get("text_area") if "slaapplaatsen" in area.value] == []
    assert filled_in(deciding(places[0], app)) == EMPTY


def test_a_new_signal_that_is_half_filled_in_is_there_again_after_another_part_and_page(region, monkeypatch):
    monkeypatch.setenv("RISK_MAP_DATA", str(region))
    monkeypatch.setattr(app_test, "PagesManager", ServerPages)
    app = open_start(Role.AANDACHTSFUNCTIONARIS, "GM0355").switch_page("pages/signalen.py").run()
    app.radio(key="signalen").set_value("melden").run()
    field(app, "text_input", "Zoek het adres").set_value("Weifelwafelkade 29").run()
    chooser = field(app, "radio", "Welk adres is het")
    chooser.set_value(chooser.options[0]).run()
    field(app, "selectbox", "Wat is er gezien").set_value("overbewoning").run()
    field(app, "text_input", "Gezien op (dag-maand-jaar)").set_value("01-12-2026").run()
    field(app, "text_area", "Notitie (mag leeg blijven)").set_value("matrassen in de hal").run()
    app.switch_page("pages/start.py").run().switch_page("pages/signalen.py").run()
    app.radio(key="signalen").set_value("melden").run()
    assert field(app, "radio", "Welk adres is het").value is not None
    assert field(app, "selectbox", "Wat is er gezien").value == "overbewoning"
    assert field(app, "text_input", "Gezien op (dag-maand-jaar)").value == "01-12-2026"
    assert field(app, "text_area", "Notitie (mag leeg blijven)").value == "matrassen in de hal"


def test_a_name_that_is_taken_stays_in_its_field(region, monkeypatch):
    monkeypatch.setenv("RISK_MAP_DATA", str(region))
    monkeypatch.setattr(app_test, "PagesManager", ServerPages)
    app = open_start(Role.REGIOCOORDINATOR)
    app.session_state["blad"] = "Bewaren en uitvoer"
    app.switch_page("pages/kaart.py").run()
    for expected in ("", "Centrum, avond"):  # kept at first, refused the second time
        field(app, "text_input", "Naam van het gebied").set_value("Centrum, avond").run()
        field(app, "button", "Bewaar deze keuze").click().run()
        assert field(app, "text_input", "Naam van het gebied").value == expected
    assert "al een gebied met deze naam" in app.warning[0].value
