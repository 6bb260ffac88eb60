"""When the search stops."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search is.

    Parameters
    ----------
    iterations
        How many times it tried something else.
    prize
        Sum of the prizes of the best plan so far.
    missed
        Visits or stops that the best plan misses by the rules of the round; 0 when it keeps to all.
    """

    iterations: int
    prize: float
    missed: int


class StopRule(Protocol):
    """Says whether to stop; asked often."""

    def __call__(self, progress: Progress) -> bool:
        """Say whether to stop now."""
        ...


@dataclass(frozen=True, slots=True)
class MaxIterations:
    """Stop after so many iterations: with a seed, the plan is then the same every time."""

    number: int

    def __call__(self, progress: Progress) -> bool:
        """Say whether to stop now."""
        return progress.iterations >= self.number


@dataclass(slots=True)
class MaxSeconds:
    """Stop after so many seconds, counted from when the rule was made."""

    seconds: float
    began: float = field(default_factory=time.monotonic)

    def __call__(self, progress: Progress) -> bool:  # noqa: ARG002 - only the clock counts
        """Say whether to stop now."""
        return time.monotonic() - self.began >= self.seconds


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Stop when one of several rules says so."""

    rules: tuple[StopRule, ...]

    def __call__(self, progress: Progress) -> bool:
        """Say whether to stop now."""
        return any(rule(progress) for rule in self.rules)
