"""The product: through the one door for files, joined, placed, checked against contract and totals, written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd

from risk_map.domain.contract import conform
from risk_map.domain.frames import AREAS
from risk_map.sources.bag import read_bag
from risk_map.store.folder import DataFolder

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "risk_map: read, join, place, check, write"


def run(path: Path, areas: Path, target: Path) -> int:
    addresses = read_bag(path, areas=conform(gpd.read_parquet(areas), AREAS))
    DataFolder(target).write_addresses(addresses)
    return len(addresses)
