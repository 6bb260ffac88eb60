"""A route list on the screen: what the team reads on paper, with what was recorded about each stop since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from risk_map.errors import ConflictError
from risk_map.governance.permissions import use_case
from risk_map.governance.shifts import LOCAL
from risk_map.reporting.route_round import PrintStamp
from risk_map.store import schema
from risk_map.store.audit import LOCATION
from risk_map.store.ledger_states import frozen_locations, stops
from risk_map.workflow.clock import local_day
from risk_map.workflow.identity import is_fictional
from risk_map.workflow.lapsed import lapse_words, lapsed_stops
from risk_map.workflow.places import register_of
from risk_map.workflow.reach import reach_of
from risk_map.workflow.rounds import authorised_round
from risk_map.workflow.route_facts import known_places
from risk_map.workflow.route_sheets import sheets_of
from risk_map.workflow.route_sources import round_of_store
from risk_map.workflow.snapshot import read_snapshot, until
from risk_map.workflow.store import looking, store_of
from risk_map.workflow.turns import turn_ends

if TYPE_CHECKING:
    from datetime import date, datetime

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.reporting.route_sheet import RouteSheet, SheetStop
    from risk_map.store.ledger import ReadTx

ROUND_TABLES: Final = (
    schema.round_event,
    schema.round_stop,
    schema.stop_withdrawal,
    schema.visit,
    schema.freeze,
    schema.model_switch,
)
"""A new row in one of these changes what a route list shows."""


@dataclass(frozen=True, slots=True)
class ListedStop:
    """One stop on the screen.

    Parameters
    ----------
    words
        What stands on the sheet.
    stop_id
        Which stop of the round.
    location_type
        Code: it decides the boxes.
    frozen
        Whether nobody goes there now.
    visit_id, result
        What was recorded; missing while nothing was.
    """

    words: SheetStop
    stop_id: str
    location_type: str
    frozen: bool
    visit_id: str | None
    result: str | None


@dataclass(frozen=True, slots=True)
class LapsedStop:
    """A stop that nobody goes to while the model is off; when its visit began before, it is still recorded.

    Parameters
    ----------
    stop_id, location_type, address
        As of ``ListedStop``.
    """

    stop_id: str
    location_type: str
    address: str


@dataclass(frozen=True, slots=True)
class TeamList:
    """The list of one team.

    Parameters
    ----------
    sheet
        What stands on it.
    svg
        The map of its route; empty when there is none.
    stops
        In order.
    """

    sheet: RouteSheet
    svg: str
    stops: tuple[ListedStop, ...]


@dataclass(frozen=True, slots=True)
class RouteList:
    """The lists of a round.

    Parameters
    ----------
    round_id, name, on_date, state
        Of the round.
    teams
        Those that go somewhere.
    own
        Names of the teams that the subject is in.
    lapsed
        Stops that are on no list, because the model that they rest on is off.
    lapse
        A Dutch sentence about them; empty when there are none.
    turn_ends
        Until when its inspectors fill it in; others do so afterwards only.
    """

    round_id: str
    name: str
    on_date: date
    state: str
    teams: tuple[TeamList, ...]
    own: tuple[str, ...]
    turn_ends: datetime
    lapsed: tuple[LapsedStop, ...] = ()
    lapse: str = ""


@use_case("read_route_list")
def read_route_list(subject: Subject, config: Config, round_id: str, now: datetime) -> RouteList:
    """Give the route list of a round; one row in the log per address.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the data are, and whom inspectors call.
    round_id
        Which round.

    Raises
    ------
    PermissionDeniedError
        When the subject may not, or there is no such round.
    ConflictError
        When nobody approved the round.
    InputError
        When a place is not in the register any more.
    """
    snapshot = read_snapshot(config, local_day(now))
    with looking(subject, config, "read_route_list", now) as look:
        reach = reach_of(look.tx, subject, config, now)
        row = authorised_round(look.tx, subject, "read_route_list", round_id, reach)
        planned = round_of_store(look.tx, row)
        lapsed = lapsed_stops(look.tx, row["id"])
        if not planned.teams and not lapsed:
            raise ConflictError("In deze ronde zit nog geen locatie.")
        look.saw(LOCATION, [*planned.location_ids, *(stop["location_id"] for stop in lapsed)])
        known, own = _recorded(look.tx, config, row["id"]), _own_teams(look.tx, row["id"], subject)
        ends, then = turn_ends(look.tx, row), until(look.tx, snapshot, planned.on_date)
    places = known_places(config, then, planned.location_ids) if planned.teams else {}
    stamp = PrintStamp(subject.role.label, now.astimezone(LOCAL), is_fictional(config))
    teams = tuple(
        TeamList(
            each.sheet, each.svg, tuple(ListedStop(words, *known[words.location_id]) for words in each.sheet.stops)
        )
        for each in sheets_of(config, planned, places, stamp)
    )
    register = register_of(config)
    gone = tuple(
        LapsedStop(stop["id"], *register.loc[stop["location_id"], ["location_type", "address"]])
        for stop in lapsed
        if stop["location_id"] in register.index
    )
    lapse = lapse_words(planned.lapsed)
    return RouteList(row["id"], planned.name, planned.on_date, planned.state, teams, own, ends, gone, lapse)


def round_stamp(config: Config) -> tuple[int, ...]:
    """Give numbers that differ as soon as anything about a round was recorded, so that a screen knows it is old.

    Parameters
    ----------
    config
        Says where the store is.
    """
    newest = [select(func.max(table.c.seq)).scalar_subquery() for table in ROUND_TABLES]
    with store_of(config).read() as tx:
        return tuple(int(value or 0) for value in tx.execute(select(*newest)).one())


def _recorded(tx: ReadTx, config: Config, round_id: str) -> dict[str, tuple[str, str, bool, str | None, str | None]]:
    """Give for each location of a round what ``ListedStop`` says beside the words."""
    rows, frozen = stops(tx, round_id=round_id), set(frozen_locations(tx))
    found = {visit["stop_id"]: visit for visit in tx.current(schema.visit, stop_id=[row["id"] for row in rows])}
    kinds = register_of(config)["location_type"]
    told = {}
    for row in rows:
        name, visit = row["location_id"], found.get(row["id"])
        recorded = (visit["id"], visit["result"]) if visit is not None else (None, None)
        told[name] = (row["id"], str(kinds.get(name, "")), name in frozen, *recorded)
    return told


def _own_teams(tx: ReadTx, round_id: str, subject: Subject) -> tuple[str, ...]:
    mine = {row["team_id"] for row in tx.all(schema.round_member, round_id=round_id, subject_id=subject.id)}
    return tuple(row["name"] for row in tx.current(schema.round_team, round_id=round_id) if row["id"] in mine)
