"""What is true but hidden in the demonstration region; documented in ``docs/demo-region.md``, read by no score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from risk_map.demo.randomness import stream
from risk_map.demo.reference import FIRST_DAY, REFERENCE_DATE
from risk_map.demo.tables import read_table
from risk_map.domain.frames import SYNTHETIC
from risk_map.domain.location import FORMS, codes

if TYPE_CHECKING:
    import geopandas as gpd

EFFECTS = {
    "no_permit": 0.7,
    "no_snf": 0.5,
    "agency": 0.35,
    "large": 0.3,
}
"""Added to the log-odds of every form when the fact holds, whether the register knows it or not."""

OLD_SHARE = 0.65
"""Share of the true places where it began before the first day; elsewhere it begins on some day of the three years."""

ENDED_SHARE = 0.2
"""Share of the true places where it ends before the reference date."""

SPREAD = 0.8
"""Standard deviation of what no register knows, in log-odds."""

LARGE_CAPACITY = 40


def draw_truth(facts: gpd.GeoDataFrame, seed: int) -> pd.DataFrame:
    """Draw for every location and form whether there is exploitation.

    Parameters
    ----------
    facts
        The register without gaps (contract ``LOCATIONS``): what is true does not depend on what a register forgot.
    seed
        Same seed, same truth.

    Returns
    -------
    pd.DataFrame
        Index 0..n-1; ``location_id``, ``object`` (the right BAG object, also of unlinked rows), ``form``,
        ``probability`` (before the draw), ``is_true``, ``true_from`` and ``true_until`` (missing: still true) and
        ``bron``.
    """
    rng = stream(seed, "truth")
    base = read_table("truth").set_index("location_type")[list(codes(FORMS))]
    share = base.loc[facts["location_type"]].to_numpy()
    known = pd.DataFrame(
        {
            "no_permit": facts["permit"].isin(["geen", "geweigerd", "ingetrokken"]),
            "no_snf": facts["snf_certificate"].eq(other=False).fillna(value=False),
            "agency": facts["operator_type"] == "uitzendbureau",
            "large": facts["capacity"].ge(LARGE_CAPACITY).fillna(value=False),
        }
    )
    shift = known.astype(float) @ pd.Series(EFFECTS) + rng.normal(0, SPREAD, len(facts))
    with np.errstate(divide="ignore"):
        odds = np.log(share / (1 - share)) + shift.to_numpy()[:, None]
    probability = (1 / (1 + np.exp(-odds))).ravel()
    table = pd.DataFrame(
        {
            "location_id": np.repeat(facts.index.to_numpy(), len(base.columns)),
            "object": np.repeat(facts["adresseerbaar_object_identificatie"].to_numpy(), len(base.columns)),
            "form": np.tile(base.columns.to_numpy(), len(facts)),
            "probability": probability.round(6),
            "is_true": rng.uniform(size=len(probability)) < probability,
        }
    )
    return table.join(_periods(table["is_true"], rng)).assign(bron=SYNTHETIC)


def _periods(is_true: pd.Series, rng: np.random.Generator) -> pd.DataFrame:
    """Draw when each true place began and, for some, ended."""
    first, days = pd.Timestamp(FIRST_DAY), (REFERENCE_DATE - FIRST_DAY).days
    begin = np.where(rng.uniform(size=len(is_true)) < OLD_SHARE, 0, rng.integers(0, days, len(is_true)))
    end = begin + np.ceil(rng.uniform(0.1, 1, len(is_true)) * (days - begin)).astype(int)
    ended = rng.uniform(size=len(is_true)) < ENDED_SHARE
    return pd.DataFrame(
        {
            "true_from": (first + pd.to_timedelta(pd.Series(begin), unit="D")).where(is_true),
            "true_until": (first + pd.to_timedelta(pd.Series(end), unit="D")).where(is_true & ended),
        }
    )


def is_active_on(truth: pd.DataFrame, days: pd.Series) -> pd.Series:
    """Say per row whether it is true on a day.

    Parameters
    ----------
    truth
        Reads ``true_from`` (missing: never true) and ``true_until``.
    days
        One day per row.
    """
    return (truth["true_from"] <= days) & ~(truth["true_until"] < days)
