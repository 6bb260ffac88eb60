"""Decisions: a human decides on a location, a second one confirms it for a home; and a location can be frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from risk_map.domain.cases import ASSESSED, IN_ROUND, UNFOUNDED, VERDICTS
from risk_map.domain.location import FORMS, OVERALL, Term
from risk_map.errors import ConflictError, InputError
from risk_map.governance.permissions import authorise, use_case
from risk_map.governance.roles import refuse_same_subject
from risk_map.scoring.places import OBJECT
from risk_map.store import schema
from risk_map.store.ledger_states import frozen_locations
from risk_map.store.refusals import sentence_of
from risk_map.workflow.checks import check_reason, check_term
from risk_map.workflow.places import find_place
from risk_map.workflow.reach import authorise_place, reach_of
from risk_map.workflow.score import run_store
from risk_map.workflow.store import acting

if TYPE_CHECKING:
    from datetime import datetime

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.store.ledger import ReadTx
    from risk_map.workflow.places import Place

SCORES: Final = (Term(OVERALL, "alle vormen samen"), *FORMS)


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What somebody decides about one location, and why; there is no way to decide about several at once.

    Parameters
    ----------
    location_id
        Id in the register.
    verdict
        ``in_ronde`` or ``niet_in_ronde``.
    reason_for, reason_against
        What pleads for a visit and what against it; who found nothing against says ``gezocht, niets gevonden``.
    score_seen
        Whether the score was looked at before.
    form
        Form of exploitation that it is about, or ``totaal``.
    run_id
        The run whose score was seen.
    signal_id
        The signal that led to it; without an assessed one no home enters a round.
    """

    location_id: str
    verdict: str
    reason_for: str
    reason_against: str
    score_seen: bool
    form: str = OVERALL
    run_id: str | None = None
    signal_id: str | None = None

    def checked(self) -> dict[str, Any]:
        """Give the columns of the decision, each allowed, or raise ``InputError``."""
        return {
            "location_id": self.location_id,
            "verdict": check_term(self.verdict, VERDICTS, "Het besluit"),
            "form": check_term(self.form, SCORES, "De vorm"),
            "reason_for": check_reason(self.reason_for, "De reden voor een bezoek"),
            "reason_against": check_reason(self.reason_against, "De reden tegen een bezoek"),
            "score_seen": self.score_seen,
            "run_id": self.run_id,
            "signal_id": self.signal_id,
        }


@use_case("decide_location")
def decide_location(
    subject: Subject, config: Config, decision: NewDecision, now: datetime, *, corrects: str | None = None
) -> str:
    """Record a decision about one location.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the data are.
    decision
        What, and why.
    corrects
        Id of a decision about the same location that this one replaces.

    Returns
    -------
    str
        Id of the decision.

    Raises
    ------
    PermissionDeniedError
        When the subject may not decide about this location, or there is none.
    InputError
        When a reason is absent, a value is not allowed, or there is no such run.
    ConflictError
        When the location is frozen, the signal is about another place or unfounded, or a home has no assessed one.
    """
    values, place = decision.checked(), find_place(config, decision.location_id)
    with acting(subject, config, "decide_location", now) as act:
        located = _authorised(act.tx, subject, config, "decide_location", place, now)
        if decision.run_id is not None and decision.run_id not in run_store(config).names():
            raise InputError("Er is geen bewaarde run met dit kenmerk; laat --run weg of noem een run die er is.")
        if decision.verdict == IN_ROUND:
            _refuse_unready(act.tx, located, decision.signal_id)
        if corrects is not None and not act.tx.current(schema.decision, id=corrects, location_id=located.location_id):
            raise ConflictError("Er is geen geldig besluit over deze locatie met dit kenmerk om te corrigeren.")
        return act.append(
            schema.decision,
            **values,
            **{OBJECT: located.object_id},
            home=located.home,
            gemeentecode=located.gemeentecode,
            corrects=corrects,
        )


@use_case("confirm_decision")
def confirm_decision(subject: Subject, config: Config, decision_id: str, now: datetime) -> str:
    """Confirm, as a second person, that a home enters a round.

    Returns
    -------
    str
        Id of the confirmation.

    Raises
    ------
    PermissionDeniedError
        When the subject may not, took the decision, or there is no such decision.
    InputError
        When the decision needs no confirmation.
    ConflictError
        When it was replaced, or is confirmed already.
    """
    with acting(subject, config, "confirm_decision", now) as act:
        row = next(iter(act.tx.all(schema.decision, id=decision_id)), None)
        reach, town = reach_of(act.tx, subject, config, now), row["gemeentecode"] if row else None
        authorise(subject, "confirm_decision", municipality=town, shared=reach.everything or town in reach.shared_towns)
        if row is None:
            raise InputError("Dit besluit bestaat niet.")
        if not row["home"] or row["verdict"] != IN_ROUND:
            raise InputError("Alleen een besluit om een woning te bezoeken wordt bevestigd.")
        refuse_same_subject(row["actor"], subject.id, "Een besluit over een woning nemen en bevestigen")
        return act.append(schema.confirmation, decision_id=decision_id)


@use_case("freeze_location")
def freeze_location(subject: Subject, config: Config, location_id: str, reason: str, now: datetime) -> str:
    """Freeze a location: it stays on the map and enters no round.

    Returns
    -------
    str
        Id of the row.

    Raises
    ------
    PermissionDeniedError
        When the subject may not, or there is no such location.
    InputError
        When the reason is absent, too long, or points to a person.
    ConflictError
        When it is frozen already.
    """
    return _set_frozen(subject, config, location_id, reason, now, frozen=True)


@use_case("unfreeze_location")
def unfreeze_location(subject: Subject, config: Config, location_id: str, reason: str, now: datetime) -> str:
    """Release a frozen location.

    Returns
    -------
    str
        Id of the row.

    Raises
    ------
    PermissionDeniedError, InputError
        As for ``freeze_location``.
    ConflictError
        When it is not frozen.
    """
    return _set_frozen(subject, config, location_id, reason, now, frozen=False)


def _set_frozen(subject: Subject, config: Config, location_id: str, reason: str, now: datetime, *, frozen: bool) -> str:
    name, place = ("freeze_location" if frozen else "unfreeze_location"), find_place(config, location_id)
    with acting(subject, config, name, now) as act:
        located = _authorised(act.tx, subject, config, name, place, now)
        if frozen == (located.location_id in frozen_locations(act.tx)):
            raise ConflictError(f"Deze locatie is {'al' if frozen else 'niet'} bevroren.")
        return act.append(
            schema.freeze,
            location_id=located.location_id,
            gemeentecode=located.gemeentecode,
            frozen=frozen,
            reason=check_reason(reason, "De reden"),
        )


def _authorised(tx: ReadTx, subject: Subject, config: Config, name: str, place: Place | None, now: datetime) -> Place:
    known = place if place and place.location_id else None
    authorise_place(subject, name, known, reach_of(tx, subject, config, now))
    if known is None:
        raise InputError("Deze locatie staat niet in het register.")
    if known.gemeentecode is None:
        raise InputError("Deze locatie is nog niet aan een adres gekoppeld; koppel haar eerst.")
    return known


def _refuse_unready(tx: ReadTx, place: Place, signal_id: str | None) -> None:
    if place.location_id in frozen_locations(tx):
        raise ConflictError(sentence_of("stop_frozen"), "stop_frozen")
    if signal_id is not None:
        here = tx.current(schema.signal, id=signal_id, **{OBJECT: place.object_id})
        if not here or tx.current(schema.signal_event, signal_id=signal_id, outcome=UNFOUNDED):
            raise ConflictError("Dit signaal gaat niet over deze locatie, is gecorrigeerd, of is ongegrond.")
    # Of this row and not of what it corrects: those were other facts.
    if place.home and not tx.current(schema.signal_event, signal_id=signal_id, kind=ASSESSED):
        raise ConflictError(sentence_of("stop_home_unassessed"), "stop_home_unassessed")
