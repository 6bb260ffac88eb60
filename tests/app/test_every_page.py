"""Every page for every role on the demonstration region: it runs, or says whose it is."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest, app_test

from risk_map.app import accountability, administration
from risk_map.app.pages import PAGES
from risk_map.domain.subject import OF_ONE_MUNICIPALITY, Role, Subject
from risk_map.governance.permissions import may
from tests.app.server_pages import APP, ServerPages


@pytest.fixture
def opened(region, monkeypatch):
    """Open the app in a role."""
    monkeypatch.setenv("RISK_MAP_DATA", str(region))
    monkeypatch.setattr(app_test, "PagesManager", ServerPages)

    def open_app(role):
        app = AppTest.from_file(str(APP), default_timeout=120).run()
        app.selectbox(key="rol").set_value(role).run()
        if role is Role.AUDITOR:
            app.text_input(key="reden").set_value("steekproef").run()
        return app

    return open_app


def html_of(app):
    return " ".join(element.proto.body for element in app.get("html"))


@pytest.mark.parametrize("role", list(Role))
def test_every_page_runs_for_whoever_has_it_and_says_whose_it_is_to_anybody_else(opened, role, subtests):
    who = Subject("iemand", role, "GM9001" if role in OF_ONE_MUNICIPALITY else None)
    app = opened(role)
    for spec in PAGES:
        with subtests.test(spec.key):
            if spec is not PAGES[0]:
                app.switch_page(spec.file).run()
            assert not app.exception
            refused = "Deze pagina hoort niet bij uw rol" in html_of(app)
            assert refused is not spec.is_for(who)
            if not refused:
                assert "<h1>" in html_of(app)
                assert "Fictieve gegevens" in html_of(app)
                assert may(who, "read_audit") or "wie wat deed" not in html_of(app)


@pytest.mark.parametrize(
    ("page", "role", "chooser", "parts"),
    [
        ("verantwoording", Role.AUDITOR, "onderdeel", accountability.PARTS),
        ("beheer", Role.BEHEERDER, "beheer", administration.PARTS),
    ],
    ids=["accountability", "administration"],
)
def test_every_part_of_a_page_runs(opened, page, role, chooser, parts, subtests):
    app = opened(role).switch_page(f"pages/{page}.py").run()
    for part, words in parts.items():
        with subtests.test(part):
            app.radio(key=chooser).set_value(part).run()
            assert not app.exception
            assert not app.warning
            assert f"<h2>{words[0]}</h2>" in html_of(app)
