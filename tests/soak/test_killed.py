"""Whoever was told that something is recorded finds it back, however the program or the server ended."""

from __future__ import annotations

import time
from contextlib import ExitStack

import numpy as np
import pytest

from risk_map.store.refusals import UNREACHABLE
from tests.soak.ledgers import Heard
from tests.soak.programs import Program
from tests.soak.sizes import sizes

STEPS = 3
LONGEST_SECONDS = 0.25
SERVER_EVERY = 5
"""One in so many times the server is killed, and not the writer."""


def end(writer, server):
    """Kill the writer, or the server under it; give what the writer still said."""
    if server is None:
        return writer.kill()
    server.kill()
    said = writer.hear_until("refused")
    server.start()
    return said + writer.kill()


@pytest.mark.parametrize("kills", sizes(5, 200))
def test_nothing_acknowledged_is_lost_by_kill_9(place, kills, record_property):
    url, server = place.url, place.server
    moments = np.random.default_rng(9).uniform(0, LONGEST_SECONDS, kills)
    heard, servers = Heard(STEPS), 0
    with ExitStack() as running:
        # The next one starts while this one is looked at: starting takes longest.
        following = running.enter_context(Program("writer", url, "w0", STEPS))
        for number, moment in enumerate(moments, 1):
            writer = following
            writer.hear_until("ready")
            writer.say()
            lines = writer.hear_until("open")
            following = running.enter_context(Program("writer", url, f"w{number}", STEPS))
            time.sleep(moment)
            under = server if number % SERVER_EVERY == 0 else None
            lines += end(writer, under)
            assert [rest for word, rest in lines if word == "refused"] == ([UNREACHABLE] if under else [])
            servers += under is not None
            heard.add(lines)
            heard.assert_kept(url)
    record_property(
        "figure",
        f"kill -9 during writes: {kills} times ({kills - servers} the writer, {servers} the server); "
        f"{len(heard.acknowledged)} writes acknowledged, 0 lost, 0 half written",
    )
