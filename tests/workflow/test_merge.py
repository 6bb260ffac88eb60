"""The same delivery twice adds nothing; a conflict is listed and overwrites nothing."""

from __future__ import annotations

import pandas as pd
from geopandas.testing import assert_geodataframe_equal

from risk_map.domain.registers import LOCATIONS, SIGNALS
from risk_map.workflow.merge import merge


def test_the_same_delivery_twice_adds_nothing(tiny_signals):
    result = merge(tiny_signals, tiny_signals, SIGNALS, newer_wins=None)
    assert (result.added, result.unchanged, result.replaced, result.conflicts) == (0, 2, 0, ())
    assert_geodataframe_equal(result.frame, tiny_signals)


def test_new_rows_are_added_to_an_empty_register(tiny_signals):
    result = merge(tiny_signals.head(0), tiny_signals, SIGNALS, newer_wins=None)
    assert result.added == 2
    assert_geodataframe_equal(result.frame, tiny_signals)


def test_a_known_signal_with_another_content_is_a_conflict_and_stays(tiny_signals):
    changed = tiny_signals.assign(reliability=["B", "C"])
    result = merge(tiny_signals, changed, SIGNALS, newer_wins=None)
    assert result.conflicts == ("S1",)
    assert result.frame.loc["S1", "reliability"] == "A"


def test_a_newer_register_row_replaces_and_an_older_one_does_not(tiny_locations):
    delivery = tiny_locations.assign(
        capacity=[30, 12], bron_datum=[pd.Timestamp("2026-06-01"), pd.Timestamp("2020-01-01")]
    ).astype({"capacity": "Int64"})
    result = merge(tiny_locations, delivery, LOCATIONS, newer_wins="bron_datum")
    assert (result.replaced, result.conflicts) == (1, ("L2",))
    assert result.frame.loc["L1", "capacity"] == 30
    assert pd.isna(result.frame.loc["L2", "capacity"])


def unlinked(frame, address):
    names = ["adresseerbaar_object_identificatie"]
    return frame.assign(link_method="none", address=address, **dict.fromkeys(names)).astype(frame.dtypes.to_dict())


def test_a_row_that_was_not_linked_gets_its_link_and_counts_as_such(tiny_signals):
    waiting = unlinked(tiny_signals, "Lindepad 1, Voorbeeld")
    result = merge(waiting, tiny_signals, SIGNALS, newer_wins=None)
    assert (result.added, result.unchanged, result.relinked, result.conflicts) == (0, 0, 2, ())
    assert_geodataframe_equal(result.frame, tiny_signals)


def test_a_link_is_never_lost_to_a_delivery_that_knows_no_better(tiny_signals):
    for address in (tiny_signals["address"].iloc[0], "elders geschreven"):
        result = merge(tiny_signals, unlinked(tiny_signals, address), SIGNALS, newer_wins=None)
        assert (result.unchanged, result.relinked, result.conflicts) == (2, 0, ())
        assert_geodataframe_equal(result.frame, tiny_signals)


def test_another_way_of_linking_to_the_same_object_is_no_change(tiny_signals):
    result = merge(tiny_signals, tiny_signals.assign(link_method="key"), SIGNALS, newer_wins=None)
    assert result.unchanged == 2


def test_the_same_facts_on_another_object_are_a_conflict(tiny_signals):
    elsewhere = tiny_signals.assign(adresseerbaar_object_identificatie="0001010000000001").astype(
        tiny_signals.dtypes.to_dict()
    )
    result = merge(tiny_signals, elsewhere, SIGNALS, newer_wins=None)
    assert result.conflicts == ("S1", "S2")
    assert_geodataframe_equal(result.frame, tiny_signals)
