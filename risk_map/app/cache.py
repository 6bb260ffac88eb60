"""What every user shares: the data, their scores and the drawing of the background, loaded once per state of the data.

What is kept is the whole region. What leaves this module is what the subject may see: a use case says which part.
Kept with ``cache_resource``: large, read-only and never copied. Pure functions on top of it are not optional: a column
added to one of these frames would appear for every user. No folium object is ever kept.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import streamlit as st

from risk_map.app import looks
from risk_map.app.layers import draw_background
from risk_map.app.place_names import place_points
from risk_map.app.selection import location_table, without_scores
from risk_map.config import load_config
from risk_map.errors import ModelOffError
from risk_map.governance.permissions import scope_of
from risk_map.store.folder import DataFolder
from risk_map.workflow.place_reads import read_places
from risk_map.workflow.region import score_region
from risk_map.workflow.score import explain_location, export_scores, score_snapshot
from risk_map.workflow.snapshot import part_for, read_background
from risk_map.workflow.store import store_stamp

if TYPE_CHECKING:
    from collections.abc import Collection

    import geopandas as gpd
    import pandas as pd

    from risk_map.config import Config
    from risk_map.domain.snapshot import Snapshot
    from risk_map.domain.subject import Subject
    from risk_map.reporting.explanation import Explanation
    from risk_map.workflow.region import Region

Stamp = tuple[tuple[tuple[str, int, int], ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one subject sees of one state of the data; read-only.

    Parameters
    ----------
    config
        The configuration that the scores were made with.
    snapshot
        Frames as of one date.
    disabled_layers
        Title of a layer that counts for zero -> the reason.
    tables
        Form of exploitation -> ``selection.location_table``.
    background
        JSON of ``layers.draw_background``.
    model_off
        Why there are no computed scores now; empty while there are.
    """

    config: Config
    snapshot: Snapshot
    disabled_layers: dict[str, str]
    tables: dict[str, pd.DataFrame]
    background: str
    model_off: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    region: Region
    tables: dict[str, pd.DataFrame]
    background: str


def configuration() -> Config:
    """Read the configuration.

    Raises
    ------
    ConfigError
        When it cannot be used.
    """
    return load_config()


def loaded(subject: Subject, reason: str = "") -> Loaded:
    """Give what a subject sees now; loads and scores when the data, the configuration or the day changed.

    Raises
    ------
    PermissionDeniedError
        When the role sees no scores, or gave no reason; nothing was read then.
    RiskMapError
        When the configuration or the data cannot be used.
    """
    scope_of(subject, "score_snapshot", reason=reason)
    kept = _current()
    try:
        seen = score_snapshot(subject, kept.region, reason=reason)
    except ModelOffError as off:
        return _without_scores(subject, kept, reason, str(off))
    ids = seen.snapshot.locations.index
    looks.log_look(subject, kept.region.config, "score_snapshot", ids)
    return Loaded(
        config=kept.region.config,
        snapshot=seen.snapshot,
        disabled_layers=seen.evidence.disabled_layers,
        tables={form: table if len(table) == len(ids) else table.loc[ids] for form, table in kept.tables.items()},
        background=kept.background,
    )


def _without_scores(subject: Subject, kept: _Kept, reason: str, why: str) -> Loaded:
    config = kept.region.config
    seen = part_for(subject, config, kept.region.whole.snapshot, reason=reason)
    ids = seen.locations.index
    looks.log_look(subject, config, "load_snapshot", ids)
    tables = {form: without_scores(table.loc[ids]) for form, table in kept.tables.items()}
    return Loaded(config, seen, {}, tables, kept.background, model_off=why)


def explanation(subject: Subject, location_id: str, form: str, reason: str = "") -> Explanation | None:
    """Take the score of one location apart, for a subject who may see it; nothing while the model is off.

    Raises
    ------
    PermissionDeniedError
        When the subject may not see the location.
    """
    region = _current().region
    try:
        found = explain_location(subject, region, location_id, form, reason=reason)
    except ModelOffError:
        return None
    looks.log_look(subject, region.config, "explain_location", [location_id])
    return found


def places(subject: Subject, reason: str = "") -> pd.DataFrame:
    """Give what is known about the locations that a subject may see, without any score.

    Raises
    ------
    PermissionDeniedError
        When the role sees no location at all, or gave no reason.
    """
    region = _current().region
    return read_places(subject, region.config, region.whole.snapshot, reason=reason)


def background(subject: Subject) -> str:
    """Give the JSON of ``layers.draw_background`` for a subject who may see it.

    Raises
    ------
    PermissionDeniedError
        When the role may not.
    """
    scope_of(subject, "load_background")
    config = load_config()
    return _drawn(config, DataFolder(config.data_dir).stamp())


def areas(subject: Subject) -> gpd.GeoDataFrame:
    """Give gemeenten, wijken and buurten for a subject who may see the background; read-only.

    Raises
    ------
    PermissionDeniedError
        When the role may not.
    """
    scope_of(subject, "load_background")
    config = load_config()
    return _areas(config, DataFolder(config.data_dir).stamp())


def exported(subject: Subject, form: str, location_ids: Collection[str], reason: str) -> bytes:
    """Give scored locations as the bytes of a GeoPackage; the log says which, before they leave.

    Raises
    ------
    PermissionDeniedError
        When the role may not, or gave no reason.
    InputError, ForbiddenColumnError
        When the reason is too long, or points to a person.
    """
    region = _current().region
    looks.keep_reason_of_export(subject, region.config, reason)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "risicokaart.gpkg"
        export_scores(subject, region, form, path, reason=reason, only=location_ids)
        looks.log_export(subject, region.config, location_ids)
        return path.read_bytes()


def data_stamp(config: Config) -> Stamp:
    """Give what differs as soon as a file was replaced, or anything was recorded that the scored map shows.

    Parameters
    ----------
    config
        Says where the data folder and the store are; stored runs are not data.
    """
    return DataFolder(config.data_dir).stamp(), store_stamp(config)


def as_json(drawing: dict[str, Any]) -> str:
    """Write a drawing as the map takes it: made once, not at every click."""
    return json.dumps(drawing, separators=(",", ":"), allow_nan=False)


def _current() -> _Kept:
    config = load_config()
    today = date.today()  # noqa: DTZ011 - the calendar day of the user
    return _kept(config, config.hash, data_stamp(config), today)


@st.cache_resource(max_entries=2, show_spinner="Gegevens laden en scores berekenen …")
def _kept(_config: Config, config_hash: str, stamp: Stamp, today: date) -> _Kept:  # noqa: ARG001 - the rest is the key
    region = score_region(_config)
    whole = region.whole
    return _Kept(
        region=region,
        tables={
            form: location_table(whole.snapshot, scored, whole.stability[form]) for form, scored in whole.scored.items()
        },
        background=_drawn(_config, DataFolder(_config.data_dir).stamp()),
    )


@st.cache_resource(max_entries=2, show_spinner=False)
def _areas(_config: Config, stamp: tuple[tuple[str, int, int], ...]) -> gpd.GeoDataFrame:  # noqa: ARG001 - it is the key
    return read_background(_config).areas


@st.cache_resource(max_entries=2, show_spinner="De ondergrond van de kaart tekenen …")
def _drawn(_config: Config, stamp: tuple[tuple[str, int, int], ...]) -> str:  # noqa: ARG001 - the stamp is the key
    background = read_background(_config)
    places = place_points(DataFolder(_config.data_dir).read_addresses(), background.land_use)
    return as_json(draw_background(background, places))
