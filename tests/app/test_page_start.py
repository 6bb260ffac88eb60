"""The page Start: what waits is what is recorded now, and its links open where the work is."""

from __future__ import annotations

from datetime import time
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import app_test

from risk_map.app.start import NBSP
from risk_map.app.who import DEMO_SUBJECT
from risk_map.config import load_config
from risk_map.domain.notation import day
from risk_map.domain.subject import Role, Subject
from risk_map.store import schema
from risk_map.workflow.clock import local_day, now_of
from risk_map.workflow.round_candidates import list_inspectors
from risk_map.workflow.rounds import NewRound, NewTeam, draft_round
from risk_map.workflow.store import store_of
from tests.app.server_pages import ServerPages, open_start

TOWN = "GM0355"
HERE = Subject(f"{DEMO_SUBJECT}.{Role.COORDINATOR}", Role.COORDINATOR, TOWN)
ANOTHER = Subject("iemand-anders", Role.COORDINATOR, TOWN)


@pytest.fixture
def config(region, monkeypatch):
    monkeypatch.setenv("RISK_MAP_DATA", str(region))
    monkeypatch.setattr(app_test, "PagesManager", ServerPages)
    return load_config()


@pytest.fixture
def draft(config):
    """Draft a round of today."""

    def drafted(by):
        now = now_of(config)
        team = NewTeam("Team 1", time(17), time(21), list_inspectors(by, config, (TOWN,), now)[:1], 2, ())
        return draft_round(by, config, NewRound("Ronde", local_day(now), (TOWN,), (team,)), now)

    return drafted


def to_approve(app):
    """Give words and address of the link to rounds that wait to be approved; nothing when there is none."""
    links = [each.proto for each in app.get("page_link") if "goed te keuren" in each.proto.label]
    return [(int(each.label.split()[0]), parse_qs(each.query_string)) for each in links]


def test_what_another_records_meanwhile_is_there_at_the_next_look_and_what_one_does_oneself_is_not(config, draft):
    app = open_start(Role.COORDINATOR, TOWN)
    assert not app.exception
    before = to_approve(app)
    draft(HERE)
    assert to_approve(app.run()) == before
    round_id = draft(ANOTHER)
    ((amount, place),) = to_approve(app.run())
    assert amount == sum(count for count, _ in before) + 1
    assert before or place == {"ronde": [round_id]}


def test_the_link_to_a_round_opens_the_step_that_shows_it_whatever_step_was_open_before(config, draft):
    app = open_start(Role.COORDINATOR, TOWN).switch_page("pages/ronde.py").run()
    assert app.segmented_control(key="ronde_stap").value == "1. Kiezen"
    app.switch_page("pages/start.py").run()
    rounds = [draft(ANOTHER) for _ in range(2)]
    app.query_params["ronde"] = rounds[0]
    app.switch_page("pages/ronde.py").run()
    assert not app.exception
    assert app.segmented_control(key="ronde_stap").value == "4. Vaststellen"
    assert next(box for box in app.selectbox if box.label == "Ronde").value == rounds[0]
    app.segmented_control(key="ronde_stap").set_value("2. Plannen").run()
    assert app.segmented_control(key="ronde_stap").value == "2. Plannen"


def test_whoever_takes_a_selection_along_begins_a_round_and_whoever_comes_back_goes_on(config):
    app = open_start(Role.COORDINATOR, TOWN).switch_page("pages/ronde.py").run()
    app.segmented_control(key="ronde_stap").set_value("2. Plannen").run()
    for place, step in (({}, "2. Plannen"), ({"begin": "ja"}, "1. Kiezen")):
        app.switch_page("pages/start.py").run()
        app.query_params.clear()
        app.query_params.update(place)
        app.switch_page("pages/ronde.py").run()
        assert app.segmented_control(key="ronde_stap").value == step


def layer_table(app):
    return next(html for html in (each.proto.body for each in app.get("html")) if "Hoe vers de gegevens zijn" in html)


def test_a_layer_that_people_record_is_as_fresh_as_its_newest_row_and_policy_reads_the_passport(config):
    with store_of(config).read() as tx:
        seen = max(row["observed_on"] for row in tx.current(schema.signal))
    passport = config.layers["signalen"].refreshed_on
    assert seen > passport
    told = layer_table(open_start(Role.COORDINATOR, TOWN))
    assert day(seen).replace(" ", NBSP) in told.split("signalen over plaatsen")[1].split("</tr>")[0]
    assert day(seen).replace(" ", NBSP) not in layer_table(open_start(Role.BELEID))
