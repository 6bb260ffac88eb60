"""The days of a season and when they begin: so that nobody can foresee them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

SHIFT_STEPS_MIN: Final = (-60, -30, 0, 30, 60)
"""By how much a shift begins earlier or later than usual."""


@dataclass(frozen=True, slots=True)
class Outing:
    """One day of a season; its shifts begin so many seconds later (or earlier, below 0) than usual."""

    on_date: date
    shift_later_s: int


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


def choose_outings(
    first: date,
    last: date,
    number: int,
    seed: int,
    *,
    weekdays: Collection[int],
    possible: Callable[[date], bool] = lambda _: True,
) -> tuple[Outing, ...]:
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
    possible
        Says whether it is on a day.

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
    days = [day for day in days if day.weekday() in weekdays and possible(day)]
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
