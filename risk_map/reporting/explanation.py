"""The explanation of one score: every term, every fact, what speaks against, what is unknown, what would lower it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from risk_map.domain.location import FORMS, LOCATION_TYPES, OVERALL, labels
from risk_map.domain.notation import address, day
from risk_map.reporting.counterfactual import would_lower
from risk_map.scoring.indicators import FAMILIES
from risk_map.scoring.places import DWELLING, NOT_LINKED, SCORED
from risk_map.scoring.words import describe

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from datetime import date

    from risk_map.domain.snapshot import Snapshot
    from risk_map.scoring.score import Evidence, Scored
    from risk_map.scoring.weights import ScoreParams

NOT_SCORED: Final = {
    DWELLING: "Een woning krijgt nooit een berekende score. Alleen een signaal dat door een mens is beoordeeld en door "
    "een tweede is bevestigd, kan een reden zijn om te kijken.",
    NOT_LINKED: "Deze locatie is nog niet aan een adres gekoppeld en krijgt daarom geen score.",
}


@dataclass(frozen=True, slots=True)
class FamilyContribution:
    """What one family adds.

    Parameters
    ----------
    key, label
        Name in the configuration, and Dutch words.
    contribution
        Term of the logarithmic score; below 0 lowers.
    factor
        ``exp(contribution)``: factors multiply to the multiple of the base rate.
    """

    key: str
    label: str
    contribution: float
    factor: float


@dataclass(frozen=True, slots=True)
class ExplainedFact:
    """One fact.

    Parameters
    ----------
    sentence, source, date
        What, from whom, and of which day.
    family
        Key of its family.
    contribution
        Its share in the score; nothing for a location without a score.
    """

    sentence: str
    source: str
    date: date
    family: str
    contribution: float | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The score of one location, taken apart.

    Parameters
    ----------
    location_id, address, type_label, form_label
        Which location, and for which form of exploitation.
    state, note
        Whether it has a score; why not, else empty.
    score, ln_base, times_base, risk_class, rank, rank_low, rank_high, robust_top
        As in ``Scored`` and ``rank_stability``; missing without a score. ``ln_base`` plus the contributions of the
        families, or of the facts, is the score.
    families, facts
        Largest effect first.
    speaks_against
        Facts that lower the score, and what was sought and not found; never empty for a scored location.
    unknown
        What the score would use and nobody knows.
    would_lower
        What would lower the score, with the multiple of the base rate that would be left.
    disabled_layers
        Layers that count for zero, with the reason.
    """

    location_id: str
    address: str
    type_label: str
    form_label: str
    state: str
    note: str
    score: float | None
    ln_base: float
    times_base: float | None
    risk_class: str | None
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    robust_top: bool
    families: tuple[FamilyContribution, ...]
    facts: tuple[ExplainedFact, ...]
    speaks_against: tuple[str, ...]
    unknown: tuple[str, ...]
    would_lower: tuple[str, ...]
    disabled_layers: tuple[str, ...]


def explain(
    scored: Scored,
    evidence: Evidence,
    snapshot: Snapshot,
    location_id: str,
    params: ScoreParams,
    *,
    stability_row: Mapping[Hashable, Any] | None,
) -> Explanation:
    """Take the score of one location apart.

    Parameters
    ----------
    scored
        Scores of one form.
    evidence
        Facts that the scores rest on.
    snapshot
        Gives address and type.
    location_id
        In the register of the snapshot.
    params
        The weights of the score.
    stability_row
        Row of ``rank_stability``; nothing for a location without a score.
    """
    position = int(evidence.locations.index.get_indexer(pd.Index([location_id]))[0])
    row = scored.locations.iloc[position]
    place = snapshot.locations.iloc[snapshot.locations.index.get_indexer(pd.Index([location_id]))[0]]
    has_score = row["state"] == SCORED
    facts = _facts(scored, evidence, position)
    families = _families(scored.contributions.iloc[position]) if has_score else ()
    missing = evidence.unknowns.loc[evidence.unknowns["location"] == position, "item"]
    return Explanation(
        location_id=location_id,
        address=address(place["address"]),
        type_label=labels(LOCATION_TYPES)[place["location_type"]],
        form_label=({OVERALL: "alle vormen samen"} | labels(FORMS))[scored.form],
        state=row["state"],
        note=NOT_SCORED.get(row["state"], ""),
        score=float(row["score"]) if has_score else None,
        ln_base=scored.ln_base,
        times_base=float(row["times_base"]) if has_score else None,
        risk_class=row["risk_class"] if has_score else None,
        rank=int(row["rank"]) if has_score else None,
        rank_low=None if stability_row is None else int(stability_row["rank_low"]),
        rank_high=None if stability_row is None else int(stability_row["rank_high"]),
        robust_top=stability_row is not None and bool(stability_row["robust_top"]),
        families=families,
        facts=facts,
        speaks_against=_against(facts, evidence, place["location_type"]) if has_score else (),
        unknown=tuple(sorted(missing)),
        would_lower=would_lower(evidence, position, params, scored.form) if has_score else (),
        disabled_layers=tuple(f"{title}: {reason}" for title, reason in evidence.disabled_layers.items()),
    )


def _families(row: pd.Series) -> tuple[FamilyContribution, ...]:
    parts = [
        FamilyContribution(family.key, family.label, float(row[family.key]), float(np.exp(row[family.key])))
        for family in FAMILIES
    ]
    return tuple(sorted(parts, key=lambda part: -abs(part.contribution)))


def _facts(scored: Scored, evidence: Evidence, position: int) -> tuple[ExplainedFact, ...]:
    """Give the facts of a location, largest effect first; those of a home without any share in a score."""
    here = np.flatnonzero(evidence.facts["location"].to_numpy() == position)
    weighed = describe(evidence.facts.iloc[here], scored.locations.index)
    shares = scored.fact_contributions[here]
    seen = evidence.home_facts[evidence.home_facts["location"] == position]
    unweighed = describe(seen, scored.locations.index).sort_values("date", ascending=False)
    order = np.argsort(-np.abs(shares), kind="stable")
    return (
        *(_fact(weighed.iloc[row], float(shares[row])) for row in order),
        *(_fact(row, None) for _, row in unweighed.iterrows()),
    )


def _fact(row: pd.Series, contribution: float | None) -> ExplainedFact:
    return ExplainedFact(row["sentence"], row["source"], row["date"].date(), row["family"], contribution)


def _against(facts: tuple[ExplainedFact, ...], evidence: Evidence, location_type: str) -> tuple[str, ...]:
    lowering = [fact for fact in facts if fact.contribution is not None and fact.contribution < 0]
    raising = {fact.family for fact in facts if fact.contribution is not None and fact.contribution > 0}
    lowered = {fact.family for fact in lowering}
    searched = [
        family
        for family in FAMILIES
        if family.key in evidence.active_families and (not family.types or location_type in family.types)
    ]
    sought = [family.sought for family in searched if family.key not in raising]
    sought += [family.sought_against for family in searched if family.sought_against and family.key not in lowered]
    return (
        *(f"{fact.sentence} ({fact.source}, {day(fact.date)})" for fact in lowering),
        *(f"Gezocht naar {what}: niets gevonden." for what in sought),
    )
