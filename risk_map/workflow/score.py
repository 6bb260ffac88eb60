"""Score a snapshot, keep the run, repeat it, explain one location."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import risk_map
from risk_map.config import load_config
from risk_map.domain.location import FORMS, OVERALL, codes
from risk_map.errors import InputError, ReplayError
from risk_map.reporting.explanation import Explanation, explain
from risk_map.reporting.exports import scored_layers
from risk_map.scoring.score import Evidence, Scored, gather, score, score_all
from risk_map.scoring.stability import rank_stability
from risk_map.store.digest import code_digest
from risk_map.store.geopackage import write_geopackage
from risk_map.store.runs import RunRecord, RunStore, snapshot_hashes

if TYPE_CHECKING:
    import pandas as pd

    from risk_map.config import Config
    from risk_map.domain.snapshot import Snapshot

SCORING_FOLDERS = ("domain", "scoring")
"""Code that decides a score; its hash is part of the code version of a run."""

STABILITY_SEED = 20_250_101


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """Everything that the map needs to know about the scores of one snapshot.

    Parameters
    ----------
    evidence
        Facts and unknowns, independent of the form of exploitation.
    scored
        Form of exploitation (or ``totaal``) -> scores, contributions, facts.
    stability
        Form -> rank intervals, index ``location_id``.
    """

    evidence: Evidence
    scored: dict[str, Scored]
    stability: dict[str, pd.DataFrame]


def score_snapshot(snapshot: Snapshot, config: Config) -> ScoreResult:
    """Score every location for every form of exploitation, with rank intervals.

    Parameters
    ----------
    snapshot
        Frames as of one date.
    config
        Weights and layer passports.
    """
    evidence = gather(snapshot, config.layers, config.score)
    scored = score_all(evidence, config.score)
    stability = {form: rank_stability(evidence, config.score, form, seed=STABILITY_SEED) for form in scored}
    return ScoreResult(evidence=evidence, scored=scored, stability=stability)


def explain_location(
    result: ScoreResult, snapshot: Snapshot, config: Config, location_id: str, form: str = OVERALL
) -> Explanation:
    """Take the score of one location apart, term by term.

    Raises
    ------
    InputError
        When the location is not in the register of this snapshot.
    """
    if location_id not in snapshot.locations.index:
        raise InputError(f"Locatie {location_id!r} staat niet in het register van {snapshot.today:%d-%m-%Y}.")
    table = result.stability[form]
    row = dict(table.loc[location_id]) if location_id in table.index else None
    return explain(result.scored[form], result.evidence, snapshot, location_id, config.score, stability_row=row)


def check_form(form: str) -> str:
    """Give the form back, or raise ``InputError`` when it is not one of the forms of exploitation."""
    known = (*codes(FORMS), OVERALL)
    if form not in known:
        raise InputError(f"De vorm van uitbuiting {form!r} bestaat niet; kies uit {', '.join(known)}.")
    return form


def results_frame(scored: Scored) -> pd.DataFrame:
    """Join scores and contributions of a form into the frame that a run keeps and compares.

    Returns
    -------
    pd.DataFrame
        Index ``location_id``, sorted; the columns of ``Scored.locations`` and one ``contribution_*`` per family.
    """
    return scored.locations.join(scored.contributions.add_prefix("contribution_")).sort_index()


def keep_run(snapshot: Snapshot, config: Config, scored: Scored) -> RunRecord:
    """Store a run: data hashes, configuration hash, code version, inputs and results.

    Returns
    -------
    RunRecord
        The same record for the same data, configuration, code, date and form.
    """
    hashes = snapshot_hashes(snapshot)
    code = code_version()
    identity = "|".join((*sorted(hashes.values()), config.hash, code, str(snapshot.today), scored.form))
    record = RunRecord(
        run_id=f"{snapshot.today:%Y%m%d}-{scored.form}-{sha256(identity.encode()).hexdigest()[:10]}",
        today=snapshot.today,
        form=scored.form,
        data_hashes=hashes,
        config_hash=config.hash,
        code_version=code,
    )
    run_store(config).save(record, snapshot, config.path, results_frame(scored))
    return record


def replay(config: Config, run_id: str) -> RunRecord:
    """Repeat a stored run from its kept inputs and configuration, and compare every figure.

    Raises
    ------
    ReplayError
        When the run, its inputs or its configuration are gone or changed, or when any figure differs.
    """
    runs = run_store(config)
    record = runs.load(run_id)
    old_config = load_config(runs.config_path(record))
    if old_config.hash != record.config_hash:
        raise ReplayError(f"De bewaarde configuratie van run {run_id} is gewijzigd.")
    snapshot = runs.load_snapshot(record)
    evidence = gather(snapshot, old_config.layers, old_config.score)
    again = results_frame(score(evidence, old_config.score, record.form))
    kept = runs.load_results(record)
    if not again.equals(kept):
        changed = "" if record.code_version == code_version() else " De code is sindsdien gewijzigd."
        raise ReplayError(f"Run {run_id} geeft niet dezelfde cijfers: {_difference(again, kept)}.{changed}")
    return record


def export_scores(snapshot: Snapshot, result: ScoreResult, form: str, path: Path) -> None:
    """Write the scored map as a GeoPackage: ``risk_locations``, ``contributions``, ``facts``."""
    write_geopackage(path, scored_layers(snapshot, result.scored, result.stability[form], form))


def _difference(again: pd.DataFrame, kept: pd.DataFrame) -> str:
    if not again.index.equals(kept.index) or list(again.columns) != list(kept.columns):
        return "andere locaties of andere kolommen"
    gap = (again["score"] - kept["score"]).abs().max()
    return f"het grootste verschil in score is {gap:.3g}"


def code_version() -> str:
    """Give the version of the package and the hash of the code that decides a score."""
    package = Path(risk_map.__file__).parent
    return f"{version('risk-map')}+{code_digest(package, SCORING_FOLDERS)}"


def run_store(config: Config) -> RunStore:
    """Give the store of runs beside the data."""
    return RunStore(config.data_dir / "runs")
