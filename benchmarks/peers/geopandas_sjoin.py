"""Geopandas as its manual shows it: ``merge`` and ``sjoin`` with ``dwithin``; the spatial indexes are kept warm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
from peers.task import Task, joined

if TYPE_CHECKING:
    from pathlib import Path

    from peers.task import Answer

TITLE = "geopandas sjoin"
CRS = 28992


def load(folder: Path):
    addresses, locations, signals, areas = (
        pd.read_parquet(folder / f"{name}.parquet") for name in ("addresses", "locations", "signals", "areas")
    )
    active = addresses[addresses["active"]]
    polygons = gpd.GeoSeries.from_wkb(areas["wkb"], crs=CRS)
    return (
        Task.read(folder),
        addresses,
        _points(active)[["geometry"]],
        _points(locations),
        _points(signals),
        gpd.GeoDataFrame(areas[["buurt"]], geometry=polygons),
    )


def index(state) -> None:
    _, _, active, locations, signals, areas = state
    for frame in (active, locations, signals, areas):
        frame.sindex  # noqa: B018 - geopandas makes it when asked, and keeps it


def answer(state) -> Answer:
    task, addresses, active, locations, signals, areas = state
    asked = addresses[addresses["object"].isin(locations["object"])].drop_duplicates("object")
    objects = locations[["object"]].merge(asked, on="object", how="left")
    fresh = signals["weight"] * 2 ** (-signals["age_months"] / task.half_life_months)
    at = locations[["object"]].rename_axis("location").reset_index()
    here = at.merge(signals.assign(e=fresh * signals["remains"])[["object", "e"]], on="object")
    near = _near(locations, signals.assign(fresh=fresh), task)
    addresses_around = _count(locations, active, task.around_m)
    locations_around = _count(locations, locations[["geometry"]], task.around_m) - 1
    buurt = gpd.sjoin(locations, areas, predicate="within", how="left")["buurt"]
    count = len(locations)
    return {
        "use": objects["use"].to_numpy(dtype="U"),
        "area": objects["area"].to_numpy(),
        "here": joined(here["e"], here["location"], count, task.here_gain),
        "near": joined(near["e"], near.index, count, task.near_gain),
        "addresses_around": addresses_around,
        "locations_around": locations_around,
        "context": task.context_term(addresses_around, locations_around, objects["out_of_use"].to_numpy(dtype=bool)),
        "buurt": buurt.fillna("").to_numpy(dtype="U"),
    }


def _points(table: pd.DataFrame) -> gpd.GeoDataFrame:
    geometry = gpd.points_from_xy(table["x"], table["y"])
    return gpd.GeoDataFrame(table.drop(columns=["x", "y"]), geometry=geometry, crs=CRS)


def _near(locations, signals, task: Task):
    pairs = gpd.sjoin(locations, signals, predicate="dwithin", distance=task.near_m)
    pairs = pairs[pairs["object_left"] != pairs["object_right"]]
    there = signals.geometry.to_numpy()[pairs["index_right"]]
    share = pairs.geometry.distance(gpd.GeoSeries(there, index=pairs.index, crs=CRS)) / task.near_m
    return pairs.assign(e=pairs["fresh"] * (1 - share**2) ** 2)


def _count(locations, others, radius_m: float):
    pairs = gpd.sjoin(locations[["geometry"]], others, predicate="dwithin", distance=radius_m)
    return np.bincount(pairs.index, minlength=len(locations))
