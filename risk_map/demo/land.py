"""What the land of each block is used for, and the layer that the map draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from risk_map.demo.randomness import stream
from risk_map.demo.sketch import STREAM_WIDTHS_M
from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.frames import LAND_USE, SYNTHETIC

if TYPE_CHECKING:
    from risk_map.demo.arrays import Objects
    from risk_map.demo.mesh import Mesh
    from risk_map.demo.plan import Plan
    from risk_map.demo.sketch import Sketch

RIDGE_REACH_M = 2_300.0
"""How far the forest reaches from the middle of the ridge."""

PARK_SHARE = 0.035
VILLA_WOOD_SHARE = 0.3
"""Share of the blocks that is a park in a town, and wood between villas."""

CLASSES = {
    "stad": "bebouwd",
    "villa": "bebouwd",
    "centrum": "centrum",
    "bedrijventerrein": "bedrijventerrein",
    "vakantiepark": "vakantiepark",
    "open": "landbouw",
    "bos": "bos",
}


def paint_blocks(plan: Plan, mesh: Mesh, seed: int) -> pd.DataFrame:
    """Give each block its buurt, texture and site; open land on the ridge becomes forest.

    Returns
    -------
    pd.DataFrame
        ``buurt`` (position, -1 outside), ``texture``, ``site``, ``green`` (built-up land without houses).
    """
    rng = stream(seed, "land")
    blocks = plan.look_up(mesh.centres)
    ridge = shapely.union_all(plan.sketch.along("heuvelrug").geometry.to_numpy())
    away = shapely.distance(ridge, shapely.points(mesh.centres))
    x, y = mesh.centres.T
    wave = 1 + 0.25 * np.sin(x / 610) * np.cos(y / 480) + rng.normal(0, 0.06, len(blocks))
    forest = (blocks["texture"] == "open") & (away < RIDGE_REACH_M * wave)
    draw = rng.uniform(size=len(blocks))
    green = (blocks["texture"] == "stad") & (draw < PARK_SHARE)
    green |= (blocks["texture"] == "villa") & (draw < VILLA_WOOD_SHARE)
    return blocks.assign(texture=blocks["texture"].mask(forest, "bos"), green=green)


def make_land_use(mesh: Mesh, blocks: pd.DataFrame, sketch: Sketch) -> gpd.GeoDataFrame:
    """Join the blocks of one use into areas, with the water cut out (contract ``LAND_USE``)."""
    inside = (blocks["buurt"] >= 0).to_numpy()
    kind = blocks["texture"].map(CLASSES).mask(blocks["green"], "bos")
    frame = gpd.GeoDataFrame(
        {"class": kind, "site": blocks["site"].where(blocks["site"] >= 0)}, geometry=mesh.polygons, crs=RD_EPSG
    )[inside]
    whole = shapely.union_all(frame.geometry.to_numpy())
    named = frame.assign(site=frame["site"].fillna(-1)).dissolve(["class", "site"]).reset_index()
    names = sketch.sites["naam"].reindex(named["site"]).to_numpy()
    dry = named.geometry.difference(sketch.water)
    streams = sketch.lines[sketch.lines["kind"].isin(["rivier", "kanaal"])]
    wet = [*_widened(streams), *sketch.lakes.geometry]
    water = gpd.GeoDataFrame(
        {"class": "water", "naam": [*streams["naam"], *sketch.lakes["naam"]]},
        geometry=gpd.GeoSeries(wet, crs=RD_EPSG).intersection(whole),
    )
    land = gpd.GeoDataFrame({"class": named["class"], "naam": names}, geometry=dry, crs=RD_EPSG)
    result = pd.concat([land, water[~water.is_empty]], ignore_index=True)
    result = result.set_geometry(shapely.set_precision(result.geometry.to_numpy(), 0.1)).explode(ignore_index=True)
    result = result[result.geometry.geom_type == "Polygon"].reset_index(drop=True)
    result.index = pd.Index([f"grond-{position:04d}" for position in range(len(result))], name=LAND_USE.index)
    return conform(result.assign(bron=SYNTHETIC), LAND_USE)


def _widened(streams: gpd.GeoDataFrame) -> Objects:
    half = streams["kind"].map(STREAM_WIDTHS_M).to_numpy() / 2
    areas: Objects = shapely.buffer(streams.geometry.to_numpy(), half)
    return areas
