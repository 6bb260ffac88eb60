"""Which rules of the round as a whole a change of its visits would break: apart, quotas, the draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from risk_map.domain.notation import number
from risk_map.planning.compile import may_join
from risk_map.planning.reasons import WhyNot, listed
from risk_map.planning.rules_round import SLACK, quota_counts, quota_limits, quota_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from risk_map.planning.problem import Candidate, RoundProblem


def round_rules(
    problem: RoundProblem, before: Sequence[Candidate], after: Sequence[Candidate], item: Candidate
) -> Iterator[WhyNot]:
    """Explain which rules of the round more visits would break after a change than before it.

    Parameters
    ----------
    problem, item
        The round, and the candidate that is explained.
    before, after
        All visits; those after have ``item`` among them.
    """
    name = item.location_id
    if rivals := [other.location_id for other in before if not may_join(item, other)]:
        text = f"Mag niet op dezelfde dag als {listed(rivals)}; past als dat bezoek vervalt."
        yield WhyNot(name, "niet_samen", text)
    small = f"{'Met één bezoek meer' if len(after) > len(before) else 'Daarmee'} is het"
    for quota in problem.rules.quotas:
        key = "quota_gemeente" if quota.kind == "municipality" else "quota_soort"
        there, here = (sum(quota_counts(quota, other) for other in stops) for stops in (before, after))
        was, becomes = _off(quota_limits(quota, len(before)), there), _off(quota_limits(quota, len(after)), here)
        if becomes[1] > was[1]:
            text = f"Het hoogste aantal voor {quota_name(quota)} is bereikt; past als dat {number(here)} wordt."
            yield WhyNot(name, key, text)
        if becomes[0] > was[0]:
            text = f"{small} deel voor {quota_name(quota)} te klein; daar moet dan een bezoek bij."
            yield WhyNot(name, key, text)
    share = problem.rules.random_share
    drawn = [sum(other.drawn for other in stops) - share * len(stops) for stops in (before, after)]
    if drawn[1] < -SLACK <= drawn[0]:
        text = f"{small} gelote deel te klein; past als er één locatie meer wordt geloot."
        yield WhyNot(name, "aselect_deel", text)


def harm_of(
    problem: RoundProblem, stops: Sequence[Candidate], item: Candidate
) -> Callable[[Candidate], tuple[int, int]]:
    """Give how many quotas are missed when a visit makes place for a candidate, and how many are exceeded."""
    limits = [quota_limits(quota, len(stops)) for quota in problem.rules.quotas]
    there = [sum(quota_counts(quota, other) for other in stops) for quota in problem.rules.quotas]

    def harm(other: Candidate) -> tuple[int, int]:
        missed = exceeded = 0
        for quota, limit, count in zip(problem.rules.quotas, limits, there, strict=True):
            here = count + quota_counts(quota, item) - quota_counts(quota, other)
            before, after = _off(limit, count), _off(limit, here)
            missed += after[0] > before[0]
            exceeded += after[1] > before[1]
        return missed, exceeded

    return harm


def _off(limits: tuple[int, int], here: int) -> tuple[int, int]:
    """Give how many are missing, and how many are too many."""
    return max(0, limits[0] - here), max(0, here - limits[1])
