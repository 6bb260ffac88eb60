"""Bring areas in: gemeenten, wijken and buurten, from a file or from PDOK."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from risk_map.domain.frames import AREAS, SYNTHETIC
from risk_map.governance.permissions import use_case
from risk_map.sources.areas import read_areas
from risk_map.sources.pdok_areas import download_areas
from risk_map.store.folder import DataFolder
from risk_map.workflow.merge import merge

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import geopandas as gpd

    from risk_map.config import Config
    from risk_map.domain.subject import Subject

    Progress = Callable[[str, int, int | None], None]


@use_case("import_areas")
def import_areas(subject: Subject, config: Config, path: Path) -> dict[str, int]:
    """Import gemeenten, wijken and buurten from a file; areas of other municipalities stay.

    Returns
    -------
    dict[str, int]
        Number of areas per level.

    Raises
    ------
    RiskMapError
        When the file is refused; nothing was changed then.
    """
    return _keep_areas(DataFolder(config.data_dir), read_areas(path))


@use_case("import_pdok_areas")
def import_pdok_areas(
    subject: Subject,
    config: Config,
    gemeentecodes: Sequence[str],
    base_url: str | None = None,
    progress: Progress | None = None,
) -> dict[str, int]:
    """Import gemeenten, wijken and buurten from PDOK's OGC API; areas of other municipalities stay.

    Returns
    -------
    dict[str, int]
        Number of areas per level.

    Raises
    ------
    SourceError
        When PDOK does not answer or gives less than it holds; nothing was changed then.
    """
    areas = download_areas(gemeentecodes, cache_dir=pdok_cache(config), base_url=base_url, progress=progress)
    return _keep_areas(DataFolder(config.data_dir), areas)


def real_areas(folder: DataFolder) -> gpd.GeoDataFrame | None:
    """Give the areas that are not invented, or None: real addresses never get an invented neighbourhood."""
    areas = folder.read(AREAS)
    real = areas[areas["bron"] != SYNTHETIC]
    return real if len(real) else None


def pdok_cache(config: Config) -> Path:
    """Say where pages of PDOK wait until a download is complete."""
    return config.data_dir / "cache" / "pdok"


def _keep_areas(folder: DataFolder, delivery: gpd.GeoDataFrame) -> dict[str, int]:
    kept = folder.read(AREAS)
    # A delivery of one level leaves the other levels of a municipality, unless those are invented.
    delivered = pd.MultiIndex.from_frame(delivery[["gemeentecode", "niveau"]])
    same_level = pd.MultiIndex.from_frame(kept[["gemeentecode", "niveau"]]).isin(delivered)
    invented = kept["gemeentecode"].isin(delivery["gemeentecode"]) & (kept["bron"] == SYNTHETIC)
    others = kept[~same_level & ~invented]
    folder.write(merge(others, delivery, AREAS, newer_wins=None).frame, AREAS)
    return {str(level): int(count) for level, count in delivery["niveau"].value_counts().items()}
