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
