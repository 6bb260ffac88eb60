"""An instance as plain arrays, for planners that know nothing of this product and run in their own environment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Instance:
    """Teams that start and end at the last place; windows are of the start of a visit; all times whole."""

    teams: int
    travel: np.ndarray
    visit: np.ndarray
    prize: np.ndarray
    opens: np.ndarray
    closes: np.ndarray
    budget: int

    @property
    def depot(self) -> int:
        return len(self.travel) - 1

    def write(self, path: Path) -> None:
        np.savez(path, **vars(self))

    @classmethod
    def read(cls, path: Path) -> Instance:
        with np.load(path) as arrays:
            parts = {name: arrays[name] for name in arrays.files}
        return cls(**parts | {"teams": int(parts["teams"]), "budget": int(parts["budget"])})
