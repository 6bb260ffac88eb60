"""The random visits of a round: drawn from a recorded seed, mandatory, marked on no list (domain, limit 6)."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from risk_map.domain.draw import draw_order
from risk_map.planning.compile import may_go, may_join
from risk_map.planning.constraints import bars
from risk_map.planning.timetable import schedule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from risk_map.planning.problem import Candidate, RoundProblem


def draw_pool(problem: RoundProblem) -> list[str]:
    """Give the locations that take part in the draw: no home, barred by no rule, and one team can visit it alone.

    A place that is closed that day takes no part in this draw, and does in one on a day that it is open.
    """
    return [item.location_id for item in problem.candidates if not item.home and is_possible(problem, item)]


def put_in_draw(problem: RoundProblem, seed: str, stops: int) -> RoundProblem:
    """Draw the random visits of a round of so many stops, and make them mandatory.

    Parameters
    ----------
    problem
        The round; what is marked as drawn in it is drawn anew.
    seed
        Text that the order of the draw follows from; recorded with the draw.
    stops
        How many stops the round will have, of which the share is taken, rounded up.

    Notes
    -----
    Who may not be in a round with a mandatory visit, or with one drawn before, is passed over.
    """
    number = math.ceil(problem.rules.random_share * stops - 1e-9)
    beside = [item for item in problem.candidates if item.mandatory and not item.drawn]
    picks: list[str] = []
    for name in draw_order(draw_pool(problem), seed):
        item = problem.candidate(name)
        if len(picks) < number and all(other == item or may_join(item, other) for other in beside):
            picks.append(name)
            beside.append(item)
    return mark_drawn(problem, picks)


def mark_drawn(problem: RoundProblem, picks: Iterable[str]) -> RoundProblem:
    """Make the picks of a draw, and only those, the drawn and mandatory visits."""
    drawn = set(picks)
    candidates = tuple(
        replace(
            item,
            drawn=item.location_id in drawn,
            mandatory=item.location_id in drawn or (item.mandatory and not item.drawn),
        )
        for item in problem.candidates
    )
    return replace(problem, candidates=candidates)


def is_possible(problem: RoundProblem, item: Candidate) -> bool:
    """Say whether a candidate is barred by no rule, and one team can visit it alone."""
    return bars(problem, item) is None and any(
        may_go(problem, team, item) and schedule(problem, team, [item]) is not None for team in problem.teams
    )


def drawn_in(problem: RoundProblem) -> frozenset[str]:
    """Give the locations of a round that chance chose."""
    return frozenset(item.location_id for item in problem.candidates if item.drawn)
