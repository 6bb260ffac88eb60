"""What a user changes about a plan before the rest is planned again: lock, drop, add, give to another team."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from risk_map.planning.problem import Window

if TYPE_CHECKING:
    from collections.abc import Iterable

    from risk_map.planning.plan import Plan
    from risk_map.planning.problem import Candidate, RoundProblem


Action = Literal["vast", "weg", "erbij", "naar"]


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Parameters
    ----------
    action
        ``vast``: it stays with its team at its time; ``weg``: it leaves the round; ``erbij``: it has to come in;
        ``naar``: it goes to ``team``.
    location_id
        Which place.
    team
        Name of the team; of ``naar`` only.
    """

    action: Action
    location_id: str
    team: str | None = None


def change(problem: RoundProblem, plan: Plan, changes: Iterable[Change]) -> RoundProblem:
    """Put the user's changes into the problem; planning on from ``plan`` then leaves them as they are.

    Parameters
    ----------
    problem, plan
        What was planned.
    changes
        In the order in which they were made; a later one about the same place counts.
    """
    wanted = {item.location_id: item for item in changes}
    begins = {stop.location_id: stop.start_s for route in plan.routes for stop in route.stops}
    candidates = [
        changed
        for item in problem.candidates
        if (changed := _changed(item, wanted.get(item.location_id), plan, begins)) is not None
    ]
    return replace(problem, candidates=tuple(candidates))


def _changed(item: Candidate, wish: Change | None, plan: Plan, begins: dict[str, int]) -> Candidate | None:
    if wish is None:
        return item
    match wish.action:
        case "weg":
            return None
        case "erbij":
            return replace(item, mandatory=True)
        case "naar":
            return replace(item, mandatory=True, only_team=wish.team)
        case "vast":
            begin = begins.get(item.location_id)
            windows = item.windows if begin is None else (Window(begin, begin),)
            return replace(item, mandatory=True, only_team=plan.team_of(item.location_id), windows=windows)
