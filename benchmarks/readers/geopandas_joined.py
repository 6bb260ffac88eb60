"""Geopandas on the GeoPackage at its best: through Arrow, with a spatial join for the neighbourhood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "geopandas through Arrow: read, place, write"


def run(path: Path, areas: Path, target: Path) -> int:
    frame = gpd.read_file(path, layer="verblijfsobject", use_arrow=True)
    outlines = gpd.read_parquet(areas).reset_index()
    neighbourhoods = outlines.loc[outlines["niveau"] == "buurt", ["code", "geometry"]]
    placed = frame.sjoin(neighbourhoods, predicate="intersects").drop(columns="index_right")
    placed.to_parquet(target / "region.parquet")
    return len(placed)
