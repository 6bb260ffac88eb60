"""What lies in shared rounds, and in the rounds that an inspector has in hand now: facts that permissions ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import or_, select

from risk_map.domain.cases import APPROVED, DRAFT, FINISHED, ISSUED
from risk_map.domain.subject import Role
from risk_map.governance.matrix import Scope
from risk_map.governance.permissions import authorise, scope_of
from risk_map.governance.shifts import Shift, is_open_for
from risk_map.store import schema
from risk_map.store.ledger import current
from risk_map.store.ledger_states import round_states
from risk_map.workflow.clock import local_day
from risk_map.workflow.identity import is_fictional

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.store.ledger import ReadTx
    from risk_map.workflow.places import Place

UNDER_WAY = frozenset({DRAFT, APPROVED, ISSUED})
BEFORE_THE_ROUND = frozenset({"decide_location"})
"""A location is decided on before it lies in a round: for this the municipalities of a shared round count."""

NEAR = timedelta(days=3)
"""A round that is further away than this is open to no inspector."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far shared rounds and own rounds carry a subject.

    Parameters
    ----------
    everything
        Whether the whole region counts as one shared round: nothing in it exists.
    shared_locations
        Locations in shared rounds that are under way.
    shared_towns
        Municipalities that take part in such a round.
    own_rounds
        Rounds of which the subject may record visits now: of an inspector those in hand, of a planner those issued.
    own_locations
        For an inspector: the locations in them.
    """

    everything: bool = False
    shared_locations: frozenset[str] = frozenset()
    shared_towns: frozenset[str] = frozenset()
    own_rounds: frozenset[str] = frozenset()
    own_locations: frozenset[str] = frozenset()


def reach_of(tx: ReadTx, subject: Subject, config: Config, now: datetime) -> Reach:
    """Look up how far a subject reaches; only for the roles whose permissions speak of rounds.

    Parameters
    ----------
    tx
        A transaction.
    subject, now
        Who asks, and when.
    config
        Says where the data are.
    """
    if subject.role is Role.REGIOCOORDINATOR:
        shared = _shared_rounds(tx)
        towns = tx.all(schema.round_municipality, round_id=shared)
        return Reach(
            everything=is_fictional(config),
            shared_locations=_locations_in(tx, shared),
            shared_towns=frozenset(row["gemeentecode"] for row in towns),
            own_rounds=_issued(tx) if is_fictional(config) else _issued(tx, gemeentecode=None),
        )
    if subject.role is Role.COORDINATOR:
        return Reach(own_rounds=_issued(tx, gemeentecode=subject.municipality))
    if subject.role is Role.BOA:
        everything = is_fictional(config)
        own = _open_rounds(tx, subject, now, anybody=everything)
        shared = [row["id"] for row in tx.all(schema.inspection_round, id=own, gemeentecode=None)]
        return Reach(
            everything=everything,
            shared_locations=_locations_in(tx, shared),
            own_rounds=frozenset(own),
            own_locations=_locations_in(tx, own),
        )
    return Reach()


def authorise_place(subject: Subject, name: str, place: Place | None, reach: Reach, *, reason: str = "") -> None:
    """Refuse a subject unless they may do something at a place.

    Parameters
    ----------
    subject, reason
        Who, and why for the roles that have to say so.
    name
        The use case.
    place
        Where; nothing when there is no such place: then it is nobody's own.
    reach
        Result of ``reach_of``.

    Raises
    ------
    PermissionDeniedError
        When they may not; the same whether or not there is such a place.
    """
    location, town = (place.location_id, place.gemeentecode) if place else (None, None)
    may_follow = name in BEFORE_THE_ROUND and town in reach.shared_towns
    authorise(
        subject,
        name,
        municipality=town,
        shared=reach.everything or location in reach.shared_locations or may_follow,
        in_hand=location in reach.own_locations,
        reason=reason,
    )


def authorise_towns(subject: Subject, name: str, towns: Sequence[str], reach: Reach) -> None:
    """Refuse a subject unless they may do something with a round in some municipalities.

    Parameters
    ----------
    subject, name, reach
        As for ``authorise_place``.
    towns
        Codes: a round in one is that municipality's own, a round in several is shared.

    Raises
    ------
    PermissionDeniedError
        When they may not.
    """
    owner = towns[0] if len(towns) == 1 else None
    authorise(subject, name, municipality=owner, shared=len(towns) > 1 or reach.everything)


def seen_by(subject: Subject, name: str, rows: pd.DataFrame, reach: Reach, *, reason: str = "") -> pd.DataFrame:
    """Leave out the rows that a subject does not see.

    Parameters
    ----------
    subject, name, reach, reason
        As for ``authorise_place``.
    rows
        Has ``location_id`` and ``gemeentecode``.

    Raises
    ------
    PermissionDeniedError
        When the role sees none at all, or gave no reason.
    """
    scope = scope_of(subject, name, reason=reason)
    everything = pd.Series(data=True, index=rows.index)
    # The whole region is one shared round when nothing in it exists, but a round of one's own is still one's own.
    kept = {
        Scope.ALWAYS: everything,
        Scope.OWN: rows["gemeentecode"] == subject.municipality,
        Scope.SHARED: everything if reach.everything else rows["location_id"].isin(reach.shared_locations),
        Scope.OWN_ROUND: rows["location_id"].isin(reach.own_locations),
    }
    return rows[kept[scope].fillna(value=False).astype("bool")]


def locations_in_shared_rounds(tx: ReadTx) -> frozenset[str]:
    """Give the ids of the locations in shared rounds that are under way."""
    return _locations_in(tx, _shared_rounds(tx))


def _shared_rounds(tx: ReadTx) -> list[str]:
    states = round_states(tx)
    shared = tx.current(schema.inspection_round, gemeentecode=None)
    return [row["id"] for row in shared if states.get(row["id"]) in UNDER_WAY]


def _issued(tx: ReadTx, **values: str | None) -> frozenset[str]:
    states = round_states(tx)
    return frozenset(
        row["id"] for row in tx.current(schema.inspection_round, **values) if states.get(row["id"]) == ISSUED
    )


def _open_rounds(tx: ReadTx, subject: Subject, now: datetime, *, anybody: bool) -> list[str]:
    """Give the rounds that an inspector has in hand: issued, or just closed, and never of another municipality alone.

    In a region that does not exist, whoever says to be an inspector is in the teams of their municipality.
    """
    day, states, rows = local_day(now), round_states(tx), schema.inspection_round.c
    near = current(schema.inspection_round).where(
        rows.on_date.between(day - NEAR, day + NEAR),
        or_(rows.gemeentecode.is_(None), rows.gemeentecode == subject.municipality),
    )
    rounds = {row["id"]: row for row in tx.rows(near) if states.get(row["id"]) in {ISSUED, FINISHED}}
    members: dict[str, set[str]] = {}
    for row in tx.all(schema.round_member, round_id=list(rounds)):
        members.setdefault(row["team_id"], set()).add(row["subject_id"])
    shifts: dict[str, list[Shift]] = {}
    for team in tx.current(schema.round_team, round_id=list(rounds)):
        found = rounds[team["round_id"]]
        people = frozenset(members.get(team["id"], ())) | ({subject.id} if anybody else set())
        shift = Shift(found["on_date"], team["shift_start"], team["shift_end"], people)
        shifts.setdefault(team["round_id"], []).append(shift)
    return [round_id for round_id, teams in shifts.items() if is_open_for(subject.id, teams, now)]


def _locations_in(tx: ReadTx, rounds: list[str]) -> frozenset[str]:
    stop, claim = schema.round_stop, schema.stop_claim
    statement = select(stop.c.location_id).join(claim, claim.c.stop_id == stop.c.id).where(stop.c.round_id.in_(rounds))
    return frozenset(tx.execute(statement).scalars())
