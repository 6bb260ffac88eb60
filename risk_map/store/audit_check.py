"""Check the chain of the log, by itself and against heads that were printed before.

The chain alone tells edits, deletions, swaps and insertions. It cannot tell a tail that was cut off, a tail that was
computed anew, or an old copy that was put back: for those somebody needs a head that was printed in time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import select

from risk_map.errors import InputError
from risk_map.store.audit import CLOCK_BACK, START, Head, anchor, entry_hash, thing
from risk_map.store.schema import audit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import RowMapping

    from risk_map.store.ledger import ReadTx

PRINTED_HEAD: Final = re.compile(r"([1-9]\d{0,17}):([0-9a-f]{16,64})")
"""Sixteen digits of a hash are enough: nobody finds another row with the same ones."""

CUTS: Final = ("purge", "restore_backup")
"""Actions after which the log may begin later than it did."""

ROWS_AT_ONCE: Final = 10_000

KINDS: Final = {
    "begin": "het begin sluit niet aan op het begin van het logboek of op een bewijs van vernietiging",
    "gap": "een of meer regels ervoor ontbreken, of de volgorde is gewijzigd",
    "link": "de keten met de regel ervoor is verbroken",
    "content": "de inhoud is gewijzigd",
    "time": "de tijd loopt terug",
    "missing": "deze afgedrukte kop staat niet (meer) in het logboek: afgekapt, of een oude kopie",
    "other": "deze afgedrukte kop hoort bij een andere inhoud: het logboek is opnieuw berekend",
    "clock_back": "hier stond de klok van de computer achter op het logboek",
    "untold": "in het logboek staat niet dat het is gemaakt of toegepast; niemand maakte het met dit programma",
    "altered": "noemt iets anders dan toen het werd gemaakt",
    "restored": "kwam mee met een reservekopie toen het logboek nog geen bewijzen noemde, en is niet te controleren",
    "destroyed": "deze afgedrukte kop is ouder dan de bewaartermijn en niet meer te controleren",
}
"""What can be found -> Dutch words."""


class Finding(NamedTuple):
    """Something about a row.

    Parameters
    ----------
    kind
        A key of ``KINDS``.
    seq
        Number of the row, or of the printed head.
    """

    kind: str
    seq: int

    def __str__(self) -> str:
        """Say it in Dutch."""
        return f"regel {self.seq}: {KINDS[self.kind]}"


class CertificateFinding(NamedTuple):
    """Something about a certificate of destruction.

    Parameters
    ----------
    kind
        A key of ``KINDS``.
    certificate
        Its id.
    """

    kind: str
    certificate: str

    def __str__(self) -> str:
        """Say it in Dutch."""
        return f"bewijs {self.certificate}: {KINDS[self.kind]}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of the log found.

    Parameters
    ----------
    rows
        How many rows were checked.
    head
        The end of the chain.
    problems
        What is wrong with the log.
    notices
        What is not wrong, but somebody should know.
    """

    rows: int
    head: Head
    problems: Sequence[Finding | CertificateFinding]
    notices: Sequence[Finding | CertificateFinding]

    @property
    def is_whole(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.problems


def parse_head(text: str) -> tuple[int, str]:
    """Read a printed head, ``SEQ:HASH``.

    Raises
    ------
    InputError
        When it is no head.
    """
    found = PRINTED_HEAD.fullmatch(text.strip().lower())
    if found is None:
        raise InputError("Een kop van het logboek is een nummer, een dubbele punt en ten minste 16 tekens (0-9, a-f).")
    return int(found[1]), found[2]


def verify(tx: ReadTx, heads: Iterable[tuple[int, str]] = ()) -> Verification:
    """Check every row of the log.

    Parameters
    ----------
    tx
        A transaction.
    heads
        Heads that were printed before, as ``parse_head`` gives them.
    """
    cut = anchor(tx)
    check = _Check(last=cut or START, confirmed=cut is None, proof=None if cut is None else thing("audit", cut))
    wanted: dict[int, set[str]] = {}
    for seq, digits in heads:
        wanted.setdefault(seq, set()).add(digits)
    for row in _rows(tx):
        check.row(row)
        for digits in wanted.pop(row["seq"], ()):
            if not row["hash"].startswith(digits):
                check.problems.append(Finding("other", row["seq"]))
    if not check.confirmed:
        check.problems.insert(0, Finding("begin", check.first))
    for seq, several in wanted.items():
        check.absent_head(seq, several, cut)
    return Verification(check.rows, check.last, check.problems, check.notices)


def _rows(tx: ReadTx) -> Iterator[RowMapping]:
    statement = select(audit).order_by(audit.c.seq).execution_options(yield_per=ROWS_AT_ONCE)
    return iter(tx.execute(statement).mappings())


@dataclass(slots=True)
class _Check:
    """The chain so far.

    A certificate that says where retention cut the log off counts only when the log itself tells of it: whoever cuts
    off the beginning and forges a certificate has to change the log after it too, and a printed head shows that.
    """

    last: Head
    confirmed: bool
    proof: str | None
    rows: int = 0
    first: int = 0
    problems: list[Finding] = field(default_factory=list)
    notices: list[Finding] = field(default_factory=list)

    def row(self, row: RowMapping) -> None:
        """Check one row against the one before it."""
        seq, inside = row["seq"], self.rows > 0
        linked, follows = row["previous_hash"] == self.last.hash, seq == self.last.seq + 1
        broken = {
            "begin": not inside and not (linked and follows),
            "gap": inside and not follows,
            "link": inside and not linked,
            "content": row["hash"] != entry_hash(row),
            "time": inside and row["at"] < self.last.at,
        }
        self.problems += [Finding(kind, seq) for kind, found in broken.items() if found]
        if row["action"] == CLOCK_BACK:
            self.notices.append(Finding("clock_back", seq))
        self.confirmed = self.confirmed or (row["action"] in CUTS and row["object"] == self.proof)
        self.first = self.first or seq
        self.last = Head(seq, row["hash"], row["at"])
        self.rows += 1

    def absent_head(self, seq: int, digits: Iterable[str], cut: Head | None) -> None:
        """Say why a printed head was not met."""
        if cut is None or seq > cut.seq:
            self.problems.append(Finding("missing", seq))
        elif seq < cut.seq:
            self.notices.append(Finding("destroyed", seq))
        elif not all(cut.hash.startswith(part) for part in digits):
            self.problems.append(Finding("other", seq))
