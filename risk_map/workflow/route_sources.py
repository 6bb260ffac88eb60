"""Where a round on paper comes from: a plan in a file, or a round of the store that somebody approved."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from risk_map.domain.cases import APPROVED, DRAFT, FINISHED, ISSUED
from risk_map.domain.opening_hours import DAY_S
from risk_map.errors import ConflictError
from risk_map.reporting.route_round import PlannedRound, PlannedStop, PlannedTeam
from risk_map.scoring.places import OBJECT
from risk_map.store import schema
from risk_map.store.ledger_states import round_states, stops
from risk_map.store.runs import snapshot_hashes
from risk_map.workflow.lapsed import lapsed_stops
from risk_map.workflow.stop_times import times_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import time

    from sqlalchemy import RowMapping

    from risk_map.domain.snapshot import Snapshot
    from risk_map.planning.plan import Route
    from risk_map.planning.problem import RoundProblem
    from risk_map.reporting.plan_file import PlanMeta, StoredPlan
    from risk_map.store.ledger import ReadTx
    from risk_map.workflow.stop_times import Times

KEY_CHARACTERS: Final = 32
"""Of the hash by which a plan is told from others."""

PRINTABLE: Final = frozenset({APPROVED, ISSUED, FINISHED})


def data_hash(snapshot: Snapshot) -> str:
    """Give the hash of all data of a snapshot, which a plan carries along."""
    hashes = snapshot_hashes(snapshot)
    return sha256("|".join(hashes[name] for name in sorted(hashes)).encode()).hexdigest()


def round_of_plan(stored: StoredPlan) -> PlannedRound:
    """Give the round of a plan; nobody approved it yet."""
    problem, plan, meta = stored
    teams = tuple(_team_of_plan(problem, route, meta) for route in plan.routes if route.stops)
    key = sha256(f"{problem.on_date} {meta.made_at} {meta.data_hash} {plan}".encode()).hexdigest()[:KEY_CHARACTERS]
    return PlannedRound(key, meta.name, problem.on_date, DRAFT, teams)


def round_of_store(tx: ReadTx, row: RowMapping) -> PlannedRound:
    """Give a round of the store, without the visits that lapse while the model is off.

    Parameters
    ----------
    tx
        A transaction.
    row
        The round.

    Raises
    ------
    ConflictError
        When nobody approved it, it was withdrawn, or a stop has no team.
    """
    state = round_states(tx)[row["id"]]
    if state not in PRINTABLE:
        raise ConflictError("Alleen een goedgekeurde ronde kan worden afgedrukt.")
    lapsed = lapsed_stops(tx, row["id"])
    gone = {stop["id"] for stop in lapsed}
    teams = tx.current(schema.round_team, round_id=row["id"])
    planned = [stop for stop in stops(tx, round_id=row["id"]) if stop["id"] not in gone]
    only = teams[0]["id"] if len(teams) == 1 else None
    owners = [stop["team_id"] or only for stop in planned]
    if None in owners:
        raise ConflictError("Een plaats in deze ronde heeft nog geen team; geef haar er een met: risk-map round move.")
    decisions = tx.all(schema.decision, id=[stop["decision_id"] for stop in (*planned, *lapsed)])
    objects = {decision["id"]: decision[OBJECT] for decision in decisions}
    changed, times = _changed_teams(tx, row["id"], {stop["id"] for stop in planned}), times_of(tx, planned)
    parts = (
        (team, [stop for stop, owner in zip(planned, owners, strict=True) if owner == team["id"]]) for team in teams
    )
    return PlannedRound(
        row["id"],
        row["name"],
        row["on_date"],
        state,
        tuple(
            _team_of_store(team, by_visit(mine, objects), times, as_planned=team["id"] not in changed)
            for team, mine in parts
            if mine
        ),
        len(by_visit(lapsed, objects)),
    )


def _changed_teams(tx: ReadTx, round_id: str, current: set[str]) -> set[str | None]:
    """Give the teams of which a stop was moved, taken out or put in by hand: when they are back, nobody knows."""
    rows = tx.all(schema.round_stop, round_id=round_id)
    return {row["team_id"] for row in rows if row["id"] not in current or row["arrives_at"] is None}


def _team_of_plan(problem: RoundProblem, route: Route, meta: PlanMeta) -> PlannedTeam:
    team = problem.team(route.team)
    candidates = [problem.candidate(stop.location_id) for stop in route.stops]
    planned = (
        PlannedStop(
            location_id=stop.location_id,
            arrival_s=stop.arrival_s,
            begin_s=stop.start_s,
            visit_s=stop.end_s - stop.start_s,
            partners=tuple(sorted(item.required_partners)),
            units=tuple(unit for unit in item.units if unit != item.location_id),
        )
        for stop, item in zip(route.stops, candidates, strict=True)
    )
    return PlannedTeam(
        key=team.name,
        name=team.name,
        members=team.members,
        partners=tuple(sorted(team.partners)),
        shift_start_s=team.shift_start_s,
        shift_end_s=team.shift_end_s,
        stops=tuple(planned),
        start=meta.points[team.start_place],
        end=meta.points[team.end_place],
        line=meta.lines.get(team.name, ()),
        along_roads=meta.along_roads,
        mode=team.mode,
        departure_s=route.departure_s,
        return_s=route.return_s,
        pause=None if team.pause is None or route.pause_s is None else (route.pause_s, team.pause.duration_s),
    )


def _team_of_store(
    team: RowMapping, visits: list[list[RowMapping]], times: Mapping[str, Times], *, as_planned: bool
) -> PlannedTeam:
    begin_s, end_s = seconds_of(team["shift_start"]), seconds_of(team["shift_end"])
    pause_s = moment_of(team["pause_begin"], begin_s)
    return PlannedTeam(
        key=team["id"],
        name=team["name"],
        members=team["members"],
        partners=tuple(team["partners"].split(",")) if team["partners"] else (),
        shift_start_s=begin_s,
        shift_end_s=not_before(end_s, begin_s + 1),
        stops=tuple(_stop_of_store(units, times[units[0]["id"]], begin_s) for units in visits),
        start=point_of(team["start_x"], team["start_y"]),
        end=point_of(team["end_x"], team["end_y"]),
        mode=team["mode"],
        departure_s=moment_of(team["departs_at"], begin_s) if as_planned else None,
        return_s=moment_of(team["returns_at"], begin_s) if as_planned else None,
        pause=None if pause_s is None else (pause_s, 60 * team["pause_minutes"]),
        by_hand=not as_planned and team["departs_at"] is not None,
    )


def by_visit(planned: list[RowMapping], objects: Mapping[str, str | None]) -> list[list[RowMapping]]:
    """Put units together that one visit is about: at one object of the BAG, at the same time."""
    visits: dict[object, list[RowMapping]] = {}
    for stop in planned:
        place = objects.get(stop["decision_id"])
        together = place is not None and stop["planned_at"] is not None
        visits.setdefault((place, stop["planned_at"]) if together else stop["id"], []).append(stop)
    return list(visits.values())


def _stop_of_store(units: list[RowMapping], times: Times, begin_s: int) -> PlannedStop:
    first = units[0]
    minutes = first["visit_minutes"]
    return PlannedStop(
        location_id=first["location_id"],
        arrival_s=moment_of(times.arrives_at, begin_s),
        begin_s=moment_of(times.begins_at, begin_s),
        visit_s=None if minutes is None else 60 * minutes,
        units=tuple(stop["location_id"] for stop in units[1:]),
    )


def point_of(x: float | None, y: float | None) -> tuple[float, float] | None:
    """Give a place in RD; nothing where nobody said one."""
    return None if x is None or y is None else (x, y)


def seconds_of(clock: time) -> int:
    """Give the seconds since midnight of a clock time."""
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def moment_of(clock: time | None, begin_s: int) -> int | None:
    """Give when a clock time is in a shift that begins at ``begin_s``; nothing when there is none."""
    return None if clock is None else not_before(seconds_of(clock), begin_s)


def not_before(moment_s: int, begin_s: int) -> int:
    """Give a moment of a shift that may end on the next day."""
    return moment_s if moment_s >= begin_s else moment_s + DAY_S
