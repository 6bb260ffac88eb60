"""Facts in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from risk_map.domain.notation import DAYS_PER_YEAR, ago
from risk_map.scoring.indicator import LONG_AGO
from risk_map.scoring.indicators import FAMILY_KEYS, INDICATORS

if TYPE_CHECKING:
    from numpy.typing import NDArray

DECIMAL: Final = str.maketrans(".", ",")


def describe(facts: pd.DataFrame, location_ids: pd.Index) -> pd.DataFrame:
    """Put facts into words.

    Parameters
    ----------
    facts
        Rows of ``Evidence.facts`` or ``Evidence.home_facts``.
    location_ids
        Ids by position.

    Returns
    -------
    pd.DataFrame
        Index as ``facts``: ``location_id``, ``family``, ``severity``, ``sentence`` (Dutch), ``source``, ``date``.
    """
    sentences = np.empty(len(facts), dtype=object)
    amounts = facts["amount"].to_numpy()
    for number, indicator in enumerate(INDICATORS):
        found = (facts["indicator"] == number).to_numpy()
        for severity in facts.loc[found, "severity"].unique():
            rows = found & (facts["severity"] == severity).to_numpy()
            sentences[rows] = _fill(indicator.sentences[severity], amounts[rows])
    return pd.DataFrame(
        {
            "location_id": location_ids.to_numpy(dtype=object)[facts["location"]],
            "family": np.array(FAMILY_KEYS, dtype=object)[facts["family"]],
            "severity": facts["severity"].astype("str"),
            "sentence": sentences,
            "source": facts["source"].astype("str"),
            "date": facts["date"],
        },
        index=facts.index,
    )


def _fill(template: str, amounts: NDArray[np.float64]) -> list[str] | str:
    if "{" not in template:
        return template
    before, _, rest = template.partition("{")
    field, _, after = rest.partition("}")
    if field == LONG_AGO:
        return [before + ago(round(years * DAYS_PER_YEAR)) + after for years in amounts]
    number = "{" + field + "}"
    return [before + number.format(amount=amount).translate(DECIMAL) + after for amount in amounts]
