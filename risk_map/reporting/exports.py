"""Frames for export. The scored map is for the coordinator's own use: partners never receive a score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from risk_map.domain.snapshot import Snapshot
    from risk_map.scoring.score import Scored


def scored_layers(
    snapshot: Snapshot, scored: dict[str, Scored], stability: pd.DataFrame, form: str
) -> dict[str, pd.DataFrame]:
    """Make the layers of the scored map.

    Parameters
    ----------
    snapshot
        The snapshot that was scored.
    scored
        Form -> scores.
    stability
        Rank intervals of the chosen form, index ``location_id``.
    form
        The chosen form of exploitation.

    Returns
    -------
    dict[str, pd.DataFrame]
        ``risk_locations`` (points, EPSG:28992): the register, score, class, rank interval and one contribution per
        family of the chosen form, and the score of every other form, and what is unknown; ``facts``: one row per fact;
        ``contributions``: one row per location, form and family. ``bron`` stands in every layer. ``score`` is the
        logarithm of a rate on an uncalibrated scale: it orders, and is no probability.
    """
    chosen = scored[form]
    locations = snapshot.locations.join(chosen.locations)
    locations = locations.join(stability[["rank_low", "rank_high", "robust_top"]])
    locations = locations.join(chosen.contributions.add_prefix("contribution_"))
    others = {f"score_{name}": result.locations["score"] for name, result in scored.items() if name != form}
    unknown = _unknown_items(chosen)
    bron = snapshot.locations["bron"]
    facts = chosen.facts.assign(form=form).reset_index(drop=True).rename_axis("fact")
    long = pd.concat([_long(result) for result in scored.values()], ignore_index=True).rename_axis("row")
    return {
        "risk_locations": locations.assign(form=form, ln_base=chosen.ln_base, unknown=unknown, **others),
        "facts": facts.assign(bron=facts["location_id"].map(bron)),
        "contributions": long.assign(bron=long["location_id"].map(bron)),
    }


def _unknown_items(scored: Scored) -> pd.Series:
    unknowns = scored.evidence.unknowns
    joined = unknowns.sort_values(["location", "item"]).groupby("location")["item"].agg(", ".join)
    return joined.reindex(range(len(scored.locations))).set_axis(scored.locations.index)


def _long(result: Scored) -> pd.DataFrame:
    wide = result.contributions.rename_axis(index="location_id", columns="family").reset_index()
    long = wide.melt(id_vars="location_id", value_name="contribution").dropna()
    return long.assign(form=result.form)
