"""The store as use cases use it: opened once, every deed whole and logged, and a stamp that sees what the map shows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from risk_map.errors import ConflictError
from risk_map.store import schema
from risk_map.workflow.decisions import freeze_location
from risk_map.workflow.signal_forms import Change
from risk_map.workflow.signal_reads import read_signals
from risk_map.workflow.signals import close_signal, enrich_signal
from risk_map.workflow.store import acting, looking, store_of, store_stamp
from risk_map.workflow.switch import press_red_button
from tests.workflow import town
from tests.workflow.town import COORDINATOR, HOTEL, LODGING, NOW, OFFICER, report


def test_a_process_opens_a_store_once_whoever_asks_first(config):
    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(lambda _: store_of(config), range(32)))
    assert len({id(store) for store in stores}) == 1


def test_a_deed_that_fails_halfway_leaves_nothing_not_even_in_the_log(config, rows):
    def fail():
        with acting(COORDINATOR, config, "freeze_location", NOW) as act:
            act.append(schema.freeze, location_id=HOTEL, gemeentecode=town.WEST, frozen=True, reason="klacht")
            raise ConflictError("halverwege")

    with pytest.raises(ConflictError):
        fail()
    assert (rows("freeze"), rows("audit")) == ([], [])


def test_what_was_looked_at_is_in_the_log_before_it_is_given(config, rows):
    def ask():
        with looking(OFFICER, config, "read_signals", NOW) as look:
            look.saw("signal", ["S1", "S2"])
            return [row["object"] for row in rows("audit")]

    assert ask() == []
    assert [row["object"] for row in rows("audit")] == ["signal:S1", "signal:S2"]


def test_the_stamp_changes_with_what_the_scored_map_shows_and_with_nothing_else(config):
    stamps = [store_stamp(config)]

    def changed():
        stamps.append(store_stamp(config))
        return stamps[-1] != stamps[-2]

    signal_id = report(config)
    assert changed()
    enrich_signal(OFFICER, config, signal_id, Change(category="slapen_op_werkplek"), NOW)
    assert changed()
    read_signals(OFFICER, config, NOW)
    freeze_location(COORDINATOR, config, LODGING, "klacht", NOW)
    assert not changed()
    close_signal(OFFICER, config, signal_id, "ongegrond", NOW)
    assert changed()
    press_red_button(OFFICER, config, "oefening", NOW)
    assert changed()
