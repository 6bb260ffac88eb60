"""The page Hotspots without a browser: before a release, when a quarter is due, and when nothing can be shown."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import app_test

from risk_map.app import hotspots, policy_nothing
from risk_map.domain.subject import Role
from risk_map.governance.policy_figures import Quarter
from risk_map.workflow.policy import PolicyRelease
from tests.app.server_pages import ServerPages, open_start


@pytest.fixture
def opened(region, monkeypatch):
    """Open the page in a role."""
    monkeypatch.setenv("RISK_MAP_DATA", str(region))
    monkeypatch.setattr(app_test, "PagesManager", ServerPages)

    def open_page(role=Role.BELEID):
        return open_start(role).switch_page("pages/hotspots.py").run()

    return open_page


def html_of(app):
    return " ".join(element.proto.body for element in app.get("html"))


def released(monkeypatch, release):
    monkeypatch.setattr(hotspots, "read_policy_release", lambda *_: release)


NOTHING = pd.DataFrame({name: pd.Series(dtype="str") for name in ("kind", "area_code", "form", "figure_class")})


def test_policy_reads_classes_of_squares_buurten_and_quarters(opened):
    app = opened()
    html = html_of(app)
    assert not app.exception
    assert "<strong>4 vakken met een klasse</strong>, van 5 vakken met genoeg locaties" in html
    assert html.count("3e kwartaal 2026") >= 3
    assert "De andere 71 buurten: te weinig gegevens." in html
    assert "significant" not in html
    assert not app.button


def test_a_form_with_too_few_says_so_and_keeps_the_squares(opened):
    app = opened()
    app.selectbox(key="hotspots_vorm").set_value("orgaan").run()
    assert "<strong>0 vakken met een klasse</strong>, van 5 vakken" in html_of(app)
    assert "Vakken voor orgaanverwijdering" in html_of(app)
    for line in (policy_nothing.WHY, policy_nothing.OTHER_FORM, policy_nothing.BUURTEN, policy_nothing.TREND):
        assert line in html_of(app)
    app.selectbox(key="hotspots_vorm").set_value("totaal").run()
    assert policy_nothing.WHY not in html_of(app)


def test_the_chosen_form_is_still_chosen_after_another_page(opened):
    app = opened()
    app.selectbox(key="hotspots_vorm").set_value("arbeid").run()
    app.switch_page("pages/start.py").run()
    app.switch_page("pages/hotspots.py").run()
    assert app.selectbox(key="hotspots_vorm").value == "arbeid"


def test_before_the_first_release_the_page_says_who_makes_one(opened, monkeypatch):
    released(monkeypatch, None)
    app = opened()
    assert "Er zijn nog geen cijfers vrijgegeven" in app.info[0].value
    assert "<table" not in html_of(app)


def test_a_release_in_which_nothing_can_be_shown_is_no_empty_page(opened, monkeypatch):
    trend = NOTHING.assign(quarter=pd.Series(dtype="str"))
    released(monkeypatch, PolicyRelease(Quarter(2026, 3), NOTHING, trend, (Quarter(2026, 3),)))
    app = opened()
    html = html_of(app)
    assert not app.exception
    assert "In geen enkel vak liggen genoeg locaties" in html
    assert "In elke buurt te weinig gegevens" in html
    assert "Locaties, signalen, bezoeken, bevindingen: in elke buurt te weinig gegevens." in html
    assert html.count("te weinig gegevens") > 5
    # First of all, before the map: why, and what one can do.
    assert html.index(policy_nothing.WHY) < html.index("Vakken, 3e kwartaal 2026")
    assert policy_nothing.LATER in html
    assert not [
        line for line in (policy_nothing.OTHER_FORM, policy_nothing.BUURTEN, policy_nothing.TREND) if line in html
    ]


def test_a_coordinator_releases_the_quarter_that_is_due_and_policy_cannot(opened, monkeypatch):
    trend = NOTHING.assign(quarter=pd.Series(dtype="str"))
    released(monkeypatch, PolicyRelease(Quarter(2026, 2), NOTHING, trend, (Quarter(2026, 2),)))
    made = []
    monkeypatch.setattr(hotspots, "make_policy_release", lambda _subject, _config, quarter, _now: made.append(quarter))
    assert not opened().button
    app = opened(Role.REGIOCOORDINATOR)
    assert "De cijfers van het 3e kwartaal 2026 zijn nog niet vrijgegeven" in html_of(app)
    app.button[0].click().run()
    assert made == [Quarter(2026, 3)]
    assert "vrijgegeven" in app.success[0].value
