"""Plain geopandas on the GeoPackage: read and write, nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "geopandas: read, write"


def run(path: Path, _: Path, target: Path) -> int:
    frame = gpd.read_file(path, layer="verblijfsobject")
    frame.to_parquet(target / "region.parquet")
    return len(frame)
