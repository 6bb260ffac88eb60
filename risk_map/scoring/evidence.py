"""From facts to terms of the score: decay, noisy-OR within a family, log-additive across families.

Every function takes rows of weights, so the score (one row) and the rank interval (a thousand rows) are the same code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from risk_map.domain.location import OVERALL
from risk_map.scoring.weights import CLEARANCE, CROSS_FORM, FORM_COLUMNS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from risk_map.scoring.weights import WeightTable

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

DAYS_PER_MONTH: Final = 365.25 / 12
CERTAIN: Final = 1.0 - 1e-12
"""Evidence stays below 1, so that its logarithm is finite and one fact never hides all others."""

NO_FORM: Final = -1
"""Form of a fact that is not about one form of exploitation."""


@dataclass(frozen=True, slots=True)
class FactArrays:
    """Facts as arrays, sorted by location, family and direction; one group is what noisy-OR joins.

    Parameters
    ----------
    severity, reliability, half_life
        Columns of the weight table, shape (facts,).
    age_months, scale, cleared
        Age at the date of the snapshot; fixed multiplier 0-1 (distance, years); number of later clean visits.
    form
        Column of ``FORM_COLUMNS`` for a fact about one form, else ``NO_FORM``.
    group
        Group of each fact; groups count from 0 without gaps.
    starts
        First fact of each group.
    group_location, group_family, group_weight
        Per group: position of the location, position of the family, column of the family's factor.
    """

    severity: Integers
    reliability: Integers
    half_life: Integers
    age_months: Floats
    scale: Floats
    cleared: Floats
    form: Integers
    group: Integers
    starts: Integers
    group_location: Integers
    group_family: Integers
    group_weight: Integers


@dataclass(frozen=True, slots=True)
class Terms:
    """What facts add to the score, for every row of weights.

    Parameters
    ----------
    facts
        ``-ln(1 - e)`` per fact, shape (rows, facts).
    groups
        Term of the score per group, shape (rows, groups): ``ln(1 + q (RRV - 1))``.
    sums
        Sum of ``facts`` per group.
    """

    facts: Floats
    groups: Floats
    sums: Floats


def arrange(facts: pd.DataFrame, table: WeightTable, families: tuple[str, ...]) -> FactArrays:
    """Turn the frame of facts into arrays.

    Parameters
    ----------
    facts
        Sorted by ``location``, ``family``, ``sign``; reads the columns that ``indicator.FACT_COLUMNS`` lists.
    table
        Gives the columns of the weights.
    families
        Names, in the order of ``family``.
    """
    location, family, sign = (facts[name].to_numpy() for name in ("location", "family", "sign"))
    new = np.ones(len(facts), dtype=bool)
    new[1:] = (np.diff(location) != 0) | (np.diff(family) != 0) | (np.diff(sign) != 0)
    starts = np.flatnonzero(new)
    raises, lowers = (table.at(f"groep.{name}.{way}" for name in families) for way in ("omhoog", "omlaag"))
    group_family = family[starts].astype("intp")
    return FactArrays(
        severity=_columns(facts["severity"], table, "ernst."),
        reliability=_columns(facts["reliability"], table),
        half_life=_columns(facts["half_life"], table),
        age_months=facts["age_days"].to_numpy(dtype="float64") / DAYS_PER_MONTH,
        scale=facts["scale"].to_numpy(dtype="float64"),
        cleared=facts["cleared"].to_numpy(dtype="float64"),
        form=facts["form"].to_numpy(dtype="intp"),
        group=np.cumsum(new) - 1,
        starts=starts,
        group_location=location[starts].astype("intp"),
        group_family=group_family,
        group_weight=np.where(sign[starts] > 0, raises[group_family], lowers[group_family]),
    )


def _columns(names: pd.Series, table: WeightTable, prefix: str = "") -> Integers:
    # A million facts have fifty names: each is looked up once.
    column = pd.Categorical(names)
    columns: Integers = table.at(prefix + column.categories)[column.codes]
    return columns


def strength(arrays: FactArrays, table: WeightTable, values: Floats, form: str) -> Floats:
    """Give the evidence of each fact for a form: reliability x severity x decay, between 0 and 1.

    Parameters
    ----------
    arrays
        The facts.
    table
        Gives the relevance of severities per form.
    values
        Rows of weights, shape (rows, columns of the table).
    form
        Form of exploitation, or ``totaal``: then every form counts fully.

    Returns
    -------
    ndarray
        Shape (rows, facts): ``reliability * severity * relevance * scale * 2^(-age / half-life) * clearance^visits``.
    """
    column = FORM_COLUMNS[form]
    fixed = arrays.scale * table.relevance[arrays.severity, column]
    e: Floats = values[:, arrays.severity] * values[:, arrays.reliability]
    e *= fixed
    e *= np.exp2(-arrays.age_months / values[:, arrays.half_life])
    cleared = np.flatnonzero(arrays.cleared)
    e[:, cleared] *= values[:, [table.positions[CLEARANCE]]] ** arrays.cleared[cleared]
    if form != OVERALL:
        other = np.flatnonzero((arrays.form != NO_FORM) & (arrays.form != column))
        e[:, other] *= values[:, [table.positions[CROSS_FORM]]]
    return np.clip(e, 0.0, CERTAIN)


def terms(arrays: FactArrays, table: WeightTable, values: Floats, form: str) -> Terms:
    """Join facts by noisy-OR within each group, and turn each group into a term of the score.

    Parameters
    ----------
    arrays, table, values, form
        As for ``strength``.

    Notes
    -----
    ``q = 1 - prod(1 - e)`` and ``term = ln(1 + q (RRV - 1))``. The same tip twice raises q, but never doubles it.
    """
    x = -np.log1p(-strength(arrays, table, values, form))
    sums = np.add.reduceat(x, arrays.starts, axis=1) if len(arrays.starts) else np.zeros((len(values), 0))
    q = -np.expm1(-sums)
    return Terms(facts=x, groups=np.log1p(q * (values[:, arrays.group_weight] - 1.0)), sums=sums)


def fact_contributions(arrays: FactArrays, result: Terms) -> Floats:
    """Share the term of each group among its facts, in proportion to ``-ln(1 - e)``.

    Returns
    -------
    ndarray
        Shape (rows, facts); sums to the terms.

    Notes
    -----
    A term depends on the facts only through the sum of ``-ln(1 - e)``; for such functions the Aumann-Shapley price is
    exactly this proportional share (Aumann & Shapley 1974, *Values of Non-Atomic Games*; Billera & Heath 1982).
    """
    weight = np.divide(result.groups, result.sums, out=np.zeros_like(result.groups), where=result.sums > 0)
    shares: Floats = result.facts * weight[:, arrays.group]
    return shares


def family_contributions(arrays: FactArrays, groups: Floats, locations: int, families: int) -> Floats:
    """Add the terms of one row of weights up per location and family, shape (locations, families)."""
    cells = arrays.group_location * families + arrays.group_family
    total = np.zeros(locations * families)
    np.add.at(total, cells, groups)
    return total.reshape(locations, families)


def location_totals(arrays: FactArrays, groups: Floats, locations: int) -> Floats:
    """Add all terms up per location for many rows of weights, shape (rows, locations)."""
    totals = np.zeros((len(groups), locations))
    if len(arrays.group_location):
        first = np.flatnonzero(np.diff(arrays.group_location, prepend=-1))
        totals[:, arrays.group_location[first]] = np.add.reduceat(groups, first, axis=1)
    return totals
