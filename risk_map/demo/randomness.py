"""One stream of random numbers per theme, so that a change in one theme leaves the others as they were."""

from __future__ import annotations

from hashlib import sha256

import numpy as np


def stream(seed: int, theme: str) -> np.random.Generator:
    """Give the random numbers of one theme.

    Parameters
    ----------
    seed
        Seed of the whole region.
    theme
        Name of the theme; another name gives independent numbers.
    """
    return np.random.default_rng([seed, *np.frombuffer(sha256(theme.encode()).digest()[:16], dtype="<u4")])
