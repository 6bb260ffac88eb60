"""Invented street names: two invented stems and an ending, so that no real street appears as a risk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from risk_map.demo.tables import read_table
from risk_map.errors import InputError

if TYPE_CHECKING:
    from numpy.random import Generator

    from risk_map.demo.arrays import Objects


def street_names(count: int, rng: Generator) -> Objects:
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
        raise InputError("Met dit toevalsgetal zijn er te veel straten voor de namen; kies een ander.")
    halves = np.char.add(first[pairs // len(second)], second[pairs % len(second)])
    weights = np.linspace(2.0, 0.4, len(ending))
    return np.char.add(halves, rng.choice(ending, count, p=weights / weights.sum()))
