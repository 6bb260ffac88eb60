"""Write frames as layers of one GeoPackage, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd

from risk_map.store.folder import replace_file

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def write_geopackage(path: Path, layers: dict[str, pd.DataFrame]) -> None:
    """Write layers to a GeoPackage (OGC 12-128), replacing the file.

    Parameters
    ----------
    path
        File to make.
    layers
        Layer name -> frame. A GeoDataFrame becomes a layer with geometry in its own CRS, another frame a table.
    """
    with replace_file(path) as temporary:
        temporary.unlink()
        for name, frame in layers.items():
            flat = frame.reset_index()
            gpd.GeoDataFrame(flat).to_file(temporary, layer=name, driver="GPKG", engine="pyogrio")
