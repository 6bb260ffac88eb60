"""Hold one answer against another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from peers.task import EXACT, TERMS

if TYPE_CHECKING:
    from pathlib import Path

TOLERANCE = 1e-9


def gap(folder: Path, one: str, other: str) -> tuple[float, int]:
    """Give the largest difference between two engines, and how many locations were compared.

    The second may have answered for every n-th location only. A term that is missing, a count, a code or an area that
    differs is an infinite difference.
    """
    ours, theirs = (np.load(folder / f"answer_{engine}.npz") for engine in (one, other))
    rows = len(theirs["here"])
    every = -(-len(ours["here"]) // rows)
    if any((ours[name][::every] != theirs[name]).any() for name in EXACT):
        return np.inf, rows
    # Not the ``max`` of Python, which loses a missing value unless it comes first.
    largest = float(np.max([np.abs(ours[name][::every] - theirs[name]).max() for name in TERMS]))
    return (np.inf if np.isnan(largest) else largest), rows
