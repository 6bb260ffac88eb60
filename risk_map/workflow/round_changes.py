"""Change a round under way: put a decided location in it, move it, take it out, or withdraw the whole round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from risk_map.domain.cases import IN_ROUND, WITHDRAWN
from risk_map.domain.inspection import NOT_VISITED
from risk_map.errors import ConflictError, InputError
from risk_map.governance.permissions import use_case
from risk_map.store import schema
from risk_map.store.ledger_states import round_states, stops
from risk_map.store.refusals import sentence_of
from risk_map.workflow.checks import check_reason
from risk_map.workflow.origins import origin_of
from risk_map.workflow.places import find_place
from risk_map.workflow.reach import UNDER_WAY, reach_of
from risk_map.workflow.rounds import authorised_round
from risk_map.workflow.store import acting

if TYPE_CHECKING:
    from datetime import datetime, time

    from sqlalchemy import RowMapping

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.store.ledger import ReadTx
    from risk_map.workflow.places import Place
    from risk_map.workflow.store import Act


@dataclass(frozen=True, slots=True)
class AddStop:
    """Put a location in the round; there is a decision about it that no other stop used.

    Why it was chosen follows from what was recorded, and is nobody's word (``risk_map.workflow.origins``).

    Parameters
    ----------
    location_id
        Id in the register.
    planned_at
        Clock time.
    team_id
        Which team goes.
    """

    location_id: str
    planned_at: time | None = None
    team_id: str | None = None


@dataclass(frozen=True, slots=True)
class MoveStop:
    """Give a stop another position, time or team; what stays as it is, is absent.

    With another team, and no position, it comes last. A time that was planned for another place in a route is gone.

    Parameters
    ----------
    stop_id
        As it was shown: when somebody moved it since, this one is refused.
    position, planned_at, team_id
        From 1; clock time; which team goes.
    """

    stop_id: str
    position: int | None = None
    planned_at: time | None = None
    team_id: str | None = None


@dataclass(frozen=True, slots=True)
class WithdrawStop:
    """Take a location out of the round.

    Parameters
    ----------
    stop_id
        Which stop.
    reason
        Why.
    """

    stop_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class WithdrawRound:
    """Withdraw the whole round; its locations are free again on that day."""


RoundChange = AddStop | MoveStop | WithdrawStop | WithdrawRound


@use_case("change_round")
def change_round(subject: Subject, config: Config, round_id: str, change: RoundChange, now: datetime) -> str:
    """Change a round; one change, one row.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the data are.
    round_id
        Which round.
    change
        What.

    Returns
    -------
    str
        Id of the new stop, or of the row that says that something was withdrawn.

    Raises
    ------
    PermissionDeniedError
        When the subject may not, or there is no such round.
    InputError
        When a value is not allowed.
    ConflictError
        When there is no decision, the location is in another round on that day, somebody else changed the stop, or
        the round is approved: then it is reopened first.
    """
    place = find_place(config, change.location_id) if isinstance(change, AddStop) else None
    with acting(subject, config, "change_round", now) as act:
        row = authorised_round(act.tx, subject, "change_round", round_id, reach_of(act.tx, subject, config, now))
        if round_states(act.tx)[round_id] not in UNDER_WAY:
            raise ConflictError("Deze ronde is gesloten of ingetrokken; er verandert niets meer aan.")
        match change:
            case AddStop():
                return add_stop(act, row, change, place)
            case MoveStop():
                return _move(act, row, change)
            case WithdrawStop():
                _stop_of(act.tx, round_id, change.stop_id)
                reason = check_reason(change.reason, "De reden")
                return act.append(schema.stop_withdrawal, stop_id=change.stop_id, reason=reason)
            case WithdrawRound():
                return act.append(schema.round_event, round_id=round_id, state=WITHDRAWN)


def add_stop(act: Act, row: RowMapping, change: AddStop, place: Place | None) -> str:
    """Put a location in a draft round, at its end.

    Parameters
    ----------
    act
        Of whom may change the round.
    row
        The round.
    change, place
        What, and where that is; nothing when there is no such place.

    Returns
    -------
    str
        Id of the stop.

    Raises
    ------
    InputError, ConflictError
        As for ``change_round``.
    """
    towns = {item["gemeentecode"] for item in act.tx.all(schema.round_municipality, round_id=row["id"])}
    if place is None or place.location_id is None or place.gemeentecode not in towns | {row["gemeentecode"]}:
        raise InputError("Deze locatie ligt niet in een gemeente van deze ronde, of staat niet in het register.")
    if act.tx.all(schema.stop_claim, location_id=place.location_id, on_date=row["on_date"]):
        raise ConflictError(sentence_of("stop_taken"), "stop_taken")
    there, decided = stops(act.tx, round_id=row["id"]), _unused_decision(act.tx, place.location_id)
    return act.append(
        schema.round_stop,
        round_id=row["id"],
        on_date=row["on_date"],
        location_id=place.location_id,
        home=place.home,
        decision_id=decided["id"],
        team_id=_team_of(act.tx, row["id"], change.team_id),
        position=max((stop["position"] for stop in there), default=0) + 1,
        planned_at=change.planned_at,
        origin=origin_of(act.tx, row["id"], decided),
    )


def _move(act: Act, row: RowMapping, change: MoveStop) -> str:
    old = _stop_of(act.tx, row["id"], change.stop_id)
    if change.position is not None and change.position < 1:
        raise InputError("De eerste plaats in een ronde is 1.")
    team_id = _team_of(act.tx, row["id"], change.team_id) or old["team_id"]
    other_team = old["team_id"] not in {None, team_id}
    last = max(stop["position"] for stop in stops(act.tx, round_id=row["id"]))
    # In the middle of a route it would put off all visits after it.
    position = change.position or (last + 1 if other_team else old["position"])
    elsewhere = other_team or position != old["position"]
    of_plan = old["arrives_at"] is not None
    kept = ("round_id", "on_date", "location_id", "home", "decision_id", "origin", "visit_minutes")
    return act.append(
        schema.round_stop,
        **{name: old[name] for name in kept},
        position=position,
        # A time of the plan was of that place in that route; what somebody said stays.
        planned_at=change.planned_at or (None if elsewhere and of_plan else old["planned_at"]),
        arrives_at=None if elsewhere or change.planned_at else old["arrives_at"],
        team_id=team_id,
        corrects=old["id"],
    )


def _stop_of(tx: ReadTx, round_id: str, stop_id: str) -> RowMapping:
    found = stops(tx, id=stop_id, round_id=round_id)
    if not found:
        raise ConflictError(sentence_of("withdrawal_of_old_stop"), "withdrawal_of_old_stop")
    return found[0]


def _unused_decision(tx: ReadTx, location_id: str) -> RowMapping:
    """Give the newest decision about a location; one decision carries one stop, and a later visit takes a new one."""
    decided = tx.current(schema.decision, location_id=location_id)
    if not decided or decided[-1]["verdict"] != IN_ROUND:
        raise ConflictError(sentence_of("stop_without_decision"), "stop_without_decision")
    stop, claim = schema.round_stop, schema.stop_claim
    used = select(stop.c.id).join(claim, claim.c.stop_id == stop.c.id).where(stop.c.decision_id == decided[-1]["id"])
    planned = [row["id"] for row in tx.rows(used)]
    missed = {row["stop_id"] for row in tx.current(schema.visit, stop_id=planned, result=NOT_VISITED)}
    # Nobody got in: the decision still waits for its visit.
    if set(planned) - missed:
        raise ConflictError("Met dit besluit is al een bezoek gepland. Neem een nieuw besluit over deze locatie.")
    return decided[-1]


def _team_of(tx: ReadTx, round_id: str, team_id: str | None) -> str | None:
    if team_id is not None and not tx.current(schema.round_team, id=team_id, round_id=round_id):
        raise InputError("Dit team hoort niet bij deze ronde.")
    return team_id
