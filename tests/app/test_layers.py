from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pytest
from shapely import LineString, Polygon
from shapely.geometry import MultiLineString

from risk_map.app import layers
from risk_map.app.layers import LAND_STYLES, LAYERS, ROAD_STYLES, draw_background, units
from risk_map.domain.contract import RD_EPSG
from risk_map.domain.frames import LAND_USE, ROADS
from risk_map.workflow.snapshot import Background


def decoded(drawing):
    """Decode as static/map/map.js does."""
    points = np.cumsum(np.array(drawing["steps"]).reshape(-1, 2), axis=0) / 100_000
    return np.split(points, np.cumsum(drawing["lengths"])[:-1])


def in_rd(lines):
    return gpd.GeoSeries([LineString(line) for line in lines], crs=4326).to_crs(RD_EPSG)


def test_the_styles_cover_the_contracts():
    allowed = {contract.name: contract.columns for contract in (LAND_USE, ROADS)}
    assert set(next(c.allowed for c in allowed["land_use"] if c.name == "class")) == set(LAND_STYLES)
    assert set(next(c.allowed for c in allowed["roads"] if c.name == "road_class")) == set(ROAD_STYLES)


def test_every_layer_can_be_sent(background):
    drawing = draw_background(background)
    assert {layer.key for layer in LAYERS} < set(drawing)
    assert json.loads(json.dumps(drawing, allow_nan=False)) == drawing


def test_land_use_comes_back_where_it_was_with_its_hole(background):
    forest = draw_background(background)["land"][list(LAND_STYLES).index("bos")]
    assert forest["polygons"] == [2]
    shell, hole = (Polygon(ring.coords) for ring in in_rd(decoded(forest)))
    original = background.land_use.geometry["u1"]
    assert shell.difference(hole).symmetric_difference(original).area < 0.01 * original.area


def test_pieces_of_one_road_become_one_line_within_a_metre(background):
    road = draw_background(background)["roads"][list(ROAD_STYLES).index("hoofdweg")]
    assert len(road["lengths"]) == 1
    (line,) = in_rd(decoded(road))
    original = MultiLineString(background.roads.geometry[:2].tolist())
    assert line.hausdorff_distance(original) < 1.2


def test_a_shared_border_is_drawn_once(background):
    buurten = draw_background(background)["borders"][0]
    # Three squares in a row of 4 by 1 km: outer edge 10 km and two shared sides of 1 km.
    assert in_rd(decoded(buurten)).length.sum() == pytest.approx(12_000, abs=30)


def test_every_area_can_be_outlined_by_its_code(background):
    assert {area["code"] for area in draw_background(background)["outlines"]} == set(background.areas.index)


def test_names_are_safe(background, areas):
    areas = areas.assign(naam="${alert(1)}<b>")
    names = draw_background(Background(areas, background.roads, background.land_use))["names"]
    assert not any(set(name["text"]) & set("<>${}`\\") for name in names)


def test_without_local_data_the_map_is_empty(background):
    empty = Background(background.areas.iloc[:0], background.roads.iloc[:0], background.land_use.iloc[:0])
    drawing = draw_background(empty)
    assert drawing["box"] is None
    assert all(part["lengths"] == [] for part in drawing["land"] + drawing["roads"] + drawing["borders"])


def test_a_missing_place_stays_missing():
    degrees = gpd.pd.Series([5.315, float("nan")])
    assert units(degrees) == [531_500, None]


def corners(background):
    return {
        key: sum(road["lengths"]) for key, road in zip(ROAD_STYLES, draw_background(background)["roads"], strict=True)
    }


def test_roads_that_are_too_many_are_left_out_the_least_important_first(background, monkeypatch):
    everything = corners(background)
    assert everything["hoofdweg"] > 0
    assert everything["parkpad"] > 0
    monkeypatch.setattr(layers, "MOST_ROAD_CORNERS", everything["hoofdweg"])
    assert corners(background) == everything | {"parkpad": 0}
    monkeypatch.setattr(layers, "MOST_ROAD_CORNERS", 0)
    assert set(corners(background).values()) == {0}


def test_a_road_with_many_small_bends_is_drawn_coarser_before_it_is_left_out(background, monkeypatch):
    x, y = 150_000, 450_500
    bends = LineString([(x + 20 * n, y + 10 * (n % 2)) for n in range(40)])
    road = background.roads.iloc[[0]].set_geometry([bends], crs=RD_EPSG)
    bendy = Background(areas=background.areas, roads=road, land_use=background.land_use)
    assert corners(bendy)["hoofdweg"] > 30
    monkeypatch.setattr(layers, "MOST_ROAD_CORNERS", 10)
    assert corners(bendy)["hoofdweg"] == 2


def test_roads_far_from_the_municipalities_are_not_drawn(background):
    far = background.roads.assign(geometry=background.roads.translate(60_000, 0))
    assert set(corners(Background(background.areas, far, background.land_use)).values()) == {0}
