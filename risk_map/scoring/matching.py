"""Pairs of rows with the same number: a join without the frames of one, for the many small joins of scoring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.intp]


def number(*columns: pd.Series) -> list[Integers]:
    """Give the different texts of some columns a number each, from 0; a missing text gets -1.

    Parameters
    ----------
    *columns
        Texts; equal ones get the same number, in whichever column.
    """
    codes, _ = pd.factorize(pd.concat(columns))
    return np.split(codes, np.cumsum([len(column) for column in columns])[:-1])


def match(left: Integers, right: Integers) -> tuple[Integers, Integers]:
    """Find every pair of rows with the same number; a negative number matches nothing.

    Parameters
    ----------
    left, right
        Numbers, in any order, any of them several times.

    Returns
    -------
    tuple[ndarray, ndarray]
        Rows of ``left``, rising, and the row of ``right`` of each pair, rising per row of ``left``.
    """
    order = np.argsort(right, kind="stable")
    first = np.searchsorted(right, left, side="left", sorter=order)
    count = np.searchsorted(right, left, side="right", sorter=order) - first
    count[left < 0] = 0
    rows = np.repeat(np.arange(len(left)), count)
    nth = np.arange(len(rows)) - np.repeat(np.cumsum(count) - count, count)
    return rows, order[first[rows] + nth]
