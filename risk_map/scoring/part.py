"""The scores of some of the locations, as they were in the whole: what is left out was weighed, but is not shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from risk_map.scoring.evidence import arrange
from risk_map.scoring.indicators import FAMILY_KEYS
from risk_map.scoring.weights import weight_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from risk_map.scoring.score import Evidence, Scored
    from risk_map.scoring.weights import ScoreParams


def part_of_evidence(evidence: Evidence, keep: NDArray[np.bool_], params: ScoreParams) -> Evidence:
    """Keep the facts and unknowns of some locations.

    Parameters
    ----------
    evidence
        Of all locations; not changed.
    keep
        Which locations, in the order of ``evidence.locations``.
    params
        The weights that it was gathered with.
    """
    position = np.cumsum(keep) - 1

    def rows(frame: pd.DataFrame) -> pd.DataFrame:
        kept: pd.DataFrame = frame[keep[frame["location"].to_numpy()]].reset_index(drop=True)
        return kept.assign(location=position[kept["location"].to_numpy()])

    facts = rows(evidence.facts)
    return replace(
        evidence,
        locations=evidence.locations[keep],
        facts=facts,
        arrays=arrange(facts, weight_table(params), FAMILY_KEYS),
        home_facts=rows(evidence.home_facts),
        unknowns=rows(evidence.unknowns),
    )


def part_of_scores(scored: Mapping[str, Scored], keep: NDArray[np.bool_], part: Evidence) -> dict[str, Scored]:
    """Keep the scores of some locations; scores and ranks stay those of the whole.

    Parameters
    ----------
    scored
        Form -> scores of all locations; not changed.
    keep
        Which locations, in the order of the scores.
    part
        Result of ``part_of_evidence`` for the same locations.
    """
    return {
        form: replace(
            each,
            locations=each.locations[keep],
            contributions=each.contributions[keep],
            fact_contributions=each.fact_contributions[keep[each.evidence.facts["location"].to_numpy()]],
            evidence=part,
        )
        for form, each in scored.items()
    }
