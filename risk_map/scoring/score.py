"""The score: gather the facts once, then weigh them per form of exploitation.

``score = ln p0 + sum over families of ln(1 + q_up (RRV_up - 1)) + ln(1 + q_down (RRV_down - 1))``; see ADR 7.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from risk_map.domain.location import FORMS, OVERALL, codes
from risk_map.scoring import evidence as model
from risk_map.scoring.facts import find_facts, find_unknowns
from risk_map.scoring.indicators import FAMILY_KEYS, INDICATORS, LAYER_KEYS
from risk_map.scoring.places import SCORED, find_places
from risk_map.scoring.weights import weight_table
from risk_map.scoring.words import describe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from risk_map.domain.layer import LayerPassport
    from risk_map.domain.snapshot import Snapshot
    from risk_map.scoring.places import Places
    from risk_map.scoring.weights import ScoreParams

ALL_FORMS: Final = (OVERALL, *codes(FORMS))

TIE_KEY: Final = "riskmap-tie-0001"
"""Equal scores are ordered by a hash of the id: fair to every name, and the same on every day."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All facts of a snapshot, before any form of exploitation is chosen.

    Parameters
    ----------
    today
        The date that counts as now.
    locations
        Index ``location_id``: ``state`` (``gescoord``, ``woning``, ``niet_gekoppeld``) and ``unknown_count``.
    facts
        One row per fact of a scored location, sorted by ``location`` (position), ``family`` (position) and ``sign``;
        columns of ``indicator.FACT_COLUMNS`` and ``indicator`` (position), ``age_days``.
    arrays
        The same facts as the model reads them.
    home_facts
        Signals and visits at homes: shown to people, never weighed.
    unknowns
        ``location`` (position) and ``item``: what the score would use and nobody knows.
    active_families
        Keys of the families whose layers count.
    disabled_layers
        Title of a layer without a valid passport -> the reason; its facts are not here.
    """

    today: date
    locations: pd.DataFrame = field(repr=False)
    facts: pd.DataFrame = field(repr=False)
    arrays: model.FactArrays = field(repr=False)
    home_facts: pd.DataFrame = field(repr=False)
    unknowns: pd.DataFrame = field(repr=False)
    active_families: frozenset[str]
    disabled_layers: dict[str, str]

    def unknown_shares(self, location_types: pd.Series) -> dict[tuple[str, str], float]:
        """Give the share of scored locations of a type whose item is unknown, by (type, item).

        Parameters
        ----------
        location_types
            Type per location, index ``location_id`` in the order of ``locations``.
        """
        scored = location_types[(self.locations["state"] == SCORED).to_numpy()]
        totals = scored.value_counts()
        kinds = location_types.to_numpy(dtype=object)[self.unknowns["location"]]
        counts = pd.DataFrame({"kind": kinds, "item": self.unknowns["item"]}).value_counts(sort=False).reset_index()
        rows = zip(counts["kind"], counts["item"], counts["count"], strict=True)
        return {(str(kind), str(item)): float(count / totals[kind]) for kind, item, count in rows}


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of one form of exploitation.

    Parameters
    ----------
    form
        Form, or ``totaal``.
    ln_base
        ``ln p0``.
    locations
        Index ``location_id``: ``score`` (ln of the rate; missing without a score), ``times_base``, ``risk_class``,
        ``state``, ``unknown_count``, ``rank`` (1 is highest).
    contributions
        Index ``location_id``, one column per family; sums with ``ln_base`` to the score.
    fact_contributions
        Per fact of ``Evidence.facts``: its share in the score.
    evidence
        Where the facts come from.
    """

    form: str
    ln_base: float
    locations: pd.DataFrame = field(repr=False)
    contributions: pd.DataFrame = field(repr=False)
    fact_contributions: NDArray[np.float64] = field(repr=False)
    evidence: Evidence = field(repr=False)

    @property
    def facts(self) -> pd.DataFrame:
        """Every fact with its words, source, date and share in the score, one row each."""
        facts = self.evidence.facts
        return describe(facts, self.locations.index).assign(contribution=self.fact_contributions)


def gather(snapshot: Snapshot, layers: Mapping[str, LayerPassport], params: ScoreParams) -> Evidence:
    """Find every fact about every location, whatever the form of exploitation.

    Parameters
    ----------
    snapshot
        Frames as of one date; not changed.
    layers
        Passports by key. A layer without a valid one counts for zero.
    params
        Weights, radii and limits.
    """
    places = find_places(snapshot, params)
    disabled = _disabled(layers, snapshot.today)
    active = {number: item for number, item in enumerate(INDICATORS) if item.layer not in disabled}
    scored, home_facts = find_facts(places, active)
    unknowns = find_unknowns(places, active)
    return Evidence(
        today=snapshot.today,
        locations=_states(places, unknowns),
        facts=scored,
        arrays=model.arrange(scored, weight_table(params), FAMILY_KEYS),
        home_facts=home_facts,
        unknowns=unknowns,
        active_families=frozenset(indicator.family for indicator in active.values()),
        disabled_layers={_title(layers, key): reason for key, reason in disabled.items()},
    )


def score(evidence: Evidence, params: ScoreParams, form: str) -> Scored:
    """Weigh the facts for one form of exploitation.

    Parameters
    ----------
    evidence
        Result of ``gather`` with the same ``params``.
    params
        Weights.
    form
        Form of exploitation, or ``totaal``.
    """
    table = weight_table(params)
    arrays = evidence.arrays
    result = model.terms(arrays, table, table.decided, form)
    states = evidence.locations["state"].to_numpy()
    ids = evidence.locations.index
    families = model.family_contributions(arrays, result.groups[0], len(ids), len(FAMILY_KEYS))
    families[states != SCORED] = np.nan
    ln_base = float(np.log(params.base_rates[form].value))
    total = families.sum(axis=1)
    times_base = np.exp(total)
    locations = pd.DataFrame(
        {
            "score": ln_base + total,
            "times_base": times_base,
            "risk_class": risk_classes(times_base, params.class_floors),
            "state": states,
            "unknown_count": evidence.locations["unknown_count"],
            "rank": pd.array(rank(total[np.newaxis], ids)[0], dtype="Int64"),
        },
        index=ids,
    )
    locations.loc[states != SCORED, "rank"] = pd.NA
    return Scored(
        form=form,
        ln_base=ln_base,
        locations=locations,
        contributions=pd.DataFrame(families, index=ids, columns=list(FAMILY_KEYS)),
        fact_contributions=model.fact_contributions(arrays, result)[0],
        evidence=evidence,
    )


def score_all(evidence: Evidence, params: ScoreParams) -> dict[str, Scored]:
    """Weigh the facts for every form of exploitation and for all together (``totaal``, first)."""
    return {form: score(evidence, params, form) for form in ALL_FORMS}


def rank(totals: NDArray[np.float64], location_ids: pd.Index) -> NDArray[np.int64]:
    """Rank locations per row, 1 is highest; equal scores by a hash of their id, missing scores last.

    Parameters
    ----------
    totals
        Shape (rows, locations).
    location_ids
        Ids of the columns.
    """
    tie = pd.util.hash_array(location_ids.to_numpy(dtype=object), hash_key=TIE_KEY, categorize=False)
    by_tie = np.argsort(tie, kind="stable")
    # NaN sorts behind every number, so locations without a score come last.
    order = by_tie[np.argsort(-totals[:, by_tie], axis=1, kind="stable")]
    ranks = np.empty(totals.shape, dtype="int64")
    np.put_along_axis(ranks, order, np.arange(1, totals.shape[1] + 1)[np.newaxis], axis=1)
    return ranks


def risk_classes(times_base: NDArray[np.float64], floors: Mapping[str, float]) -> pd.api.extensions.ExtensionArray:
    """Give the class of each multiple of the base rate; missing stays missing."""
    edges = [*floors.values(), np.inf]
    position = np.searchsorted(edges, times_base, side="right") - 1
    position[np.isnan(times_base)] = -1
    return pd.array(np.array([*floors, None], dtype=object)[position], dtype="str")


def _states(places: Places, unknowns: pd.DataFrame) -> pd.DataFrame:
    rows = places.locations
    counts = np.bincount(unknowns["location"], minlength=len(rows))
    return pd.DataFrame(
        {"state": rows["state"].to_numpy(dtype=object), "unknown_count": pd.array(counts, dtype="Int64")},
        index=pd.Index(rows["location_id"], name="location_id"),
    )


def _disabled(layers: Mapping[str, LayerPassport], today: date) -> dict[str, str]:
    reasons = {key: "er is geen laagpaspoort" for key in LAYER_KEYS if key not in layers}
    for key in LAYER_KEYS:
        if key in layers and not layers[key].is_valid(today):
            reasons[key] = layers[key].why_invalid(today)
    return reasons


def _title(layers: Mapping[str, LayerPassport], key: str) -> str:
    return layers[key].title if key in layers else key
