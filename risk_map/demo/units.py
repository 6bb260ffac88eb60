"""Everything along the streets that gets an address: homes, and other uses by the profile of a real town."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from risk_map.demo.homes import place_flats, place_houses
from risk_map.demo.randomness import stream
from risk_map.demo.tables import largest_remainder, read_table

if TYPE_CHECKING:
    from risk_map.demo.frontage import Frontage

CROWDED = ("bedrijventerrein", "vakantiepark", "centrum")
"""Textures on which other uses come before homes."""


@dataclass(frozen=True, slots=True)
class Use:
    """One line of the table ``uses``.

    Parameters
    ----------
    gebruiksdoel, type, status
        Of each unit: uses joined by commas (missing for a standplaats), kind of BAG object, status (missing: in use).
    texture
        Land that it lies on.
    per_1000
        Units per thousand dwellings of the municipality.
    lot_m, per_lot, setback_m
        Width of a lot, units on it, and distance from the street.
    """

    gebruiksdoel: str
    type: str
    status: str
    texture: str
    per_1000: float
    lot_m: float
    per_lot: int
    setback_m: float


def place_units(frontage: Frontage, buurten: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Place everything that gets an address.

    Parameters
    ----------
    frontage
        Sides of all streets.
    buurten
        As ``tables.neighbourhoods``; reads ``woningen``, ``eengezins``, ``karakter``, ``gemeentecode``.
    seed
        Same seed, same places.

    Returns
    -------
    pd.DataFrame
        One row per unit: ``side``, ``lot``, ``within``, ``at_m``, ``width_m``, ``setback_m``, ``form`` (``row``,
        ``detached``, ``flat`` or ``other``), ``gebruiksdoel``, ``type`` and ``status`` (missing: in use) of the BAG
        object, and ``building`` (number).
    """
    rng = stream(seed, "units")
    uses = [Use(*row) for row in read_table("uses").itertuples(index=False)]
    parts = []
    for use in (use for use in uses if use.texture in CROWDED):
        units, frontage = _place_use(frontage, buurten, use, rng)
        parts.append(units)
    for place in (place_flats, place_houses):
        units, frontage = place(frontage, buurten, rng)
        parts.append(units.assign(gebruiksdoel="woonfunctie", type="Verblijfsobject", status=np.nan))
    for use in (use for use in uses if use.texture not in CROWDED):
        units, frontage = _place_use(frontage, buurten, use, rng)
        parts.append(units)
    joined = pd.concat(parts, keys=range(len(parts)), names=["part", None]).reset_index("part")
    building = pd.MultiIndex.from_frame(joined[["part", "side", "turn", "lot"]]).factorize()[0]
    return joined.assign(building=building).drop(columns=["part", "turn"]).reset_index(drop=True)


def _place_use(
    frontage: Frontage, buurten: pd.DataFrame, use: Use, rng: np.random.Generator
) -> tuple[pd.DataFrame, Frontage]:
    """Spread one use over the buurten of each municipality by the room that they have."""
    sides, towns = frontage.sides, buurten["gemeentecode"].to_numpy()
    fits = (sides["texture"] == use.texture).to_numpy()
    order = np.where(fits, rng.uniform(size=len(sides)), np.nan)
    width, per_lot = np.full(len(sides), float(use.lot_m)), np.full(len(sides), use.per_lot)
    room = np.bincount(
        sides["buurt"], weights=np.where(fits, frontage.capacity(width, per_lot), 0), minlength=len(buurten)
    )
    wanted = buurten.groupby(towns)["woningen"].transform("sum").to_numpy(float) * use.per_1000 / 1000
    local = pd.Series(room).groupby(towns).transform("sum").to_numpy(float)
    share = np.divide(wanted * room, local, out=np.zeros(len(buurten)), where=local > 0)
    quota = np.minimum(largest_remainder(share, round(float(share.sum()))), room.astype(np.int64))
    units, frontage, _ = frontage.place(quota, order, width, per_lot)
    same = {name: getattr(use, name) for name in ("setback_m", "gebruiksdoel", "type", "status")}
    return units.assign(**same, form="other", turn=0), frontage
