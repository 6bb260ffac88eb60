"""A planner in a process of their own: puts the location in the round that is named, each time a word comes."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from risk_map.errors import RiskMapError
from risk_map.workflow.round_changes import AddStop, change_round
from risk_map.workflow.store import close_stores, store_of
from tests.soak.rounds import LOCATION, config_of, planner


def main(url, data_dir, name):
    config = config_of(url, Path(data_dir))
    store_of(config)
    say("ready")
    for line in sys.stdin:
        try:
            change_round(planner(name), config, line.strip(), AddStop(LOCATION), datetime.now(UTC))
            say("won")
        except RiskMapError as refusal:
            say(f"lost {refusal}")
    close_stores()


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
