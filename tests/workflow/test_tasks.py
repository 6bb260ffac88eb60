"""What waits for somebody is what their role may do, counted; and nothing that waits for another is looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from risk_map.domain.contacts import Contact, Contacts
from risk_map.workflow.backup import make_backup
from risk_map.workflow.tasks import notices, waiting_for
from tests.workflow import town
from tests.workflow.town import (
    ADMINISTRATOR,
    AUDITOR,
    COORDINATOR,
    INSPECTOR,
    NOW,
    OFFICER,
    OTHER_COORDINATOR,
    OTHER_INSPECTOR,
    POLICY,
    TODAY,
    decide_home,
    draft,
    on_shift,
    plan,
    report,
)


@pytest.fixture
def fresh(config):
    """Layers that are fresh today, and numbers that were tried."""
    layers = {
        key: replace(layer, refreshed_on=TODAY, approved_on=TODAY, refresh_days=90)
        for key, layer in config.layers.items()
    }
    return replace(config, layers=layers, contacts=Contacts((Contact("acuut gevaar", "112"),), (), TODAY))


def words_for(subject, config, now=NOW):
    return [(task.page, task.amount, task.words) for task in waiting_for(subject, config, now)]


def test_a_new_signal_waits_for_whoever_assesses_it_and_for_nobody_else(config, rows):
    report(config)
    assert words_for(OFFICER, config) == [("signalen", 1, "signaal om te beoordelen")]
    report(config)
    assert words_for(OFFICER, config) == [("signalen", 2, "signalen om te beoordelen")]
    assert "signalen" not in {page for page, _, _ in words_for(COORDINATOR, config)}


def test_an_assessed_signal_waits_no_more(config):
    town.report_assessed(config)
    assert words_for(OFFICER, config) == []


def test_a_home_waits_for_a_second_person_until_it_is_confirmed(config):
    decide_home(config, confirmed=False)
    assert words_for(OFFICER, config) == [("locatie", 1, "besluit over een woning om te bevestigen")]


def test_a_confirmed_home_waits_no_more(config):
    decide_home(config)
    assert words_for(OFFICER, config) == []


@pytest.fixture
def without_figures(monkeypatch):
    """Leave the figures for policy out: they are tested apart."""
    monkeypatch.setattr("risk_map.workflow.tasks.due_quarter", lambda _release, _now: None)


def test_a_round_waits_for_each_step_in_turn(config, without_figures):
    draft(config)
    assert words_for(COORDINATOR, config) == [("ronde", 1, "ronde om goed te keuren")]
    assert words_for(OTHER_COORDINATOR, config) == []


def test_an_approved_round_waits_to_be_issued_and_an_issued_one_to_be_closed_when_its_day_is_over(
    config, without_figures
):
    round_id, _ = plan(config, issued=False)
    town.approve_round(town.SECOND_COORDINATOR, config, round_id, NOW)
    assert words_for(COORDINATOR, config) == [("ronde", 1, "ronde om uit te geven")]
    town.issue_round(COORDINATOR, config, round_id, NOW)
    assert words_for(COORDINATOR, config) == []
    assert words_for(COORDINATOR, config, NOW + timedelta(days=1)) == [("ronde", 1, "ronde om te sluiten")]


def test_an_inspector_is_told_of_the_own_round_while_it_is_open(config):
    plan(config)
    mine = [("routelijst", 1, "ronde die nu voor u openstaat")]
    assert words_for(INSPECTOR, config, on_shift()) == mine
    assert words_for(OTHER_INSPECTOR, config, on_shift()) == []
    assert words_for(INSPECTOR, config, on_shift(-13)) == []


def test_a_quarter_that_is_over_waits_for_whoever_releases_figures(config):
    assert words_for(COORDINATOR, config) == [("hotspots", 1, "kwartaal om vrij te geven voor beleid: 2026-Q3")]
    assert words_for(POLICY, config) == []


@pytest.mark.parametrize("subject", [POLICY, AUDITOR])
def test_nothing_is_looked_at_for_whoever_has_nothing_to_do(config, rows, subject):
    plan(config)
    before = len(rows("audit"))
    assert words_for(subject, config) == []
    assert len(rows("audit")) == before


def test_all_is_well_when_layers_are_fresh_and_numbers_were_tried(fresh):
    assert notices(COORDINATOR, fresh, NOW) == []


def test_a_layer_is_asked_for_in_time_and_said_to_count_for_zero_when_it_is_too_late(fresh):
    key, layer = next(iter(fresh.layers.items()))
    aging = replace(fresh, layers={key: replace(layer, refresh_days=14)})
    assert notices(COORDINATOR, aging, NOW) == [
        f"{layer.title}: geldig tot en met 4 december 2026; vraag {layer.owner} om nieuwe."
    ]
    late = NOW + timedelta(days=15)
    assert notices(COORDINATOR, aging, late) == [
        f"{layer.title}: telt nu voor nul (de gegevens waren geldig tot en met 04-12-2026)."
    ]


def test_numbers_that_nobody_tried_for_ninety_days_are_a_notice_but_not_for_policy(fresh):
    old = replace(fresh, contacts=replace(fresh.contacts, checked_on=date(2026, 8, 1)))
    assert "laatst gecontroleerd op 1 augustus 2026" in notices(INSPECTOR, old, NOW)[0]
    assert notices(POLICY, old, NOW) == []


def test_the_administrator_is_told_of_a_backup_that_is_absent_or_old(fresh, tmp_path):
    assert notices(ADMINISTRATOR, fresh, NOW) == ["Er is nog geen reservekopie gemaakt."]
    made = datetime.combine(TODAY, time(9), UTC)
    make_backup(ADMINISTRATOR, fresh, tmp_path / "kopie.zip", made)
    assert notices(ADMINISTRATOR, fresh, made + timedelta(days=7)) == []
    assert notices(ADMINISTRATOR, fresh, made + timedelta(days=8)) == [
        "De laatste reservekopie is van 20 november 2026."
    ]
