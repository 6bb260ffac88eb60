"""Rules that the law of the product sets (domain, section 8): no user can drop them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from risk_map.domain.notation import day, number
from risk_map.planning.constraint import Rule, Violation
from risk_map.planning.rules_round import SLACK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from risk_map.planning.plan import Plan
    from risk_map.planning.problem import Candidate, RoundProblem


@dataclass(frozen=True, slots=True)
class Barred(Rule):
    """A place for which something holds is in no plan.

    Parameters
    ----------
    holds
        Whether it holds for a candidate.
    reason
        Why not, in Dutch.
    """

    key: str
    title: str
    reason: str
    holds: Callable[[RoundProblem, Candidate], bool]

    def violations(self, problem: RoundProblem, plan: Plan) -> Iterator[Violation]:
        """Look at every place in the plan."""
        there = set(plan.location_ids)
        for item in problem.candidates:
            if item.location_id in there and self.holds(problem, item):
                yield Violation(self.key, f"{item.location_id}: {self.reason}", location_id=item.location_id)

    def bars(self, problem: RoundProblem, candidate: Candidate) -> str | None:
        """Bar it before anything is planned."""
        return self.reason if self.holds(problem, candidate) else None


def _undecided(_: RoundProblem, item: Candidate) -> bool:
    return not item.decided


def _frozen(_: RoundProblem, item: Candidate) -> bool:
    return item.frozen


def _home(_: RoundProblem, item: Candidate) -> bool:
    return item.home and (item.drawn or not item.home_cleared)


def _recent(problem: RoundProblem, item: Candidate) -> bool:
    return item.days_since_visit is not None and item.days_since_visit < problem.rules.min_days_between_visits


DECISION = Barred(
    "besluit",
    "Over elke locatie in de ronde is een besluit vastgelegd.",
    "er is nog geen besluit om hier te gaan kijken.",
    _undecided,
)
FROZEN = Barred("bevroren", "Een bevroren locatie komt nooit in een ronde.", "de locatie is bevroren.", _frozen)
HOME = Barred(
    "woning",
    "Een woning komt alleen in een ronde op een beoordeeld signaal, met een tweede persoon, en nooit door loting.",
    "een woning vraagt een beoordeeld signaal en een tweede persoon, en wordt nooit geloot.",
    _home,
)


@dataclass(frozen=True, slots=True)
class RecentVisit(Barred):
    """A place that was visited a short time ago is left alone; the user may shorten that time."""

    key: str = "pas_bezocht"
    title: str = "Een locatie die pas is bezocht, wordt niet opnieuw bezocht."
    reason: str = "de locatie is pas nog bezocht."
    holds: Callable[[RoundProblem, Candidate], bool] = _recent

    def bars(self, problem: RoundProblem, candidate: Candidate) -> str | None:
        """Bar it with the day of the last visit, and the day from which another is allowed."""
        ago = candidate.days_since_visit
        if ago is None or not self.holds(problem, candidate):
            return None
        last = problem.on_date - timedelta(days=ago)
        again = last + timedelta(days=problem.rules.min_days_between_visits)
        return f"de locatie is pas nog bezocht, op {day(last)}; mag weer vanaf {day(again)}."

    def relaxed(self, problem: RoundProblem) -> RoundProblem | None:
        """Allow a visit on any day."""
        if not problem.rules.min_days_between_visits:
            return None
        return replace(problem, rules=replace(problem.rules, min_days_between_visits=0))


@dataclass(frozen=True, slots=True)
class RandomShare(Rule):
    """A fixed share of the stops was drawn at random (limit 6)."""

    key: str = "aselect_deel"
    title: str = "Een vast deel van de bezoeken is door loting gekozen."

    def violations(self, problem: RoundProblem, plan: Plan) -> Iterator[Violation]:
        """Count what was drawn."""
        drawn = {item.location_id for item in problem.candidates if item.drawn}
        stops = plan.location_ids
        here = sum(name in drawn for name in stops)
        if here < problem.rules.random_share * len(stops) - SLACK:
            text = f"Van {number(len(stops))} bezoeken zijn er {number(here)} geloot; dat is te weinig."
            yield Violation(self.key, text)

    def relaxed(self, problem: RoundProblem) -> RoundProblem | None:
        """Draw nobody: what was drawn is a visit like any other."""
        if not problem.rules.random_share:
            return None
        free = tuple(
            replace(item, drawn=False, mandatory=item.mandatory and not item.drawn) for item in problem.candidates
        )
        return replace(problem, candidates=free, rules=replace(problem.rules, random_share=0.0))
