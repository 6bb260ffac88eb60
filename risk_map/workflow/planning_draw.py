"""The random visits of a planned round: drawn from all places that could be visited, decided on or not."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from risk_map.domain.draw import Draw, candidates_hash, draw_order
from risk_map.domain.notation import number
from risk_map.errors import InputError
from risk_map.planning.constraints import check
from risk_map.planning.sampling import draw_pool, drawn_in
from risk_map.planning.solver import plan as find_plan
from risk_map.planning.stop import MaxIterations

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from risk_map.config import Config
    from risk_map.planning.plan import Plan
    from risk_map.planning.problem import Candidate, RoundProblem

QUICK: Final = 1_000
"""Iterations by which it is known how many visits fit."""

SLACK: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Drawn:
    """A round with its random visits.

    Parameters
    ----------
    problem
        With the places that were decided on, those that somebody asked for, and those that were drawn.
    draw
        To be recorded; missing when the round asks for none, or nobody can take part.
    begin
        A first plan of it, so that whoever stops the search at once has a plan.
    base
        The places that were decided on or asked for, as they are when they are not drawn.
    """

    problem: RoundProblem
    draw: Draw | None
    begin: Plan
    base: tuple[Candidate, ...]

    @property
    def without_last(self) -> Drawn | None:
        """The same round when the draw had ended before its last visit; nothing when it has none."""
        drawn = drawn_in(self.problem)
        if self.draw is None or not drawn:
            return None
        end = max(at for at, name in enumerate(self.draw.picks) if name in drawn)
        last = self.draw.picks[end]
        own = {item.location_id: item for item in self.base}
        others = (own.get(item.location_id) if item.location_id == last else item for item in self.problem.candidates)
        problem = replace(self.problem, candidates=tuple(item for item in others if item is not None))
        return replace(self, problem=problem, draw=replace(self.draw, picks=self.draw.picks[:end]))


def draw_visits(whole: RoundProblem, seed: int, asked: Collection[str], *, start: Plan | None, picks: int) -> Drawn:
    """Draw so many visits as the share of the round asks for.

    Parameters
    ----------
    whole
        All places that take part, those without a decision too: a draw among what people chose would measure their
        choice. A place that is drawn is decided on when the plan is kept as a round.
    seed
        Of the draw, together with the day, and of the searches.
    asked
        Locations that somebody asked for: they are in the round to be planned, decided on or not.
    start
        The plan to go on from.
    picks
        Draw at least so many.

    Notes
    -----
    How many visits fit depends on what was drawn, so it is asked again until the share is met. A place that does not
    fit beside the places drawn before it is passed over, and stays in the record of the draw.
    """
    base = [item for item in whole.candidates if item.decided or item.location_id in asked]
    share, text = whole.rules.random_share, f"{whole.on_date} {seed}"
    pool = draw_pool(replace(whole, candidates=tuple(_open(item) for item in whole.candidates))) if share else []
    order, count = draw_order(pool, text), picks
    while True:
        quick = _with(whole, base, order[:count])
        quick = replace(quick, rules=replace(quick.rules, random_share=0.0))
        begin = find_plan(quick, MaxIterations(QUICK), seed, start=start)
        stops = begin.location_ids
        fitting = [name for name in order[:count] if name in stops]
        missing = math.ceil(share * len(stops) - SLACK) - len(fitting)
        if missing <= 0 or count >= len(order):
            break
        count += missing
    draw = Draw(text, share, len(pool), candidates_hash(pool), tuple(order[:count])) if order else None
    return Drawn(_with(whole, base, fitting), draw, begin, tuple(base))


def plan_drawn(drawn: Drawn, search: Callable[[RoundProblem, Plan], Plan], *, picks: int) -> tuple[Drawn, Plan]:
    """Search the best plan of a round, with no more random visits than the share of its visits asks for.

    Parameters
    ----------
    drawn
        Result of ``draw_visits``.
    search
        Gives the best plan of a round that it finds, going on from one.
    picks
        As for ``draw_visits``.

    Notes
    -----
    A visit that was drawn last may be so long that fewer visits fit with it than before it was drawn, and the visits
    before it are the share of these. Then the draw ends before it, unless the round that results has fewer visits or
    breaks a rule. That depends on numbers of visits and on the order of the draw, and on no score. It is rare, and
    takes a second search.
    """
    plan = search(drawn.problem, drawn.begin)
    while (less := drawn.without_last) is not None and less.draw is not None and len(less.draw.picks) >= picks:
        here = sum(item.drawn for item in less.problem.candidates)
        if here < less.problem.rules.random_share * len(plan.location_ids) - SLACK:
            break
        other = search(less.problem, plan)
        if len(other.location_ids) < len(plan.location_ids) or check(less.problem, other):
            break
        drawn, plan = less, other
    return drawn, plan


def with_least_share(problem: RoundProblem, config: Config) -> RoundProblem:
    """Give a round that draws at least the configured share, whatever the file says that it comes from."""
    share = max(problem.rules.random_share, config.planning.random_share)
    return replace(problem, rules=replace(problem.rules, random_share=share))


def share_of(asked: float | None, config: Config) -> float:
    """Give the share of random visits of a round: whoever plans may ask for more than configured, never for less.

    Raises
    ------
    InputError
        When less is asked.
    """
    least = config.planning.random_share
    share = least if asked is None else asked
    if share < least:
        raise InputError(f"Ten minste {number(100 * least)}% van de bezoeken wordt geloot: minder kan niet, meer wel.")
    return share


def _open(item: Candidate) -> Candidate:
    return replace(item, decided=True)


def _with(whole: RoundProblem, base: list[Candidate], names: list[str]) -> RoundProblem:
    drawn, there = set(names), {item.location_id for item in base}
    chosen = [
        replace(item, decided=True, drawn=True, mandatory=True) if item.location_id in drawn else item
        for item in whole.candidates
        if item.location_id in drawn | there
    ]
    return replace(whole, candidates=tuple(chosen))
