"""Frontage: both sides of every street as land to build on, and the placing of lots along it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    from risk_map.demo.arrays import Flags, Floats, Whole
    from risk_map.demo.mesh import Mesh
    from risk_map.demo.sketch import Sketch

CORNER_M = 13.0
"""Land at each end of a street side that stays free: the corner belongs to one street only."""

MOTORWAY_M = 70.0
WATER_M = {"open": 62.0, "bos": 62.0}
TOWN_WATER_M = 14.0
"""No houses nearer than this to a motorway or to water; a farm stands far back from its road."""


@dataclass(frozen=True, slots=True)
class Frontage:
    """Sides of streets, and how much of each is used.

    Parameters
    ----------
    sides
        One row per side of an edge: ``street``, ``left``, ``buurt``, ``texture``, ``site``, ``road_class``, ``along_m``
        (on the street, of the beginning), ``x``, ``y`` (beginning), ``ux``, ``uy`` (along the street), ``nx``, ``ny``
        (into the block), ``free_m``.
    used
        Metres of each side that are built on, from its beginning.
    """

    sides: pd.DataFrame
    used: Floats

    @property
    def free(self) -> Floats:
        """Metres of each side that can still be built on."""
        return np.maximum(self.sides["free_m"].to_numpy() - self.used, 0.0)

    def capacity(self, width: Floats, per_lot: Whole) -> Whole:
        """Give how many units still fit on each side."""
        return (self.free // width).astype(int) * per_lot

    def place(self, quota: Whole, order: Floats, width: Floats, per_lot: Whole) -> tuple[pd.DataFrame, Frontage, Whole]:
        """Put units on the sides of each buurt until its quota is met.

        Parameters
        ----------
        quota
            Wanted number of units per buurt.
        order
            Per side: lower is filled sooner; NaN is not used.
        width
            Width of a lot per side, metres.
        per_lot
            Units per lot per side.

        Returns
        -------
        tuple
            The units (``side``, ``lot``, ``within`` the lot, ``at_m`` the middle of the lot, ``width_m``), the frontage
            that is left, and the units per buurt that found no place.
        """
        buurt = self.sides["buurt"].to_numpy()
        room = np.where(np.isnan(order), 0, self.capacity(width, per_lot))
        ranked = np.lexsort([order, buurt])
        total = np.cumsum(room[ranked])
        start = total - room[ranked]
        first = np.searchsorted(buurt[ranked], np.arange(len(quota)))
        offset = np.append(start, total[-1])[first]
        taken = np.empty_like(room)
        taken[ranked] = np.clip(quota[buurt[ranked]] - (start - offset[buurt[ranked]]), 0, room[ranked])
        side = np.repeat(np.arange(len(room)), taken)
        number = np.arange(len(side)) - np.repeat(np.cumsum(taken) - taken, taken)
        lot = number // per_lot[side]
        units = pd.DataFrame(
            {
                "side": side,
                "lot": lot,
                "within": number % per_lot[side],
                "at_m": self.used[side] + (lot + 0.5) * width[side],
                "width_m": width[side],
            }
        )
        lots = -(-taken // per_lot)
        left = replace(self, used=self.used + lots * width)
        return units, left, quota - np.bincount(buurt, weights=taken, minlength=len(quota)).astype(int)


def make_frontage(roads: pd.DataFrame, mesh: Mesh, blocks: pd.DataFrame, sketch: Sketch) -> Frontage:
    """Give both sides of all edges on which houses may stand.

    Parameters
    ----------
    roads
        As ``streets.name_streets``.
    mesh
        Nodes.
    blocks
        As ``land.paint_blocks``.
    sketch
        Water and motorways, which nobody lives on.
    """
    begin = np.where(roads["forward"], roads["from_node"], roads["to_node"])
    end = np.where(roads["forward"], roads["to_node"], roads["from_node"])
    span = mesh.nodes[end] - mesh.nodes[begin]
    unit = span / np.hypot(*span.T)[:, None]
    parts = []
    for is_left in (True, False):
        block = np.where(roads["forward"] == is_left, roads["left"], roads["right"])
        normal = np.column_stack([-unit[:, 1], unit[:, 0]]) * (1 if is_left else -1)
        start = mesh.nodes[begin] + CORNER_M * unit
        parts.append(
            pd.DataFrame(
                {
                    "street": roads["street"],
                    "left": is_left,
                    "block": block,
                    "road_class": roads["road_class"],
                    "along_m": roads["along_m"] + CORNER_M,
                    "x": start[:, 0],
                    "y": start[:, 1],
                    "ux": unit[:, 0],
                    "uy": unit[:, 1],
                    "nx": normal[:, 0],
                    "ny": normal[:, 1],
                    "free_m": roads["length_m"] - 2 * CORNER_M,
                }
            )
        )
    sides = pd.concat(parts, ignore_index=True)
    sides = sides.join(blocks[["buurt", "texture", "site", "green"]], on="block")
    usable = (sides["buurt"] >= 0) & ~sides["green"] & (sides["free_m"] > 5) & _quiet(sides, sketch)
    sides = sides[usable].reset_index(drop=True)
    return Frontage(sides, np.zeros(len(sides)))


def _quiet(sides: pd.DataFrame, sketch: Sketch) -> Flags:
    near = sides[["x", "y"]].to_numpy() + 12 * sides[["nx", "ny"]].to_numpy()
    far = near + sides[["ux", "uy"]].to_numpy() * sides[["free_m"]].clip(lower=0).to_numpy()
    lines = shapely.linestrings(np.stack([near, far], axis=1))
    water, motorway = sketch.water, sketch.along("hoofdweg").geometry.union_all()
    shapely.prepare([water, motorway])
    wet = shapely.dwithin(water, lines, sides["texture"].map(WATER_M).fillna(TOWN_WATER_M).to_numpy())
    return np.asarray(~wet & ~shapely.dwithin(motorway, lines, MOTORWAY_M))
