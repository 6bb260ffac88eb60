"""Invented street names: two invented stems and an ending, so that no real street appears as a risk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from risk_map.demo.tables import read_table

if TYPE_CHECKING:
    from numpy.random import Generator


def street_names(count: int, rng: Generator) -> np.ndarray:
    """Give different invented street names.

    Parameters
    ----------
    count
        How many; at most the number of combinations of the table ``stems``.
    rng
        Random numbers.
    """
    table = read_table("stems")
    first, second, ending = (
        table.loc[table["part"] == part, "text"].to_numpy(str) for part in ("first", "second", "ending")
    )
    pairs = rng.permutation(len(first) * len(second))[:count]
    if len(pairs) < count:
        message = f"only {len(pairs)} names for {count} streets"
        raise ValueError(message)
    halves = np.char.add(first[pairs // len(second)], second[pairs % len(second)])
    weights = np.linspace(2.0, 0.4, len(ending))
    return np.char.add(halves, rng.choice(ending, count, p=weights / weights.sum()))
