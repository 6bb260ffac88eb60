"""The red button on Verantwoording: for whoever may press it, with a reason; above every page while it works."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import app_test

from risk_map.app.pages import PAGES
from risk_map.app.red_button import ANOTHER_RELEASES
from risk_map.app.who import DEMO_SUBJECT
from risk_map.config import load_config
from risk_map.domain.subject import OF_ONE_MUNICIPALITY, Role, Subject
from risk_map.workflow.switch import MODEL_OFF, model_is_on
from tests.app.server_pages import ServerPages, open_start

MAY_PRESS = {Role.COORDINATOR, Role.REGIOCOORDINATOR, Role.AANDACHTSFUNCTIONARIS, Role.AUDITOR}


@pytest.fixture
def config(region, monkeypatch):
    monkeypatch.setenv("RISK_MAP_DATA", str(region))
    monkeypatch.setattr(app_test, "PagesManager", ServerPages)
    return load_config()


def opened(role):
    town = "GM0355" if role in OF_ONE_MUNICIPALITY else None
    app = open_start(role, town, "steekproef" if role is Role.AUDITOR else "")
    return app.switch_page("pages/verantwoording.py").run()


def part(app):
    return app.radio(key="onderdeel").set_value("model").run()


def html_of(app):
    return " ".join(element.proto.body for element in app.get("html"))


def press(app, key, reason):
    next(field for field in app.text_input if field.label.startswith("Reden van het ")).set_value(reason)
    app.checkbox(key=f"{key}_zeker").check().run()
    app.button(key=key).click().run()
    assert not app.exception
    return [one.value for one in app.warning], [one.value for one in app.success]


@pytest.mark.parametrize("role", list(Role))
def test_only_whoever_may_press_the_button_sees_it(config, role):
    assert ("Het model aan of uit" in opened(role).radio(key="onderdeel").options) is (role in MAY_PRESS)


@pytest.mark.parametrize("role", sorted(MAY_PRESS))
def test_many_switch_the_model_off_with_a_reason_and_one_role_switches_it_on_again(config, role):
    app = part(opened(role))
    assert app.button(key="model_uit").disabled
    refused, _ = press(app, "model_uit", " ")
    assert refused
    assert model_is_on(config)
    assert MODEL_OFF not in html_of(app)
    assert press(app, "model_uit", "rekenfout onderzocht") == ([], ["Het model staat nu overal uit."])
    assert not model_is_on(config)
    assert html_of(app).count(MODEL_OFF) == 1
    (told,) = [one.value for one in app.text if one.value.startswith("Uitgezet op ")]
    assert f"door {DEMO_SUBJECT}.{role}. " in told
    assert told.endswith("Reden: rekenfout onderzocht")
    region = app if role is Role.REGIOCOORDINATOR else part(opened(Role.REGIOCOORDINATOR))
    assert (ANOTHER_RELEASES in html_of(app)) is (region is not app)
    assert press(region, "model_aan", "hersteld en nagerekend") == ([], ["Het model staat nu overal aan."])
    assert model_is_on(config)
    assert MODEL_OFF not in html_of(region)


@pytest.mark.parametrize("role", [Role.REGIOCOORDINATOR, Role.BOA, Role.BELEID, Role.BEHEERDER])
def test_while_the_model_is_off_every_page_says_so_once(config, role, subtests):
    region = part(opened(Role.REGIOCOORDINATOR))
    press(region, "model_uit", "rekenfout onderzocht")
    app = opened(role)
    who = Subject("iemand", role, "GM0355" if role in OF_ONE_MUNICIPALITY else None)
    for spec in PAGES:
        if spec.is_for(who):
            with subtests.test(spec.key):
                app.switch_page(spec.file).run()
                assert not app.exception
                assert html_of(app).count(MODEL_OFF) == 1
    press(part(region), "model_aan", "hersteld en nagerekend")
