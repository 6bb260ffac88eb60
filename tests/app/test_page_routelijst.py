"""Pages Routelijst and Bevindingen without a browser: whose round, what stands on it, and what is recorded."""

from __future__ import annotations

import io
from datetime import time, timedelta

import openpyxl
import pytest
from streamlit.testing.v1 import app_test

from risk_map.app import bevindingen, findings, open_rounds, routelijst
from risk_map.domain.inspection import CHECKS
from risk_map.domain.subject import Role, Subject
from risk_map.store import schema
from risk_map.store.ledger_states import stops
from risk_map.workflow.clock import now_of
from risk_map.workflow.store import store_of
from risk_map.workflow.switch import press_red_button, release_red_button
from risk_map.workflow.visit_forms import write_visit_form
from risk_map.workflow.visits import VisitForm
from tests.app.server_pages import ServerPages, open_start
from tests.demo_store import config_of

TOWN, ROUND = "GM0355", "RON-gm0355"
OFFICER = Subject("demonstratie.aandacht", Role.AANDACHTSFUNCTIONARIS, TOWN)
REGION = Subject("demonstratie.regio", Role.REGIOCOORDINATOR)


@pytest.fixture
def opened(region, monkeypatch):
    """Open a page in a role of one municipality."""
    monkeypatch.setenv("RISK_MAP_DATA", str(region))
    monkeypatch.setattr(app_test, "PagesManager", ServerPages)

    def open_page(name, role=Role.BOA):
        app = open_start(role, TOWN).switch_page(f"pages/{name}.py").run()
        assert not app.exception
        return app

    return open_page


def html_of(app):
    return " ".join(element.proto.body for element in app.get("html"))


def labels(app):
    return [button.label for button in app.button]


def visits(region):
    with store_of(config_of(region)).read() as tx:
        return {row["stop_id"]: row for row in tx.current(schema.visit) if row["stop_id"]}


def handovers(region):
    with store_of(config_of(region)).read() as tx:
        return list(tx.all(schema.handover))


@pytest.fixture
def typed(monkeypatch):
    """What somebody sends with the form of a stop; the widget itself is tested in a browser."""
    sent = []
    monkeypatch.setattr(
        bevindingen, "ask_findings", lambda stop, *_, **__: sent.pop() if sent and sent[-1].stop_id == stop else None
    )
    return sent


def test_an_inspector_sees_the_round_of_today_with_a_button_per_place(opened):
    app = opened("routelijst")
    html = html_of(app)
    assert "0 van 4 vastgelegd." in html
    assert labels(app).count("Bevinding vastleggen") == 4
    assert html.count('<p class="when">') == 4
    assert "Bel een van de nummers" in html
    assert "data:image/svg+xml" in html


@pytest.mark.parametrize("page", ["routelijst", "bevindingen"])
def test_a_round_that_is_not_there_is_said_and_no_other_opens_before_somebody_chooses_one(opened, page):
    app = opened(page)
    app.query_params["ronde"] = "zzz"
    app.switch_page(f"pages/{page}.py").run()
    assert [warning.value for warning in app.warning] == [open_rounds.NOT_THERE]
    assert "vastgelegd" not in html_of(app)
    choice = next(each for each in app.selectbox if each.label == "Ronde")
    assert choice.value is None
    choice.set_value(ROUND).run()
    assert not app.warning
    assert "0 van 4 vastgelegd" in html_of(app)
    assert app.query_params["ronde"] in (ROUND, [ROUND])


def test_nothing_on_the_list_says_why_a_place_was_chosen(opened):
    html = html_of(opened("routelijst")).lower()
    assert not [word for word in ("score", "rang ", "geloot", "steekproef", "aselect", "risico:") if word in html]


def test_a_coordinator_reads_the_issued_round_and_records_nothing(opened):
    app = opened("routelijst", Role.COORDINATOR)
    assert "0 van 4 vastgelegd." in html_of(app)
    assert "Bevinding vastleggen" not in labels(app)


def test_the_list_can_be_taken_along(opened):
    app = opened("routelijst")
    app.button(key="afdruk_maken").click().run()
    assert [each.proto.label.split(":")[0] for each in app.get("download_button")] == [
        "Papier (PDF)",
        "Telefoon of tablet (HTML)",
    ]


def test_what_the_use_case_refuses_stays_a_sentence(opened, region, typed):
    app = opened("bevindingen")
    stop = next(each for each in app.selectbox if each.label == "Plaats").value
    typed.append(VisitForm(stop, "bevinding", ("gezien",)))
    app.run()
    assert "antwoorden, in de volgorde van de lijst" in app.warning[0].value
    assert not visits(region).get(stop)


def test_a_handover_says_only_that_when_and_to_whom(opened, region):
    app = opened("bevindingen")
    before = len(handovers(region))
    next(each for each in app.selectbox if each.label == "Aan welke organisatie").set_value("comensha").run()
    app.button(key="over_vast").click().run()
    assert app.success[0].value == "Vastgelegd: overgedragen aan CoMensha."
    added = handovers(region)[before:]
    assert [row["organisation"] for row in added] == ["comensha"]
    assert not [field for field in app.text_input if "naam" in field.label.lower()]


class TestWhatIsRecorded:
    """In a region of its own, so that the other tests find the round as it was."""

    @pytest.fixture
    def region(self, demo_data):
        return demo_data

    def test_who_was_not_visited_is_recorded_with_one_choice_and_a_button(self, opened, region):
        app = opened("routelijst")
        stop_id = app.radio[0].key.removeprefix("reden_")
        app.radio[0].set_value("niemand_aanwezig").run()
        app.button(key=f"niet_{stop_id}").click().run()
        assert "kan weer in een ronde" in app.success[0].value
        assert visits(region)[stop_id]["not_visited_reason"] == "niemand_aanwezig"
        assert "1 van 4 vastgelegd." in html_of(app)

    def test_a_coordinator_types_in_what_came_late_on_paper_and_waits_for_the_inspectors_until_then(
        self, opened, region, typed, monkeypatch
    ):
        app = opened("bevindingen", Role.COORDINATOR)
        assert "leggen de boa's van deze ronde hun bezoeken zelf vast" in app.info[0].value
        assert "Plaats" not in {each.label for each in app.selectbox}
        later = now_of(config_of(region)) + timedelta(days=3)
        for module in (bevindingen, open_rounds):
            monkeypatch.setattr(module, "now_of", lambda _config: later)
        app.run()
        first = next(each for each in app.selectbox if each.label == "Plaats").value
        typed.append(VisitForm(first, "geen_bevinding", tuple("niet_gezien" for _ in CHECKS)))
        app.run()
        assert "geen bevinding" in app.success[0].value
        assert visits(region)[first]["result"] == "geen_bevinding"

    def test_findings_go_from_stop_to_stop_and_can_be_corrected(self, opened, region, typed):
        app = opened("bevindingen")
        box = next(each for each in app.selectbox if each.label == "Plaats")
        first = box.value
        typed.append(VisitForm(first, "geen_bevinding", tuple("niet_gezien" for _ in CHECKS)))
        app.run()
        assert "geen bevinding" in app.success[0].value
        assert visits(region)[first]["result"] == "geen_bevinding"
        box = next(each for each in app.selectbox if each.label == "Plaats")
        assert box.value != first
        box.set_value(first).run()
        assert "Al vastgelegd: geen bevinding" in app.info[0].value
        typed.append(VisitForm(first, "bevinding", tuple("gezien" for _ in CHECKS), "arbeid"))
        app.run()
        assert visits(region)[first]["result"] == "bevinding"

    def test_what_a_window_did_not_show_as_recorded_is_not_replaced_by_it(self, opened, region, monkeypatch):
        sent = {}
        monkeypatch.setattr(findings, "_component", lambda **_: {"record": sent})
        app = opened("bevindingen")
        stop = next(each for each in app.selectbox if each.label == "Plaats").value
        answers = ["niet_gezien" for _ in CHECKS]
        sent |= {"stop": stop, "result": "geen_bevinding", "answers": answers, "recorded": None}
        app.run()
        found = visits(region)[stop]
        sent |= {"result": "niet_bezocht", "answers": [], "reason": "niemand_aanwezig"}
        for shown in (None, "VIS-van-een-ander"):
            sent |= {"recorded": shown}
            app.query_params["plaats"] = stop
            app.run()
            assert [warning.value for warning in app.warning] == [findings.MEANWHILE]
            assert visits(region)[stop] == found
        sent |= {"recorded": found["id"]}
        app.run()
        assert visits(region)[stop]["corrects"] == found["id"]

    def test_while_the_model_is_off_what_rests_on_it_lapses_and_what_began_before_is_recorded(
        self, opened, region, typed
    ):
        config = config_of(region)
        press_red_button(OFFICER, config, "oefening", now_of(config))
        with store_of(config).read() as tx:
            planned = stops(tx, round_id=ROUND)
        lapsed = [stop["id"] for stop in planned if stop["origin"] not in {"signaal", "steekproef"}]
        app = opened("routelijst")
        assert 0 < len(lapsed) < len(planned)
        assert labels(app).count("Bevinding vastleggen") == len(planned) - len(lapsed)
        assert any(f"{len(lapsed)} bezoek" in each.value and "model staat uit" in each.value for each in app.info)
        app = opened("bevindingen")
        box = next(each for each in app.selectbox if each.label == "Plaats")
        assert box.value not in lapsed
        assert sum(option.startswith("vervallen: ") for option in box.options) == len(lapsed)
        box.set_value(lapsed[0]).run()
        form = VisitForm(lapsed[0], "geen_bevinding", tuple("niet_gezien" for _ in CHECKS))
        typed.append(form)
        app.run()
        assert "zeg dan hoe laat" in app.warning[0].value
        app.time_input[0].set_value(time(0, 0)).run()
        typed.append(form)
        app.run()
        assert "geen bevinding" in app.success[0].value
        assert visits(region)[lapsed[0]]["began_at"] is not None
        release_red_button(REGION, config, "opgelost", now_of(config))
        assert labels(opened("routelijst")).count("Bevinding vastleggen") == len(planned) - 1

    def test_a_filled_in_form_is_read_and_a_wrong_one_changes_nothing(self, opened, region):
        app = opened("bevindingen")
        app.button(key="formulier_maken").click().run()
        download = app.get("download_button")[0]
        assert download.proto.label.startswith("Haal het formulier op")
        book = openpyxl.load_workbook(form_of(region))
        sheet = book["ronde"]
        column = {cell.value: cell.column for cell in sheet[1]}
        sheet.cell(2, column["resultaat"], "geen_bevinding")
        for wrong in (True, False):
            sheet.cell(3, column["resultaat"]).value = "iets" if wrong else None
            filled = io.BytesIO()
            book.save(filled)
            app.file_uploader[0].set_value(("ronde.xlsx", filled.getvalue(), bevindingen.XLSX)).run()
            app.button(key="inlezen").click().run()
            assert bool(app.warning) is wrong
            assert len(visits(region)) == (0 if wrong else 1) + len(recorded_before(region))


def form_of(region):
    """Write the same form as the page offers."""
    config, path = config_of(region), region.parent / "formulier.xlsx"
    write_visit_form(Subject("demonstratie.boa", Role.BOA, TOWN), config, ROUND, path, now_of(config))
    return path


def recorded_before(region):
    """Give the stops of rounds of other days: they were recorded when the region was made."""
    with store_of(config_of(region)).read() as tx:
        today = {row["id"] for row in tx.current(schema.round_stop) if row["round_id"] == ROUND}
    return set(visits(region)) - today


def test_a_coordinator_sees_how_far_a_round_is_and_prepares_the_form(opened):
    app = opened("bevindingen", Role.COORDINATOR)
    assert "0 van 4 vastgelegd" in html_of(app)
    assert "Maak een invulformulier" in labels(app)
    assert [one.label for one in app.file_uploader] == ["Ingevuld formulier"]


def test_text_of_a_register_stays_text():
    assert "<script" not in routelijst.picture("<script>alert(1)</script>")
