"""A season: many rounds on days and at times that nobody can foresee, each place at most once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from risk_map.planning.constraints import check
from risk_map.planning.lateness import overdue
from risk_map.planning.plan import plan_prize
from risk_map.planning.problem import Quota
from risk_map.planning.sampling import put_in_draw
from risk_map.planning.solver import plan as find_plan
from risk_map.planning.stop import AnyOf, MaxIterations

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from risk_map.planning.plan import Plan
    from risk_map.planning.problem import Candidate, RoundProblem
    from risk_map.planning.stop import StopRule

SHIFT_STEPS_MIN: Final = (-60, -30, 0, 30, 60)
"""By how much a shift begins earlier or later than usual."""

URGENT: Final = 2.0
"""How many times the highest prize a place is worth more in the last round before its interval ends."""


@dataclass(frozen=True, slots=True)
class Outing:
    """One day of a season; its shifts begin so many seconds later (or earlier, below 0) than usual."""

    on_date: date
    shift_later_s: int


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


@dataclass(frozen=True, slots=True)
class Variation:
    """How hard a season is to foresee.

    Parameters
    ----------
    weekdays
        Rounds per day of the week, Monday is 0.
    shortest_gap_days, longest_gap_days
        Between two rounds.
    starts
        Rounds per shift of the beginning, in minutes.
    """

    weekdays: dict[int, int]
    shortest_gap_days: int
    longest_gap_days: int
    starts: dict[int, int]


def choose_outings(first: date, last: date, number: int, seed: int, *, weekdays: Collection[int]) -> tuple[Outing, ...]:
    """Choose the days of a season and when they begin, from a seed.

    Parameters
    ----------
    first, last
        The season, both included.
    number
        How many rounds.
    seed
        Same seed, same days.
    weekdays
        On which days of the week a round is possible, Monday is 0.

    Raises
    ------
    ValueError
        When the season has fewer such days than rounds.

    Notes
    -----
    One day in each of so many equal parts of the season, drawn from the days of the week that were used least so far
    and not the last time, so that neither the day nor the gap can be foreseen.
    """
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    days = [day for day in days if day.weekday() in weekdays]
    if len(days) < number:
        msg = f"{len(days)} days for {number} rounds"
        raise ValueError(msg)
    rng = np.random.default_rng(seed)
    outings: list[Outing] = []
    for part in np.array_split(np.arange(len(days)), number):
        block = [days[index] for index in part]
        day = block[_unforeseen([d.weekday() for d in block], [o.on_date.weekday() for o in outings], rng)]
        minutes = SHIFT_STEPS_MIN[_unforeseen(SHIFT_STEPS_MIN, [o.shift_later_s // 60 for o in outings], rng)]
        outings.append(Outing(day, minutes * 60))
    return tuple(outings)


def _unforeseen(kinds: Sequence[int], used: Sequence[int], rng: np.random.Generator) -> int:
    """Draw one, as its number, of the kinds that were used least and not the last time."""
    times = Counter(used)
    other = [number for number, kind in enumerate(kinds) if not used or kind != used[-1]] or list(range(len(kinds)))
    least = min(times[kinds[number]] for number in other)
    return int(rng.choice([number for number in other if times[kinds[number]] == least]))


def variation(outings: Sequence[Outing]) -> Variation:
    """Give how hard a season is to foresee."""
    gaps = [(b.on_date - a.on_date).days for a, b in pairwise(outings)] or [0]
    return Variation(
        dict(sorted(Counter(item.on_date.weekday() for item in outings).items())),
        min(gaps),
        max(gaps),
        dict(sorted(Counter(item.shift_later_s // 60 for item in outings).items())),
    )


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
    return Season(tuple(rounds), tuple(overdue(rounds, due)))


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


def season_prize(season: Season) -> float:
    """Give the sum of the prizes of all rounds."""
    return sum(plan_prize(r.problem, r.plan) for r in season.rounds)
