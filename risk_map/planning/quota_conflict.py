"""Which quotas cannot hold together: found by counting, before anything is searched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from risk_map.domain.notation import number
from risk_map.planning.reasons import listed
from risk_map.planning.rules_round import quota_counts, quota_limits, quota_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from risk_map.planning.problem import Candidate, Quota, RoundProblem


@dataclass(frozen=True, slots=True)
class QuotaConflict:
    """Quotas with which no round of any size is possible, while one is without any one of them.

    Parameters
    ----------
    quotas
        Which, in the order of the problem.
    text
        One Dutch sentence.
    """

    quotas: tuple[Quota, ...]
    text: str


def find_quota_conflict(problem: RoundProblem, candidates: Sequence[Candidate]) -> QuotaConflict | None:
    """Find a smallest set of quotas that do not hold together; nothing when some number of stops keeps to all.

    Parameters
    ----------
    problem
        The round.
    candidates
        Who can be visited at all. Without any there is no round, whatever the quotas.

    Notes
    -----
    Only numbers count here, per municipality and per type: how many stops there are, and of how many each quota can
    be. That nothing is found does not promise a round.
    """
    most = min(sum(team.max_stops for team in problem.teams), len(candidates))
    kept = list(problem.rules.quotas)
    if not most or _holds(kept, candidates, most):
        return None
    for quota in problem.rules.quotas:
        fewer = [other for other in kept if other is not quota]
        if not _holds(fewer, candidates, most):
            kept = fewer
    return QuotaConflict(tuple(kept), _text(problem, kept, candidates))


def _holds(quotas: Sequence[Quota], candidates: Sequence[Candidate], most: int) -> bool:
    kinds = {quota.kind for quota in quotas}
    counted = [(same, _available(same, candidates)) for same in ([q for q in quotas if q.kind == k] for k in kinds)]
    return any(all(_possible(same, there, stops) for same, there in counted) for stops in range(1, most + 1))


def _available(quotas: Iterable[Quota], candidates: Sequence[Candidate]) -> dict[str, int]:
    """Count who there is for the code of each quota, and under no code who counts for none of them."""
    there = {quota.code: sum(quota_counts(quota, item) for item in candidates) for quota in quotas}
    return there | {"": len(candidates) - sum(there.values())}


def _possible(quotas: Iterable[Quota], there: dict[str, int], stops: int) -> bool:
    """Say whether so many stops can be divided over quotas of one kind."""
    fewest, most = dict.fromkeys(there, 0), dict(there)
    for quota in quotas:
        low, high = quota_limits(quota, stops)
        fewest[quota.code] = max(fewest[quota.code], low)
        most[quota.code] = min(most[quota.code], high)
    return all(fewest[code] <= most[code] for code in there) and sum(fewest.values()) <= stops <= sum(most.values())


def _text(problem: RoundProblem, quotas: Sequence[Quota], candidates: Sequence[Candidate]) -> str:
    wishes = listed([f"{quota_name(quota)} {_wish(quota)}" for quota in quotas])
    if len(quotas) > 1:
        return f"Deze quota gaan niet samen: {wishes}. Verruim er ten minste één."
    if _crossed(quotas[0]):
        return f"Dit quotum kan niet: {wishes}. Het minste is meer dan het meeste."
    there = sum(quota_counts(quotas[0], item) for item in candidates)
    stops = sum(team.max_stops for team in problem.teams)
    return (
        f"Dit quotum kan niet: {wishes}. Van de {number(len(candidates))} locaties die bezocht kunnen worden, tellen "
        f"er {number(there)} mee; alle teams samen doen hoogstens {number(stops)} bezoeken."
    )


def _crossed(quota: Quota) -> bool:
    too_many = quota.max_stops is not None and quota.min_stops > quota.max_stops
    return too_many or quota.min_share > quota.max_share


def _wish(quota: Quota) -> str:
    limits = (
        ("ten minste", number(quota.min_stops), quota.min_stops > 0),
        ("ten minste", _percent(quota.min_share), quota.min_share > 0),
        ("hoogstens", number(quota.max_stops or 0), quota.max_stops is not None),
        ("hoogstens", _percent(quota.max_share), quota.max_share < 1),
    )
    return listed([f"{words} {limit}" for words, limit, asked in limits if asked])


def _percent(share: float) -> str:
    return f"{number(100 * share)}%"
