"""Where a team sets out and ends, in words that somebody can drive to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shapely import Point

from risk_map.store.folder import DataFolder
from risk_map.workflow.planning_teams import middle_of

if TYPE_CHECKING:
    import geopandas as gpd

    from risk_map.config import Config
    from risk_map.reporting.route_map import MapLayers
    from risk_map.reporting.route_round import PlannedTeam
    from risk_map.reporting.route_round import Point as Place

NEAR_M: Final = 250
"""A road or an address within this distance says where a place is."""

SAME_M: Final = 1
"""The store keeps places in whole metres or better."""


def start_words(config: Config, team: PlannedTeam, layers: MapLayers) -> str:
    """Say where a team sets out, and where it ends when that is elsewhere; empty when nobody knows.

    Parameters
    ----------
    config
        Says where teams usually begin, and where the addresses are.
    team
        Which team.
    layers
        Municipalities and roads around it.
    """
    if team.start is None:
        return ""
    begin = f"{_words(config, team.start, layers)} (S op de kaart)"
    elsewhere = team.end is not None and team.end != team.start
    return f"{begin}; einde: {_words(config, team.end, layers)} (E)" if team.end and elsewhere else begin


def _words(config: Config, at: Place, layers: MapLayers) -> str:
    names = {point: config.municipalities[code] for code, point in config.planning.starts.items()}
    near = DataFolder(config.data_dir).read_addresses(bbox=Point(at).buffer(NEAR_M).bounds)
    road = _road(at, layers) or _nearest(near, at, "openbare_ruimte_naam")
    name, remark = (names[at], "") if at in names else _unnamed(config, at, layers, near)
    known = ", ".join(part for part in (name, road and f"bij {road}") if part)
    return f"{known or f'RD {at[0]:.0f}, {at[1]:.0f}'}{remark}"


def _unnamed(config: Config, at: Place, layers: MapLayers, near: gpd.GeoDataFrame) -> tuple[str, str]:
    """Give the municipality of a place, and whether it stands for a beginning that nobody configured."""
    towns = layers.areas[layers.areas["niveau"] == "gemeente"]
    inside = towns[towns.intersects(Point(at)).to_numpy(dtype=bool)]
    code = _nearest(inside, at, "gemeentecode") or _nearest(near, at, "gemeentecode")
    if not code:
        return "", ""
    town = config.municipalities.get(code, code)
    middle = middle_of(DataFolder(config.data_dir).read_addresses([code]))
    if middle is None or Point(at).distance(Point(middle)) > SAME_M:
        return f"gekozen punt in {town}", ""
    return f"midden van {town}", "; geen startpunt ingesteld"


def _road(at: Place, layers: MapLayers) -> str:
    near = layers.roads.iloc[sorted(layers.roads.sindex.query(Point(at).buffer(NEAR_M)))]
    return _nearest(near[near["naam"].notna()], at, "naam")


def _nearest(rows: gpd.GeoDataFrame, at: Place, column: str) -> str:
    return "" if rows.empty else str(rows[column].iloc[int(rows.distance(Point(at)).to_numpy().argmin())])
