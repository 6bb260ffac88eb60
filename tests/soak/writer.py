"""Writes signals with their steps and a line in the log each, for ever, and says so after each commit.

A refusal is said too; the next word then makes it try the same again.
"""

from __future__ import annotations

import resource
import sys
from itertools import count

from risk_map.domain.subject import Role, Subject
from risk_map.errors import RiskMapError
from risk_map.store import schema
from risk_map.store.audit import Deed, append, thing
from risk_map.store.engine import open_store
from tests.store_rows import ANN, NOW, row

WHO = Subject("ann", Role.COORDINATOR, "GM9001")


def main(url, name, steps, limit=resource.RLIM_INFINITY):
    say("ready")
    sys.stdin.readline()
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
    store = insist(open_store, url)
    say("open")
    for number in count():
        key = f"{name}-{number}"
        say(f"begin {key}")
        insist(write, store, key, int(steps))
        say(f"done {key}")


def write(store, key, steps):
    with store.write() as tx:
        tx.append(schema.signal, **row("signal", ANN, id=key))
        tx.append_many(
            schema.signal_event, (row("signal_event", ANN, id=f"{key}-{n}", signal_id=key) for n in range(steps))
        )
        append(tx, WHO, Deed("add_signal", (thing("signal", key),)), NOW)


def insist(action, *arguments):
    while True:
        try:
            return action(*arguments)
        except RiskMapError as refusal:
            say(f"refused {refusal}")
            sys.stdin.readline()
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
