from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pytest
from shapely import LineString, Point, Polygon, box
from shapely.geometry import MultiLineString

from risk_map.app import layers
from risk_map.app.layers import LAND_STYLES, LAYERS, ROAD_STYLES, draw_background, units
from risk_map.app.place_names import place_points
from risk_map.domain.contract import RD_EPSG
from risk_map.domain.frames import LAND_USE, ROADS
from risk_map.workflow.snapshot import Background

X, Y = 150_000, 450_000


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


def names_of(background, level, places=None):
    """Give name -> point in RD of one level."""
    found = [name for name in draw_background(background, places)["names"] if name["level"] == level]
    points = gpd.GeoSeries([Point(x, y) for y, x in (name["at"] for name in found)], crs=4326).to_crs(RD_EPSG)
    return dict(zip((name["text"] for name in found), points, strict=True))


def built_up(background, *pieces):
    rows = background.land_use.iloc[[0] * len(pieces)].assign(**{"class": "bebouwd"})
    return rows.set_geometry(list(pieces), crs=RD_EPSG).set_axis([f"b{n}" for n in range(len(pieces))])


def with_built_up(background, *pieces):
    return Background(background.areas, background.roads, built_up(background, *pieces))


def test_the_name_of_an_area_lies_on_its_largest_built_up_piece(background):
    small, large, elsewhere = box(X, Y, X + 150, Y + 100), box(X + 600, Y + 500, X + 900, Y + 800), box(0, 0, 1, 1)
    lived_in = with_built_up(background, small, large, elsewhere)
    for level, name in (("buurt", "Dorp"), ("gemeente", "Voorbeeld")):
        assert large.buffer(2).contains(names_of(lived_in, level)[name])


def test_the_name_of_an_area_without_built_up_land_lies_in_the_area(background):
    assert set(names_of(background, "buurt")) == {"Dorp", "Veld", "Elders-Dorp"}
    assert box(X + 1000, Y, X + 2000, Y + 1000).buffer(2).contains(names_of(background, "buurt")["Veld"])


def addresses_of(**places):
    rows = [(name, point) for name, points in places.items() for point in points]
    return gpd.GeoDataFrame({"woonplaats_naam": [name for name, _ in rows]}, geometry=[p for _, p in rows], crs=RD_EPSG)


def test_a_place_has_its_name_where_most_of_its_addresses_are_and_its_municipality_has_it_too(background):
    village, town = box(X, Y, X + 100, Y + 100), box(X + 1200, Y + 300, X + 1500, Y + 600)
    lived_in = with_built_up(background, village, town)
    addresses = addresses_of(
        Gehucht=[Point(X + 50, Y + 900), Point(X + 60, Y + 910)],
        Voorbeeld=[Point(X + 10, Y + 10), *(Point(X + 1300 + 20 * n, Y + 400 + 15 * n**2 % 70) for n in range(6))],
    )
    places = place_points(addresses, lived_in.land_use)
    assert list(places.index) == ["Voorbeeld", "Gehucht"]
    found = names_of(lived_in, "plaats", places)
    assert town.contains(found["Voorbeeld"])
    assert found["Gehucht"].distance(Point(X + 55, Y + 905)) < 2
    assert names_of(lived_in, "gemeente", places)["Voorbeeld"].distance(found["Voorbeeld"]) < 0.01


def test_two_places_in_one_built_up_area_each_have_their_own_point_of_it(background):
    ring = box(X, Y, X + 900, Y + 900).difference(box(X + 100, Y + 100, X + 800, Y + 800))
    addresses = addresses_of(
        West=[Point(X + 50, Y + n) for n in (50, 400, 850)] + [Point(X + 400, Y + 50), Point(X + 400, Y + 850)],
        Oost=[Point(X + 850, Y + n) for n in (50, 400, 850)],
    )
    land_use = built_up(background, ring)
    points = place_points(addresses, land_use)
    assert ring.buffer(1).contains(points["West"])
    assert ring.buffer(1).contains(points["Oost"])
    assert points["West"].distance(points["Oost"]) > 300
