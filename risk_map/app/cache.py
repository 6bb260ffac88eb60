"""What every user shares: the data, their scores and the drawing of the background, loaded once per state of the data.

Kept with ``cache_resource``: large, read-only and never copied. Pure functions on top of it are not optional: a column
added to one of these frames would appear for every user. No folium object is ever kept.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from risk_map.app.layers import draw_background
from risk_map.app.selection import location_table
from risk_map.config import load_config
from risk_map.workflow.score import score_snapshot
from risk_map.workflow.snapshot import load_background, load_snapshot

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from risk_map.config import Config
    from risk_map.domain.snapshot import Snapshot
    from risk_map.workflow.score import ScoreResult

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """One state of the data with everything that follows from it; read-only.

    Parameters
    ----------
    config
        The configuration that the scores were made with.
    snapshot
        Frames as of one date.
    result
        Scores per form, evidence, rank intervals.
    tables
        Form of exploitation -> ``selection.location_table``.
    background
        JSON of ``layers.draw_background``.
    """

    config: Config
    snapshot: Snapshot
    result: ScoreResult
    tables: dict[str, pd.DataFrame]
    background: str


def loaded() -> Loaded:
    """Give the current state of the data; loads and scores when the data, the configuration or the day changed.

    Raises
    ------
    RiskMapError
        When the configuration or the data cannot be used.
    """
    config = load_config()
    today = date.today()  # noqa: DTZ011 - the calendar day of the user
    return _loaded(config, config.hash, data_stamp(config.data_dir), today)


def data_stamp(data_dir: Path) -> Stamp:
    """Give name, time of change and size of every data file; differs as soon as an import replaced one.

    Parameters
    ----------
    data_dir
        The data folder; stored runs in it are not data.
    """
    files = [*data_dir.glob("*.parquet"), *data_dir.glob("*.geojson"), *data_dir.glob("bag/*.parquet")]
    stats = ((path, path.stat()) for path in sorted(files))
    return tuple((path.name, stat.st_mtime_ns, stat.st_size) for path, stat in stats)


def as_json(drawing: dict[str, Any]) -> str:
    """Write a drawing as the map takes it: made once, not at every click."""
    return json.dumps(drawing, separators=(",", ":"), allow_nan=False)


@st.cache_resource(max_entries=2, show_spinner="Gegevens laden en scores berekenen …")
def _loaded(_config: Config, config_hash: str, stamp: Stamp, today: date) -> Loaded:  # noqa: ARG001 - the rest is the key
    snapshot = load_snapshot(_config)
    result = score_snapshot(snapshot, _config)
    return Loaded(
        config=_config,
        snapshot=snapshot,
        result=result,
        tables={
            form: location_table(snapshot, scored, result.stability[form]) for form, scored in result.scored.items()
        },
        background=as_json(draw_background(load_background(_config))),
    )
