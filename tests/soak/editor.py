"""Edits stops of one round from many threads, as people do: look, change what was shown, and look again when refused.

Each edit puts a stop one position further. The change is worked out outside the transaction, from what was shown; only
what the store promises keeps two people from overwriting each other.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from risk_map.errors import RiskMapError
from risk_map.store.ledger_states import stops
from risk_map.workflow.round_changes import MoveStop, change_round
from risk_map.workflow.store import close_stores, store_of
from tests.soak.rounds import config_of, planner


def main(url, data_dir, round_id, name, threads, edits, places):
    config = config_of(url, Path(data_dir))
    store_of(config)
    say("ready")
    sys.stdin.readline()

    def work(thread):
        return edit_often(config, round_id, f"{name}.{thread}", int(edits), int(places))

    with ThreadPoolExecutor(int(threads)) as pool:
        for seconds, refused in pool.map(work, range(int(threads))):
            say("did " + json.dumps({"seconds": seconds, "refused": refused}))
    close_stores()
    say("end")


def edit_often(config, round_id, name, edits, places):
    """Give how long each edit took that was acknowledged, and how often each sentence was read."""
    choose, seconds, refused = random.Random(name), [], Counter()  # noqa: S311 - chooses a stop
    while len(seconds) < edits:
        place, begun = f"S{choose.randrange(places)}", time.perf_counter()
        try:
            edit(config, round_id, name, place)
        except RiskMapError as refusal:
            refused[str(refusal)] += 1
        else:
            seconds.append(time.perf_counter() - begun)
    return seconds, refused


def edit(config, round_id, name, place):
    with store_of(config).read() as tx:
        shown = stops(tx, round_id=round_id, location_id=place)[0]
    change = MoveStop(shown["id"], position=shown["position"] + 1)
    change_round(planner(name), config, round_id, change, datetime.now(UTC))


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
