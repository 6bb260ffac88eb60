"""Gemeenten, wijken and buurten: the blocks of the mesh joined, with the published totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from risk_map.demo.tables import read_table
from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.frames import AREAS, SYNTHETIC

if TYPE_CHECKING:
    from risk_map.demo.mesh import Mesh


def make_areas(mesh: Mesh, blocks: pd.DataFrame, buurten: pd.DataFrame) -> gpd.GeoDataFrame:
    """Dissolve blocks into buurten, wijken and gemeenten (contract ``AREAS``).

    Parameters
    ----------
    mesh
        Polygons per block.
    blocks
        ``buurt`` per block, -1 outside.
    buurten
        As ``tables.neighbourhoods``.

    Notes
    -----
    Key figures are those that CBS published. ``woningvoorraad`` of a gemeente is published; that of a buurt or wijk is
    the municipal stock spread by households, because the published figures per buurt are rounded to 5.
    """
    inside = (blocks["buurt"] >= 0).to_numpy()
    cells = gpd.GeoDataFrame(
        {"code": buurten.index.to_numpy()[blocks["buurt"][inside]]}, geometry=mesh.polygons[inside], crs=RD_EPSG
    )
    shapes = cells.dissolve("code", method="coverage")
    lowest = shapes.join(buurten.drop(columns="wijkcode").assign(wijkcode=buurten["wijkcode"]))
    stock = lowest["woningen"]
    levels = [_level(lowest.assign(woningvoorraad=stock), "buurt")]
    for level, key in (("wijk", "wijkcode"), ("gemeente", "gemeentecode")):
        joined = lowest[[key, "woningen", "geometry"]].dissolve(key, aggfunc="sum", method="coverage")
        published = read_table({"wijk": "wijken", "gemeente": "gemeenten"}[level]).set_index("code")
        table = joined.join(published.drop(columns="woningvoorraad", errors="ignore"))
        codes = {"wijkcode": table.index} if level == "wijk" else {"gemeentecode": table.index}
        levels.append(_level(table.assign(woningvoorraad=table["woningen"], **codes), level))
    return conform(pd.concat(levels).rename_axis(AREAS.index), AREAS)


def _level(table: gpd.GeoDataFrame, level: str) -> gpd.GeoDataFrame:
    return table.assign(niveau=level, bron=SYNTHETIC)
