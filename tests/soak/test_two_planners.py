"""Two planners take the same location for the same day at the same moment: one wins, the other reads why not."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from datetime import timedelta

import pytest

from risk_map.store import schema
from risk_map.store.engine import open_store
from risk_map.store.refusals import sentence_of
from tests.soak.ledgers import assert_sound
from tests.soak.programs import Program
from tests.soak.rounds import LOCATION, draft_with, write_location
from tests.soak.sizes import sizes
from tests.store_rows import ON_DATE, row

TAKEN = sentence_of("stop_taken")


@pytest.mark.parametrize("times", sizes(10, 500))
def test_one_of_two_planners_wins_and_the_other_reads_why_not(place, tmp_path, times, record_property):
    write_location(tmp_path)
    winners = Counter()
    with (
        closing(open_store(place.url)) as store,
        Program("planner", place.url, tmp_path, "ann") as ann,
        Program("planner", place.url, tmp_path, "bob") as bob,
    ):
        planners = (ann, bob)
        assert [each.hear()[0] for each in planners] == ["ready", "ready"]
        for number in range(times):
            rounds = two_rounds(store, ON_DATE + timedelta(days=number))
            # Now the one is told first and now the other.
            for each, round_id in list(zip(planners, rounds, strict=True))[:: 1 if number % 2 else -1]:
                each.say(round_id)
            heard = [each.hear() for each in planners]
            assert sorted(heard) == [("lost", TAKEN), ("won", "")]
            winners[heard.index(("won", ""))] += 1
        assert_taken_once_each(store, times)
    record_property(
        "figure",
        f"two planners, one location, {times} times: {winners.total()} times one won and the other read "
        f"'{TAKEN}' ({winners[0]} and {winners[1]} times)",
    )


def two_rounds(store, on_date):
    with store.write() as tx:
        tx.append(schema.decision, **row("decision", location_id=LOCATION))
        return [draft_with(tx, on_date) for _ in range(2)]


def assert_taken_once_each(store, times):
    assert_sound(store)
    with store.read() as tx:
        assert len(tx.all(schema.round_stop)) == len(tx.all(schema.stop_claim)) == times
