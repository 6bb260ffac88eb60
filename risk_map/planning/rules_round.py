"""Rules of the round as a whole: who is in it, how often, and in which proportion."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from risk_map.domain.location import LOCATION_TYPES, labels
from risk_map.domain.notation import number
from risk_map.planning.constraint import Rule, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from risk_map.planning.plan import Plan
    from risk_map.planning.problem import Candidate, Quota, RoundProblem

SLACK: Final = 1e-9
"""A share of a number of stops is not held to the last digit of the computer."""


@dataclass(frozen=True, slots=True)
class OneVisit(Rule):
    """A place is a candidate, and is visited once, by one team of the problem."""

    key: str = "een_bezoek"
    title: str = "Elke locatie wordt hoogstens één keer bezocht, ook als er meer eenheden zijn."

    def violations(self, problem: RoundProblem, plan: Plan) -> Iterator[Violation]:
        """Count visits and teams, and look up who is no candidate."""
        by_id = {item.location_id: item for item in problem.candidates}
        unknown = [name for name in plan.location_ids if name not in by_id]
        yield from (Violation(self.key, f"Locatie {n} is geen kandidaat.", location_id=n) for n in unknown)
        units = Counter(unit for name in plan.location_ids if name in by_id for unit in {name, *by_id[name].units})
        twice = [unit for unit, times in units.items() if times > 1]
        yield from (Violation(self.key, f"Locatie {n} wordt meer dan één keer bezocht.", location_id=n) for n in twice)
        teams = Counter(route.team for route in plan.routes)
        names = {team.name for team in problem.teams}
        wrong = [name for name, times in teams.items() if times > 1 or name not in names]
        yield from (Violation(self.key, f"{name} heeft geen eigen route in deze ronde.", name) for name in wrong)


@dataclass(frozen=True, slots=True)
class Mandatory(Rule):
    """What has to be in the plan is in it."""

    key: str = "verplicht"
    title: str = "Verplichte locaties zitten in de ronde."

    def violations(self, problem: RoundProblem, plan: Plan) -> Iterator[Violation]:
        """Look for each mandatory place."""
        there = set(plan.location_ids)
        for item in problem.candidates:
            if item.mandatory and item.location_id not in there:
                yield Violation(self.key, f"Locatie {item.location_id} zit niet in de ronde.", None, item.location_id)

    def relaxed(self, problem: RoundProblem) -> RoundProblem | None:
        """Let the user's own choices go; what was drawn stays."""
        free = tuple(replace(item, mandatory=item.mandatory and item.drawn) for item in problem.candidates)
        return replace(problem, candidates=free) if free != problem.candidates else None


@dataclass(frozen=True, slots=True)
class NotTogether(Rule):
    """Places that warn each other are not visited on the same day."""

    key: str = "niet_samen"
    title: str = "Locaties die niet op één dag samen mogen, zitten niet samen in de ronde."

    def violations(self, problem: RoundProblem, plan: Plan) -> Iterator[Violation]:
        """Look for both of each pair."""
        there = set(plan.location_ids)
        stops = [item for item in problem.candidates if item.location_id in there]
        visits = {unit for item in stops for unit in (item.location_id, *item.units)}
        for item in stops:
            for other in sorted((item.apart_from & visits) - {item.location_id, *item.units}):
                text = f"{item.location_id} en {other} mogen niet op één dag."
                yield Violation(self.key, text, location_id=item.location_id)

    def relaxed(self, problem: RoundProblem) -> RoundProblem | None:
        """Allow all together."""
        if not any(item.apart_from for item in problem.candidates):
            return None
        return replace(problem, candidates=tuple(replace(c, apart_from=frozenset()) for c in problem.candidates))


@dataclass(frozen=True, slots=True)
class Quotas(Rule):
    """So many stops in a municipality, or of a type.

    Parameters
    ----------
    kind
        What is counted.
    """

    kind: Literal["municipality", "location_type"]
    key: str
    title: str

    def violations(self, problem: RoundProblem, plan: Plan) -> Iterator[Violation]:
        """Count, and compare with number and share."""
        by_id = {item.location_id: item for item in problem.candidates}
        stops = [by_id[name] for name in plan.location_ids if name in by_id]
        for quota in self._mine(problem):
            here = sum(quota_counts(quota, item) for item in stops)
            fewest, most = quota_limits(quota, len(stops))
            if not fewest <= here <= most:
                wish = f"ten minste {number(fewest)}" if here < fewest else f"hoogstens {number(most)}"
                yield Violation(self.key, f"{quota_name(quota)}: {number(here)} bezoeken in plaats van {wish}.")

    def relaxed(self, problem: RoundProblem) -> RoundProblem | None:
        """Drop these quotas."""
        if not self._mine(problem):
            return None
        kept = tuple(quota for quota in problem.rules.quotas if quota.kind != self.kind)
        return replace(problem, rules=replace(problem.rules, quotas=kept))

    def _mine(self, problem: RoundProblem) -> list[Quota]:
        return [quota for quota in problem.rules.quotas if quota.kind == self.kind]


def quota_counts(quota: Quota, item: Candidate) -> bool:
    """Say whether a candidate counts for a quota."""
    return quota.code == (item.municipality if quota.kind == "municipality" else item.location_type)


def quota_limits(quota: Quota, stops: int) -> tuple[int, int]:
    """Give the fewest and most stops that a quota allows in a round of so many."""
    fewest = max(quota.min_stops, math.ceil(quota.min_share * stops - SLACK))
    most = math.floor(quota.max_share * stops + SLACK)
    return fewest, most if quota.max_stops is None else min(most, quota.max_stops)


def quota_name(quota: Quota) -> str:
    """Give what a quota is about, as the user reads it."""
    return quota.name or labels(LOCATION_TYPES).get(quota.code, quota.code)
