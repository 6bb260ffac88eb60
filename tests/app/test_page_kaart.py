"""The page Kaart without a browser: filters, choice, empty and error states. Map and list are custom widgets."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, app_test

from risk_map.app import cache, details, layers, session
from risk_map.app.selection import location_table
from risk_map.errors import SourceUnavailableError

ROOT = Path(__file__).parents[2]
FORMS = ("totaal", "seksueel", "arbeid", "crimineel", "orgaan")


@pytest.fixture
def explained():
    """What was asked to be explained: location and form."""
    return []


class ServerPages(PagesManager):
    """The flag of ``server.make_app``; AppTest resets it at every run and would run files of pages/ by themselves."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        PagesManager.uses_pages_directory = False


@pytest.fixture
def disabled():
    """Layers that count for zero, with the reason."""
    return {}


@pytest.fixture
def app(monkeypatch, snapshot, scored, stability, background, explained, disabled):
    """The app on the tiny region; explanations are tested on their own."""
    other = scored.locations.assign(times_base=scored.locations["times_base"] / 2)
    tables = {form: location_table(snapshot, SimpleNamespace(locations=other), stability) for form in FORMS}
    tables["totaal"] = location_table(snapshot, scored, stability)
    data = SimpleNamespace(
        config=SimpleNamespace(municipalities={"GM9001": "Voorbeeld", "GM9002": "Elders"}),
        snapshot=snapshot,
        result=SimpleNamespace(evidence=SimpleNamespace(disabled_layers=disabled)),
        tables=tables,
        background=cache.as_json(layers.draw_background(background)),
    )
    monkeypatch.setattr(app_test, "PagesManager", ServerPages)
    monkeypatch.setattr(cache, "loaded", lambda: data)
    monkeypatch.setattr(
        details, "show_details", lambda _data, form, chosen, _shown: explained.append((chosen, form)), raising=True
    )
    return AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=30)


def html_of(app):
    return " ".join(element.proto.body for element in app.get("html"))


def shown(app):
    return html_of(app).split('role="status"><strong>')[1].split("</strong>")[0]


def test_the_page_opens_with_everything_and_says_that_data_are_fictional(app):
    app.run()
    assert not app.exception
    assert shown(app) == "6 locaties"
    assert "Fictieve gegevens." in html_of(app)
    assert "4 december 2026" in html_of(app)
    assert "Een reden om te kijken, geen bewijs." in html_of(app)


def test_a_layer_that_counts_for_zero_is_named_on_the_map(app, disabled):
    disabled["signalen over plaatsen"] = "er is geen laagpaspoort"
    html = html_of(app.run())
    assert "Telt nu voor nul: signalen over plaatsen" in html
    assert "geen laagpaspoort" in html


def test_real_data_are_not_called_fictional(app, snapshot):
    snapshot.is_synthetic = False
    assert "ictieve gegevens" not in html_of(app.run())


@pytest.mark.parametrize(
    ("key", "value", "count"),
    [
        ("gemeente", ["GM9002"], "1 locatie"),
        ("buurt", ["BU90010001"], "3 locaties"),
        ("soort", ["horeca", "massagesalon"], "3 locaties"),
        ("klasse", ["verhoogd", "woning"], "3 locaties"),
    ],
)
def test_a_filter_narrows_the_selection(app, key, value, count):
    app.run().multiselect(key=key).set_value(value).run()
    assert not app.exception
    assert shown(app) == count


def test_unknown_is_a_state_to_filter_on(app):
    app.run().selectbox(key="onbekend").set_value("met").run()
    assert shown(app) == "3 locaties"


def test_buurten_follow_the_chosen_municipality(app):
    app.run().multiselect(key="gemeente").set_value(["GM9002"]).run()
    assert app.multiselect(key="buurt").options == ["Elders-Dorp (Elders)"]


def test_an_empty_selection_says_so(app):
    app.run().multiselect(key="gemeente").set_value(["GM9002"]).run()
    app.multiselect(key="soort").set_value(["hotel"]).run()
    assert shown(app) == "0 locaties"
    assert "Geen locatie voldoet aan deze keuze" in app.info[0].value


def test_clearing_the_filters_brings_everything_back(app):
    app.run().multiselect(key="gemeente").set_value(["GM9002"]).run()
    app.selectbox(key="vorm").set_value("arbeid").run()
    app.button[0].click().run()
    assert shown(app) == "6 locaties"
    assert app.selectbox(key="vorm").value == "totaal"


def test_a_location_in_the_address_of_the_page_is_explained_for_the_chosen_form(app, explained):
    app.query_params["locatie"] = "L2"
    app.run().selectbox(key="vorm").set_value("arbeid").run()
    assert explained == [("L2", "totaal"), ("L2", "arbeid")]


def test_a_location_that_does_not_exist_is_not_chosen(app, explained):
    app.query_params["locatie"] = "L99"
    app.run()
    assert not app.exception
    assert explained == [(None, "totaal")]


def test_an_error_of_ours_becomes_a_sentence_and_what_to_do(app, monkeypatch):
    def fail():
        raise SourceUnavailableError("De gegevensmap is leeg.")

    monkeypatch.setattr(cache, "loaded", fail)
    app.run()
    assert not app.exception
    assert app.warning[0].value == "De gegevensmap is leeg."
    assert "risk-map demo" in app.markdown[0].value


def test_a_page_without_the_entry_script_shows_nothing(app):
    page = AppTest.from_file(str(ROOT / "pages" / "kaart.py"), default_timeout=30).run()
    assert "startpagina" in page.error[0].value
    assert not page.get("html")


def test_the_mark_of_the_entry_script_ends_with_its_block():
    with session.entered():
        assert session._entered.get()
    assert not session._entered.get()
