"""A season: many rounds, each place at most once and in time where that can be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from risk_map.planning.constraints import check
from risk_map.planning.plan import plan_prize
from risk_map.planning.problem import Quota
from risk_map.planning.sampling import put_in_draw
from risk_map.planning.solver import plan as find_plan
from risk_map.planning.stop import AnyOf, MaxIterations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from risk_map.planning.outings import Outing
    from risk_map.planning.plan import Plan
    from risk_map.planning.problem import Candidate, RoundProblem
    from risk_map.planning.stop import StopRule

URGENT: Final = 2.0
"""How many times the highest prize a place is worth more in the last round before its interval ends."""


@dataclass(frozen=True, slots=True)
class SeasonRound:
    """One planned round of a season."""

    outing: Outing
    problem: RoundProblem
    plan: Plan


@dataclass(frozen=True, slots=True)
class Season:
    """A planned season.

    Parameters
    ----------
    rounds
        In the order of their dates.
    overdue
        Locations whose interval ends within the season, and that no round visits before that day.
    """

    rounds: tuple[SeasonRound, ...]
    overdue: tuple[str, ...]

    def stops_by(self, what: Callable[[Candidate], str]) -> dict[str, int]:
        """Count the stops of the season by something of their candidate, such as its municipality."""
        found = (what(r.problem.candidate(name)) for r in self.rounds for name in r.plan.location_ids)
        return dict(Counter(found))


def plan_season(
    problem_of: Callable[[Outing], RoundProblem],
    outings: Sequence[Outing],
    *,
    due: Mapping[str, date],
    seed: int,
    iterations: int = 20_000,
    stopped: Callable[[], bool] = lambda: False,
) -> Season:
    """Plan the rounds of a season one after another.

    Parameters
    ----------
    problem_of
        The round of a day with all its candidates, nothing drawn.
    outings
        In the order of their dates.
    due
        Per location the last day of its longest interval between visits; absent when it has none. The nearer that day,
        the more a visit is worth.
    seed, iterations
        Of each search.
    stopped
        Asked often: whether to stop now with the rounds that are done; they are those of the whole season.

    Notes
    -----
    A municipality that has fewer of the stops so far than its share of the candidates gets at least one in the next
    round, when it can.
    """
    visited: set[str] = set()
    rounds: list[SeasonRound] = []
    stop = AnyOf((MaxIterations(iterations), lambda _: stopped()))
    for number, outing in enumerate(outings):
        nearest = outings[number + 1].on_date if number + 1 < len(outings) else None
        whole = problem_of(outing)
        open_still = tuple(
            item for item in whole.candidates if item.location_id not in visited and not visited & set(item.units)
        )
        top = max((item.prize for item in open_still), default=0.0)
        urged = replace(whole, candidates=tuple(_urged(item, top, outing, nearest, due) for item in open_still))
        wishes = _behind(replace(whole, candidates=open_still), rounds)
        drawn, plan = _plan_one(urged, wishes, f"{seed}-{number}", stop)
        if stopped():
            break
        prizes = {item.location_id: item.prize for item in open_still}
        real = tuple(replace(item, prize=prizes[item.location_id]) for item in drawn.candidates)
        rounds.append(SeasonRound(outing, replace(drawn, candidates=real), plan))
        for name in plan.location_ids:
            visited |= {name, *drawn.candidate(name).units}
    return Season(tuple(rounds), tuple(_overdue(rounds, due)))


def _plan_one(problem: RoundProblem, wishes: tuple[Quota, ...], seed: str, stop: StopRule) -> tuple[RoundProblem, Plan]:
    number = int.from_bytes(sha256(seed.encode()).digest()[:4], "big")
    quick = replace(problem, rules=replace(problem.rules, random_share=0.0))
    expected = len(find_plan(quick, MaxIterations(1_000), number).location_ids)
    drawn = put_in_draw(problem, seed, expected)
    wished = replace(drawn, rules=replace(drawn.rules, quotas=(*drawn.rules.quotas, *wishes)))
    plan = find_plan(wished, stop, number)
    if not wishes or not check(wished, plan):
        return wished, plan
    # The wish to spread never costs the round itself.
    return drawn, find_plan(drawn, stop, number)


def _urged(item: Candidate, top: float, outing: Outing, nearest: date | None, due: Mapping[str, date]) -> Candidate:
    end = due.get(item.location_id)
    if end is None:
        return item
    left = (end - outing.on_date).days
    pace = (nearest - outing.on_date).days if nearest else 1
    # Within the time to the next round it is now or never; before that it grows over four rounds.
    closeness = max(0.0, 1.0 - max(0, left - pace) / (4 * max(pace, 1)))
    return replace(item, prize=item.prize + URGENT * top * closeness)


def _behind(problem: RoundProblem, rounds: Sequence[SeasonRound]) -> tuple[Quota, ...]:
    here = Counter(r.problem.candidate(name).municipality for r in rounds for name in r.plan.location_ids)
    weight = Counter(item.municipality for item in problem.candidates)
    total, all_weight = sum(here.values()), sum(weight.values())
    asked = {quota.code for quota in problem.rules.quotas if quota.kind == "municipality"}
    return tuple(
        Quota("municipality", code, min_stops=1)
        for code, number in sorted(weight.items())
        if code not in asked and total and here[code] < total * number / all_weight - 1
    )


def _overdue(rounds: Sequence[SeasonRound], due: Mapping[str, date]) -> Iterator[str]:
    if not rounds:
        return
    last = rounds[-1].outing.on_date
    on = {
        unit: r.outing.on_date
        for r in rounds
        for name in r.plan.location_ids
        for unit in (name, *r.problem.candidate(name).units)
    }
    yield from (name for name, end in sorted(due.items()) if end <= last and on.get(name, date.max) > end)


def season_prize(season: Season) -> float:
    """Give the sum of the prizes of all rounds."""
    return sum(plan_prize(r.problem, r.plan) for r in season.rounds)
