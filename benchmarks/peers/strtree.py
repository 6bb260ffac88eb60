"""Shapely's STRtree with ``dwithin`` on arrays, the rest in numpy; the trees are kept warm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from peers.task import Task, joined

if TYPE_CHECKING:
    from pathlib import Path

    from peers.task import Answer

TITLE = "shapely STRtree"


def load(folder: Path):
    tables = {
        name: pd.read_parquet(folder / f"{name}.parquet") for name in ("addresses", "locations", "signals", "areas")
    }
    active = tables["addresses"][tables["addresses"]["active"]]
    shapes = {name: shapely.points(tables[name][["x", "y"]].to_numpy()) for name in ("locations", "signals")}
    shapes["active"] = shapely.points(active[["x", "y"]].to_numpy())
    shapes["areas"] = shapely.from_wkb(tables["areas"]["wkb"])
    return {"task": Task.read(folder), "tables": tables, "shapes": shapes}


def index(state) -> None:
    state["trees"] = {name: shapely.STRtree(shapes) for name, shapes in state["shapes"].items()}


def answer(state) -> Answer:
    task, tables, trees = state["task"], state["tables"], state["trees"]
    locations, signals = tables["locations"], tables["signals"]
    points = state["shapes"]["locations"]
    count = len(locations)
    addresses = tables["addresses"]
    asked = addresses[addresses["object"].isin(locations["object"])].drop_duplicates("object")
    objects = locations[["object"]].merge(asked, on="object", how="left")
    fresh = signals["weight"].to_numpy() * np.exp2(-signals["age_months"].to_numpy() / task.half_life_months)
    at = locations[["object"]].assign(location=np.arange(count))
    here = at.merge(signals[["object"]].assign(e=fresh * signals["remains"]), on="object")
    location, e = _near(state, fresh)
    addresses_around = _count(trees["active"], points, task.around_m)
    locations_around = _count(trees["locations"], points, task.around_m) - 1
    lies, area = trees["areas"].query(points, predicate="within")
    buurt = np.full(count, "", dtype="U10")
    buurt[lies] = tables["areas"]["buurt"].to_numpy(dtype="U")[area]
    return {
        "use": objects["use"].to_numpy(dtype="U"),
        "area": objects["area"].to_numpy(),
        "here": joined(here["e"], here["location"], count, task.here_gain),
        "near": joined(e, location, count, task.near_gain),
        "addresses_around": addresses_around,
        "locations_around": locations_around,
        "context": task.context_term(addresses_around, locations_around, objects["out_of_use"].to_numpy(dtype=bool)),
        "buurt": buurt,
    }


def _near(state, fresh):
    task, tables, shapes = state["task"], state["tables"], state["shapes"]
    location, signal = state["trees"]["signals"].query(shapes["locations"], predicate="dwithin", distance=task.near_m)
    here, there = (tables[name]["object"].to_numpy(dtype=object) for name in ("locations", "signals"))
    elsewhere = here[location] != there[signal]
    location, signal = location[elsewhere], signal[elsewhere]
    share = shapely.distance(shapes["locations"][location], shapes["signals"][signal]) / task.near_m
    return location, fresh[signal] * (1 - share**2) ** 2


def _count(tree, points, radius_m: float):
    location, _ = tree.query(points, predicate="dwithin", distance=radius_m)
    return np.bincount(location, minlength=len(points))
