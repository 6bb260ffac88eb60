"""A square of two municipalities, for what crosses the border between them and what does not."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import box

from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.frames import AREAS, SYNTHETIC
from tests.scoring.worlds import make_snapshot

WEST, EAST = "GM9001", "GM9002"
OBJECT = "adresseerbaar_object_identificatie"
FRAMES = ("addresses", "areas", "locations", "signals", "inspections")


def two_towns():
    """A square of two municipalities: every object in the one or the other, some locations linked to none."""
    world = make_snapshot(5, objects=40, locations=60, signals=30, inspections=30)
    middle = world.addresses.geometry.x.median()
    town = pd.Series(np.where(world.addresses.geometry.x < middle, WEST, EAST), index=world.addresses[OBJECT])
    areas = conform(
        gpd.GeoDataFrame(
            {"niveau": ["gemeente"] * 2, "naam": ["West", "Oost"], "gemeentecode": [WEST, EAST], "bron": ["proef"] * 2},
            geometry=[box(middle - 900, 450_000, middle, 450_900), box(middle, 450_000, middle + 900, 450_900)],
            index=pd.Index([WEST, EAST], name=AREAS.index, dtype="str"),
            crs=RD_EPSG,
        ),
        AREAS,
    )
    return replace(
        world,
        areas=areas,
        addresses=world.addresses.assign(gemeentecode=town.to_numpy()),
        locations=world.locations.assign(gemeentecode=world.locations[OBJECT].map(town).astype("str")),
    )


def fictional(world):
    return replace(world, **{name: getattr(world, name).assign(bron=SYNTHETIC) for name in FRAMES})
