"""Lay a world down in files: frames under our contracts for ours, plain columns with numbers for the peers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from peers.task import Task
from peers.world import TODAY, make_world

from risk_map.config import load_config
from risk_map.domain.bag import is_active
from risk_map.domain.inspection import NO_FINDING
from risk_map.domain.snapshot import Snapshot
from risk_map.scoring.evidence import DAYS_PER_MONTH
from risk_map.scoring.surroundings import OUT_OF_USE
from risk_map.scoring.weights import FORM_COLUMNS, weight_table

if TYPE_CHECKING:
    from pathlib import Path

    from risk_map.scoring.weights import ScoreParams

FORM = "arbeid"
OBJECT = "adresseerbaar_object_identificatie"
FRAMES = ("addresses", "areas", "locations", "signals", "inspections")
SCORE_READS = [OBJECT, "gebruiksdoel", "oppervlakte", "adresseerbaar_object_status", "status", "adrestype", "geometry"]
"""Columns of the addresses that scoring reads."""


def write_inputs(folder: Path, addresses: int, locations: int, signals: int) -> None:
    snapshot = make_world(addresses, locations, signals)
    params = load_config().score
    for name in FRAMES:
        getattr(snapshot, name).to_parquet(folder / f"frame_{name}.parquet")
    for name, table in _plain(snapshot, params).items():
        table.to_parquet(folder / f"{name}.parquet", index=False)
    _task(params).write(folder)


def is_world(folder: Path) -> bool:
    return (folder / "task.json").exists()


def read_snapshot(folder: Path) -> Snapshot:
    columns = {"addresses": SCORE_READS}
    frames = {name: gpd.read_parquet(folder / f"frame_{name}.parquet", columns=columns.get(name)) for name in FRAMES}
    return Snapshot(today=TODAY, **frames)


def _task(params: ScoreParams) -> Task:
    table = weight_table(params)

    def severity(key: str) -> float:
        return params.severities[key].value * table.relevance[table.positions[f"ernst.{key}"], FORM_COLUMNS[FORM]]

    return Task(
        near_m=params.nearby_radius_m,
        around_m=params.context_radius_m,
        half_life_months=params.half_life_months["signaal"].value,
        here_gain=params.families["signalen"].up.value - 1,
        near_gain=params.families["nabij"].up.value - 1,
        context_gain=params.families["omgeving"].up.value - 1,
        remote_addresses=params.remote_addresses,
        crowded_locations=params.crowded_locations,
        remote=severity("omgeving.afgelegen"),
        crowded=severity("omgeving.veel_risicolocaties"),
        out_of_use=severity("omgeving.buiten_gebruik"),
    )


def _plain(snapshot: Snapshot, params: ScoreParams) -> dict[str, pd.DataFrame]:
    addresses = snapshot.addresses
    active = is_active(addresses) & (addresses["adrestype"] == "hoofdadres")
    known = {
        "use": addresses["gebruiksdoel"],
        "area": addresses["oppervlakte"].astype("int64"),
        "out_of_use": addresses["adresseerbaar_object_status"] == OUT_OF_USE,
        "active": active,
    }
    areas = snapshot.areas[snapshot.areas["niveau"] == "buurt"]
    signals = snapshot.signals
    age_days = (pd.Timestamp(snapshot.today) - signals["observed_on"]).dt.days
    return {
        "addresses": _points(addresses).assign(**known),
        "locations": _points(snapshot.locations).assign(id=np.arange(len(snapshot.locations))),
        "signals": _points(signals).assign(
            weight=_weights(signals, params),
            remains=params.clearance.value ** _clean_visits_after(snapshot),
            age_months=age_days / DAYS_PER_MONTH,
        ),
        "areas": pd.DataFrame({"buurt": areas.index, "wkb": areas.geometry.to_wkb().to_numpy()}),
        "edges": _edges(areas),
    }


def _edges(areas: gpd.GeoDataFrame) -> pd.DataFrame:
    corners, area = shapely.get_coordinates(areas.geometry.to_numpy(), return_index=True)
    begin = np.flatnonzero(area[1:] == area[:-1])
    (x1, y1), (x2, y2) = corners[begin].T, corners[begin + 1].T
    return pd.DataFrame({"buurt": areas.index.to_numpy()[area[begin]], "x1": x1, "y1": y1, "x2": x2, "y2": y2})


def _points(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    return pd.DataFrame({"object": frame[OBJECT], "x": frame.geometry.x, "y": frame.geometry.y})


def _weights(signals: pd.DataFrame, params: ScoreParams) -> pd.Series:
    table = weight_table(params)
    columns = table.at("ernst.signaal." + signals["category"])
    reliability = signals["reliability"].map({key: weight.value for key, weight in params.reliabilities.items()})
    weights = table.decided[0, columns] * table.relevance[columns, FORM_COLUMNS[FORM]] * reliability
    return weights.where(signals["form"] == FORM, weights * params.cross_form.value)


def _clean_visits_after(snapshot: Snapshot) -> np.ndarray:
    visits = snapshot.inspections
    clean = visits.loc[visits["result"] == NO_FINDING, [OBJECT, "visited_on"]]
    numbered = snapshot.signals[[OBJECT, "observed_on"]].assign(number=np.arange(len(snapshot.signals)))
    pairs = numbered.merge(clean, on=OBJECT)
    later = pairs.loc[pairs["visited_on"] > pairs["observed_on"], "number"]
    return np.bincount(later, minlength=len(numbered))
