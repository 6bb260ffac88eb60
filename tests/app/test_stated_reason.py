"""What an auditor writes as their reason is kept once, and one about a person opens nothing."""

from __future__ import annotations

from streamlit.testing.v1 import app_test

from risk_map.domain.subject import Role
from risk_map.store import schema
from risk_map.workflow.store import store_of
from tests.app.server_pages import ServerPages, open_start
from tests.app.test_page_signalen import html_of, press
from tests.demo_store import config_of


def kept(region):
    with store_of(config_of(region)).read() as tx:
        return [row["reason"] for row in tx.all(schema.stated_reason)]


def opened(region, monkeypatch, reason):
    monkeypatch.setenv("RISK_MAP_DATA", str(region))
    monkeypatch.setattr(app_test, "PagesManager", ServerPages)
    return open_start(Role.AUDITOR, reason=reason)


def test_it_is_kept_once_and_again_when_it_is_another(region, monkeypatch):
    app = opened(region, monkeypatch, "steekproef van november")
    before = kept(region)
    assert before[-1] == "steekproef van november"
    app.switch_page("pages/verantwoording.py").run()
    assert kept(region) == before
    app.text_input(key="reden").set_value("klacht 12").run()
    assert kept(region) == [*before, "klacht 12"]
    app.radio(key="onderdeel").set_value("logboek").run()
    press(app, "Toon regels")
    assert 'data-name="reden">klacht 12<' in html_of(app)


def test_one_about_a_person_is_refused_in_one_sentence_and_opens_no_address(region, monkeypatch):
    before = kept(region)
    app = opened(region, monkeypatch, "gebeld met 06-12345678")
    assert not app.exception
    assert any("De reden" in warning.value for warning in app.warning)
    assert kept(region) == before
    app.switch_page("pages/locatie.py").run()
    assert any("met een reden" in warning.value for warning in app.warning)
    assert "locatie" not in {box.key for box in app.selectbox}
