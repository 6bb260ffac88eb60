"""What would lower a score: the same model on the same facts, with one thing changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from risk_map.domain import notation
from risk_map.domain.inspection import NO_FINDING
from risk_map.scoring import evidence as model
from risk_map.scoring.indicator import LOWERS, NAMES, RAISES
from risk_map.scoring.indicators import FAMILY_KEYS, INDICATORS
from risk_map.scoring.weights import NEVER, weight_table

if TYPE_CHECKING:
    from risk_map.scoring.score import Evidence
    from risk_map.scoring.weights import ScoreParams

FADE_MONTHS: Final = 24

SIGNALS: Final = next(number for number, item in enumerate(INDICATORS) if item.key == "signalen")
VISITS: Final = next(number for number, item in enumerate(INDICATORS) if item.key == "controles")

REMEDIES: Final = (
    (("zonder_vergunning", "vergunning_verlopen"), "vergunning_geldig", "Een geldige vergunning"),
    (("geen_snf",), "snf", "Een SNF-certificaat"),
    (("geen_getraind_personeel",), "getraind_personeel", "Getraind personeel"),
    (("krap",), None, "Genoeg oppervlakte per persoon"),
)
"""Raising facts of a register, the lowering fact that takes their place, and the words for it."""

NOTICEABLE: Final = 0.95
"""A change that leaves more than this of the score is not worth a sentence."""


def would_lower(evidence: Evidence, position: int, params: ScoreParams, form: str) -> tuple[str, ...]:
    """Say what would lower the score of one location, and what would be left of it.

    Parameters
    ----------
    evidence
        Facts of all locations.
    position
        Of the location.
    params, form
        Weights, and form of exploitation.

    Returns
    -------
    tuple[str, ...]
        Dutch sentences, largest effect first.
    """
    facts = evidence.facts[evidence.facts["location"] == position].astype(dict.fromkeys(NAMES, "str"))
    now = times_base(facts, params, form)
    changes = {"Een controle zonder bevinding": _after_clean_visit(facts, evidence, position)}
    changes[f"{FADE_MONTHS} maanden zonder nieuwe signalen of bevindingen"] = _after_months(facts)
    for severities, replacement, words in REMEDIES:
        changes[words] = _after_remedy(facts, severities, replacement)
    left = {words: times_base(changed, params, form) for words, changed in changes.items()}
    kept = sorted((value, words) for words, value in left.items() if value < NOTICEABLE * now)
    before = notation.times_base(now)
    return tuple(f"{words}: van {before} naar {notation.times_base(value)} het basisniveau." for value, words in kept)


def times_base(facts: pd.DataFrame, params: ScoreParams, form: str) -> float:
    """Weigh the facts of one location: its multiple of the base rate.

    Parameters
    ----------
    facts
        Rows of ``Evidence.facts`` of one location, in any order.
    params, form
        Weights, and form of exploitation.
    """
    table = weight_table(params)
    arrays = model.arrange(facts.sort_values(["location", "family", "sign"], kind="stable"), table, FAMILY_KEYS)
    return float(np.exp(model.terms(arrays, table, table.decided, form).groups.sum()))


def _after_clean_visit(facts: pd.DataFrame, evidence: Evidence, position: int) -> pd.DataFrame:
    signals = (facts["indicator"] == SIGNALS).to_numpy()
    kept = facts.assign(cleared=facts["cleared"] + signals)[facts["family"] != FAMILY_KEYS.index("bezoek")]
    visit = {
        "location": position,
        "severity": f"controle.{NO_FINDING}",
        "sign": LOWERS,
        "date": pd.Timestamp(evidence.today),
        "source": "controles",
        "reliability": "een",
        "half_life": "halfwaarde.controle",
        "scale": 1.0,
        "cleared": 0.0,
        "form": model.NO_FORM,
        "amount": 0.0,
        "indicator": VISITS,
        "family": FAMILY_KEYS.index("handhaving"),
        "age_days": 0.0,
    }
    return pd.concat([kept, pd.DataFrame([visit], columns=facts.columns).astype(facts.dtypes)], ignore_index=True)


def _after_months(facts: pd.DataFrame) -> pd.DataFrame:
    fades = (facts["half_life"] != NEVER).to_numpy() & (facts["sign"] == RAISES).to_numpy()
    return facts.assign(age_days=facts["age_days"] + fades * FADE_MONTHS * model.DAYS_PER_MONTH)


def _after_remedy(facts: pd.DataFrame, severities: tuple[str, ...], replacement: str | None) -> pd.DataFrame:
    groups = facts["severity"].str.partition(".")
    mended = groups[2].isin(severities)
    if replacement is None:
        return facts[~mended]
    severity = facts["severity"].mask(mended, groups[0] + "." + replacement)
    return facts.assign(severity=severity, sign=facts["sign"].mask(mended, LOWERS))
