"""The random draw: an order that follows from a text, so that anybody can repeat it with pencil and patience."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw as it is recorded, so that anybody can repeat it.

    Parameters
    ----------
    seed
        Text that the order follows from.
    share
        Smallest share of the visits that is drawn.
    candidates, candidates_hash
        How many took part, and one hash of who.
    picks
        Who was drawn, in order; also whoever did not fit in the round.
    """

    seed: str
    share: float
    candidates: int
    candidates_hash: str
    picks: tuple[str, ...]


def draw_order(location_ids: Iterable[str], seed: str) -> list[str]:
    """Put locations in the order of a draw.

    Parameters
    ----------
    location_ids
        Who takes part, in any order.
    seed
        Text that the order follows from.

    Notes
    -----
    By the SHA-256 of seed and id: no library, and no version of one, can change it.
    """
    return sorted(location_ids, key=lambda name: sha256(f"{seed}|{name}".encode()).digest())


def number_of(text: str) -> int:
    """Give the seed of a search, from 0 to 2**32 - 1, that follows from a text: nobody chooses it."""
    return int.from_bytes(sha256(text.encode()).digest()[:4], "big")


def candidates_hash(location_ids: Iterable[str]) -> str:
    """Give one hash of who took part, whatever their order, to be kept with the seed."""
    return sha256("\n".join(sorted(location_ids)).encode()).hexdigest()
