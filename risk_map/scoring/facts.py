"""The facts of all indicators together, in an order that does not depend on the order of the input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from risk_map.scoring.indicator import join_facts
from risk_map.scoring.indicators import FAMILY_KEYS, INDICATORS
from risk_map.scoring.names import Names
from risk_map.scoring.places import DWELLING, SCORED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from risk_map.scoring.indicator import Facts, Indicator
    from risk_map.scoring.places import Places

SORTED_BY: Final = (
    "location",
    "family",
    "sign",
    "indicator",
    "severity",
    "date",
    "source",
    "form",
    "scale",
    "cleared",
)
"""Order of facts: every column that can differ, so no last digit of a sum depends on the order of the input."""

SEEN_BY_PEOPLE: Final = ("signalen", "handhaving")
"""Families whose facts are shown for a home too: what somebody reported or saw, never an attribute."""


def find_facts(places: Places, active: Mapping[int, Indicator]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find the facts of scored locations, and those of homes that people may read.

    Parameters
    ----------
    places
        All locations.
    active
        Position in ``INDICATORS`` -> indicator, for those whose layer counts.

    Returns
    -------
    tuple[pd.DataFrame, pd.DataFrame]
        Columns of ``FACT_COLUMNS`` (names as categories), ``indicator`` and ``family`` (positions), ``age_days``;
        sorted by ``SORTED_BY``.
    """
    facts = _all_facts({number: indicator.compute(places) for number, indicator in active.items()}, places.today)
    order = _order(facts)
    state = places.locations["state"].to_numpy(dtype=object)[facts["location"][order]]
    by_people = np.isin(facts["family"][order], [FAMILY_KEYS.index(key) for key in SEEN_BY_PEOPLE])
    return _frame(facts, order[state == SCORED]), _frame(facts, order[(state == DWELLING) & by_people])


def find_unknowns(places: Places, active: Mapping[int, Indicator]) -> pd.DataFrame:
    """Find what the active indicators would use and nobody knows: ``location`` (position) and ``item``."""
    none = pd.DataFrame({"location": [], "item": []}).astype({"location": "int64", "item": "str"})
    parts = [indicator.unknown(places) for indicator in active.values() if indicator.unknown]
    return pd.concat([none, *parts], ignore_index=True)


def _all_facts(found: Mapping[int, Facts], today: date) -> Facts:
    facts = join_facts(list(found.values()))
    sizes = [len(part["location"]) for part in found.values()]
    indicator = np.repeat(np.array(list(found), dtype="int8"), sizes)
    families = np.array([FAMILY_KEYS.index(item.family) for item in INDICATORS], dtype="int8")
    age_days = ((np.datetime64(today) - facts["date"]) // np.timedelta64(1, "D")).astype("float64")
    return facts | {"indicator": indicator, "family": families[indicator], "age_days": age_days}


def _order(facts: Facts) -> NDArray[np.intp]:
    """Sort by ``SORTED_BY``: first by its first columns in one number, then the few ties by all columns."""
    days = (facts["date"] - np.datetime64(0, "D")) // np.timedelta64(1, "D")
    key = np.zeros(len(days), dtype="int64")
    for column in (*(_comparable(facts[name]) for name in SORTED_BY[: SORTED_BY.index("date")]), days):
        # Fits for 100 million locations; a smaller number must not wrap before it is widened.
        wide = column.astype("int64")
        low, high = (wide.min(), wide.max()) if len(wide) else (0, 0)
        key = key * (high - low + 1) + (wide - low)
    order = np.argsort(key, kind="stable")
    same = np.diff(key[order], prepend=-1) == 0
    tied = np.flatnonzero(same | np.append(same[1:], False))
    rows = order[tied]
    order[tied] = rows[np.lexsort([_comparable(facts[name])[rows] for name in reversed(SORTED_BY)])]
    return order


def _comparable(column: NDArray[Any] | Names) -> NDArray[Any]:
    return column.codes if isinstance(column, Names) else column


def _frame(facts: Facts, rows: NDArray[np.intp]) -> pd.DataFrame:
    taken = {name: column[rows] for name, column in facts.items()}
    columns = {name: column.categorical() if isinstance(column, Names) else column for name, column in taken.items()}
    return pd.DataFrame(columns, copy=False)
