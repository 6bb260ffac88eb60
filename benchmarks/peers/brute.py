"""Brute force in numpy: every location against every row, products written out. The truth that others are held to.

Where that would take minutes, for every n-th location.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from peers.task import Task

if TYPE_CHECKING:
    from pathlib import Path

    from peers.task import Answer

TITLE = "brute force (numpy)"
MOST_DISTANCES = 200_000_000
CHUNK_DISTANCES = 10_000_000


def load(folder: Path):
    tables = [pd.read_parquet(folder / f"{name}.parquet") for name in ("addresses", "locations", "signals", "areas")]
    return Task.read(folder), *tables


def answer(state) -> Answer:
    task, addresses, locations, signals, areas = state
    asked = locations[:: -(-len(locations) * len(addresses) // MOST_DISTANCES)]
    objects = addresses.drop_duplicates("object").set_index("object").loc[asked["object"]]
    fresh = signals["weight"].to_numpy() * 2 ** (-signals["age_months"].to_numpy() / task.half_life_months)
    same = asked["object"].to_numpy()[:, np.newaxis] == signals["object"].to_numpy()
    distance = _distances(asked, signals)
    kernel = np.where(distance <= task.near_m, (1 - (distance / task.near_m) ** 2) ** 2, 0)
    here = 1 - np.prod(1 - np.where(same, fresh * signals["remains"].to_numpy(), 0), axis=1)
    near = 1 - np.prod(1 - np.where(same, 0, fresh * kernel), axis=1)
    addresses_around = _count(asked, addresses[addresses["active"]], task.around_m)
    locations_around = _count(asked, locations, task.around_m) - 1
    return {
        "use": objects["use"].to_numpy(dtype="U"),
        "area": objects["area"].to_numpy(),
        "here": np.log(1 + here * task.here_gain),
        "near": np.log(1 + near * task.near_gain),
        "addresses_around": addresses_around,
        "locations_around": locations_around,
        "context": task.context_term(addresses_around, locations_around, objects["out_of_use"].to_numpy()),
        "buurt": _buurt(asked, areas),
    }


def _distances(asked, others):
    return np.hypot(*(asked[axis].to_numpy()[:, np.newaxis] - others[axis].to_numpy() for axis in "xy"))


def _count(asked, others, radius_m: float):
    step = max(1, CHUNK_DISTANCES // len(others))
    parts = [asked[first : first + step] for first in range(0, len(asked), step)]
    return np.concatenate([(_distances(part, others) <= radius_m).sum(axis=1) for part in parts])


def _buurt(asked, areas):
    points = shapely.points(asked[["x", "y"]].to_numpy())
    found = np.full(len(points), "", dtype="U10")
    for code, polygon in zip(areas["buurt"], shapely.from_wkb(areas["wkb"]), strict=True):
        found[shapely.contains_properly(polygon, points)] = code
    return found
