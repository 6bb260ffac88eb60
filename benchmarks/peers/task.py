"""The job that every engine does, in plain words, with its numbers and its inputs.

For every risk location, for one form of exploitation:

1. *object*: the use and the area of the BAG object that it is linked to;
2. *here*: the signals at the same object. Evidence of a signal is ``e = weight x remains x 2^(-age / half-life)``; the
   evidence together is noisy-OR, ``q = 1 - prod(1 - e)``; the term of the score is ``ln(1 + q x gain)``;
3. *near*: the same for the signals at other objects within 500 m (inclusive), where
   ``e = weight x (1 - (distance / 500)^2)^2 x 2^(-age / half-life)``;
4. *around*: the number of active addresses and of other locations within 250 m (inclusive). Few addresses, many
   locations and an object out of use are evidence; noisy-OR and the term as above;
5. *buurt*: the code of the neighbourhood polygon that it lies in.

What a signal weighs (severity x reliability x what its form says about the asked form) and what is left of it after
later visits without a finding are looked up beforehand, as is which addresses are active: the peers are spared that.
Ours does it all, and all other families of the score, every fact with its source, and every missing attribute.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Answer = dict[str, NDArray]

TERMS = ("here", "near", "context")
"""Columns of an answer that must agree to 1e-9; the others exactly."""

EXACT = ("use", "area", "addresses_around", "locations_around", "buurt")


@dataclass(frozen=True, slots=True)
class Task:
    """The numbers of the job; a gain is the factor of a family minus 1."""

    near_m: float
    around_m: float
    half_life_months: float
    here_gain: float
    near_gain: float
    context_gain: float
    remote_addresses: int
    crowded_locations: int
    remote: float
    crowded: float
    out_of_use: float

    def write(self, folder: Path) -> None:
        (folder / "task.json").write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Task:
        return cls(**json.loads((folder / "task.json").read_text(encoding="utf-8")))

    def context_term(self, addresses_around, locations_around, out_of_use) -> NDArray[np.float64]:
        """Step 4 for engines that work on arrays."""
        kept = np.where(addresses_around <= self.remote_addresses, 1 - self.remote, 1.0)
        kept *= np.where(locations_around >= self.crowded_locations, 1 - self.crowded, 1.0)
        kept *= np.where(out_of_use, 1 - self.out_of_use, 1.0)
        return np.log1p((1 - kept) * self.context_gain)


def joined(e, location, count: int, gain: float) -> NDArray[np.float64]:
    """Noisy-OR per location of pairs in arrays, as a term of the score."""
    total = np.bincount(location, weights=np.log1p(-e), minlength=count)
    return np.log1p(-np.expm1(total) * gain)
