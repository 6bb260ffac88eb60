"""Homes and other units along the streets: how many of each use in each buurt, and where each stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from risk_map.demo.randomness import stream
from risk_map.demo.tables import largest_remainder, read_table

if TYPE_CHECKING:
    from risk_map.demo.frontage import Frontage

ROW_WIDTH_M = 5.35
"""Width of a house in a row; the median distance between neighbours that was measured in a real town is 5 m."""

DETACHED_WIDTHS_M = {"stad": 15.0, "villa": 55.0, "buiten": 400.0}
"""Widest lot of a detached or semi-detached house per character of a buurt."""

FILL = 0.84
"""Share of the frontage that homes may take when there is room enough."""

FLATS_PER_BUILDING = np.array([4, 6, 8, 12, 18, 24, 36, 48])
FLAT_SHARES = np.array([0.12, 0.15, 0.2, 0.16, 0.13, 0.12, 0.08, 0.04])

HOME_ORDER = {"stad": 0, "villa": 0, "open": 1, "bos": 1, "centrum": 2, "bedrijventerrein": 4, "vakantiepark": 5}
"""Textures on which homes are built first, lowest first, for a buurt of a town; a rural buurt begins with ``open``."""

PATH_PENALTY = 3.0
"""Homes on a forest path come after homes on a road."""


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
        ``detached``, ``flat`` or ``other``), ``gebruiksdoel``, ``type`` and ``status`` (missing: in use) of the object, ``building``.
    """
    rng = stream(seed, "units")
    parts, uses = [], read_table("uses")
    crowded = uses["texture"].isin(["bedrijventerrein", "vakantiepark", "centrum"])
    for row in uses[crowded].itertuples():
        units, frontage = _place_use(frontage, buurten, row, rng)
        parts.append(units)
    flats, frontage = _place_flats(frontage, buurten, rng)
    houses, frontage = _place_houses(frontage, buurten, rng)
    parts += [home.assign(type="Verblijfsobject", status=np.nan) for home in (flats, houses)]
    for row in uses[~crowded].itertuples():
        units, frontage = _place_use(frontage, buurten, row, rng)
        parts.append(units)
    units = pd.concat(parts, keys=range(len(parts)), names=["part", None]).reset_index("part")
    units = units.assign(building=pd.MultiIndex.from_frame(units[["part", "side", "lot"]]).factorize()[0])
    return units.drop(columns="part").reset_index(drop=True)


def _place_use(
    frontage: Frontage, buurten: pd.DataFrame, use: object, rng: np.random.Generator
) -> tuple[pd.DataFrame, Frontage]:
    """Spread one use over the buurten of each municipality by the room that they have."""
    sides = frontage.sides
    fits = (sides["texture"] == use.texture).to_numpy()
    order = np.where(fits, rng.uniform(size=len(sides)), np.nan)
    width, per_lot = np.full(len(sides), float(use.lot_m)), np.full(len(sides), use.per_lot)
    room = np.where(fits, frontage.capacity(width, per_lot), 0)
    by_buurt = np.bincount(sides["buurt"], weights=room, minlength=len(buurten))
    wanted = buurten.groupby("gemeentecode")["woningen"].transform("sum").to_numpy() * use.per_1000 / 1000
    local = pd.Series(by_buurt).groupby(buurten["gemeentecode"].to_numpy()).transform("sum").to_numpy()
    share = np.divide(wanted * by_buurt, local, out=np.zeros(len(buurten)), where=local > 0)
    if not share.sum():
        return pd.DataFrame(), frontage
    total = round(buurten["woningen"].sum() * use.per_1000 / 1000)
    quota = np.minimum(largest_remainder(share, total), by_buurt.astype(int))
    units, frontage, _ = frontage.place(quota, order, width, per_lot)
    same = {name: getattr(use, name) for name in ("setback_m", "gebruiksdoel", "type", "status")}
    return units.assign(**same, form="other"), frontage


def _home_order(frontage: Frontage, buurten: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    sides = frontage.sides
    rank = sides["texture"].map(HOME_ORDER).to_numpy(float)
    path = (sides["road_class"] == "parkpad") & (sides["texture"] != "vakantiepark")
    return rank + PATH_PENALTY * path + rng.uniform(0, 0.99, len(sides))


def _place_flats(frontage: Frontage, buurten: pd.DataFrame, rng: np.random.Generator) -> tuple[pd.DataFrame, Frontage]:
    """Put flats in buildings, first above the shops of a centre, then anywhere in the buurt."""
    quota = np.round(buurten["woningen"] * (1 - buurten["eengezins"])).to_numpy(int)
    sides = frontage.sides
    per_lot = rng.choice(FLATS_PER_BUILDING, len(sides), p=FLAT_SHARES)
    small = (buurten["karakter"] != "stad").to_numpy()[sides["buurt"]]
    centre = (sides["texture"] == "centrum").to_numpy()
    per_lot = np.where(small, np.minimum(per_lot, 6), np.where(centre, np.minimum(per_lot, 12), per_lot))
    width = 12 + 0.8 * per_lot
    order = _home_order(frontage, buurten, rng) - 3 * centre
    parts = []
    # Where only short sides are left, smaller buildings still fit.
    for most in (48, 8, 4):
        per_lot = np.minimum(per_lot, most)
        width = np.minimum(width, 12 + 0.8 * most)
        units, frontage, quota = frontage.place(quota, order, width, per_lot)
        parts.append(units.assign(turn=most))
    units = pd.concat(parts, ignore_index=True)
    units = units.assign(lot=units["lot"] + 100_000 * units["turn"]).drop(columns="turn")
    return units.assign(setback_m=12.0, form="flat", gebruiksdoel="woonfunctie"), frontage


def _place_houses(frontage: Frontage, buurten: pd.DataFrame, rng: np.random.Generator) -> tuple[pd.DataFrame, Frontage]:
    """Put single-family homes in rows where it is crowded, and apart where there is room."""
    sides, count = frontage.sides, len(buurten)
    flats = np.round(buurten["woningen"] * (1 - buurten["eengezins"])).to_numpy(int)
    quota = buurten["woningen"].to_numpy() - flats
    order = _home_order(frontage, buurten, rng)
    first = order < 2
    room = np.bincount(sides["buurt"], weights=np.where(first, frontage.free, 0), minlength=count) * FILL
    mean = room / np.maximum(quota, 1)
    widest = buurten["karakter"].map(DETACHED_WIDTHS_M).to_numpy()
    apart = np.clip(mean, 8.0, widest)
    town = (buurten["karakter"] == "stad").to_numpy()
    apart = np.where(town, np.maximum(apart, 13.0), apart)
    rows = np.where(town, np.clip((apart - mean) / (apart - ROW_WIDTH_M), 0.0, 1.0), 0.0)
    rows = np.where(town, np.maximum(rows, 0.45), rows)
    buurt = sides["buurt"].to_numpy()
    in_row = rng.uniform(size=len(sides)) < rows[buurt]
    width = np.where(in_row, ROW_WIDTH_M, apart[buurt] * rng.uniform(0.85, 1.15, len(sides)))
    single = np.ones(len(sides), dtype=int)
    factor = np.ones(count)
    for shrink in np.arange(0.95, 0.2, -0.05):
        capacity = np.where(first, frontage.capacity(_shrunk(width, factor[buurt]), single), 0)
        short = np.bincount(buurt, weights=capacity, minlength=count) < quota
        factor = np.where(short, shrink, factor)
    units, frontage, missing = frontage.place(quota, order, _shrunk(width, factor[buurt]), single)
    if missing.any():
        message = f"no room for {missing.sum()} homes in {list(buurten.index[missing > 0])}"
        raise ValueError(message)
    side = units["side"].to_numpy()
    form = np.where(units["width_m"] < 7, "row", "detached")
    deep = np.minimum(units["width_m"] * 0.35, 45)
    setback = np.where(form == "row", 9.0, 9 + deep * rng.uniform(0.2, 1, len(units)))
    setback = np.where(in_row[side], 9.0, setback)
    return units.assign(setback_m=setback, form=form, gebruiksdoel="woonfunctie"), frontage


def _shrunk(width: np.ndarray, factor: np.ndarray) -> np.ndarray:
    return np.maximum(width * factor, 4.7)
