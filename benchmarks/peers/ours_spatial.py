"""Ours, for the same job as the peers: only the layers of addresses and signals, whose families are that job.

Still with every fact and its source, every unknown, and what a signal weighs, which the peers are spared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from peers import ours
from peers.inputs import FORM

from risk_map.scoring.score import gather, score
from risk_map.sources.placing import locate

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "ours, the same job"
LAYERS = ("bag", "signalen")

columns = ours.columns


def load(folder: Path):
    snapshot, config = ours.load(folder)
    return snapshot, config, {key: config.layers[key] for key in LAYERS}


def answer(state):
    snapshot, config, layers = state
    scored = score(gather(snapshot, layers, config.score), config.score, FORM)
    return scored, locate(snapshot.locations, snapshot.areas)
