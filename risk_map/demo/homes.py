"""Homes along the streets: flats in buildings, houses in rows or apart, as crowded as their buurt is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from risk_map.errors import InputError

if TYPE_CHECKING:
    from risk_map.demo.arrays import Floats, Whole
    from risk_map.demo.frontage import Frontage

ROW_WIDTH_M = 5.35
"""Width of a house in a row; the median distance between neighbours that was measured in a real town is 5 m."""

NARROWEST_M = 4.7
LEAST_ROWS = 0.45
"""Share of the sides in a town that holds a row, however much room there is."""

APART_M = {"stad": (13.0, 15.0), "villa": (8.0, 55.0), "buiten": (8.0, 400.0)}
"""Narrowest and widest lot of a house that stands apart, per character of a buurt."""

FILL = 0.84
"""Share of the frontage that homes may take when there is room enough."""

FLATS_PER_BUILDING = np.array([4, 6, 8, 12, 18, 24, 36, 48])
FLAT_SHARES = np.array([0.12, 0.15, 0.2, 0.16, 0.13, 0.12, 0.08, 0.04])
MOST_FLATS = {"centrum": 12, "rural": 6}

HOME_ORDER = {"stad": 0, "villa": 0, "open": 1, "bos": 1, "centrum": 2, "bedrijventerrein": 4, "vakantiepark": 5}
"""Order in which textures are built on; the land of a rural buurt is ``open``."""

PATH_PENALTY = 3.0
"""Homes on a forest path come after homes on a road."""

SETBACK_M = 9.0
FLAT_SETBACK_M = 12.0


def count_flats(buurten: pd.DataFrame) -> Whole:
    """Give the number of flats per buurt; the other dwellings are single-family homes."""
    share = 1 - buurten["eengezins"].to_numpy(float)
    flats: Floats = buurten["woningen"].to_numpy(float) * share
    return flats.round().astype(np.int64)


def place_flats(frontage: Frontage, buurten: pd.DataFrame, rng: np.random.Generator) -> tuple[pd.DataFrame, Frontage]:
    """Put flats in buildings, first above the shops of a centre, then anywhere in the buurt.

    Parameters
    ----------
    frontage
        Sides of the streets.
    buurten
        As ``tables.neighbourhoods``.
    rng
        Random numbers.

    Returns
    -------
    tuple
        The units, and the frontage that is left.
    """
    sides = frontage.sides
    centre = (sides["texture"] == "centrum").to_numpy()
    rural = (buurten["karakter"] != "stad").to_numpy()[sides["buurt"]]
    most = np.select([rural, centre], [MOST_FLATS["rural"], MOST_FLATS["centrum"]], 48)
    drawn = np.minimum(rng.choice(FLATS_PER_BUILDING, len(sides), p=FLAT_SHARES), most)
    order = _home_order(frontage, rng) - 3 * centre
    quota, parts = count_flats(buurten), []
    # Where only short sides are left, smaller buildings still fit.
    for largest in (48, 8, 4):
        per_lot = np.minimum(drawn, largest)
        units, frontage, quota = frontage.place(quota, order, 12 + 0.8 * per_lot, per_lot)
        parts.append(units.assign(turn=largest))
    _refuse_homeless(quota, buurten)
    return pd.concat(parts, ignore_index=True).assign(setback_m=FLAT_SETBACK_M, form="flat"), frontage


def place_houses(frontage: Frontage, buurten: pd.DataFrame, rng: np.random.Generator) -> tuple[pd.DataFrame, Frontage]:
    """Put single-family homes in rows where it is crowded, and apart where there is room.

    Parameters
    ----------
    frontage
        Sides of the streets.
    buurten
        As ``tables.neighbourhoods``.
    rng
        Random numbers.

    Returns
    -------
    tuple
        The units, and the frontage that is left.
    """
    quota = buurten["woningen"].to_numpy(np.int64) - count_flats(buurten)
    order = _home_order(frontage, rng)
    rows, apart = _widths(frontage, order, quota, buurten)
    buurt = frontage.sides["buurt"].to_numpy()
    in_row = rng.uniform(size=len(buurt)) < rows[buurt]
    width = np.where(in_row, ROW_WIDTH_M, apart[buurt] * rng.uniform(0.85, 1.15, len(buurt)))
    width = _squeezed(frontage, order, quota, width)
    units, frontage, missing = frontage.place(quota, order, width, np.ones(len(buurt), dtype=np.int64))
    _refuse_homeless(missing, buurten)
    row = in_row[units["side"]] | (units["width_m"] < ROW_WIDTH_M + 1.5).to_numpy()
    deep = np.minimum(units["width_m"] * 0.35, 45) * rng.uniform(0.2, 1, len(units))
    form = np.where(row, "row", "detached")
    return units.assign(setback_m=SETBACK_M + np.where(row, 0, deep), form=form, turn=0), frontage


def _home_order(frontage: Frontage, rng: np.random.Generator) -> Floats:
    sides = frontage.sides
    rank = sides["texture"].map(HOME_ORDER).to_numpy(float)
    path = ((sides["road_class"] == "parkpad") & (sides["texture"] != "vakantiepark")).to_numpy(float)
    order: Floats = rank + PATH_PENALTY * path + rng.uniform(0, 0.99, len(sides))
    return order


def _widths(frontage: Frontage, order: Floats, quota: Whole, buurten: pd.DataFrame) -> tuple[Floats, Floats]:
    """Give per buurt the share of sides with rows, and the width of a lot apart, that together fill its streets."""
    first = np.where(order < 2, frontage.free, 0.0)
    room = np.bincount(frontage.sides["buurt"], weights=first, minlength=len(quota)) * FILL
    mean = room / np.maximum(quota, 1)
    low, high = np.array([APART_M[character] for character in buurten["karakter"]]).T
    apart = np.clip(mean, low, high)
    town = (buurten["karakter"] == "stad").to_numpy()
    rows = np.clip((apart - mean) / (apart - ROW_WIDTH_M), LEAST_ROWS, 1.0)
    return np.where(town, rows, 0.0), apart


def _squeezed(frontage: Frontage, order: Floats, quota: Whole, width: Floats) -> Floats:
    """Make lots narrower in a buurt until its homes fit on its better sides."""
    buurt = frontage.sides["buurt"].to_numpy()
    one = np.ones(len(buurt), dtype=np.int64)
    factor = np.ones(len(quota))
    for smaller in np.arange(0.95, 0.2, -0.05):
        fits = frontage.capacity(np.maximum(width * factor[buurt], NARROWEST_M), one)
        room = np.bincount(buurt, weights=np.where(order < 2, fits, 0), minlength=len(quota))
        factor = np.where(room < quota, smaller, factor)
    squeezed: Floats = np.maximum(width * factor[buurt], NARROWEST_M)
    return squeezed


def _refuse_homeless(missing: Whole, buurten: pd.DataFrame) -> None:
    if missing.any():
        names = ", ".join(buurten["naam"][missing > 0])
        raise InputError(f"Met dit toevalsgetal is er te weinig plaats voor woningen in {names}; kies een ander.")
