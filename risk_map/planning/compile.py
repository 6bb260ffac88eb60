"""Put a problem into arrays: only the candidates that no rule bars, and what else the rules ask."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from risk_map.planning.arrays import ABSENT, NEVER, Data
from risk_map.planning.constraints import bars
from risk_map.planning.problem import MIN_MEMBERS
from risk_map.planning.rules_round import quota_counts
from risk_map.planning.timetable import schedule
from risk_map.planning.travel import UNREACHABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from risk_map.planning.arrays import Floats, Ints
    from risk_map.planning.plan import Plan
    from risk_map.planning.problem import Candidate, RoundProblem, Team

NEIGHBOURS: Final = 5
"""How many nearest places say how far a place is from the others."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A problem in arrays, with the way back.

    Parameters
    ----------
    problem
        What it was made from.
    nodes
        The candidates that are nodes, in order.
    data
        The arrays.
    """

    problem: RoundProblem
    nodes: tuple[Candidate, ...]
    data: Data

    def names(self, orders: Sequence[Sequence[int]]) -> list[list[str]]:
        """Give the locations of routes of node numbers."""
        return [[self.nodes[node].location_id for node in order] for order in orders]

    def feasible_routes(self, plan: Plan) -> list[list[int]]:
        """Give what still fits of a plan, as node numbers per team."""
        number = {item.location_id: node for node, item in enumerate(self.nodes)}
        wanted = self._together([number[name] for name in plan.location_ids if name in number])
        routes: list[list[int]] = []
        for k, team in enumerate(self.problem.teams):
            route: list[int] = []
            old = next((r for r in plan.routes if r.team == team.name), None)
            for stop in old.stops if old else ():
                node = number.get(stop.location_id, ABSENT)
                if node in wanted and self._fits(k, team, [*route, node]):
                    route.append(node)
                    wanted.discard(node)
            routes.append(route)
        return routes

    def _together(self, nodes: Sequence[int]) -> set[int]:
        """Give those that the rules of the round allow together, what must be in first."""
        data, kept = self.data, set[int]()
        for node in sorted(nodes, key=lambda number: not data.mandatory[number]):
            rivals = data.apart[data.apart_from[node] : data.apart_from[node + 1]].tolist()
            full = (data.group[:, sorted(kept)].sum(axis=1) >= data.max_stops) & data.group[:, node]
            if len(kept) < data.most and kept.isdisjoint(rivals) and not full.any():
                kept.add(node)
        return kept

    def _fits(self, k: int, team: Team, route: list[int]) -> bool:
        allowed = all(self.data.allowed[k, node] for node in route) and len(route) <= team.max_stops
        return allowed and schedule(self.problem, team, [self.nodes[node] for node in route]) is not None


def compile_problem(problem: RoundProblem) -> Compiled:
    """Put a problem into arrays.

    Parameters
    ----------
    problem
        The round. A candidate that a rule bars, that is closed all day, or where no team may go is no node.
    """
    nodes = tuple(
        item
        for item in problem.candidates
        if item.windows and not bars(problem, item) and any(may_go(problem, team, item) for team in problem.teams)
    )
    places = np.array([item.place for item in nodes], dtype=np.int64)
    opens, closes = _windows(nodes)
    travel = np.stack([_travel(problem, team, places) for team in problem.teams])
    near = np.argsort(travel[0, : len(nodes), : len(nodes)], axis=1, kind="stable")
    prize = np.array([item.prize for item in nodes], dtype=np.float64)
    visit = np.array([item.visit_s for item in nodes], dtype=np.int64)
    groups = problem.rules.quotas
    apart, apart_from = _apart(nodes)
    data = Data(
        travel=travel,
        opens=opens,
        closes=closes,
        last=np.where(closes < NEVER, closes, -1).max(axis=1, initial=-1),
        visit=visit,
        prize=prize,
        allowed=np.array(
            [[may_go(problem, team, item) for item in nodes] for team in problem.teams], dtype=np.bool_
        ).reshape(len(problem.teams), len(nodes)),
        mandatory=np.array([item.mandatory for item in nodes], dtype=np.bool_),
        group=np.array(
            [*([quota_counts(quota, item) for item in nodes] for quota in groups), [item.drawn for item in nodes]],
            dtype=np.bool_,
        ),
        min_stops=np.array([*(quota.min_stops for quota in groups), 0], dtype=np.int64),
        max_stops=np.array([*(NEVER if q.max_stops is None else q.max_stops for q in groups), NEVER], dtype=np.int64),
        min_share=np.array([*(quota.min_share for quota in groups), problem.rules.random_share], dtype=np.float64),
        max_share=np.array([*(quota.max_share for quota in groups), 1.0], dtype=np.float64),
        most=_most(problem, nodes),
        apart=apart,
        apart_from=apart_from,
        shift=np.array([(team.shift_start_s, team.shift_end_s) for team in problem.teams], dtype=np.int64),
        pause=np.array([_pause(team) for team in problem.teams], dtype=np.int64),
        size=np.array([min(team.max_stops, len(nodes)) for team in problem.teams], dtype=np.int64),
        near=near[:, 1:].copy(),
        density=prize / (1.0 + visit.clip(0) + _distance(travel[0], len(nodes))),
    )
    return Compiled(problem, nodes, data)


def may_go(problem: RoundProblem, team: Team, item: Candidate) -> bool:
    """Say whether a team may visit a candidate at all: its partners, the user's choice, and a way there and back."""
    travel = problem.travel[team.mode]
    there, back = travel.seconds[team.start_place, item.place], travel.seconds[item.place, team.end_place]
    welcome = (
        team.members >= MIN_MEMBERS and item.required_partners <= team.partners and item.only_team in {None, team.name}
    )
    return bool(welcome and max(there, back) < UNREACHABLE)


def may_join(item: Candidate, other: Candidate) -> bool:
    """Say whether two candidates may be in one round: neither bars the other, and no unit would be visited twice."""
    mine, theirs = {item.location_id, *item.units}, {other.location_id, *other.units}
    return mine.isdisjoint(theirs | other.apart_from) and theirs.isdisjoint(item.apart_from)


def _most(problem: RoundProblem, nodes: Sequence[Candidate]) -> int:
    """Give the most stops with which the random share can still be kept, when all that was drawn is in."""
    share, drawn = problem.rules.random_share, sum(item.drawn for item in nodes)
    return math.floor(drawn / share + 1e-9) if share > 0 else NEVER


def _windows(nodes: Sequence[Candidate]) -> tuple[Ints, Ints]:
    width = max((len(item.windows) for item in nodes), default=1)
    times = np.full((len(nodes), width, 2), NEVER, dtype=np.int64)
    for node, item in enumerate(nodes):
        begin = item.not_before_s or 0
        usable = sorted((max(w.opens_s, begin), w.closes_s) for w in item.windows)
        usable = [(opens, closes) for opens, closes in usable if opens <= closes]
        times[node, : len(usable)] = np.array(usable, dtype=np.int64).reshape(-1, 2)
    return times[:, :, 0].copy(), times[:, :, 1].copy()


def _travel(problem: RoundProblem, team: Team, places: Ints) -> Ints:
    rows = np.r_[places, team.start_place, team.end_place]
    seconds: Ints = problem.travel[team.mode].seconds[np.ix_(rows, rows)].astype(np.int64)
    return seconds


def _apart(nodes: Sequence[Candidate]) -> tuple[Ints, Ints]:
    """Give the nodes that are not visited beside a node: its choice, or another stop for a unit of it."""
    visitors: dict[str, list[int]] = {}
    for node, item in enumerate(nodes):
        for unit in {item.location_id, *item.units}:
            visitors.setdefault(unit, []).append(node)
    pairs: list[set[int]] = [set() for _ in nodes]
    for node, item in enumerate(nodes):
        for name in {item.location_id, *item.units, *item.apart_from}:
            for other in visitors.get(name, ()):
                pairs[node].add(other)
                pairs[other].add(node)
        pairs[node].discard(node)
    flat = [other for others in pairs for other in sorted(others)]
    ends = np.cumsum([0, *(len(others) for others in pairs)])
    return np.array(flat, dtype=np.int64), ends.astype(np.int64)


def _pause(team: Team) -> tuple[int, int, int]:
    return (team.pause.duration_s, team.pause.earliest_s, team.pause.latest_s) if team.pause else (-1, 0, 0)


def _distance(travel: Ints, nodes: int) -> Floats:
    nearest = np.sort(travel[:nodes, :nodes], axis=1)[:, 1 : NEIGHBOURS + 1]
    return nearest.mean(axis=1) if nearest.shape[1] else np.zeros(nodes)
