"""The log: one row per read of an address and per action, each chained to the row before it by a hash.

A row is written in the transaction of what it tells, so that neither exists without the other, and under the one lock
under which all writing happens, so that the chain has no branches. No row holds free text: an action is the name of a
use case, an object is a kind and an id.
"""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from sqlalchemy import Integer, cast, select

from risk_map.errors import InputError
from risk_map.store.schema import audit, purge_certificate, purge_item

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import RowMapping

    from risk_map.domain.subject import Subject
    from risk_map.store.ledger import ReadTx, WriteTx

GENESIS: Final = "0" * 64
"""The hash before the first row."""

ACTION: Final = r"[a-z_]{1,40}"
OBJECT: Final = r"[a-z_]{1,40}:[\w.~%:-]{1,400}"

LOCATION: Final = "locatie"
"""Kind of an object that is a place of the register."""

ADDRESS: Final = "adres"
"""Kind of an object that is an address of the BAG, by its nummeraanduiding."""

COUNTED: Final = "aantal"
"""Stands for the id of an object of which somebody saw only how many there are."""

CLOCK_BACK: Final = "clock_back"
"""Action of the row that says that the clock of the machine stood behind the log; the product writes it by itself."""

CLOCK_PLAY: Final = timedelta(minutes=5)
"""Two machines, or a moment taken before waiting for a turn, may differ so much without anybody setting a clock."""

ENTRY: Final = ("seq", "at", "actor", "actor_role", "action", "object", "result", "origin", "previous_hash")
"""What a hash is over, in this order."""


class Result(StrEnum):
    """How it ended."""

    DONE = "gelukt"
    REFUSED = "geweigerd"
    FAILED = "mislukt"


class Origin(StrEnum):
    """Where it was asked."""

    APP = "app"
    COMMAND = "opdracht"
    DEMO = "demonstratie"


_origin: Final = ContextVar("origin", default=Origin.COMMAND)


@contextmanager
def asked_from(origin: Origin) -> Iterator[None]:
    """Say once, at the entrance, where everything inside is asked; what nobody says this of is a command."""
    mark = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(mark)


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done or read.

    Parameters
    ----------
    action
        Name of the use case.
    objects
        What it was done to, as ``thing`` makes them: one row each.
    result, origin
        How it ended, and where it was asked: as ``asked_from`` said.
    """

    action: str
    objects: tuple[str, ...]
    result: Result = Result.DONE
    origin: Origin = field(default_factory=_origin.get)

    def __post_init__(self) -> None:
        """Refuse anything that could be a sentence."""
        if not re.fullmatch(ACTION, self.action):
            raise InputError("In het logboek is een handeling een vaste naam, nooit een zin.")
        if not all(re.fullmatch(OBJECT, name, re.ASCII) for name in self.objects):
            raise InputError("In het logboek is een object een soort en een id, nooit een zin.")


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: whoever has it on paper can tell later whether anything before it changed.

    Parameters
    ----------
    seq, hash, at
        Of the last row.
    """

    seq: int
    hash: str
    at: datetime

    def __str__(self) -> str:
        """Give the form that is printed, and that ``audit verify`` takes back."""
        return f"{self.seq}:{self.hash}"


START: Final = Head(0, GENESIS, datetime(1970, 1, 1, tzinfo=UTC))


def thing(kind: str, row_id: object) -> str:
    """Name an object in the log: ``locatie:L1``; what an id may not hold becomes a percent code.

    Parameters
    ----------
    kind
        Small letters: a table, ``LOCATION``, ``run`` ...
    row_id
        Its id.
    """
    return f"{kind}:{quote(str(row_id), safe=':')}"


def things(kind: str, row_ids: Iterable[object]) -> tuple[str, ...]:
    """Name many objects of a kind."""
    return tuple(thing(kind, row_id) for row_id in row_ids)


def append(tx: WriteTx, subject: Subject | None, deed: Deed, now: datetime) -> Head:
    """Add one row per object to the log, in the transaction of the deed.

    Parameters
    ----------
    tx
        The transaction in which it is done.
    subject
        Who does it; nobody when somebody without a role was refused.
    deed
        What.
    now
        The clock of the use case. Time never goes back in the log: a moment before the last row becomes that of the
        last row, and a clock that stands minutes behind it gets a row of its own.

    Returns
    -------
    Head
        The end of the chain.
    """
    last = newest(tx)
    actor, role = (subject.id, str(subject.role)) if subject else ("-", "anoniem")
    who: dict[str, Any] = {
        "at": max(now.astimezone(UTC), last.at),
        "actor": actor,
        "actor_role": role,
        "origin": str(deed.origin),
    }
    told = [{**who, "action": deed.action, "object": name, "result": str(deed.result)} for name in deed.objects]
    behind = last.at - now
    if behind > CLOCK_PLAY:
        seconds = thing("seconds", int(behind.total_seconds()))
        told.insert(0, {**who, "action": CLOCK_BACK, "object": seconds, "result": str(Result.DONE)})
    rows = []
    for seq, row in enumerate(told, last.seq + 1):
        # One after the other, because each hash needs the one before it.
        chained = {**row, "seq": seq, "previous_hash": last.hash}
        last = Head(seq, entry_hash(chained), row["at"])
        rows.append({**chained, "hash": last.hash})
    tx.append_many(audit, rows)
    return last


def entry_hash(row: Mapping[str, Any] | RowMapping) -> str:
    """Hash a row with the hash of the row before it.

    Notes
    -----
    SHA-256 over a JSON list, so that no two rows have the same text; moments in UTC to the microsecond.
    """
    at = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    values = [at if name == "at" else row[name] for name in ENTRY]
    return sha256(json.dumps(values, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def newest(tx: ReadTx) -> Head:
    """Give the end of the chain: the last row, else where retention cut it off, else the start."""
    statement = select(audit.c.seq, audit.c.hash, audit.c.at).order_by(audit.c.seq.desc()).limit(1)
    row = tx.execute(statement).first()
    return Head(row.seq, row.hash, row.at) if row else (anchor(tx) or START)


def anchor(tx: ReadTx) -> Head | None:
    """Give the last row that retention destroyed, as its certificate holds it; nothing when none was.

    Notes
    -----
    The digest of a certificate of the log is the hash of the last row that was destroyed: by the chain it covers all
    rows before it.
    """
    until = cast(purge_item.c.row_id, Integer)
    statement = (
        select(until.label("until"), purge_certificate.c.digest, purge_certificate.c.recorded_at)
        .join(purge_certificate, purge_certificate.c.id == purge_item.c.certificate_id)
        .where(purge_item.c.table_name == audit.name)
        .order_by(until.desc())
        .limit(1)
    )
    row = tx.execute(statement).first()
    return Head(row.until, row.digest, row.recorded_at) if row else None
