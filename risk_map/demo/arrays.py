"""Names for the arrays that the generator passes around."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
"""Measures; with two columns: points, x and y in RD metres."""

Whole = NDArray[np.int64]
"""Positions, numbers and counts."""

Flags = NDArray[np.bool_]
Objects = NDArray[np.object_]
"""Texts or geometries."""
