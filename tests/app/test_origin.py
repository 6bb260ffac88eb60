"""What is done and seen in the app stands in the log as done there, whichever use case it was."""

from __future__ import annotations

from risk_map.domain.subject import Role
from risk_map.store import schema
from risk_map.workflow.store import store_of
from tests.app.server_pages import open_start
from tests.app.test_page_signalen import fill_in, html_of, opened, part, press
from tests.demo_store import config_of

__all__ = ["opened"]


def test_a_deed_and_every_read_on_the_way_to_it_say_app(opened, region):
    store = store_of(config_of(region))
    with store.read() as tx:
        before = tx.newest(schema.audit)["seq"]
    press(fill_in(part(opened(Role.AANDACHTSFUNCTIONARIS), "melden")), "Leg vast")
    with store.read() as tx:
        rows = [row for row in tx.all(schema.audit) if row["seq"] > before]
    assert {"count_new_signals", "count_homes_to_confirm", "add_signal"} <= {row["action"] for row in rows}
    assert {row["origin"] for row in rows} == {"app"}


def test_the_log_on_the_screen_says_of_every_line_where_it_was_asked(opened, region):
    opened()
    app = open_start(Role.AUDITOR, reason="steekproef").switch_page("pages/verantwoording.py").run()
    app.radio(key="onderdeel").set_value("logboek").run()
    press(app, "Toon regels")
    assert not app.exception
    assert 'data-name="waar gevraagd">app<' in html_of(app)
