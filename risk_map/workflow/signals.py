"""Signals: somebody reports one; the aandachtsfunctionaris enriches, assesses, forwards and closes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from risk_map.domain.cases import ASSESSED, CLOSED, ENRICHED, FORWARDED, OUTCOMES
from risk_map.domain.partners import PARTNERS
from risk_map.errors import ConflictError, InputError, PermissionDeniedError
from risk_map.governance.permissions import authorise, use_case
from risk_map.scoring.places import OBJECT
from risk_map.store import schema
from risk_map.store.refusals import CHANGED
from risk_map.store.schema_signals import REFERENCE_MAX_CHARACTERS
from risk_map.workflow.checks import check_term, check_text
from risk_map.workflow.clock import local_day
from risk_map.workflow.places import find_place
from risk_map.workflow.reach import authorise_place, reach_of
from risk_map.workflow.store import acting

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import RowMapping

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.store.ledger import ReadTx
    from risk_map.workflow.signal_forms import Change, NewSignal
    from risk_map.workflow.store import Act

SAME: Final = ("observed_on", "category", "source_type")
"""What a signal says again when somebody adds it twice; another source is another signal."""


@use_case("add_signal")
def add_signal(
    subject: Subject, config: Config, signal: NewSignal, now: datetime, *, corrects: str | None = None
) -> str:
    """Record a signal.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the data are.
    signal
        What was seen.
    corrects
        Id of an own signal that this one replaces, because it was written down wrong; its history goes on here.

    Returns
    -------
    str
        Id of the signal: with it the reporter can follow it.

    Raises
    ------
    PermissionDeniedError
        When the subject may not do this at this place.
    InputError
        When a value is not allowed, or there is no such place.
    ConflictError
        When the signal to correct is closed or was corrected by somebody else, or the subject recorded the same before:
        each would count in the score.
    """
    values, place = signal.checked(local_day(now)), find_place(config, signal.place)
    with acting(subject, config, "add_signal", now) as act:
        reach = reach_of(act.tx, subject, config, now)
        authorise_place(subject, "add_signal", place, reach)
        if place is None:
            raise InputError("Deze plaats staat niet in het register en niet in de BAG.")
        if corrects is not None:
            _refuse_correction(act, corrects)
        columns = {**values, **place.columns}
        _refuse_repetition(act, columns, corrects)
        return act.append(schema.signal, **columns, corrects=corrects)


@use_case("enrich_signal")
def enrich_signal(subject: Subject, config: Config, signal_id: str, change: Change, now: datetime) -> str:
    """Add what somebody knows better about a signal; the signal itself stays as it was reported.

    Returns
    -------
    str
        Id of the event.

    Raises
    ------
    PermissionDeniedError
        When the subject may not, or there is no such signal.
    InputError
        When nothing changes, or a value is not allowed.
    ConflictError
        When the signal is closed.
    """
    values = change.checked()
    if not any(values.values()):
        raise InputError("Een verrijking zegt ten minste één ding dat nog niet bekend was.")
    return _add_event(subject, config, "enrich_signal", signal_id, now, {"kind": ENRICHED, **values})


@use_case("assess_signal")
def assess_signal(subject: Subject, config: Config, signal_id: str, change: Change, now: datetime) -> str:
    """Assess a signal: a human says how reliable it is. Without this no home enters a round.

    Returns
    -------
    str
        Id of the event.

    Raises
    ------
    PermissionDeniedError, ConflictError
        As for ``enrich_signal``.
    InputError
        When the reliability is absent, or a value is not allowed.
    """
    values = change.checked()
    if values["reliability"] is None:
        raise InputError("Een beoordeling zegt hoe betrouwbaar het signaal is: A, B of C.")
    return _add_event(subject, config, "assess_signal", signal_id, now, {"kind": ASSESSED, **values})


@use_case("forward_signal")
def forward_signal(
    subject: Subject, config: Config, signal_id: str, organisation: str, reference: str | None, now: datetime
) -> str:
    """Record that a signal was forwarded to a partner: to which organisation, when, and under which reference.

    Returns
    -------
    str
        Id of the event.

    Raises
    ------
    PermissionDeniedError, ConflictError
        As for ``enrich_signal``.
    InputError
        When the organisation is no partner, or the reference is too long or points to a person.
    """
    values = {
        "kind": FORWARDED,
        "organisation": check_term(organisation, PARTNERS, "De organisatie"),
        "reference": check_text(reference, "Het kenmerk", limit=REFERENCE_MAX_CHARACTERS),
    }
    return _add_event(subject, config, "forward_signal", signal_id, now, values)


@use_case("close_signal")
def close_signal(subject: Subject, config: Config, signal_id: str, outcome: str, now: datetime) -> str:
    """Close a signal with an outcome; an unfounded one stops counting in the score from that day on.

    Returns
    -------
    str
        Id of the event.

    Raises
    ------
    PermissionDeniedError, ConflictError
        As for ``enrich_signal``.
    InputError
        When there is no such outcome.
    """
    values = {"kind": CLOSED, "outcome": check_term(outcome, OUTCOMES, "De uitkomst")}
    return _add_event(subject, config, "close_signal", signal_id, now, values)


def find_signal(tx: ReadTx, signal_id: str) -> RowMapping | None:
    """Give a signal by its id, also when it was corrected since; nothing when there is none."""
    return next(iter(tx.all(schema.signal, id=signal_id)), None)


def earlier_ids(tx: ReadTx, row: RowMapping) -> list[str]:
    """Give the id of a signal and of those that it corrects, newest first."""
    found = [row["id"]]
    while (old := row["corrects"]) is not None:
        found.append(old)
        row = tx.all(schema.signal, id=old)[0]
    return found


def _refuse_correction(act: Act, signal_id: str) -> None:
    old = find_signal(act.tx, signal_id)
    if old is None or old["actor"] != act.subject.id:
        raise PermissionDeniedError("Een signaal corrigeert alleen wie het meldde; een ander kan het verrijken.")
    _refuse_closed(act.tx, old)


def _refuse_repetition(act: Act, columns: dict[str, Any], corrects: str | None) -> None:
    where = OBJECT if columns[OBJECT] else "address"
    same = {name: columns[name] for name in (*SAME, where)}
    found = act.tx.current(schema.signal, actor=act.subject.id, **same)
    if first := next((row["id"] for row in found if row["id"] != corrects), None):
        raise ConflictError(
            f"Dit legde u al vast als signaal {first} (dezelfde dag, plaats, categorie en bron); "
            "verrijk dat signaal als er meer bekend is (signal enrich)."
        )


def _refuse_closed(tx: ReadTx, row: RowMapping | None) -> None:
    if row is None:
        raise InputError("Dit signaal bestaat niet.")
    if tx.current(schema.signal, id=row["id"]) == []:
        raise ConflictError(CHANGED)
    if tx.current(schema.signal_event, signal_id=earlier_ids(tx, row), kind=CLOSED):
        raise ConflictError("Dit signaal is al gesloten; er verandert niets meer aan.")


def _add_event(
    subject: Subject, config: Config, name: str, signal_id: str, now: datetime, values: dict[str, Any]
) -> str:
    with acting(subject, config, name, now) as act:
        row = find_signal(act.tx, signal_id)
        authorise(subject, name, municipality=row["gemeentecode"] if row else None)
        _refuse_closed(act.tx, row)
        return act.append(schema.signal_event, signal_id=signal_id, **values)
