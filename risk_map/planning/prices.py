"""What each rule costs: the round planned again without it."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from risk_map.planning.constraints import CONSTRAINTS
from risk_map.planning.plan import plan_prize
from risk_map.planning.solver import plan as find_plan
from risk_map.planning.stop import AnyOf, MaxIterations, MaxSeconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from risk_map.planning.plan import Plan
    from risk_map.planning.problem import RoundProblem

ITERATIONS: Final = 10_000
"""Per rule; it begins at the plan that is there, so that it can only gain."""

LONGEST_S: Final = 12.0
"""For all rules together; on a slow machine each is tried less often."""

WITHOUT_PRICE: Final = ("besluit", "bevroren", "woning", "een_bezoek", "teamgrootte", "reistijd")
"""Rules that nobody may give up: limits of the product, and what a round is."""

WITHOUT_PRICE_WORDS: Final = (
    "Zonder prijs, want hiervan wijkt niemand af: een besluit per locatie, bevroren locaties, de regels voor woningen, "
    "één bezoek per locatie, ten minste twee mensen per team, en echte reistijden."
)

FREE_WORDS: Final = "Wat hier niet staat, kost in deze ronde niets."


class Priced(Protocol):
    """What can be left out of a round, as of ``Constraint``."""

    @property
    def key(self) -> str:
        """Unique name."""

    @property
    def title(self) -> str:
        """What it asks, in Dutch."""

    def relaxed(self, problem: RoundProblem) -> RoundProblem | None:
        """Give the problem without it; nothing when it asks nothing."""


@dataclass(frozen=True, slots=True)
class NotBefore:
    """The moments that the user chose: part of the rule about hours, with a price of its own."""

    key: str = "niet_voor"
    title: str = "Een bezoek begint niet vóór het gekozen moment."

    def relaxed(self, problem: RoundProblem) -> RoundProblem | None:
        """Drop the moments."""
        if all(item.not_before_s is None for item in problem.candidates):
            return None
        return replace(problem, candidates=tuple(replace(item, not_before_s=None) for item in problem.candidates))


PRICED: Final[tuple[Priced, ...]] = (
    *(rule for rule in CONSTRAINTS if rule.key not in WITHOUT_PRICE),
    NotBefore(),
)
OWN_TITLES: Final = {
    "openingstijd": "Een bezoek begint binnen de openingstijden.",
    "dienst": "Een team is terug aan het einde van zijn dienst, en niet een uur later.",
}
"""Where what is dropped is less than all that the rule asks."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a rule costs.

    Parameters
    ----------
    rule, title
        Which rule, and what it asks in Dutch.
    gain
        Prize that the round would have more without it; 0 for a rule that asks nothing in this round.
    share
        That gain as a share of the prize with it; 0 when the round has no prize.
    """

    rule: str
    title: str
    gain: float
    share: float

    @property
    def is_felt(self) -> bool:
        """Whether it costs a tenth of a percent at least: the last figure that is shown."""
        return round(100 * self.share, 1) > 0


def prices(
    problem: RoundProblem,
    plan: Plan,
    *,
    seed: int,
    iterations: int = ITERATIONS,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Price]:
    """Give the price of every rule that may be dropped, one by one as they are found.

    Parameters
    ----------
    problem, plan
        What was planned.
    seed, iterations
        Of the searches without the rule.
    stopped
        Asked often: whether to stop now with the prices that were found.

    Notes
    -----
    What a longer search finds with all rules is no price of any of them: a plan that was stopped early is searched on
    first.
    """
    open_still = {rule.key: relaxed for rule in PRICED if (relaxed := rule.relaxed(problem)) is not None}
    end = time.monotonic() + LONGEST_S

    def searched(problem: RoundProblem) -> float:
        limit = MaxSeconds((end - time.monotonic()) / (len(open_still) + 1))
        stop = AnyOf((MaxIterations(iterations), limit, lambda _: stopped()))
        return plan_prize(problem, find_plan(problem, stop, seed, start=plan))

    prize = max(plan_prize(problem, plan), searched(problem)) if open_still else 0.0
    for rule in PRICED:
        gain, relaxed = 0.0, open_still.pop(rule.key, None)
        if relaxed is not None:
            gain = max(0.0, searched(relaxed) - prize)
        if stopped():
            return
        yield Price(rule.key, OWN_TITLES.get(rule.key, rule.title), gain, gain / prize if prize else 0.0)
