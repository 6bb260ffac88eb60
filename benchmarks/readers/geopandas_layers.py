"""Plain geopandas on the extract: the same seven layers, current rows only; no join, no check, no sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "geopandas: read 7 layers, write each"
ENDS = ["eindGeldigheid", "eindRegistratie"]
KINDS = ("NUM", "OPR", "WPL", "VBO", "LIG", "STA", "PND")


def run(path: Path, _: Path, target: Path) -> int:
    inner = f"/vsizip/{{/vsizip/{{{path}}}/0457GEM15102021.zip}}"
    rows = {}
    for kind in KINDS:
        layer = gpd.read_file(f"/vsizip/{{{inner}/0457{kind}15102021.zip}}", use_arrow=True, LEGACY_ID="YES")
        current = layer[layer[ENDS].isna().all(axis=1)].drop(columns=[*ENDS, "documentDatum", "beginGeldigheid"])
        current.to_parquet(target / f"{kind}.parquet")
        rows[kind] = len(current)
    return rows["NUM"]
