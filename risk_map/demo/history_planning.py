"""How people of the demonstration region plan a round: draft it, decide on every stop, approve, issue and close it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from risk_map.demo.history_entries import Entry, at_hour
from risk_map.demo.history_outings import DAYTIME, SHIFTS, Outing
from risk_map.demo.history_people import (
    REGION,
    SECOND_OF_REGION,
    attention_officer,
    coordinator,
    inspector,
    second_coordinator,
)
from risk_map.demo.history_region import OBJECT
from risk_map.domain.cases import APPROVED, DRAFT, FINISHED, IN_ROUND, ISSUED, NOTHING_FOUND
from risk_map.domain.location import LOCATION_TYPES, OVERALL, labels
from risk_map.domain.notation import day
from risk_map.store import schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from sqlalchemy import Table

    from risk_map.demo.history_region import Planned
    from risk_map.domain.subject import Subject

    Row = tuple[Table, dict[str, Any]]

PARTNERS: Final = ("brandweer", "politie_basisteam", "bouwtoezicht", "arbeidsinspectie")
WHY: Final = {
    "signaal": "signaal over deze plaats, beoordeeld",
    "risico": "opvallend op de risicokaart voor dit soort locatie",
    "steekproef": "aselect getrokken",
    "periodiek": "periodieke controle van een kwetsbare branche",
}
AGAINST: Final = (
    NOTHING_FOUND,
    "vorige controle was zonder bevinding",
    "vergunning is op orde",
    "gegevens over deze plaats zijn van één bron",
)


@dataclass(frozen=True, slots=True)
class Round:
    """A round with its stops, before it is written down.

    Parameters
    ----------
    key
        Id.
    on
        The day.
    stops
        In order.
    lead_days
        How many days earlier than usual everything was done for it.
    chosen
        When it goes; missing: when places of the type of its first stop are visited.
    """

    key: str
    on: date
    stops: Sequence[Planned]
    lead_days: int = 0
    chosen: Outing | None = None

    def before(self, days: int) -> date:
        """Give the day on which something was done for it."""
        return self.on - timedelta(days=days + self.lead_days)

    @property
    def towns(self) -> list[str]:
        """Municipalities in which it comes."""
        return sorted({stop.town for stop in self.stops})

    @property
    def owner(self) -> Subject:
        """Who plans it: the coordinator of the municipality, or the region when it crosses a border."""
        return coordinator(self.towns[0]) if len(self.towns) == 1 else REGION

    @property
    def approver(self) -> Subject:
        """Who approves it: a second person in the same role."""
        return second_coordinator(self.towns[0]) if len(self.towns) == 1 else SECOND_OF_REGION

    @property
    def outing(self) -> Outing:
        """When it goes."""
        shift = SHIFTS.get(self.stops[0].location_type, DAYTIME)
        return self.chosen or Outing(shift, shift[0].hour)

    def stop_id(self, position: int) -> str:
        """Give the id of a stop, from 1."""
        return f"{self.key}-{position}"

    def decision_id(self, position: int) -> str:
        """Give the id of the decision of a stop, from 1."""
        return f"BES-{self.key}-{position}"


def plan(found: Round, dice: np.random.Generator, *, until: str = ISSUED) -> list[Entry]:
    """Let people draft a round, decide on each stop, put it in, approve the round and issue it.

    Parameters
    ----------
    found
        The round.
    dice
        For the reasons that people give.
    until
        Last state that it reaches.
    """
    entries = [Entry(at_hour(found.before(4), 9), found.owner, "draft_round", _drafted(found, dice))]
    for position, stop in enumerate(found.stops, start=1):
        entries += _put_in(found, stop, position, dice)
    steps = (
        (DRAFT, found.owner, "", 0),
        (APPROVED, found.approver, "approve_round", 14),
        (ISSUED, found.owner, "issue_round", 16),
    )
    reached = [state for state, *_ in steps].index(until)
    for state, who, action, hour in steps[1 : reached + 1]:
        entries.append(Entry(at_hour(found.before(1), hour), who, action, (_state(found, state),)))
    return entries


def finish(found: Round) -> list[Entry]:
    """Let people close a round on the next day."""
    at = at_hour(found.on + timedelta(days=1), 10)
    return [Entry(at, found.owner, "close_round", (_state(found, FINISHED),))]


def decide(decision_id: str, stop: Planned, dice: np.random.Generator, verdict: str = IN_ROUND) -> Row:
    """Give the row of a decision about one location."""
    row = {
        "id": decision_id,
        "location_id": stop.location_id,
        OBJECT: stop.object_id,
        "gemeentecode": stop.town,
        "home": stop.home,
        "verdict": verdict,
        "form": OVERALL,
        "reason_for": WHY[stop.origin],
        "reason_against": str(dice.choice(AGAINST)),
        "score_seen": stop.origin == "risico" and not stop.home,
        "signal_id": stop.signal_id,
    }
    return schema.decision, row


def _put_in(found: Round, stop: Planned, position: int, dice: np.random.Generator) -> list[Entry]:
    decision_id, day = found.decision_id(position), found.before(2)
    decided = (decide(decision_id, stop, dice),)
    entries = [Entry(at_hour(day, 9 + position / 10), coordinator(stop.town), "decide_location", decided)]
    if stop.home:
        confirmed = {"id": f"BEV-{found.key}-{position}", "decision_id": decision_id}
        who = attention_officer(stop.town)
        entries.append(Entry(at_hour(day, 13), who, "confirm_decision", ((schema.confirmation, confirmed),)))
    hours = found.outing.hour(position)
    row: dict[str, Any] = {
        "id": found.stop_id(position),
        "round_id": found.key,
        "on_date": found.on,
        "location_id": stop.location_id,
        "home": stop.home,
        "decision_id": decision_id,
        "team_id": f"{found.key}-team",
        "position": position,
        "planned_at": time(int(hours) % 24, int(hours % 1 * 60)),
        "origin": stop.origin,
    }
    at = at_hour(day + timedelta(days=1), 10 + position / 10)
    return [*entries, Entry(at, found.owner, "change_round", ((schema.round_stop, row),))]


def _drafted(found: Round, dice: np.random.Generator) -> tuple[Row, ...]:
    shared, (begin, end) = len(found.towns) > 1, found.outing.shift
    owner = None if shared else found.towns[0]
    people = [inspector(town, number).id for town in found.towns for number in (1, 2)]
    partners = found.outing.partners or (str(dice.choice(PARTNERS)),)
    team: dict[str, Any] = {
        "id": f"{found.key}-team",
        "round_id": found.key,
        "name": "Team 1",
        "members": len(people) + len(partners),
        "shift_start": begin,
        "shift_end": end,
        "partners": ",".join(partners),
    }
    towns = found.towns if shared else []
    return (
        (schema.inspection_round, {"id": found.key, "name": _name(found), "on_date": found.on, "gemeentecode": owner}),
        *((schema.round_municipality, {"round_id": found.key, "gemeentecode": town}) for town in towns),
        _state(found, DRAFT),
        (schema.round_team, team),
        *(
            (schema.round_member, {"round_id": found.key, "team_id": team["id"], "subject_id": person})
            for person in people
        ),
    )


def _name(found: Round) -> str:
    kind = labels(LOCATION_TYPES)[found.stops[0].location_type]
    return f"Ronde {day(found.on)}, {kind}"[:80]


def _state(found: Round, state: str) -> Row:
    return schema.round_event, {"id": f"{found.key}-{state}", "round_id": found.key, "state": state}
