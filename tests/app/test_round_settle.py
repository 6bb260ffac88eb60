"""What step 4 of Ronde says of one round before anybody approves it."""

from __future__ import annotations

from dataclasses import replace

from streamlit.testing.v1 import AppTest

from risk_map.domain.subject import Role, Subject
from risk_map.workflow.clock import now_of
from risk_map.workflow.round_reads import read_round

ROUND = "RON-gedeeld-2"
REGION = Subject("een.ander", Role.REGIOCOORDINATOR)


def warnings_of(config, one):
    def page(subject, config, one):
        from risk_map.app.round_settle import show_round

        show_round(subject, config, one)

    app = AppTest.from_function(page, args=(REGION, config, one), default_timeout=30).run()
    assert not app.exception
    return [each.value for each in app.warning]


def test_the_rules_that_a_round_breaks_are_said_before_it_is_approved(demo_config):
    one = read_round(REGION, demo_config, now_of(demo_config), round_id=ROUND)
    assert warnings_of(demo_config, one) == []
    (said,) = warnings_of(demo_config, replace(one, broken=("Bezoek 1 kan niet.", "Bezoek 2 *ook* niet.")))
    assert "niet goedgekeurd, uitgegeven of afgedrukt" in said
    assert "- Bezoek 1 kan niet." in said
    assert "*ook*" not in said.replace("\\*ook\\*", "")
