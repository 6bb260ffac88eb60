"""What waits for somebody is what their role may do, counted; and nothing that waits for another is looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from risk_map.domain.contacts import Contact, Contacts
from risk_map.domain.subject import Subject
from risk_map.workflow.backup import make_backup
from risk_map.workflow.policy import due_quarter, make_policy_release
from risk_map.workflow.tasks import homes_to_confirm, notices, tasks_stamp, waiting_for
from tests.backup_keys import SEALED
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
    SECOND_COORDINATOR,
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
    report(config, source_type="bewoner")
    assert words_for(OFFICER, config) == [("signalen", 2, "signalen om te beoordelen")]
    assert "signalen" not in {page for page, _, _ in words_for(COORDINATOR, config)}


def test_an_assessed_signal_waits_no_more(config):
    town.report_assessed(config)
    assert words_for(OFFICER, config) == []


def test_a_home_waits_for_a_second_person_until_it_is_confirmed(config):
    decide_home(config, confirmed=False)
    assert words_for(OFFICER, config) == [("locatie", 1, "besluit over een woning om te bevestigen")]


def places_for(subject, config, now=NOW):
    return [dict(task.place) for task in waiting_for(subject, config, now)]


def test_the_link_to_a_home_that_waits_asks_for_the_homes_that_wait(config):
    decide_home(config, confirmed=False)
    assert places_for(OFFICER, config) == [{"wachtend": "ja"}]


def test_a_home_does_not_wait_for_whoever_decided_about_it_in_another_role(config):
    decide_home(config, confirmed=False)
    decider = Subject(COORDINATOR.id, OFFICER.role, OFFICER.municipality)
    assert words_for(decider, config) == []
    assert homes_to_confirm(decider, config, NOW).empty


def test_a_confirmed_home_waits_no_more(config):
    decide_home(config)
    assert words_for(OFFICER, config) == []


@pytest.fixture
def without_figures(monkeypatch):
    """Leave the figures for policy out: they are tested apart."""
    monkeypatch.setattr("risk_map.workflow.tasks.due_quarter", lambda _release, _now: None)


def test_a_round_waits_for_each_step_in_turn(config, without_figures):
    round_id = draft(config)
    assert words_for(SECOND_COORDINATOR, config) == [("ronde", 1, "ronde om goed te keuren")]
    assert places_for(SECOND_COORDINATOR, config) == [{"ronde": round_id}]
    assert words_for(OTHER_COORDINATOR, config) == []


def test_a_round_does_not_wait_to_be_approved_for_whoever_drafted_or_filled_it(config, without_figures):
    town.decide(config)
    round_id = draft(config)
    assert words_for(COORDINATOR, config) == []
    town.change_round(SECOND_COORDINATOR, config, round_id, town.AddStop(town.HOTEL), NOW)
    assert words_for(SECOND_COORDINATOR, config) == []


def test_the_link_to_rounds_that_wait_opens_the_first(config, without_figures):
    rounds = [draft(config), draft(config, on_date=TODAY + timedelta(days=1))]
    assert words_for(SECOND_COORDINATOR, config) == [("ronde", 2, "rondes om goed te keuren")]
    assert places_for(SECOND_COORDINATOR, config) == [{"ronde": rounds[0]}]


def test_an_approved_round_waits_to_be_issued_and_an_issued_one_to_be_closed_when_its_day_is_over(
    config, without_figures
):
    round_id, _ = plan(config, issued=False)
    town.approve_round(SECOND_COORDINATOR, config, round_id, NOW)
    assert words_for(COORDINATOR, config) == [("ronde", 1, "ronde om uit te geven")]
    town.issue_round(COORDINATOR, config, round_id, NOW)
    assert words_for(COORDINATOR, config) == []
    assert words_for(COORDINATOR, config, NOW + timedelta(days=1)) == [("ronde", 1, "ronde om te sluiten")]


def test_an_inspector_is_told_of_the_own_round_while_it_is_open(config):
    round_id, _ = plan(config)
    mine = [("routelijst", 1, "ronde die nu voor u openstaat")]
    assert words_for(INSPECTOR, config, on_shift()) == mine
    assert places_for(INSPECTOR, config, on_shift()) == [{"ronde": round_id}]
    assert words_for(OTHER_INSPECTOR, config, on_shift()) == []
    assert words_for(INSPECTOR, config, on_shift(-13)) == []


def test_a_quarter_that_is_over_waits_for_whoever_releases_figures(config):
    assert words_for(COORDINATOR, config) == [("hotspots", 1, "kwartaal om vrij te geven voor beleid: 2026-Q3")]
    assert words_for(POLICY, config) == []


def test_whatever_changes_what_waits_is_seen_at_once(config):
    def filled():
        return town.change_round(COORDINATOR, config, made["draft"], town.AddStop(town.HOTEL), NOW)

    made = {}
    deeds = {
        "signal": lambda: report(config),
        "assessment": lambda: town.report_assessed(config, town.HOTEL),
        "home": lambda: decide_home(config, confirmed=False),
        "confirmation": lambda: town.confirm_decision(OFFICER, config, made["home"], NOW),
        "decision": lambda: town.decide(config),
        "draft": lambda: draft(config),
        "stop": filled,
        "approval": lambda: town.approve_round(SECOND_COORDINATOR, config, made["draft"], NOW),
        "issue": lambda: town.issue_round(COORDINATOR, config, made["draft"], NOW),
        "figures": lambda: make_policy_release(COORDINATOR, config, due_quarter(None, NOW), NOW),
    }
    stamps = [tasks_stamp(COORDINATOR, config)]
    for name, deed in deeds.items():
        made[name] = deed()
        stamps.append(tasks_stamp(COORDINATOR, config))
    assert len(set(stamps)) == len(stamps)
    waiting_for(COORDINATOR, config, NOW)
    assert tasks_stamp(COORDINATOR, config) == stamps[-1]


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        (OFFICER, ["signal:aantal", "decision:aantal"]),
        (COORDINATOR, ["round:aantal"]),
        (INSPECTOR, ["round:aantal"]),
    ],
)
def test_what_waits_is_counted_and_stands_in_the_log_once_each_without_a_place(
    config, rows, without_figures, subject, told
):
    report(config), report(config, town.LODGING), decide_home(config, confirmed=False), plan(config)
    before = len(rows("audit"))
    waiting_for(subject, config, on_shift())
    assert [row["object"] for row in rows("audit")[before:] if row["action"] != "read_policy_release"] == told


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
        f"{layer.title}: telt nu voor nul (de gegevens waren geldig tot en met 4 december 2026)."
    ]


def test_numbers_that_nobody_tried_for_ninety_days_are_a_notice_but_not_for_policy(fresh):
    old = replace(fresh, contacts=replace(fresh.contacts, checked_on=date(2026, 8, 1)))
    assert "laatst gecontroleerd op 1 augustus 2026" in notices(INSPECTOR, old, NOW)[0]
    assert notices(POLICY, old, NOW) == []


def test_the_administrator_is_told_of_a_backup_that_is_absent_or_old(fresh, tmp_path):
    assert notices(ADMINISTRATOR, fresh, NOW) == ["Er is nog geen reservekopie gemaakt."]
    made = datetime.combine(TODAY, time(9), UTC)
    before = tasks_stamp(ADMINISTRATOR, fresh)
    make_backup(ADMINISTRATOR, replace(fresh, backup=SEALED), tmp_path / "kopie.zip", made)
    assert tasks_stamp(ADMINISTRATOR, fresh) != before
    assert notices(ADMINISTRATOR, fresh, made + timedelta(days=7)) == []
    assert notices(ADMINISTRATOR, fresh, made + timedelta(days=8)) == [
        "De laatste reservekopie is van 20 november 2026."
    ]
