"""Ours: gather and score, with every family, fact, source and unknown; and the neighbourhood by our own lookup.

No index is kept: trees and joins are made anew in every answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from peers.inputs import FORM, read_snapshot

from risk_map.config import load_config
from risk_map.scoring.places import find_places
from risk_map.scoring.score import gather, score
from risk_map.sources.placing import locate

if TYPE_CHECKING:
    from pathlib import Path

    from peers.task import Answer

TITLE = "ours, the whole score"


def load(folder: Path):
    return read_snapshot(folder), load_config()


def answer(state):
    snapshot, config = state
    scored = score(gather(snapshot, config.layers, config.score), config.score, FORM)
    return scored, locate(snapshot.locations, snapshot.areas)


def columns(state, result) -> Answer:
    snapshot, config = state[:2]
    scored, area = result
    places = find_places(snapshot, config.score)
    terms = scored.contributions
    return {
        "use": places.locations["gebruiksdoel"].to_numpy(dtype="U"),
        "area": places.locations["oppervlakte"].to_numpy(dtype="int64"),
        "here": terms["signalen"].to_numpy(),
        "near": terms["nabij"].to_numpy(),
        "addresses_around": places.addresses_around,
        "locations_around": places.locations_around,
        "context": terms["omgeving"].to_numpy(),
        "buurt": area["buurtcode"].fillna("").to_numpy(dtype="U"),
    }
