"""Find the best plan: the compiled search in cycles, and between them the best set of all good routes it met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from risk_map.planning.arrays import ABSENT, Settings, new_pool, new_room, new_routes
from risk_map.planning.beside import beside
from risk_map.planning.compile import compile_problem
from risk_map.planning.labels import copy, label
from risk_map.planning.plan import Plan
from risk_map.planning.recombine import recombine
from risk_map.planning.search import anneal
from risk_map.planning.stop import Progress
from risk_map.planning.timetable import timetable
from risk_map.planning.worth import missed, worth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from risk_map.planning.arrays import Data, Floats, Routes
    from risk_map.planning.problem import RoundProblem
    from risk_map.planning.stop import StopRule

STEP: Final = 250
"""Iterations between two questions whether to stop."""


@dataclass(frozen=True, slots=True)
class SolverParams:
    """How the search goes about it. The defaults are measured; see ``docs/performance.md``.

    Parameters
    ----------
    cycles
        Iterations of the first cycles of annealing, each from the best plan so far; the last length goes on.
    hot_first, hot, cold
        Temperatures, in mean prizes: at the start of the first cycle, of the others, and at the end of each.
    overlook, skip, removed, string
        As of ``Settings``.
    pool
        How many good plans are remembered for recombination.
    """

    cycles: tuple[int, ...] = (30_000, 60_000)
    hot_first: float = 1.0
    hot: float = 0.5
    cold: float = 0.03
    overlook: float = 0.01
    skip: float = 0.5
    removed: float = 15.0
    string: float = 10.0
    pool: int = 1_500


class Search:
    """A running search: it can be asked to go on, and for the best so far.

    Parameters
    ----------
    data
        The problem in arrays.
    seed
        Same seed, same plans.
    params
        How it goes about it.
    """

    def __init__(self, data: Data, seed: int, params: SolverParams) -> None:
        self.data, self.params = data, params
        self.now, self.best, self._trial = (new_routes(data) for _ in range(3))
        self._room, self._pool = new_room(data), new_pool(data, params.pool)
        self._rng = np.array([np.random.SeedSequence(seed).generate_state(1, np.uint64)[0] | np.uint64(1)])
        self._mean = float(data.prize.mean()) if len(data.prize) and data.prize.any() else 1.0
        # All shifts on the road together weigh less than the difference of two prizes.
        self._road = 0.5 * _least_gap(data.prize) / float(np.ptp(data.shift, axis=1).clip(1).sum())
        self.iterations = 0
        self._cycle, self._at = 0, 0
        self._set(())

    def begin_at(self, routes: Iterable[Sequence[int]]) -> None:
        """Go on from given routes, one per team, of which every visit fits."""
        self._set(enumerate(routes))

    @property
    def progress(self) -> Progress:
        """How far it is."""
        prize = float(self.data.prize[self.best.team != ABSENT].sum())
        return Progress(self.iterations, prize, int(missed(self.data, self.best, self._room)))

    @property
    def cycle_is_over(self) -> bool:
        """Whether it is time to recombine."""
        return self._at == self._length

    def step(self) -> None:
        """Go on for a short while."""
        if len(self.data.visit) == 0:
            self.iterations += STEP
            return
        until = min(self._at + STEP, self._length)
        span = (self._at, until, self._length)
        anneal(self.data, self.now, self.best, self._trial, self._room, self._settings(), self._pool, self._rng, span)
        self.iterations += until - self._at
        self._at = until

    def recombined(self) -> list[tuple[int, list[int]]]:
        """Give the best set of the good routes so far; takes up to seconds, and changes nothing."""
        return recombine(self.data, self._pool, self._settings()) if len(self.data.size) > 1 else []

    def begin_cycle(self, chosen: Iterable[tuple[int, Sequence[int]]]) -> None:
        """Begin a cycle from the best plan so far, or from these routes when they are better."""
        self._fill(self._trial, chosen)
        settings = self._settings()
        if worth(self.data, self._trial, self._room, settings) > worth(self.data, self.best, self._room, settings):
            copy(self._trial, self.best)
        copy(self.best, self.now)
        self._cycle, self._at = self._cycle + 1, 0

    @property
    def _length(self) -> int:
        return self.params.cycles[min(self._cycle, len(self.params.cycles) - 1)]

    def _settings(self) -> Settings:
        params = self.params
        hot = params.hot_first if self._cycle == 0 else params.hot
        return Settings(
            hot * self._mean,
            params.cold * self._mean,
            params.overlook,
            params.skip,
            params.removed,
            params.string,
            self._road,
            1e6 * self._mean,
        )

    def _set(self, routes: Iterable[tuple[int, Sequence[int]]]) -> None:
        self._fill(self.now, routes)
        copy(self.now, self.best)

    def _fill(self, target: Routes, routes: Iterable[tuple[int, Sequence[int]]]) -> None:
        target.nodes[:], target.team[:], target.length[:] = ABSENT, ABSENT, 0
        for k, nodes in routes:
            target.nodes[k, : len(nodes)] = nodes
            target.length[k] = len(nodes)
            target.team[np.asarray(nodes, dtype=np.int64)] = k
        for k in range(len(self.data.size)):
            label(self.data, target, k)


def _least_gap(prize: Floats) -> float:
    """Give the smallest difference between two prizes, or with no visit; at most 1, and not so small as to be noise."""
    gaps = np.diff(np.unique(np.append(prize, 0.0)))
    return float(gaps[gaps > 1e-6 * prize.mean()].min(initial=1.0)) if len(prize) else 1.0


def plan(
    problem: RoundProblem,
    stop: StopRule,
    seed: int,
    *,
    start: Plan | None = None,
    progress: Callable[[Progress], None] | None = None,
    params: SolverParams | None = None,
) -> Plan:
    """Find the best plan that can be found before ``stop`` says so.

    Parameters
    ----------
    problem
        The round.
    stop
        Asked before the search begins and tens of times a second after.
    seed
        With a seed and a limit on iterations, the plan is the same every time; with a higher limit it is never worse.
    start
        A plan to begin from; what of it does not fit any more is left out.
    progress
        Told how far the search is, as often as ``stop`` is asked.
    params
        How the search goes about it.

    Returns
    -------
    Plan
        The best found. It keeps to every rule of a single route; a rule of the whole round that cannot be kept (too
        many mandatory visits, a quota out of reach) is missed by as little as was found, and ``check`` says so.
    """
    if not problem.teams:
        return Plan((), seed=seed)
    compiled = compile_problem(problem)
    search = Search(compiled.data, seed, params or SolverParams())
    if start is not None:
        search.begin_at(compiled.feasible_routes(start))
    while not stop(search.progress):
        if search.cycle_is_over:
            chosen = beside(search.recombined, lambda: stop(search.progress))
            if chosen is None:
                break
            search.begin_cycle(chosen)
        search.step()
        if progress is not None:
            progress(search.progress)
    orders = [search.best.nodes[k, : search.best.length[k]].tolist() for k in range(len(problem.teams))]
    return timetable(problem, compiled.names(orders), seed=seed, iterations=search.iterations)
