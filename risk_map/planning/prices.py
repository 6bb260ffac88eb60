"""What each rule costs: the round planned again without it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from risk_map.planning.constraints import CONSTRAINTS
from risk_map.planning.plan import plan_prize
from risk_map.planning.solver import plan as find_plan
from risk_map.planning.stop import MaxIterations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from risk_map.planning.plan import Plan
    from risk_map.planning.problem import RoundProblem

ITERATIONS: Final = 10_000
"""Per rule; it begins at the plan that is there, so that it can only gain."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a rule costs.

    Parameters
    ----------
    rule, title
        Which rule, and what it asks in Dutch.
    gain
        Prize that the round would have more without it.
    share
        That gain as a share of the prize with it; 0 when the round has no prize.
    """

    rule: str
    title: str
    gain: float
    share: float


def prices(problem: RoundProblem, plan: Plan, *, seed: int, iterations: int = ITERATIONS) -> Iterator[Price]:
    """Give the price of every rule that may be dropped and asks something, one by one as they are found.

    Parameters
    ----------
    problem, plan
        What was planned.
    seed, iterations
        Of the searches without the rule.
    """
    prize = plan_prize(problem, plan)
    for rule in CONSTRAINTS:
        relaxed = rule.relaxed(problem)
        if relaxed is None:
            continue
        without = find_plan(relaxed, MaxIterations(iterations), seed, start=plan)
        gain = max(0.0, plan_prize(relaxed, without) - prize)
        yield Price(rule.key, rule.title, gain, gain / prize if prize else 0.0)
