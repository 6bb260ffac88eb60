"""House numbers, letters and additions, and postcodes, as a municipality gives them out."""

from __future__ import annotations

from itertools import product
from string import ascii_lowercase, ascii_uppercase

import numpy as np
import pandas as pd

from risk_map.errors import InputError

INFILL_SHARE = 0.035
"""Houses built later between two numbers: they share the number of their neighbour and get a letter."""

LETTER_SHARES = {"flat": 0.16, "other": 0.75}
"""Share of the buildings with at most nine units that number them with letters; ``other`` are rows of garages."""

ADDITION_SHARE = 0.16
"""Share of the larger buildings that give all units one number with an addition (101, 102, 201, ...)."""

UNUSED_LETTERS = frozenset("FIOQUY")
"""Letters that real postcodes never contain; ours contain at least one, so none of them can be a real postcode."""

SMALL_STREET = 8
"""Streets with fewer addresses share a postcode."""

POSTCODE_SIZES = (16, 18, 20, 24, 28, 32, 40, 60)
"""Largest number of addresses on one postcode: the first size at which the letters of the area suffice."""


def number_houses(units: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Give every unit its number, letter and addition: odd on the left of a street, even on the right.

    Parameters
    ----------
    units
        ``street``, ``left``, ``place_m`` (along the street), ``within`` (its lot), ``form``, ``building``.
    rng
        Random numbers.

    Returns
    -------
    pd.DataFrame
        ``huisnummer``, ``huisletter``, ``toevoeging`` on the index of ``units``.
    """
    table = units.sort_values(["street", "left", "place_m", "building", "within"], kind="stable")
    size = table.groupby("building")["building"].transform("size")
    draw = pd.Series(rng.uniform(size=int(table["building"].max()) + 1))[table["building"]].set_axis(table.index)
    letters = (size > 1) & (size <= 9) & (draw < table["form"].map(LETTER_SHARES).fillna(0))
    additions = (size > 9) & (draw < ADDITION_SHARE)
    new_lot = ~table.duplicated("building")
    infill = (size == 1) & (rng.uniform(size=len(table)) < INFILL_SHARE)
    first_of_side = ~table.duplicated(["street", "left"])
    own = first_of_side | (~infill & (new_lot | ~(letters | additions)))
    side = [table["street"], table["left"]]
    number = 2 * own.groupby(side).cumsum() - table["left"].astype(int)
    group = own.cumsum()
    place = table.groupby(group).cumcount()
    by_letter, by_addition = letters.groupby(group).transform("first"), additions.groupby(group).transform("first")
    alphabet = np.array(["", *ascii_lowercase], dtype=object)
    letter = alphabet[np.where(by_letter, place + 1, np.where(by_addition, 0, place))]
    addition = np.where(by_addition, (place // 8 + 1) * 100 + place % 8 + 1, 0)
    result = pd.DataFrame(
        {"huisnummer": number, "huisletter": letter, "toevoeging": addition.astype(str)}, index=table.index
    )
    result = result.assign(
        huisletter=result["huisletter"].mask(result["huisletter"] == ""),
        toevoeging=result["toevoeging"].mask(result["toevoeging"] == "0"),
    )
    return result.reindex(units.index)


def give_postcodes(units: pd.DataFrame) -> pd.Series:
    """Give every unit a postcode that cannot be real: real digits, invented letters.

    Parameters
    ----------
    units
        ``pc4``, ``street``, ``left``, ``huisnummer``.
    """
    letters = ["".join(pair) for pair in product(ascii_uppercase, repeat=2) if UNUSED_LETTERS & set(pair)]
    table = units[["pc4", "street", "left", "huisnummer"]].sort_values(["pc4", "street", "left", "huisnummer"])
    group = pd.Series(-1, index=table.index)
    for size in POSTCODE_SIZES:
        open_areas = group == -1
        numbers = _postcode_numbers(table[open_areas], size)
        fits = numbers.groupby(table["pc4"]).transform("max") < len(letters)
        group = group.where(~open_areas, numbers.where(fits, -1).reindex(group.index))
    if (group < 0).any():
        raise InputError("Met dit toevalsgetal zijn er te veel straten voor de postcodes; kies een ander.")
    postcode: pd.Series = table["pc4"] + np.array(letters, dtype=object)[group.astype(int)]
    return postcode.reindex(units.index)


def _postcode_numbers(table: pd.DataFrame, size: int) -> pd.Series:
    """Count the postcodes of each area from 0: a long side is cut into equal runs, the smallest streets share one."""
    by_street = table.groupby(["pc4", "street"])["left"]
    count = by_street.transform("size")
    small = count < SMALL_STREET
    shared = small.groupby(table["pc4"]).cumsum() // size
    street = table["street"].mask(small, -1 - shared)
    side = table["left"].where(count > size, other=False)
    keys = [table["pc4"], street, side]
    place, total = table.groupby(keys).cumcount(), table.groupby(keys)["left"].transform("size")
    run = (place // np.ceil(total / np.ceil(total / size))).mask(small, 0)
    codes = pd.DataFrame({"pc4": table["pc4"], "street": street, "side": side, "run": run})
    first = ~codes.duplicated()
    numbers = pd.Series(first.groupby(codes["pc4"]).cumsum() - 1).where(first)
    return numbers.groupby([codes[name] for name in codes]).transform("max")
