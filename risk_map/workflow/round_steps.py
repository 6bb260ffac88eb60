"""The steps of a round: a second person approves it, it is issued to the inspectors, reopened, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from risk_map.domain.cases import APPROVED, DRAFT, FINISHED, ISSUED
from risk_map.errors import ConflictError
from risk_map.governance.permissions import use_case
from risk_map.governance.roles import refuse_same_subject
from risk_map.store import schema
from risk_map.store.ledger_states import stops
from risk_map.workflow.reach import reach_of
from risk_map.workflow.round_rules import refuse_broken
from risk_map.workflow.rounds import authorised_round
from risk_map.workflow.store import acting

if TYPE_CHECKING:
    from datetime import datetime

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.store.ledger import ReadTx


@use_case("approve_round")
def approve_round(subject: Subject, config: Config, round_id: str, now: datetime) -> None:
    """Approve a draft round that others made; from here on nothing in it changes.

    Raises
    ------
    PermissionDeniedError
        When the subject may not, there is no such round, or they drafted it, reopened it or ever put a stop in it.
    ConflictError
        When it has no stop, breaks a rule of a plan, or is no draft any more; when a stop is frozen, or rests on a
        signal that does not hold or on a model that is off.
    """
    _step(subject, config, "approve_round", round_id, APPROVED, now)


@use_case("reopen_round")
def reopen_round(subject: Subject, config: Config, round_id: str, now: datetime) -> None:
    """Make an approved round a draft again, to change it; then it is approved anew.

    Raises
    ------
    PermissionDeniedError
        When the subject may not, or there is no such round.
    ConflictError
        When it is not approved, or was issued.
    """
    _step(subject, config, "reopen_round", round_id, DRAFT, now)


@use_case("issue_round")
def issue_round(subject: Subject, config: Config, round_id: str, now: datetime) -> None:
    """Issue an approved round: from 12 hours before the shift its inspectors see it.

    Raises
    ------
    PermissionDeniedError
        When the subject may not, or there is no such round.
    ConflictError
        When it is not approved, or as for ``approve_round``.
    """
    _step(subject, config, "issue_round", round_id, ISSUED, now)


@use_case("close_round")
def close_round(subject: Subject, config: Config, round_id: str, now: datetime) -> None:
    """Close a round once every stop that is still in it has a visit, or a reason why not.

    Raises
    ------
    PermissionDeniedError
        When the subject may not, or there is no such round.
    ConflictError
        When it was not issued, or a stop has no visit yet.
    """
    _step(subject, config, "close_round", round_id, FINISHED, now)


def _step(subject: Subject, config: Config, name: str, round_id: str, state: str, now: datetime) -> None:
    with acting(subject, config, name, now) as act:
        authorised_round(act.tx, subject, name, round_id, reach_of(act.tx, subject, config, now))
        planned = [row["id"] for row in stops(act.tx, round_id=round_id)]
        if not planned and state in {APPROVED, ISSUED}:
            raise ConflictError("In deze ronde zit nog geen locatie.")
        if state == APPROVED:
            _refuse_makers(act.tx, round_id, subject)
        if state in {APPROVED, ISSUED}:
            refuse_broken(act.tx, config, round_id)
        if state == FINISHED:
            _refuse_unvisited(act.tx, planned)
        act.append(schema.round_event, round_id=round_id, state=state)


def _refuse_makers(tx: ReadTx, round_id: str, subject: Subject) -> None:
    made = [*tx.all(schema.round_event, round_id=round_id, state=DRAFT), *tx.all(schema.round_stop, round_id=round_id)]
    for row in made:
        refuse_same_subject(row["actor"], subject.id, "Een ronde opstellen en goedkeuren")


def _refuse_unvisited(tx: ReadTx, planned: list[str]) -> None:
    visited = {row["stop_id"] for row in tx.current(schema.visit, stop_id=planned)}
    if missing := len(set(planned) - visited):
        places = "1 locatie" if missing == 1 else f"{missing} locaties"
        raise ConflictError(f"Van {places} in deze ronde is nog geen bezoek vastgelegd.")
