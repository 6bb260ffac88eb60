"""The layer of all addresses: points without words, drawn on one canvas, sent once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import streamlit as st

from risk_map.app import state, texts
from risk_map.app.layers import units
from risk_map.domain.contract import WGS84_EPSG

if TYPE_CHECKING:
    import geopandas as gpd

FRONTEND: Final = Path(__file__).parent / "frontend"
KEY: Final = "adressen"
CELL: Final = 200
"""Points are sent cell by cell (units of 1e-5 degree), so that the steps between them are short."""

_component = st.components.v2.component(
    "risk_map_addresses", js=(FRONTEND / "addresses.js").read_text(encoding="utf-8")
)


def show_address_layer(addresses: gpd.GeoDataFrame) -> None:
    """Ask whether all addresses are shown on the map, and show them.

    Parameters
    ----------
    addresses
        What the subject may see of the addresses, EPSG:28992.
    """
    state.restore(KEY, usual=False)
    shown = st.toggle(f"Toon alle {texts.number(len(addresses))} adressen als stippen", key=KEY)
    state.settle(KEY, shown)
    if shown:
        version = int(pd.util.hash_pandas_object(addresses.index, index=False).sum())
        _component(key="adressenlaag", data={"steps": _steps(addresses, version, len(addresses))})


def address_steps(addresses: gpd.GeoDataFrame) -> list[int]:
    """Give the places of addresses as one run of steps: longitude, latitude, longitude, ... in units of 1e-5 degree.

    Parameters
    ----------
    addresses
        Points in EPSG:28992; several at one place are one point, those without a place none.
    """
    degrees = addresses.geometry.to_crs(WGS84_EPSG)
    x, y = (np.array(units(values), dtype="float64") for values in (degrees.x, degrees.y))
    placed = ~np.isnan(x)
    points = np.unique(np.column_stack([x[placed], y[placed]]).astype(np.int64), axis=0)
    cell = points // CELL
    # Up one column of cells and down the next.
    up = np.where(cell[:, 0] % 2 == 0, cell[:, 1], -cell[:, 1])
    ordered = points[np.lexsort((points[:, 1], points[:, 0], up, cell[:, 0]))]
    return np.diff(ordered, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).ravel().tolist()


@st.cache_resource(max_entries=8, show_spinner="Adressen tekenen …")
def _steps(_addresses: gpd.GeoDataFrame, version: int, amount: int) -> list[int]:  # noqa: ARG001 - the key
    return address_steps(_addresses)
