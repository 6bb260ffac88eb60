"""The locations of the map as points with their words, sent once; which of them are shown goes through the map.

The map component sends everything that it shows again at every click: a thousand locations are a hundred kilobytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

from risk_map.app import layers, symbols
from risk_map.app.escaping import safe

if TYPE_CHECKING:
    from collections.abc import Hashable

FRONTEND: Final = Path(__file__).parent / "frontend"

_component = st.components.v2.component(
    "risk_map_locations", js=(FRONTEND / "locations.js").read_text(encoding="utf-8")
)


def show_locations(table: pd.DataFrame) -> None:
    """Have the map know the locations that somebody may see.

    Parameters
    ----------
    table
        Result of ``selection.location_table``.
    """
    _component(key="locatielaag", data=point_arrays(table) | {"of": version_of(table.index)})


def point_arrays(table: pd.DataFrame) -> dict[str, list[Any]]:
    """Give the points of locations as arrays, lowest class first, so that the highest lies on top.

    Parameters
    ----------
    table
        Result of ``selection.location_table``; rows without a place are left out.

    Returns
    -------
    dict
        ``x`` and ``y`` in whole units of 1e-5 degree, ``symbol`` and ``position`` (of the row) as numbers, ``text`` as
        safe HTML.
    """
    numbered = table.assign(order=table["symbol"].map(symbols.POSITIONS), position=range(len(table)))
    placed = numbered[numbered["lon"].notna()].sort_values("order", kind="stable")
    labels = placed["symbol"].map({symbol.key: safe(symbol.label) for symbol in symbols.SYMBOLS})
    text = placed["safe_address"] + "<small>" + placed["type_label"].map(_safe) + "<br>" + labels + "</small>"
    return {
        "x": layers.units(placed["lon"]),
        "y": layers.units(placed["lat"]),
        "symbol": placed["order"].tolist(),
        "position": placed["position"].tolist(),
        "text": text.tolist(),
    }


def version_of(known: pd.Index) -> int:
    """Give a number that says which locations positions are about: the map and its points come one after the other.

    Parameters
    ----------
    known
        Ids of all locations.
    """
    return int(pd.util.hash_array(known.to_numpy(dtype=object)).sum() % 2**31)


def _safe(text: Hashable) -> str:
    return safe(str(text))
