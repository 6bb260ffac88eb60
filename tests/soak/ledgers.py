"""What must be true of a database after anything that happens to it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field

from sqlalchemy import func, select, text

from risk_map.store import schema
from risk_map.store.audit import thing
from risk_map.store.audit_check import verify
from risk_map.store.engine import open_store

INDEXES = """
    SELECT bt_index_check(i.indexrelid, true)
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
    WHERE a.amname = 'btree'
"""
"""Every row is in every index, in order; the pages themselves have checksums. Needs the extension ``amcheck``."""

CHECKS = {"sqlite": ("PRAGMA integrity_check", "PRAGMA foreign_key_check"), "postgresql": (INDEXES,)}
SOUND = {"sqlite": {("ok",)}, "postgresql": {("",)}}


def assert_sound(store):
    """The file is whole and the chain of the log fits."""
    with store.read() as tx:
        found = {tuple(row) for check in CHECKS[store.dialect] for row in tx.execute(text(check))}
        assert found == SOUND[store.dialect]
        assert verify(tx).is_whole


def written(tx):
    """Give each signal with how many steps and how many lines in the log it has."""
    event, audit = schema.signal_event.c, schema.audit.c
    steps = dict(tx.execute(select(event.signal_id, func.count()).group_by(event.signal_id)).all())
    told = dict(tx.execute(select(audit.object, func.count()).group_by(audit.object)).all())
    ids = tx.execute(select(schema.signal.c.id)).scalars()
    return {key: (steps.get(key, 0), told.get(thing("signal", key), 0)) for key in ids}


@dataclass
class Heard:
    """What writers said, and what must therefore be in the database.

    Each signal of theirs has so many steps.
    """

    steps: int
    begun: set = field(default_factory=set)
    acknowledged: set = field(default_factory=set)

    def add(self, lines):
        self.begun |= {rest for word, rest in lines if word == "begin"}
        self.acknowledged |= {rest for word, rest in lines if word == "done"}

    def assert_kept(self, url):
        """Open the database anew, and look."""
        with closing(open_store(url)) as store:
            self.assert_kept_in(store)

    def assert_kept_in(self, store):
        """All that was acknowledged is there, whole; of the rest at most what was under way, and that whole too."""
        assert_sound(store)
        with store.read() as tx:
            there = written(tx)
        assert not self.acknowledged - set(there), "acknowledged and lost"
        assert not set(there) - self.begun, "there and never begun"
        assert set(there.values()) <= {(self.steps, 1)}, "half written"
