"""How much a rank depends on the weights: the same facts under a thousand sets of weights that experts accept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from risk_map.scoring import evidence as model
from risk_map.scoring.places import SCORED
from risk_map.scoring.score import rank
from risk_map.scoring.weights import weight_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from risk_map.scoring.score import Evidence
    from risk_map.scoring.weights import ScoreParams, WeightTable

DRAWS: Final = 1_000
ROBUST_SHARE: Final = 0.90
INTERVAL: Final = (0.05, 0.95)

CELLS_AT_ONCE: Final = 2_000_000
"""Rows of weights times facts that are worked on together: 16 MB an array stays near the processor's cache."""


def draw_weights(table: WeightTable, draws: int, seed: int) -> NDArray[np.float64]:
    """Draw sets of weights from the bands that experts gave.

    Parameters
    ----------
    table
        All weights.
    draws
        Number of sets.
    seed
        Same seed, same sets.

    Returns
    -------
    ndarray
        Shape (draws, columns of the table). Each weight independently from a triangular distribution over low, mid and
        high, on a logarithmic scale (weights are ratios); the two constants stay.
    """
    rng = np.random.default_rng(seed)
    low, mid, high = (np.log([getattr(weight, name) for weight in table.weights]) for name in ("low", "mid", "high"))
    u = rng.random((draws, len(table.weights)))
    width = np.where(high > low, high - low, 1.0)
    below = (mid - low) / width
    rising = low + np.sqrt(u * width * (mid - low))
    falling = high - np.sqrt((1.0 - u) * width * (high - mid))
    drawn = np.exp(np.where(u < below, rising, falling))
    return np.hstack([np.repeat(table.decided[:, :2], draws, axis=0), drawn])


def rank_stability(
    evidence: Evidence, params: ScoreParams, form: str, *, seed: int, draws: int = DRAWS
) -> pd.DataFrame:
    """Rank every scored location under many sets of weights.

    Parameters
    ----------
    evidence
        Result of ``gather``.
    params
        Weights with their bands.
    form
        Form of exploitation, or ``totaal``.
    seed, draws
        Of the sets of weights.

    Returns
    -------
    pd.DataFrame
        Index ``location_id``, scored locations only: ``rank_low`` and ``rank_high`` (90% interval of the rank, 1 is
        highest), ``top_share`` (share of the draws in the top N) and ``robust_top`` (in the top N in at least 90%).

    References
    ----------
    Saisana, Saltelli & Tarantola (2005), uncertainty analysis of composite indicators, JRSS A 168.
    """
    table = weight_table(params)
    values = draw_weights(table, draws, seed)
    scored = (evidence.locations["state"] == SCORED).to_numpy()
    ids = evidence.locations.index[scored]
    totals = np.empty((draws, len(ids)))
    step = max(1, CELLS_AT_ONCE // max(1, len(evidence.facts)))
    for first in range(0, draws, step):
        rows = slice(first, first + step)
        groups = model.terms(evidence.arrays, table, values[rows], form).groups
        totals[rows] = model.location_totals(evidence.arrays, groups, len(evidence.locations))[:, scored]
    ranks = rank(totals, ids)
    top_share = (ranks <= params.top_n).mean(axis=0)
    low, high = np.quantile(ranks, INTERVAL, axis=0, method="inverted_cdf") if len(ids) else np.zeros((2, 0))
    return pd.DataFrame(
        {
            "rank_low": low.astype("int64"),
            "rank_high": high.astype("int64"),
            "top_share": top_share,
            "robust_top": top_share >= ROBUST_SHARE,
        },
        index=ids,
    )
