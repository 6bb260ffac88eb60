"""The page Signalen without a browser: find the place, report, assess, forward, close, and see what became of it."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import app_test

from risk_map.app import signal_steps, signalen
from risk_map.domain.location import OVERALL
from risk_map.domain.subject import Role
from risk_map.store import schema
from risk_map.workflow.store import store_of
from tests.app.server_pages import ServerPages, open_start
from tests.demo_store import config_of

STREET = "Weifelwafelkade"


@pytest.fixture
def opened(region, monkeypatch):
    """Open the page in a role, for the municipality with the street."""
    monkeypatch.setenv("RISK_MAP_DATA", str(region))
    monkeypatch.setattr(app_test, "PagesManager", ServerPages)

    def open_page(role=Role.AANDACHTSFUNCTIONARIS, town="GM0355"):
        return open_start(role, town).switch_page("pages/signalen.py").run()

    return open_page


@pytest.fixture
def rows(region):
    """Read a table of the store: the rows that were added by this test."""
    store = store_of(config_of(region))
    with store.read() as tx:
        before = {table.name: {row["id"] for row in tx.all(table)} for table in (schema.signal, schema.signal_event)}

    def added(table):
        with store.read() as tx:
            return [row for row in tx.all(table) if row["id"] not in before[table.name]]

    return added


def html_of(app):
    return " ".join(element.proto.body for element in app.get("html"))


def field(app, kind, label):
    return next(one for one in app.get(kind) if one.label == label)


def part(app, name):
    return app.radio(key="signalen").set_value(name).run()


def test_who_has_no_signal_at_all_is_not_told_to_choose_wider(opened):
    assert signalen.NONE_AT_ALL in html_of(opened(Role.BOA))
    app = opened(Role.REGIOCOORDINATOR, None)
    app.selectbox(key="signalen_vorm").set_value("orgaan").run()
    assert signalen.NONE_CHOSEN in html_of(app)


def fill_in(app, *, note="", place=0, what="overbewoning"):
    field(app, "text_input", "Zoek het adres").set_value(f"{STREET} 29").run()
    chooser = field(app, "radio", "Welk adres is het")
    chooser.set_value(chooser.options[place]).run()
    for label, code in (
        ("Wat is er gezien", what),
        ("Vorm van uitbuiting die erbij past", "arbeid"),
        ("Van wie komt het", "burgerzaken"),
        ("Hoe betrouwbaar is het", "B"),
    ):
        field(app, "selectbox", label).set_value(code).run()
    if note:
        field(app, "text_area", "Notitie (mag leeg blijven)").set_value(note).run()
    return app


def press(app, label):
    field(app, "button", label).click()
    return app.run()


def looked_up(region):
    with store_of(config_of(region)).read() as tx:
        return [row["object"] for row in tx.all(schema.audit, action="find_address")]


def test_an_address_is_chosen_by_a_human_also_when_only_one_fits_and_the_log_says_which_were_shown(
    opened, rows, region
):
    before = len(looked_up(region))
    app = part(opened(), "melden")
    field(app, "text_input", "Zoek het adres").set_value(f"{STREET} 29").run()
    chooser = field(app, "radio", "Welk adres is het")
    assert chooser.options == [f"{STREET} 29, 3708 QZ Zeist"]
    assert chooser.value is None
    assert len(looked_up(region)) == before + 1
    press(app, "Leg vast")
    assert "Kies nog: het adres, wat er is gezien" in app.warning[0].value
    assert rows(schema.signal) == []


@pytest.mark.parametrize(("text", "words"), [("Nergensstraat 1", "Geen adres gevonden"), ("29", "huisnummer")])
def test_a_search_without_a_hit_says_what_to_try(opened, text, words):
    app = part(opened(), "melden")
    field(app, "text_input", "Zoek het adres").set_value(text).run()
    assert not app.exception
    assert words in " ".join(one.value for one in [*app.info, *app.warning])


def test_another_municipality_has_no_such_address(opened):
    app = part(opened(town="GM0312"), "melden")
    field(app, "text_input", "Zoek het adres").set_value(f"{STREET} 29").run()
    assert "Geen adres gevonden" in app.info[0].value


def test_a_problem_with_the_note_is_shown_before_anything_is_recorded(opened, rows):
    app = fill_in(part(opened(), "melden"), note="bel mevrouw Jansen")
    assert "naam van een persoon" in app.warning[0].value
    press(app, "Leg vast")
    assert "naam van een persoon" in app.warning[0].value
    assert rows(schema.signal) == []


def test_a_day_that_is_none_is_refused_beside_the_button(opened, rows):
    app = fill_in(part(opened(), "melden"))
    field(app, "text_input", "Gezien op (dag-maand-jaar)").set_value("gisteren").run()
    press(app, "Leg vast")
    assert "4-12-2026" in app.warning[0].value
    assert rows(schema.signal) == []


def test_an_anonymous_report_that_is_more_than_weak_is_refused_beside_the_button(opened, rows):
    app = fill_in(part(opened(), "melden"))
    field(app, "selectbox", "Van wie komt het").set_value("anoniem").run()
    press(app, "Leg vast")
    assert app.warning[0].value == "Een anonieme melding heeft hoogstens betrouwbaarheid C."
    assert rows(schema.signal) == []


def test_from_report_to_outcome_and_back_to_the_reporter(opened, rows):
    app = press(fill_in(part(opened(), "melden"), note="acht matrassen in de schuur"), "Leg vast")
    assert "Vastgelegd" in app.success[0].value
    (signal,) = rows(schema.signal)
    assert (signal["address"], signal["category"], signal["reliability"]) == (
        f"{STREET} 29, 3708QZ Zeist",
        "overbewoning",
        "B",
    )
    assert field(app, "text_input", "Zoek het adres").value == ""  # the next report begins empty

    app = part(app, "register")
    app.selectbox(key="signalen_stand").set_value("te_beoordelen").run()
    field(app, "selectbox", "Open een signaal").set_value(signal["id"]).run()
    assert app.query_params["signaal"] == signal["id"]
    assert "acht matrassen" not in " ".join(one.value for one in app.text)
    field(app, "checkbox", "Toon de notities").check().run()
    assert "acht matrassen in de schuur" in [one.value for one in app.text]

    field(app, "radio", "Wat doet u").set_value("Beoordelen").run()
    press(app, "Leg vast: beoordelen")
    assert "A, B of C" in app.warning[0].value
    field(app, "selectbox", "Hoe betrouwbaar is het").set_value("A").run()
    press(app, "Leg vast: beoordelen")
    assert "beoordeeld" in app.success[0].value

    field(app, "radio", "Wat doet u").set_value("Doorzetten").run()
    field(app, "selectbox", "Naar welke organisatie").set_value("arbeidsinspectie").run()
    field(app, "text_input", "Kenmerk bij de partner (mag leeg blijven)").set_value("AI-77").run()
    press(app, "Leg vast: doorzetten")
    assert "Arbeidsinspectie" in app.success[0].value
    assert "kenmerk AI-77" in html_of(app)

    field(app, "radio", "Wat doet u").set_value("Verrijken").run()
    press(app, "Leg vast: verrijken")
    assert "ten minste één ding" in app.warning[0].value

    field(app, "radio", "Wat doet u").set_value("Sluiten").run()
    field(app, "selectbox", "Hoe loopt het af").set_value("gegrond").run()
    press(app, "Leg vast: sluiten")
    assert "er verandert niets meer aan" in html_of(app)
    assert [row["kind"] for row in rows(schema.signal_event)] == ["beoordeeld", "doorgezet", "gesloten"]

    html = html_of(part(app, "volgen"))
    assert "doorgezet naar een partner" in html
    assert "gegrond: het feit is bevestigd" in html
    assert "acht matrassen" not in html


def test_a_step_on_a_signal_that_was_handled_meanwhile_is_said_not_to_be_recorded(opened, rows):
    app = press(fill_in(part(opened(), "melden"), what="afgeplakte_ramen"), "Leg vast")
    (signal,) = rows(schema.signal)
    app, other = opened(), opened()
    for window in (app, other):
        field(window, "selectbox", "Open een signaal").set_value(signal["id"]).run()
    field(app, "radio", "Wat doet u").set_value("Beoordelen").run()
    field(app, "selectbox", "Hoe betrouwbaar is het").set_value("A").run()
    note = field(app, "text_area", "Notitie (mag leeg blijven)")
    note.set_value("ramen zijn nieuw").run()

    field(other, "radio", "Wat doet u").set_value("Doorzetten").run()
    field(other, "selectbox", "Naar welke organisatie").set_value("arbeidsinspectie").run()
    press(other, "Leg vast: doorzetten")
    press(app, "Leg vast: beoordelen")
    assert [one.value for one in app.warning] == [signal_steps.MEANWHILE]
    assert field(app, "text_area", "Notitie (mag leeg blijven)").value == "ramen zijn nieuw"
    assert [row["kind"] for row in rows(schema.signal_event)] == ["doorgezet"]

    field(other, "radio", "Wat doet u").set_value("Sluiten").run()
    field(other, "selectbox", "Hoe loopt het af").set_value("gegrond").run()
    press(other, "Leg vast: sluiten")
    assert not other.warning
    press(app, "Leg vast: beoordelen")
    assert [one.value for one in app.warning] == [signal_steps.MEANWHILE]
    assert "er verandert niets meer aan" in html_of(app)
    assert [one.value for one in app.run().warning] == [signal_steps.MEANWHILE]
    assert [row["kind"] for row in rows(schema.signal_event)] == ["doorgezet", "gesloten"]
    assert not is_unsaved_in(app)


def is_unsaved_in(app):
    return any(bool(value) for value in app.session_state["ingevuld"].values())


def test_a_reporter_writes_an_own_report_anew(opened, rows):
    app = press(fill_in(part(opened(), "melden"), what="geen_bescherming"), "Leg vast")
    (first,) = rows(schema.signal)
    app = part(app, "volgen")
    app.selectbox(key="melding_verbeteren").set_value(first["id"]).run()
    press(app, "Verbeter deze melding")
    assert app.radio(key="signalen").value == "melden"
    assert "komt ervoor in de plaats" in app.info[0].value
    press(fill_in(app, note="zes matrassen", what="geen_bescherming"), "Leg vast")
    assert {row["corrects"] for row in rows(schema.signal)} == {None, first["id"]}


def test_a_boa_reports_in_an_own_round_only(opened, rows):
    app = press(fill_in(part(opened(Role.BOA), "melden")), "Leg vast")
    assert "in de eigen ronde" in app.warning[0].value
    assert rows(schema.signal) == []


def test_a_coordinator_reads_and_reports_and_takes_no_step(opened):
    app = opened(Role.COORDINATOR)
    app.selectbox(key="signalen_stand").set_value("alle").run()
    field(app, "selectbox", "Open een signaal").select_index(0).run()
    assert "Het signaal" in html_of(app)
    assert "Wat doet u" not in [one.label for one in app.radio]


def test_a_signal_in_the_address_that_somebody_may_not_see_is_not_opened(opened, region):
    with store_of(config_of(region)).read() as tx:
        elsewhere = next(row["id"] for row in tx.all(schema.signal) if row["gemeentecode"] == "GM0312")
    app = opened()
    app.query_params["signaal"] = elsewhere
    app.run()
    assert not app.exception
    assert field(app, "selectbox", "Open een signaal").value is None
    assert "Het signaal" not in html_of(app)


def test_a_signal_of_a_link_that_is_not_there_is_said_until_another_is_opened(opened):
    app = opened()
    app.query_params["signaal"] = "onbekend"
    app.run()
    assert signalen.NOT_THERE in html_of(app)
    assert signalen.NOT_THERE in html_of(app.run())
    app.selectbox(key="signalen_stand").set_value("alle").run()
    app.selectbox(key="signalen_open").select_index(0).run()
    assert signalen.NOT_THERE not in html_of(app)


def test_the_task_on_start_opens_what_is_to_be_assessed_also_after_another_filter(opened):
    app = opened()
    expected = app.selectbox(key="signalen_stand").value
    app.selectbox(key="signalen_stand").set_value("gesloten").run()
    app.selectbox(key="signalen_vorm").set_value("orgaan").run()
    part(app, "melden")
    app.switch_page("pages/start.py").run()
    (link,) = [one.proto for one in app.get("page_link") if "om te beoordelen" in one.proto.label]
    for name, values in parse_qs(link.query_string).items():
        app.query_params[name] = values
    app.switch_page("pages/signalen.py").run()
    assert app.selectbox(key="signalen_stand").value == expected == "te_beoordelen"
    assert app.selectbox(key="signalen_vorm").value == OVERALL
    app.selectbox(key="signalen_stand").set_value("gesloten").run()
    assert app.selectbox(key="signalen_stand").value == "gesloten"


def test_a_signal_that_is_open_stays_open_and_can_be_closed_again(opened):
    app = opened()
    app.selectbox(key="signalen_stand").set_value("alle").run()
    app.selectbox(key="signalen_open").select_index(2).run()
    chosen = app.selectbox(key="signalen_open").value
    app.selectbox(key="signalen_vorm").set_value("orgaan").run()
    assert app.selectbox(key="signalen_open").value == chosen
    app.selectbox(key="signalen_open").set_value(None).run()
    assert "Het signaal" not in html_of(app)
    assert "signaal" not in app.query_params


def test_what_is_shown_follows_the_filter(opened):
    app = opened(Role.REGIOCOORDINATOR)
    app.selectbox(key="signalen_stand").set_value("gesloten").run()
    closed = len(field(app, "selectbox", "Open een signaal").options)
    app.selectbox(key="signalen_gemeente").set_value("GM0312").run()
    there = field(app, "selectbox", "Open een signaal").options
    assert 0 < len(there) < closed
    app.selectbox(key="signalen_stand").set_value("alle").run()
    assert len(field(app, "selectbox", "Open een signaal").options) >= len(there)
