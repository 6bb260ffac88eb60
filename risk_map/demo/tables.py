"""The small tables that the region is made from: published totals (CBS, CC BY 4.0) and our own rough sketch."""

from __future__ import annotations

from importlib.resources import files
from io import StringIO
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from risk_map.demo.arrays import Floats, Whole


def read_table(name: str) -> pd.DataFrame:
    """Read one of the tables beside this module; codes and names stay text.

    Parameters
    ----------
    name
        File name without ``.csv``.
    """
    text = (files("risk_map.demo") / "tables" / f"{name}.csv").read_text(encoding="utf-8")
    codes = dict.fromkeys(("code", "buurtcode", "wijkcode", "gemeentecode", "pc4", "sbi_code"), "str")
    return pd.read_csv(StringIO(text), dtype=codes, keep_default_na=False, na_values=[""])


def neighbourhoods() -> pd.DataFrame:
    """Give the buurten with published totals, our sketch of their character, and the dwellings to make.

    Returns
    -------
    pd.DataFrame
        Index ``code``, sorted. ``woningen`` is the municipal housing stock spread over the buurten by households.
    """
    buurten = read_table("buurten").merge(read_table("character"), on="code", validate="1:1").set_index("code")
    stock = read_table("gemeenten").set_index("code")["woningvoorraad"]
    dwellings = [
        pd.Series(largest_remainder(group.to_numpy(float), int(stock[str(code)])), index=group.index)
        for code, group in buurten.groupby("gemeentecode")["aantal_huishoudens"]
    ]
    municipal = read_table("gemeenten").set_index("code")["percentage_eengezinswoning"]
    single = buurten["percentage_eengezinswoning"].fillna(buurten["gemeentecode"].map(municipal))
    return buurten.assign(woningen=pd.concat(dwellings), eengezins=single / 100).sort_index()


def largest_remainder(weights: Floats, total: int) -> Whole:
    """Spread a whole number over weights so that the parts are whole and add up.

    Parameters
    ----------
    weights
        Not negative, not all zero.
    total
        The sum of the parts.

    Notes
    -----
    Hamilton's method: round down, then one more for the largest remainders; a tie goes to the first.
    """
    exact = weights / weights.sum() * total
    parts = np.floor(exact).astype(np.int64)
    order = np.argsort(parts - exact, kind="stable")
    parts[order[: total - int(parts.sum())]] += 1
    return np.asarray(parts)
