"""Which mandatory visits cannot go together: a smallest set of them, instead of only that it does not fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from risk_map.planning.constraints import bars
from risk_map.planning.diagnosis import explain
from risk_map.planning.plan import Plan
from risk_map.planning.problem import RoundRules
from risk_map.planning.solver import plan as find_plan
from risk_map.planning.stop import AnyOf, MaxIterations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from risk_map.planning.problem import Candidate, RoundProblem
    from risk_map.planning.stop import Progress

ITERATIONS: Final = 2_000
"""Tries per set before it is called impossible; a few visits are found to fit in the first few."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Mandatory visits that do not fit together, while they do when any one of them is left out.

    Parameters
    ----------
    location_ids
        Which, in the order of the candidates.
    text
        One Dutch sentence.
    """

    location_ids: tuple[str, ...]
    text: str


def find_conflict(problem: RoundProblem, *, seed: int = 0, iterations: int = ITERATIONS) -> Conflict | None:
    """Find a smallest set of mandatory visits that do not fit together; nothing when all fit.

    Parameters
    ----------
    problem
        The round. Quotas and the random share do not count here: only whether the visits can be made.
    seed, iterations
        Of the searches. One visit alone is decided exactly; a larger set is called impossible when no plan was found.

    Notes
    -----
    The smallest prefix that does not fit ends in a member of the conflict; with it in front, again (Junker 2004,
    "QuickXplain", AAAI). So a conflict of ``k`` in ``n`` takes about ``k log n`` searches.
    """
    must = [item for item in problem.candidates if item.mandatory]
    if _fits(problem, must, seed, iterations):
        return None
    kept: list[Candidate] = []
    rest = must
    while rest and _fits(problem, kept, seed, iterations):
        low, high = 0, len(rest)
        while low < high:
            middle = (low + high) // 2
            if _fits(problem, [*kept, *rest[:middle]], seed, iterations):
                low = middle + 1
            else:
                high = middle
        kept.append(rest[low - 1])
        rest = rest[: low - 1]
    order = {item.location_id: number for number, item in enumerate(problem.candidates)}
    names = tuple(sorted((item.location_id for item in kept), key=order.__getitem__))
    return Conflict(names, _text(problem, names))


def _fits(problem: RoundProblem, items: Sequence[Candidate], seed: int, iterations: int) -> bool:
    if not items:
        return True
    if any(bars(problem, item) for item in items):
        return False
    alone = replace(problem, candidates=tuple(items), rules=RoundRules(random_share=0.0))
    stop = AnyOf((MaxIterations(iterations), _nothing_missed))
    found = find_plan(alone, stop, seed)
    return len(found.location_ids) == len(items)


def _nothing_missed(progress: Progress) -> bool:
    return progress.iterations > 0 and progress.missed == 0


def _text(problem: RoundProblem, names: tuple[str, ...]) -> str:
    if len(names) == 1:
        nothing = Plan(())
        return (
            f"Locatie {names[0]} kan niet in deze ronde. {explain(problem, nothing, problem.candidate(names[0])).text}"
        )
    listed = f"{', '.join(names[:-1])} en {names[-1]}"
    return f"Deze verplichte locaties passen niet samen in de ronde: {listed}. Laat er één vervallen of kies meer tijd."
