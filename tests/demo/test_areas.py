from __future__ import annotations

import shapely

from risk_map.demo.tables import read_table


def level(region, name):
    return region.areas[region.areas["niveau"] == name]


def test_the_buurten_have_neither_overlap_nor_gap(region):
    assert shapely.coverage_is_valid(level(region, "buurt").geometry.to_numpy())


def test_wijken_and_gemeenten_are_their_buurten_joined(region):
    buurten = level(region, "buurt")
    for name, key in (("wijk", "wijkcode"), ("gemeente", "gemeentecode")):
        joined = buurten.dissolve(key).geometry
        areas = level(region, name).geometry
        assert set(joined.index) == set(areas.index)
        assert (joined.symmetric_difference(areas).area < 1).all()


def test_key_figures_are_those_that_were_published(region):
    for name, table in (("buurt", "buurten"), ("wijk", "wijken"), ("gemeente", "gemeenten")):
        published = read_table(table).set_index("code")
        made = level(region, name).loc[published.index]
        for column in ("naam", "aantal_inwoners", "aantal_huishoudens", "oppervlakte_land_in_ha"):
            assert (made[column] == published[column]).all(), column


def test_outlines_do_not_look_like_squares(region):
    gemeenten = level(region, "gemeente").geometry
    assert (shapely.get_num_coordinates(gemeenten.to_numpy()) > 60).all()
    assert (gemeenten.area / gemeenten.minimum_rotated_rectangle().area < 0.8).all()
