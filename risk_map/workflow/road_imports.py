"""Bring the road network in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from risk_map.domain.frames import MODES, ROADS
from risk_map.governance.permissions import use_case
from risk_map.sources.roads import read_roads
from risk_map.store.folder import DataFolder
from risk_map.workflow.area_imports import real_areas

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from risk_map.config import Config
    from risk_map.domain.subject import Subject

MARGIN_M: Final = 5_000.0
"""Around the municipalities: the quickest way between two places may leave them."""


@dataclass(frozen=True, slots=True)
class RoadCounts:
    """What an import of roads holds.

    Parameters
    ----------
    edges
        Pieces of road between two nodes.
    kilometres
        Their length.
    per_mode
        Mode and the number of pieces that it may use.
    speed_guessed
        Pieces for cars of which the source does not give the speed.
    clipped
        Whether roads far from the municipalities were left out.
    """

    edges: int
    kilometres: float
    per_mode: tuple[tuple[str, int], ...]
    speed_guessed: int
    clipped: bool


@use_case("import_roads")
def import_roads(subject: Subject, config: Config, path: Path) -> RoadCounts:
    """Import the road network from an OpenStreetMap extract or NWB-wegvakken; it replaces the network before.

    Raises
    ------
    RiskMapError
        When the file is refused; nothing was changed then.
    """
    folder = DataFolder(config.data_dir)
    areas = real_areas(folder)
    roads = read_roads(path, None if areas is None else _around(areas))
    folder.write(roads, ROADS)
    for_cars = roads["auto"].fillna("beide") != "geen"
    return RoadCounts(
        edges=len(roads),
        kilometres=float(roads["length_m"].sum() / 1000),
        per_mode=tuple((mode, int((roads[mode] != "geen").sum())) for mode in MODES),
        speed_guessed=int((for_cars & ~roads["speed_given"].fillna(value=False).astype(bool)).sum()),
        clipped=areas is not None,
    )


def _around(areas: gpd.GeoDataFrame) -> tuple[float, float, float, float]:
    low_x, low_y, high_x, high_y = areas.total_bounds
    return low_x - MARGIN_M, low_y - MARGIN_M, high_x + MARGIN_M, high_y + MARGIN_M
