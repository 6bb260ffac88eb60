"""All rules of a plan, in the order in which they are explained. A new rule is a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from risk_map.planning.rules_law import DECISION, FROZEN, HOME, RandomShare, RecentVisit
from risk_map.planning.rules_round import Mandatory, NotTogether, OneVisit, Quotas
from risk_map.planning.rules_route import (
    ChosenTeam,
    MaxStops,
    PartnerPresent,
    Pause,
    RealTimes,
    Shift,
    TeamSize,
    TimeWindows,
)

if TYPE_CHECKING:
    from risk_map.planning.constraint import Constraint, Violation
    from risk_map.planning.plan import Plan
    from risk_map.planning.problem import Candidate, RoundProblem

CONSTRAINTS: Final[tuple[Constraint, ...]] = (
    DECISION,
    FROZEN,
    HOME,
    RandomShare(),
    RecentVisit(),
    OneVisit(),
    Mandatory(),
    NotTogether(),
    Quotas("municipality", "quota_gemeente", "Het aantal bezoeken per gemeente valt binnen de afspraken."),
    Quotas("location_type", "quota_soort", "Het aantal bezoeken per soort locatie valt binnen de afspraken."),
    ChosenTeam(),
    TeamSize(),
    PartnerPresent(),
    MaxStops(),
    TimeWindows(),
    Pause(),
    Shift(),
    RealTimes(),
)


def check(problem: RoundProblem, plan: Plan) -> tuple[Violation, ...]:
    """Hold a plan against every rule, with none of the code that made it.

    Parameters
    ----------
    problem, plan
        What was asked, and what was made of it, by whom or what ever.

    Returns
    -------
    tuple of Violation
        Empty for a valid plan.
    """
    return tuple(found for rule in CONSTRAINTS for found in rule.violations(problem, plan))


def bars(problem: RoundProblem, candidate: Candidate) -> tuple[str, str] | None:
    """Give key and Dutch reason of the first rule by which a candidate may be in no plan at all."""
    found = ((rule.key, rule.bars(problem, candidate)) for rule in CONSTRAINTS)
    return next(((key, reason) for key, reason in found if reason is not None), None)
