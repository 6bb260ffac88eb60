"""The one grid of the product: squares of 500 m on the origin of EPSG:28992, as CBS draws and names them.

A point is known by its square only. So nothing that is computed from a raster can tell two places in one square apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

CELL_M: Final = 500
_NAME_UNIT_M: Final = 100


@dataclass(frozen=True, slots=True)
class Grid:
    """A rectangle of squares.

    Parameters
    ----------
    west, south
        Number of the first column and of the first row, counted from the origin of EPSG:28992 in squares.
    columns, rows
        How many.
    """

    west: int
    south: int
    columns: int
    rows: int

    def count(self, points: pd.DataFrame) -> NDArray[np.float64]:
        """Count points per square; a point outside the grid is not counted.

        Parameters
        ----------
        points
            ``x`` and ``y`` in EPSG:28992, metres.

        Returns
        -------
        numpy.ndarray
            A raster: south first, west first.
        """
        column, row = (_number(points["x"]) - self.west, _number(points["y"]) - self.south)
        inside = (column >= 0) & (column < self.columns) & (row >= 0) & (row < self.rows)
        place = row[inside] * self.columns + column[inside]
        return np.bincount(place, minlength=self.rows * self.columns).reshape(self.rows, self.columns).astype(float)

    def values(self, raster: NDArray[Any], squares: NDArray[np.bool_]) -> pd.Series:
        """Give the values of chosen squares, by the names of the squares.

        Parameters
        ----------
        raster, squares
            The values, and which are wanted; both as ``count`` gives them.
        """
        row, column = np.nonzero(squares)
        names = _names(column + self.west, row + self.south)
        return pd.Series(raster[squares], index=pd.Index(names, dtype="str"))


def grid_around(points: pd.DataFrame) -> Grid:
    """Give the smallest grid that holds all points.

    Parameters
    ----------
    points
        At least one; ``x`` and ``y`` in EPSG:28992, metres.
    """
    column, row = _number(points["x"]), _number(points["y"])
    west, south = int(column.min()), int(row.min())
    return Grid(west, south, int(column.max()) - west + 1, int(row.max()) - south + 1)


def corners(names: pd.Index) -> pd.DataFrame:
    """Give the south-west corner of squares: ``x`` and ``y`` in EPSG:28992, metres.

    Parameters
    ----------
    names
        As ``Grid.values`` gives them: ``E1445N4550`` begins at x 144,500 m and y 455,000 m.
    """
    parts = names.to_series().str.extract(r"^E(?P<x>\d+)N(?P<y>\d+)$").astype("int64")
    return parts * _NAME_UNIT_M


def _number(metres: pd.Series) -> NDArray[np.int64]:
    return np.floor(metres.to_numpy(dtype="float64") / CELL_M).astype(np.int64)


def _names(columns: NDArray[np.int64], rows: NDArray[np.int64]) -> list[str]:
    step = CELL_M // _NAME_UNIT_M
    return [f"E{x:04d}N{y:04d}" for x, y in zip(columns * step, rows * step, strict=True)]
