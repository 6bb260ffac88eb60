"""Where a round on paper comes from: a plan in a file, or a round of the store that somebody approved."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from risk_map.domain.cases import APPROVED, DRAFT, FINISHED, ISSUED
from risk_map.domain.opening_hours import DAY_S
from risk_map.errors import ConflictError
from risk_map.reporting.route_round import PlannedRound, PlannedStop, PlannedTeam
from risk_map.store import schema
from risk_map.store.ledger_states import round_states, stops
from risk_map.store.runs import snapshot_hashes

if TYPE_CHECKING:
    from datetime import time

    from sqlalchemy import RowMapping

    from risk_map.domain.snapshot import Snapshot
    from risk_map.planning.plan import Route
    from risk_map.planning.problem import RoundProblem
    from risk_map.reporting.plan_file import PlanMeta, StoredPlan
    from risk_map.store.ledger import ReadTx

PRINTABLE: Final = frozenset({APPROVED, ISSUED, FINISHED})


def data_hash(snapshot: Snapshot) -> str:
    """Give the hash of all data of a snapshot, which a plan carries along."""
    hashes = snapshot_hashes(snapshot)
    return sha256("|".join(hashes[name] for name in sorted(hashes)).encode()).hexdigest()


def round_of_plan(stored: StoredPlan) -> PlannedRound:
    """Give the round of a plan; nobody approved it yet."""
    problem, plan, meta = stored
    teams = tuple(_team_of_plan(problem, route, meta) for route in plan.routes if route.stops)
    return PlannedRound(meta.name, problem.on_date, DRAFT, teams)


def round_of_store(tx: ReadTx, row: RowMapping) -> PlannedRound:
    """Give a round of the store.

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
    teams, planned = tx.current(schema.round_team, round_id=row["id"]), stops(tx, round_id=row["id"])
    only = teams[0]["id"] if len(teams) == 1 else None
    owners = [stop["team_id"] or only for stop in planned]
    if None in owners:
        raise ConflictError("Een plaats in deze ronde heeft nog geen team; geef haar er een met: risk-map round move.")
    parts = (
        (team, [stop for stop, owner in zip(planned, owners, strict=True) if owner == team["id"]]) for team in teams
    )
    return PlannedRound(
        row["name"], row["on_date"], state, tuple(_team_of_store(team, mine) for team, mine in parts if mine)
    )


def _team_of_plan(problem: RoundProblem, route: Route, meta: PlanMeta) -> PlannedTeam:
    team = problem.team(route.team)
    candidates = [problem.candidate(stop.location_id) for stop in route.stops]
    planned = (
        PlannedStop(
            location_id=stop.location_id,
            arrival_s=stop.arrival_s,
            begin_s=stop.start_s,
            visit_s=stop.end_s - stop.start_s,
            windows=tuple((window.opens_s, window.closes_s) for window in item.windows),
            partners=tuple(sorted(item.required_partners)),
            units=tuple(unit for unit in item.units if unit != item.location_id),
        )
        for stop, item in zip(route.stops, candidates, strict=True)
    )
    return PlannedTeam(
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
    )


def _team_of_store(team: RowMapping, planned: list[RowMapping]) -> PlannedTeam:
    begin_s, end_s = _seconds(team["shift_start"]), _seconds(team["shift_end"])
    times = (None if stop["planned_at"] is None else _after(_seconds(stop["planned_at"]), begin_s) for stop in planned)
    return PlannedTeam(
        name=team["name"],
        members=team["members"],
        partners=tuple(team["partners"].split(",")) if team["partners"] else (),
        shift_start_s=begin_s,
        shift_end_s=_after(end_s, begin_s + 1),
        stops=tuple(PlannedStop(stop["location_id"], at, at) for stop, at in zip(planned, times, strict=True)),
        start=_point(team["start_x"], team["start_y"]),
        end=_point(team["end_x"], team["end_y"]),
        mode=team["mode"],
    )


def _point(x: float | None, y: float | None) -> tuple[float, float] | None:
    return None if x is None or y is None else (x, y)


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def _after(moment_s: int, begin_s: int) -> int:
    """Give a moment of a shift that may end on the next day."""
    return moment_s if moment_s >= begin_s else moment_s + DAY_S
