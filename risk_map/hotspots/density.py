"""How much more is reported somewhere than the number of addresses around it makes one expect.

A kernel estimate over a kernel estimate. Both use the same kernel, so what falls off the edge of the region falls off
both and the ratio needs no other correction. It is a ratio and no test: nothing here is "significant". Getis-Ord Gi* on
counts is not used: on reports that were spread purely at random over the addresses it found hot spots in every trial.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import correlate1d

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Raster = NDArray[np.float64]


def smooth(raster: Raster, bandwidth: float, reach: int) -> Raster:
    """Give for every square the sum of all squares around it, each weighted by a Gaussian of its distance.

    Parameters
    ----------
    raster
        What lies in each square.
    bandwidth
        Standard deviation, in squares.
    reach
        Squares farther than this in either direction do not count.

    Returns
    -------
    numpy.ndarray
        In the unit of the raster: a square counts for itself with weight 1.
    """
    return _both_ways(raster, np.exp(-0.5 * (np.arange(-reach, reach + 1) / bandwidth) ** 2))


def sum_around(raster: Raster, reach: int) -> Raster:
    """Give for every square the plain sum of what ``smooth`` counts with the same reach.

    Parameters
    ----------
    raster, reach
        As for ``smooth``.
    """
    return np.rint(_both_ways(raster, np.ones(2 * reach + 1)))


def relative_risk(observed: Raster, expected: Raster, prior: float) -> Raster:
    """Give how many times more was observed than expected, drawn towards 1 where little is expected.

    Parameters
    ----------
    observed, expected
        Smoothed with the same kernel.
    prior
        How many expected reports the belief that nothing is special weighs as much as. Above zero.

    References
    ----------
    Clayton and Kaldor (1987), Empirical Bayes estimates of age-standardized relative risks; Kelsall and Diggle (1995).
    """
    risk: Raster = (observed + prior) / (expected + prior)
    return risk


def _both_ways(raster: Raster, weights: Raster) -> Raster:
    lengthwise = correlate1d(raster, weights, axis=0, mode="constant")
    result: Raster = correlate1d(lengthwise, weights, axis=1, mode="constant")
    return result
