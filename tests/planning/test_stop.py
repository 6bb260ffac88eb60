from __future__ import annotations

import time

import pytest

from risk_map.planning.stop import AnyOf, MaxIterations, MaxSeconds, Progress


@pytest.mark.parametrize(("done", "stops"), [(0, False), (99, False), (100, True), (101, True)])
def test_a_number_of_tries_stops_when_it_is_reached(done, stops):
    assert MaxIterations(100)(Progress(done, 0.0, 0)) == stops


def test_seconds_are_counted_from_when_the_rule_was_made():
    progress = Progress(0, 0.0, 0)
    now = time.monotonic()
    assert MaxSeconds(5, began=now - 5.0)(progress)
    assert not MaxSeconds(500, began=now)(progress)
    assert not MaxSeconds(500)(progress)
    assert MaxSeconds(0)(progress)


@pytest.mark.parametrize(("first", "second", "stops"), [(0, 9, True), (9, 0, True), (9, 9, False)])
def test_any_of_the_rules_is_enough(first, second, stops):
    assert AnyOf((MaxIterations(first), MaxIterations(second)))(Progress(5, 0.0, 0)) == stops


def test_no_rule_never_stops():
    assert not AnyOf(())(Progress(10**9, 0.0, 0))
