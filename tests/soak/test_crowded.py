"""Fifty people edit one round at once: nobody's edit is lost, and nobody reads that a database is locked."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import ExitStack, closing

import numpy as np
import pytest

from risk_map.store import schema
from risk_map.store.engine import open_store
from risk_map.store.ledger_states import stops
from risk_map.store.refusals import sentence_of
from tests.soak.ledgers import assert_sound
from tests.soak.programs import Program
from tests.soak.rounds import round_of
from tests.soak.sizes import sizes

PROCESSES = 2
"""Threads of one process queue before the database, processes at it: both queues are in use."""

PLACES_PER_THREAD = 5
SOMEBODY_WAS_FIRST = sentence_of("withdrawal_of_old_stop")


@pytest.mark.parametrize(("threads", "edits"), sizes((10, 5), (50, 200)))
def test_no_edit_is_lost_when_many_edit_at_once(place, tmp_path, threads, edits, record_property):
    places = threads * PLACES_PER_THREAD
    with closing(open_store(place.url)) as store:
        round_id = round_of(store, places)
        seconds, refused = edit_at_once(place.url, tmp_path, round_id, (threads // PROCESSES, edits, places))
        assert set(refused) <= {SOMEBODY_WAS_FIRST}
        with store.read() as tx:
            # Every edit put one stop one position further.
            moved = sum(stop["position"] - 1 for stop in stops(tx, round_id=round_id))
            rows = len(tx.all(schema.round_stop)) - places
        assert moved == rows == len(seconds) == threads * edits
        assert_sound(store)
    half, most = 1000 * np.percentile(seconds, [50, 95])
    record_property(
        "figure",
        f"{threads} threads x {edits} edits: {moved} kept, 0 lost, 0 'database is locked'; p50 {half:.0f} ms, "
        f"p95 {most:.0f} ms, longest {1000 * max(seconds):.0f} ms; "
        f"{refused.total()} times somebody else was first, told in one sentence",
    )


def edit_at_once(url, data_dir, round_id, sizes_of_one):
    """Run the editors and give how long each edit took, and how often each refusal was read."""
    with ExitStack() as running:
        programs = [
            running.enter_context(Program("editor", url, data_dir, round_id, f"p{number}", *sizes_of_one))
            for number in range(PROCESSES)
        ]
        for program in programs:
            program.hear_until("ready")
        for program in programs:
            program.say()
        said = [json.loads(rest) for program in programs for word, rest in program.hear_until("end") if word == "did"]
    seconds = [second for each in said for second in each["seconds"]]
    return seconds, sum((Counter(each["refused"]) for each in said), Counter())
