"""Rounds: draft one with its teams, and find one in which a subject may do something."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from risk_map.domain.cases import DRAFT
from risk_map.domain.opening_hours import DAY_S
from risk_map.domain.partners import PARTNERS
from risk_map.domain.subject import SUBJECT_ID
from risk_map.errors import InputError
from risk_map.governance.permissions import authorise, use_case
from risk_map.store import schema
from risk_map.store.schema_rounds import NAME_MAX_CHARACTERS
from risk_map.workflow.checks import check_term, check_text
from risk_map.workflow.clock import local_day
from risk_map.workflow.identity import known_municipality, refuse_strangers
from risk_map.workflow.planning_shifts import shift_fault
from risk_map.workflow.reach import Reach, authorise_towns, reach_of
from risk_map.workflow.store import acting

if TYPE_CHECKING:
    from datetime import date, datetime, time

    from sqlalchemy import RowMapping

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.planning.travel import Mode
    from risk_map.store.ledger import ReadTx
    from risk_map.workflow.store import Act


@dataclass(frozen=True, slots=True)
class NewTeam:
    """A team of a round.

    Parameters
    ----------
    name
        What it is called: a number or an area.
    shift_start, shift_end
        Clock times; an end before the start is on the next day.
    people
        Login names of the inspectors, who see the round around the shift.
    size
        How many people go, partners included; at least two.
    partners
        Organisations that join.
    mode
        How it travels; missing when nobody said.
    start, end
        Where it sets out and where it ends (EPSG:28992); missing when nobody said.
    departs_at, returns_at, pause_begin, pause_minutes
        When it leaves and is back, and its break, as planned; missing when nobody planned it, or it has no break.
    """

    name: str
    shift_start: time
    shift_end: time
    people: tuple[str, ...]
    size: int
    partners: tuple[str, ...] = ()
    mode: Mode | None = None
    start: tuple[float, float] | None = None
    end: tuple[float, float] | None = None
    departs_at: time | None = None
    returns_at: time | None = None
    pause_begin: time | None = None
    pause_minutes: int | None = None

    def checked(self) -> dict[str, Any]:
        """Give the columns of the team, each allowed, or raise ``InputError``."""
        if not self.people or not all(re.fullmatch(SUBJECT_ID, login) for login in self.people):
            raise InputError("Een team noemt de aanmeldnamen van zijn inspecteurs, ten minste één.")
        if self.size < len(self.people):
            raise InputError("Een team is ten minste zo groot als het aantal inspecteurs dat erin zit.")
        begin, end = (moment.hour * 3600 + moment.minute * 60 for moment in (self.shift_start, self.shift_end))
        if fault := shift_fault(begin, end + DAY_S if end < begin else end):
            raise InputError(fault)
        joining = [check_term(partner, PARTNERS, "De partner") for partner in self.partners]
        return {
            "name": _name(self.name, "De naam van het team"),
            "members": self.size,
            "shift_start": self.shift_start,
            "shift_end": self.shift_end,
            "partners": ",".join(joining) or None,
            "mode": self.mode,
            "departs_at": self.departs_at,
            "returns_at": self.returns_at,
            "pause_begin": self.pause_begin,
            "pause_minutes": self.pause_minutes,
            **dict(zip(("start_x", "start_y"), self.start or (), strict=False)),
            **dict(zip(("end_x", "end_y"), self.end or (), strict=False)),
        }


@dataclass(frozen=True, slots=True)
class NewRound:
    """A round on one day.

    Parameters
    ----------
    name
        What it is called.
    on_date
        The day; a shift may end on the next one.
    municipalities
        Codes: one for a round of its own, several for a shared round.
    teams
        At least one.
    """

    name: str
    on_date: date
    municipalities: tuple[str, ...]
    teams: tuple[NewTeam, ...]

    @property
    def owner(self) -> str | None:
        """The municipality of a round of its own; missing for a shared round."""
        return self.municipalities[0] if len(self.municipalities) == 1 else None


class DraftRound(NamedTuple):
    """Ids of a round that was just written, and of its teams in order."""

    id: str
    team_ids: tuple[str, ...]


@use_case("draft_round")
def draft_round(subject: Subject, config: Config, draft: NewRound, now: datetime) -> str:
    """Draft a round, without stops yet.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the data are.
    draft
        When, where, and with whom.

    Returns
    -------
    str
        Id of the round.

    Raises
    ------
    PermissionDeniedError
        When the subject may not draft a round there.
    InputError
        When a value is not allowed.
    ConflictError
        When a team has fewer than two people.
    """
    towns = tuple(dict.fromkeys(known_municipality(config, code) for code in draft.municipalities))
    draft = replace(draft, municipalities=towns)
    with acting(subject, config, "draft_round", now) as act:
        authorise_towns(subject, "draft_round", towns, reach_of(act.tx, subject, config, now))
        return write_draft(act, draft).id


def write_draft(act: Act, draft: NewRound) -> DraftRound:
    """Write the rows of a round without stops.

    Parameters
    ----------
    act
        Of whom may draft it.
    draft
        Its municipalities are known ones, each once.

    Raises
    ------
    InputError
        When a value is not allowed.
    ConflictError
        When a team has fewer than two people.
    """
    teams = [(team.checked(), team.people) for team in draft.teams]
    if not draft.municipalities or not teams:
        raise InputError("Een ronde heeft ten minste één gemeente en één team.")
    if draft.on_date < local_day(act.now):
        raise InputError("De dag van de ronde is al voorbij.")
    refuse_strangers(act.tx, (login for team in draft.teams for login in team.people), draft.municipalities)
    name, owner = _name(draft.name, "De naam van de ronde"), draft.owner
    round_id = act.append(schema.inspection_round, name=name, on_date=draft.on_date, gemeentecode=owner)
    if owner is None:
        towns = ({"round_id": round_id, "gemeentecode": town} for town in draft.municipalities)
        act.tx.append_many(schema.round_municipality, towns)
    act.append(schema.round_event, round_id=round_id, state=DRAFT)
    return DraftRound(round_id, tuple(_add_team(act, round_id, columns, people) for columns, people in teams))


def authorised_round(tx: ReadTx, subject: Subject, name: str, round_id: str, reach: Reach) -> RowMapping:
    """Give a round in which a subject may do something.

    Parameters
    ----------
    tx
        A transaction.
    subject, name
        Who, and the use case.
    round_id
        Which round.
    reach
        Result of ``reach_of``.

    Raises
    ------
    PermissionDeniedError
        When they may not; the same when there is no such round.
    InputError
        When a subject who may see all rounds names one that does not exist.
    """
    row = next(iter(tx.current(schema.inspection_round, id=round_id)), None)
    authorise(
        subject,
        name,
        municipality=row["gemeentecode"] if row else None,
        shared=reach.everything or (row is not None and row["gemeentecode"] is None),
        in_hand=round_id in reach.own_rounds,
    )
    if row is None:
        raise InputError("Deze ronde bestaat niet.")
    return row


def _add_team(act: Act, round_id: str, columns: dict[str, Any], people: tuple[str, ...]) -> str:
    team_id = act.append(schema.round_team, round_id=round_id, **columns)
    members = ({"round_id": round_id, "team_id": team_id, "subject_id": login} for login in dict.fromkeys(people))
    act.tx.append_many(schema.round_member, members)
    return team_id


def _name(text: str, what: str) -> str:
    name = check_text(text, what, limit=NAME_MAX_CHARACTERS)
    if name is None:
        raise InputError(f"{what} ontbreekt.")
    return name
