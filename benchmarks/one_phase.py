"""Scoring up to and including some phases, in a process of its own. Prints JSON; `bench_score.py` calls it.

Run: python benchmarks/one_phase.py FOLDER ROUNDS PHASE... FOLDER is a data folder, or a world of `peers/inputs.py`. Per
phase: the first time, the median of ROUNDS times after it, and the peak memory of the process by then.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

BEGAN = time.perf_counter()

from one_engine import peak_mb  # noqa: E402 - the clock runs before the imports
from peers import inputs  # noqa: E402

from risk_map.cli.context import login_name  # noqa: E402
from risk_map.config import load_config  # noqa: E402
from risk_map.domain.subject import Role  # noqa: E402
from risk_map.reporting.explanation import explain  # noqa: E402
from risk_map.reporting.exports import scored_layers  # noqa: E402
from risk_map.scoring.evidence import arrange  # noqa: E402
from risk_map.scoring.facts import find_facts, find_unknowns  # noqa: E402
from risk_map.scoring.indicators import FAMILY_KEYS, INDICATORS  # noqa: E402
from risk_map.scoring.places import SCORED, find_places  # noqa: E402
from risk_map.scoring.score import gather, score, score_all  # noqa: E402
from risk_map.scoring.stability import rank_stability  # noqa: E402
from risk_map.scoring.weights import weight_table  # noqa: E402
from risk_map.store.geopackage import write_geopackage  # noqa: E402
from risk_map.workflow.identity import find_subject  # noqa: E402
from risk_map.workflow.region import STABILITY_SEED, Region, ScoreResult  # noqa: E402
from risk_map.workflow.score import keep_run  # noqa: E402
from risk_map.workflow.snapshot import read_snapshot  # noqa: E402

FORM = "totaal"
ALL_INDICATORS = dict(enumerate(INDICATORS))


class Made:
    """What the phases made so far; each phase is a method that reads what earlier ones made."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.config = load_config(data_dir=folder)
        self.params = self.config.score

    def read(self):
        self.snapshot = (
            inputs.read_snapshot(self.folder) if inputs.is_world(self.folder) else read_snapshot(self.config)
        )

    def places(self):
        self.found = find_places(self.snapshot, self.params)

    def facts(self):
        self.weighed, _ = find_facts(self.found, ALL_INDICATORS)
        find_unknowns(self.found, ALL_INDICATORS)

    def arrange(self):
        arrange(self.weighed, weight_table(self.params), FAMILY_KEYS)

    def gather(self):
        self.evidence = gather(self.snapshot, self.config.layers, self.params)

    def score(self):
        self.scored = score(self.evidence, self.params, FORM)

    def all_forms(self):
        self.forms = score_all(self.evidence, self.params)

    def stability(self):
        self.ranks = rank_stability(self.evidence, self.params, FORM, seed=STABILITY_SEED)

    def explain(self):
        states = self.scored.locations["state"]
        first = states.index[states == SCORED][0]
        row = dict(self.ranks.loc[first])
        explain(self.scored, self.evidence, self.snapshot, first, self.params, stability_row=row)

    def keep(self):
        subject = find_subject(self.config, login_name(), None, None, usual=Role.REGIOCOORDINATOR)
        whole = ScoreResult(self.snapshot, self.evidence, self.forms, {FORM: self.ranks})
        keep_run(subject, Region(self.config, whole), FORM)

    def write(self):
        layers = scored_layers(self.snapshot, self.forms, self.ranks, FORM)
        write_geopackage(self.folder / "risk.gpkg", layers)


PHASES = [name for name in vars(Made) if not name.startswith("_")]


def seconds(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    folder, rounds, asked = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    figures = {"imports": time.perf_counter() - BEGAN}
    made = Made(folder)
    for name in PHASES[: 1 + max(map(PHASES.index, asked))]:
        phase = getattr(made, name)
        first, mb = seconds(phase), peak_mb()
        if name in asked:
            warm = statistics.median(seconds(phase) for _ in range(rounds))
            figures[name] = {"first": first, "warm": warm, "mb": mb}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
