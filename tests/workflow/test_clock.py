"""The real region lives in real time; the fictional one on its own day, and its clock never runs back."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from risk_map.demo.history_entries import END
from risk_map.demo.reference import REFERENCE_DATE
from risk_map.domain.frames import SYNTHETIC
from risk_map.domain.subject import Role, Subject
from risk_map.store.engine import open_store
from risk_map.workflow import clock
from risk_map.workflow.clock import local_day, now_of
from risk_map.workflow.switch import press_red_button, release_red_button
from tests.store_rows import put

REGION = Subject("demo", Role.REGIOCOORDINATOR)


class Stopped(datetime):
    moment = datetime(2027, 6, 5, 12, 30, tzinfo=UTC)

    @classmethod
    def now(cls, tz=None):
        return cls.moment.astimezone(tz)


@pytest.fixture
def at(monkeypatch):
    monkeypatch.setattr(clock, "datetime", Stopped)
    return lambda moment: monkeypatch.setattr(Stopped, "moment", moment)


def test_a_real_region_lives_in_real_time(config, at):
    at(datetime(2027, 6, 5, 12, 30, tzinfo=UTC))
    assert now_of(config) == datetime(2027, 6, 5, 12, 30, tzinfo=UTC)


def test_the_demonstration_lives_on_its_own_day_at_the_time_of_the_wall(demo_config, at):
    # Half past two in summer is half past two there, where it is winter.
    at(datetime(2027, 6, 5, 12, 30, tzinfo=UTC))
    assert now_of(demo_config) == datetime(2026, 11, 1, 13, 30, tzinfo=UTC)
    assert now_of(demo_config) >= END


def test_what_was_recorded_last_is_never_in_the_future(demo_config, at):
    at(datetime(2027, 6, 5, 18, 0, tzinfo=UTC))
    evening = now_of(demo_config)
    press_red_button(REGION, demo_config, "oefening", evening)
    at(datetime(2027, 6, 6, 6, 0, tzinfo=UTC))
    assert now_of(demo_config) == evening
    release_red_button(REGION, demo_config, "oefening klaar", now_of(demo_config))
    assert local_day(now_of(demo_config)) == REFERENCE_DATE


def test_a_day_ends_at_midnight_on_the_wall():
    midnight = datetime(2026, 11, 1, 23, 0, tzinfo=UTC)
    assert (local_day(midnight - timedelta(minutes=1)), local_day(midnight)) == (
        REFERENCE_DATE,
        REFERENCE_DATE + timedelta(days=1),
    )


def test_a_fictional_region_without_a_log_yet_begins_on_its_day(demo_config, sqlite_url, at):
    at(datetime(2027, 6, 5, 12, 30, tzinfo=UTC))
    with closing(open_store(sqlite_url)) as store:
        put(store, "signal", bron=SYNTHETIC)  # an empty store would fill itself, with its log
    elsewhere = replace(demo_config, database_url=sqlite_url)
    assert now_of(elsewhere) == datetime(2026, 11, 1, 13, 30, tzinfo=UTC)
