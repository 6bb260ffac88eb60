"""Every page for every role on the demonstration region: it runs, or says whose it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest, app_test

from risk_map.app import accountability, administration
from risk_map.app.pages import PAGES
from risk_map.domain.subject import OF_ONE_MUNICIPALITY, Role, Subject
from tests.app.server_pages import ServerPages

ROOT = Path(__file__).parents[2]


@pytest.fixture
def opened(region, monkeypatch):
    """Open a page in a role."""
    monkeypatch.setenv("RISK_MAP_DATA", str(region))
    monkeypatch.setattr(app_test, "PagesManager", ServerPages)

    def open_page(spec, role):
        app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=120).run()
        app.selectbox(key="rol").set_value(role).run()
        if role is Role.AUDITOR:
            app.text_input(key="reden").set_value("steekproef").run()
        if spec is not PAGES[0]:
            app.switch_page(spec.file)
        return app.run()

    return open_page


def html_of(app):
    return " ".join(element.proto.body for element in app.get("html"))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.key)
def test_a_page_runs_for_whoever_has_it_and_says_whose_it_is_to_anybody_else(opened, spec, role):
    who = Subject("iemand", role, "GM9001" if role in OF_ONE_MUNICIPALITY else None)
    app = opened(spec, role)
    assert not app.exception
    refused = "Deze pagina hoort niet bij uw rol" in html_of(app)
    assert refused is not spec.is_for(who)
    if not refused:
        assert "<h1>" in html_of(app)
        assert "Fictieve gegevens" in html_of(app)


@pytest.mark.parametrize("part", list(accountability.PARTS))
def test_every_part_of_the_accountability_runs_for_the_auditor(opened, part):
    app = opened(next(spec for spec in PAGES if spec.key == "verantwoording"), Role.AUDITOR)
    app.radio(key="onderdeel").set_value(part).run()
    assert not app.exception
    assert not app.warning
    assert f"<h2>{accountability.PARTS[part][0]}</h2>" in html_of(app)


@pytest.mark.parametrize("part", list(administration.PARTS))
def test_every_part_of_the_administration_runs(opened, part):
    app = opened(next(spec for spec in PAGES if spec.key == "beheer"), Role.BEHEERDER)
    app.radio(key="beheer").set_value(part).run()
    assert not app.exception
    assert not app.warning
    assert f"<h2>{administration.PARTS[part][0]}</h2>" in html_of(app)
