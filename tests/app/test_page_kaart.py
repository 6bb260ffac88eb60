"""The page Kaart without a browser: filters, choice, empty and error states. Map and list are custom widgets."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest, app_test

from risk_map.app import cache, layers, looks, round_page, saved, session, start, state
from risk_map.app.selection import location_table, without_scores
from risk_map.domain.background_map import BackgroundMap
from risk_map.domain.subject import Role
from risk_map.domain.theme import Theme
from risk_map.errors import SourceUnavailableError
from risk_map.governance.permissions import scope_of
from risk_map.workflow import identity
from tests.app.server_pages import ServerPages

ROOT = Path(__file__).parents[2]
FORMS = ("totaal", "seksueel", "arbeid", "crimineel", "orgaan")


@pytest.fixture
def explained():
    """What was asked to be explained: location and form."""
    return []


@pytest.fixture
def disabled():
    """Layers that count for zero, with the reason."""
    return {}


@pytest.fixture
def model_off():
    """Why there are no scores."""
    return ""


@pytest.fixture
def loaded_by():
    """Who asked for the data: subject and reason."""
    return []


@pytest.fixture
def refusals(monkeypatch):
    """What was written in the log about visitors who were refused: use case and role."""
    told = []
    monkeypatch.setattr(
        looks, "log_refusal", lambda _config, refusal: told.append((refusal.use_case, refusal.subject.role))
    )
    return told


@pytest.fixture
def app(monkeypatch, snapshot, scored, stability, background, explained, disabled, model_off, loaded_by, refusals):
    """The app on the tiny region; the data and the explanations are tested on their own."""
    towns = {"GM9001": "Voorbeeld", "GM9002": "Elders"}
    config = SimpleNamespace(municipalities=towns, theme=Theme(), background_map=BackgroundMap())
    other = scored.locations.assign(times_base=scored.locations["times_base"] / 2)
    tables = {form: location_table(snapshot, SimpleNamespace(locations=other), stability) for form in FORMS}
    tables["totaal"] = location_table(snapshot, scored, stability)
    if model_off:
        tables = {form: without_scores(table) for form, table in tables.items()}
    data = SimpleNamespace(
        config=config,
        snapshot=snapshot,
        disabled_layers=disabled,
        model_off=model_off,
        tables=tables,
        background=cache.as_json(layers.draw_background(background)),
    )

    def loaded(subject, reason):
        loaded_by.append((subject.role, subject.municipality, reason))
        scope_of(subject, "score_snapshot", reason=reason)
        return data

    monkeypatch.setattr(app_test, "PagesManager", ServerPages)
    monkeypatch.setattr(cache, "configuration", lambda: config)
    monkeypatch.setattr(identity, "is_fictional", lambda _config: snapshot.is_synthetic)
    monkeypatch.setattr(cache, "loaded", loaded)
    monkeypatch.setattr(cache, "explanation", lambda _subject, chosen, form, _reason: explained.append((chosen, form)))
    monkeypatch.setattr(saved, "read_areas", lambda _subject, _config: [])
    monkeypatch.setattr(start, "show", lambda _subject: None)
    monkeypatch.setattr(looks, "keep_reason", lambda _subject, _config, _text: None)
    opened = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=30).run()
    return opened.switch_page("pages/kaart.py")


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


@pytest.mark.parametrize("model_off", ["Het model staat uit: alleen signalen en de steekproef."])
def test_while_the_model_is_off_the_map_says_so_in_one_sentence_and_shows_places_without_scores(app, model_off):
    html = html_of(app.run())
    assert not app.exception
    assert html.count(model_off) == 1
    assert "<strong>6 locaties</strong>" in html
    assert "geen score (model uit)" in html
    assert "zeer hoog" not in html
    assert set(app.multiselect(key="klasse").options) == {
        "geen score (model uit)",
        "geen score (woning)",
        "niet gekoppeld",
    }


def test_with_real_data_nobody_is_anybody_and_nothing_is_loaded(app, snapshot, loaded_by):
    snapshot.is_synthetic = False
    app.run()
    assert "echte gegevens" in app.info[0].value
    assert "Lindepad" not in html_of(app)
    assert not app.selectbox
    assert loaded_by == []


def test_whoever_says_nothing_is_the_coordinator_of_the_region(app, loaded_by):
    app.run()
    assert loaded_by == [(Role.REGIOCOORDINATOR, None, "")]


@pytest.mark.parametrize("role", ["boa", "aandachtsfunctionaris", "beleid", "beheerder", "auditor"])
def test_a_role_without_scores_gets_one_sentence_a_line_in_the_log_and_no_data(app, role, refusals):
    app.run().selectbox(key="rol").set_value(role).run()
    assert refusals == [("score_snapshot", role)]
    assert not app.exception
    assert [warning.value[:23] for warning in app.warning] == ["Scores zien mag alleen:"]
    assert "Lindepad" not in html_of(app)
    assert not app.multiselect


def test_a_coordinator_says_of_which_municipality(app, loaded_by):
    app.run().selectbox(key="rol").set_value("coordinator").run()
    app.selectbox(key="rol_gemeente").set_value("GM9002").run()
    assert loaded_by[1:] == [(Role.COORDINATOR, "GM9001", ""), (Role.COORDINATOR, "GM9002", "")]


def test_an_auditor_sees_the_map_with_a_reason(app, loaded_by):
    app.run().selectbox(key="rol").set_value("auditor").run()
    app.text_input(key="reden").set_value("steekproef").run()
    assert loaded_by[-1] == (Role.AUDITOR, None, "steekproef")
    assert shown(app) == "6 locaties"


def test_the_role_does_not_travel_in_the_address_of_the_page(app):
    app.run().selectbox(key="rol").set_value("auditor").run()
    app.text_input(key="reden").set_value("steekproef").run()
    assert not {"rol", "rol_gemeente", "reden"} & set(app.query_params)


@pytest.mark.parametrize(
    ("key", "value", "count"),
    [
        ("gemeente", ["GM9002"], "1 locatie"),
        ("buurt", ["BU90010001"], "3 locaties"),
        ("soort", ["horeca", "massagesalon"], "3 locaties"),
        ("klasse", ["verhoogd", "woning"], "3 locaties"),
        ("postcode", ["1234"], "3 locaties"),
        ("bezocht", ["nooit", "ouder"], "4 locaties"),
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


def test_what_nobody_opened_is_not_made(app):
    assert "Blinde vlekken" not in html_of(app.run())
    app.session_state["blad"] = "Samenvatting"
    assert "Blinde vlekken" in html_of(app.run())


def test_a_filtered_selection_is_taken_along_to_plan_with(app, monkeypatch):
    taken = []
    monkeypatch.setattr(round_page, "show", lambda _subject: taken.append(state.handed_over()))
    app.run().multiselect(key="klasse").set_value(["woning"])
    app.query_params["klasse"] = "woning"  # as the browser writes it
    app.button(key="plannen").click().run()
    assert not app.exception
    assert taken == [("L5",)]
    assert app.query_params == {"begin": "ja"}


def test_clearing_the_filters_brings_everything_back(app):
    app.run().multiselect(key="gemeente").set_value(["GM9002"]).run()
    app.selectbox(key="vorm").set_value("arbeid").run()
    next(button for button in app.button if button.label == "Wis alle filters").click().run()
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
    assert explained == []


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"locatie": "L99"}, "een locatie"),
        ({"gemeente": "Nergens", "tekening": "abc"}, "een gemeente en een getekend gebied"),
        ({"vorm": "anders", "locatie": "L2"}, "een vorm van uitbuiting"),
    ],
)
def test_a_link_to_what_is_not_there_says_so_until_somebody_chooses(app, parts, words):
    for name, value in parts.items():
        app.query_params[name] = value
    said = f"Deze link noemt iets wat er niet is, of wat u niet mag zien: {words}."
    assert said in html_of(app.run())
    assert said in html_of(app.run())
    app.multiselect(key="klasse").set_value(["woning"]).run()
    assert "Deze link noemt" not in html_of(app)


def test_a_link_to_what_is_there_says_nothing(app):
    app.query_params["locatie"] = "L2"
    assert "Deze link noemt" not in html_of(app.run())


def test_an_error_of_ours_becomes_a_sentence_and_what_to_do(app, monkeypatch):
    def fail(_subject, _reason):
        raise SourceUnavailableError("De gegevensmap is leeg.")

    monkeypatch.setattr(cache, "loaded", fail)
    app.run()
    assert not app.exception
    assert app.warning[0].value == "De gegevensmap is leeg."
    assert "risk-map demo" in app.markdown[0].value


def test_an_error_that_nobody_foresaw_becomes_a_sentence_with_the_number_that_stands_in_the_log(
    app, monkeypatch, caplog
):
    def fail(_subject, _reason):
        raise ZeroDivisionError("Lindepad 1")

    monkeypatch.setattr(cache, "loaded", fail)
    app.run()
    assert not app.exception
    assert "Er ging iets mis" in html_of(app)
    told = app.warning[0].value + app.markdown[0].value
    assert "Lindepad" not in told
    assert "niets verloren" in told
    (line,) = caplog.records
    assert line.getMessage().split()[1] in told
    assert line.exc_info[0] is ZeroDivisionError


def test_a_refusal_beside_a_button_is_text_and_no_markdown():
    def page():
        from risk_map.app import session
        from risk_map.errors import InputError

        with session.attempt():
            raise InputError("geen *postcode*: [x](y)")

    assert AppTest.from_function(page).run().warning[0].value == r"geen \*postcode\*: \[x\](y)"


def test_a_page_without_the_entry_script_shows_nothing(app):
    page = AppTest.from_file(str(ROOT / "pages" / "kaart.py"), default_timeout=30).run()
    assert "startpagina" in page.error[0].value
    assert not page.get("html")


def test_the_mark_of_the_entry_script_ends_with_its_block(app):
    with session.entered():
        assert session._visitor.get()
    assert session._visitor.get() is None


def test_an_auditor_who_gave_no_reason_reads_what_to_do(app):
    app.run().selectbox(key="rol").set_value("auditor").run()
    assert "Geef eerst een reden van inzage" in html_of(app)
    assert "hoort niet bij uw rol" not in html_of(app)
