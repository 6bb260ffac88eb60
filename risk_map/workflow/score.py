"""Score a snapshot, keep the run, repeat it, explain one location."""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import risk_map
from risk_map.config import load_config
from risk_map.domain.location import FORMS, OVERALL, codes
from risk_map.domain.notation import day
from risk_map.errors import InputError, ReplayError
from risk_map.governance.permissions import authorise, scope_of, use_case
from risk_map.reporting.explanation import Explanation, explain
from risk_map.reporting.exports import scored_layers
from risk_map.scoring.score import Scored, gather, score
from risk_map.store.digest import code_digest
from risk_map.store.geopackage import write_geopackage
from risk_map.store.runs import RunRecord, RunStore, snapshot_hashes
from risk_map.workflow.region import Region, ScoreResult, part_of_region
from risk_map.workflow.sight import sight_of
from risk_map.workflow.standing import standing_of
from risk_map.workflow.switch import refuse_when_off

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from risk_map.config import Config
    from risk_map.domain.subject import Subject

SCORING_FOLDERS = ("domain", "scoring")
"""Code that decides a score; its hash is part of the code version of a run."""


@use_case("score_snapshot")
def score_snapshot(subject: Subject, region: Region, *, reason: str = "") -> ScoreResult:
    """Give the scores that a subject may see, for every form of exploitation, with rank intervals.

    Parameters
    ----------
    subject, reason
        Who asks, and why for the roles that have to say so.
    region
        All municipalities, scored: a score and its rank are the same, whoever looks.

    Raises
    ------
    PermissionDeniedError
        When the role sees no score at all, or gave no reason.
    ModelOffError
        When somebody pressed the red button.
    """
    return _seen(subject, "score_snapshot", region, reason)


@use_case("explain_location")
def explain_location(
    subject: Subject, region: Region, location_id: str, form: str = OVERALL, *, reason: str = ""
) -> Explanation:
    """Take the score of one location apart, term by term.

    Parameters
    ----------
    subject, reason
        Who asks, and why for the roles that have to say so.
    region
        All municipalities, scored.
    location_id, form
        Which location, and for which form of exploitation.

    Raises
    ------
    PermissionDeniedError
        When the location is none that the subject may see: also when there is no such location.
    ModelOffError
        When somebody pressed the red button.
    InputError
        When a subject who may see all locations asks for one that is not in the register.
    """
    whole = region.whole
    locations = whole.snapshot.locations
    standing = standing_of(subject, "explain_location", region.config, whole.snapshot, reason=reason)
    owner = locations["gemeentecode"].get(location_id)
    authorise(
        subject,
        "explain_location",
        municipality=owner if isinstance(owner, str) else None,
        shared=standing.is_shared(location_id),
        reason=reason,
    )
    refuse_when_off(region.config)
    if location_id not in locations.index:
        raise InputError(f"Locatie {location_id!r} staat niet in het register van {day(whole.snapshot.today)}.")
    table = whole.stability[form]
    row = dict(table.loc[location_id]) if location_id in table.index else None
    params = region.config.score
    return explain(whole.scored[form], whole.evidence, whole.snapshot, location_id, params, stability_row=row)


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


@use_case("keep_run")
def keep_run(subject: Subject, region: Region, form: str) -> RunRecord:
    """Store a run of the whole region: data hashes, configuration hash, code version, inputs and results.

    Returns
    -------
    RunRecord
        The same record for the same data, configuration, code, date and form; no location is in it.

    Raises
    ------
    ModelOffError
        When somebody pressed the red button.
    """
    refuse_when_off(region.config)
    snapshot, config, scored = region.whole.snapshot, region.config, region.whole.scored[form]
    hashes = snapshot_hashes(snapshot)
    code = code_version()
    identity = "|".join((*sorted(hashes.values()), config.hash, code, str(snapshot.today), form))
    record = RunRecord(
        run_id=f"{snapshot.today:%Y%m%d}-{form}-{sha256(identity.encode()).hexdigest()[:10]}",
        today=snapshot.today,
        form=form,
        data_hashes=hashes,
        config_hash=config.hash,
        code_version=code,
    )
    run_store(config).save(record, snapshot, config.path, results_frame(scored))
    return record


@use_case("replay")
def replay(subject: Subject, config: Config, run_id: str, *, reason: str = "") -> RunRecord:
    """Repeat a stored run from its kept inputs and configuration, and compare every figure.

    Raises
    ------
    PermissionDeniedError
        When the role may not, or gave no reason.
    ReplayError
        When the run, its inputs or its configuration are gone or changed, or when any figure differs.
    """
    scope_of(subject, "replay", reason=reason)
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


@use_case("export_scores")
def export_scores(
    subject: Subject, region: Region, form: str, path: Path, *, reason: str = "", only: Collection[str] | None = None
) -> None:
    """Write what a subject may see of the scored map as a GeoPackage: ``risk_locations``, ``contributions``, ``facts``.

    Parameters
    ----------
    subject, reason
        Who asks, and why.
    region, form
        All municipalities, scored; and for which form of exploitation.
    path
        The file.
    only
        Ids of the locations to write; absent: all that the subject may see.

    Raises
    ------
    PermissionDeniedError
        When the role may not, or gave no reason.
    ModelOffError
        When somebody pressed the red button.
    """
    seen = _seen(subject, "export_scores", region, reason)
    layers = scored_layers(seen.snapshot, seen.scored, seen.stability[form], form)
    if only is not None:
        layers = {name: frame[_locations_in(frame).isin(only)] for name, frame in layers.items()}
    write_geopackage(path, layers)


def _locations_in(frame: pd.DataFrame) -> pd.Series:
    found: pd.Series = frame.reset_index()["location_id"].set_axis(frame.index)
    return found


def _seen(subject: Subject, use_case_name: str, region: Region, reason: str) -> ScoreResult:
    snapshot = region.whole.snapshot
    standing = standing_of(subject, use_case_name, region.config, snapshot, reason=reason)
    sight = sight_of(subject, use_case_name, snapshot, standing, reason=reason)
    refuse_when_off(region.config)
    return part_of_region(region, sight)


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
