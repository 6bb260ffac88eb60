"""The scored region: all municipalities at once, because a score looks across the border; only use cases open it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from risk_map.scoring.part import part_of_evidence, part_of_scores
from risk_map.scoring.score import Evidence, Scored, gather, score_all
from risk_map.scoring.stability import rank_stability
from risk_map.workflow.sight import Sight, part_of_snapshot
from risk_map.workflow.snapshot import read_snapshot

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from risk_map.config import Config
    from risk_map.domain.snapshot import Snapshot

STABILITY_SEED: Final = 20_250_101


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """Locations with everything that the map needs to know about their scores.

    Parameters
    ----------
    snapshot
        Frames as of one date.
    evidence
        Facts and unknowns, independent of the form of exploitation.
    scored
        Form of exploitation (or ``totaal``) -> scores, contributions, facts.
    stability
        Form -> rank intervals, index ``location_id``.
    """

    snapshot: Snapshot
    evidence: Evidence
    scored: dict[str, Scored]
    stability: dict[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Region:
    """All municipalities, scored. Hand it to a use case; what comes back is what the subject may see.

    Parameters
    ----------
    config
        What the scores were made with.
    whole
        Everything.
    """

    config: Config
    whole: ScoreResult = field(repr=False)


def score_region(config: Config, on: date | None = None) -> Region:
    """Read and score all municipalities, with rank intervals; asks nobody, so it is no answer for anybody.

    Parameters
    ----------
    config
        Data folder, weights and layer passports.
    on
        The date that counts as now, as for ``read_snapshot``.

    Raises
    ------
    SourceUnavailableError
        When the data folder holds no addresses or no register.
    """
    return score_whole(read_snapshot(config, on), config)


def score_whole(snapshot: Snapshot, config: Config) -> Region:
    """Score all municipalities.

    Parameters
    ----------
    snapshot
        All frames of all municipalities.
    config
        Weights and layer passports.
    """
    evidence = gather(snapshot, config.layers, config.score)
    scored = score_all(evidence, config.score)
    stability = {form: rank_stability(evidence, config.score, form, seed=STABILITY_SEED) for form in scored}
    return Region(config, ScoreResult(snapshot, evidence, scored, stability))


def part_of_region(region: Region, sight: Sight) -> ScoreResult:
    """Leave out what a subject does not see; scores and ranks stay those of the whole region.

    Parameters
    ----------
    region
        All municipalities; not changed.
    sight
        Result of ``sight_of`` for its snapshot.
    """
    whole = region.whole
    if sight.is_all:
        return whole
    seen = whole.snapshot.locations.index[sight.locations]
    keep = whole.evidence.locations.index.isin(seen)
    evidence = part_of_evidence(whole.evidence, keep, region.config.score)
    return ScoreResult(
        snapshot=part_of_snapshot(whole.snapshot, sight),
        evidence=evidence,
        scored=part_of_scores(whole.scored, keep, evidence),
        stability={form: table[table.index.isin(seen)] for form, table in whole.stability.items()},
    )
