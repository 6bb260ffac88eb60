from __future__ import annotations

import shapely


def test_kinds_of_land_do_not_overlap(region):
    land = region.land_use
    whole = land.geometry.union_all()
    assert abs(land.geometry.area.sum() - whole.area) < 0.0005 * whole.area


def test_the_land_fills_the_region(region):
    whole = region.areas.geometry[region.areas["niveau"] == "gemeente"].union_all()
    assert region.land_use.geometry.union_all().symmetric_difference(whole).area < 0.001 * whole.area


def test_the_map_shows_every_kind_of_land(region):
    hectares = (region.land_use.geometry.area / 1e4).groupby(region.land_use["class"]).sum()
    assert hectares["bos"] > 2_000
    assert hectares["landbouw"] > 6_000
    assert hectares["bebouwd"] > 1_500
    assert (hectares[["water", "centrum", "bedrijventerrein", "vakantiepark"]] > 40).all()


def test_nobody_lives_in_the_water_but_on_a_boat(region):
    water = region.land_use.geometry[region.land_use["class"] == "water"].union_all()
    wet = region.addresses[shapely.contains(water, region.addresses.geometry.to_numpy())]
    assert set(wet.index) <= set(region.edge_cases["ligplaats"])
