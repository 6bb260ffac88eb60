"""Which rules of the round as a whole a change of its visits would break: apart, quotas, the draw."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from risk_map.domain.notation import number
from risk_map.planning.compile import may_join
from risk_map.planning.reasons import WhyNot, listed
from risk_map.planning.rules_round import SLACK, quota_counts, quota_limits, quota_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from risk_map.planning.problem import Candidate, Quota, RoundProblem

TOO_FEW_DRAWN: Final = "Met één bezoek meer is het gelote deel te klein"
"""Nobody can order that a place is drawn, so no change is named with it but a visit that lapses."""


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
        lapse = "dat bezoek vervalt" if len(rivals) == 1 else "die bezoeken vervallen"
        text = f"Mag niet op dezelfde dag als {listed(rivals)}; past als {lapse}."
        yield WhyNot(name, "niet_samen", text)
    for quota in problem.rules.quotas:
        for part in (replace(quota, min_share=0.0, max_share=1.0), replace(quota, min_stops=0, max_stops=None)):
            yield from _quota(part, before, after, item)
    if lacks_drawn(problem, before, after):
        yield WhyNot(name, "aselect_deel", f"{TOO_FEW_DRAWN}.", helps=False)


def _quota(quota: Quota, before: Sequence[Candidate], after: Sequence[Candidate], item: Candidate) -> Iterator[WhyNot]:
    """Explain what more is missing or too much for the numbers of a quota, or else for its shares."""
    key = "quota_gemeente" if quota.kind == "municipality" else "quota_soort"
    there, here = (sum(quota_counts(quota, other) for other in stops) for stops in (before, after))
    was, becomes = _off(quota_limits(quota, len(before)), there), _off(quota_limits(quota, len(after)), here)
    name, added = quota_name(quota), "Met één bezoek meer" if len(after) > len(before) else "Daarmee"
    if becomes[1] > was[1]:
        text = f"Het hoogste aantal voor {name} is bereikt; past als dat {number(here)} wordt."
        if quota.max_stops is None:
            share, most = math.ceil(100 * here / len(after) - SLACK), 100 * quota.max_share
            text = f"Het deel voor {name} mag hoogstens {number(most)}% zijn; past als dat {number(share)}% wordt."
        yield WhyNot(item.location_id, key, text)
    if becomes[0] > was[0]:
        text = f"{added} is het deel voor {name} te klein; daar moet dan een bezoek bij."
        if quota.min_stops:
            text = f"{added} zijn er te weinig bezoeken voor {name}; daar moet dan een bezoek bij."
        yield WhyNot(item.location_id, key, text)


def lacks_drawn(problem: RoundProblem, before: Sequence[Candidate], after: Sequence[Candidate]) -> bool:
    """Say whether a change of the visits makes the share of them that was drawn too small."""
    share = problem.rules.random_share
    spare = [sum(other.drawn for other in stops) - share * len(stops) for stops in (before, after)]
    return spare[1] < -SLACK <= spare[0]


def beside_drawn(stops: Sequence[Candidate], item: Candidate) -> WhyNot | None:
    """Say that a place may not be in the round beside a visit that nobody may take out, because chance chose it.

    Parameters
    ----------
    stops, item
        All visits, and the candidate that is explained.

    Notes
    -----
    Which of them chance chose is on no list, so the sentence does not say it.
    """
    rivals = [other for other in stops if not may_join(item, other)]
    if not any(other.drawn for other in rivals):
        return None
    text = f"Mag niet op dezelfde dag als {listed([other.location_id for other in rivals])}; kies een andere dag."
    return WhyNot(item.location_id, "niet_samen", text, helps=False)


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
