from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString

from risk_map.domain.frames import ROAD_CLASSES
from risk_map.sources.roads_osm import KINDS, cut_where_they_meet, make_osm_roads

TAGS = (
    "highway", "name", "oneway", "oneway:bicycle", "cycleway", "access", "vehicle", "motor_vehicle", "motorcar",
    "bicycle", "foot", "maxspeed", "junction",
)  # fmt: skip


def road(**tags):
    tags = {key.replace("__", ":"): value for key, value in tags.items()}
    row = {tag: gpd.pd.Series([tags.get(tag)], dtype="str") for tag in TAGS}
    ways = gpd.GeoDataFrame(
        {"osm_id": gpd.pd.Series(["7"], dtype="str"), **row}, geometry=[LineString([(5, 52), (5.1, 52)])], crs=4326
    )
    made = make_osm_roads(ways)
    return made.iloc[0] if len(made) else None


def who(**tags):
    made = road(**tags)
    return None if made is None else (made["auto"], made["fiets"], made["lopend"])


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"highway": "residential"}, ("beide", "beide", "beide")),
        ({"highway": "motorway"}, ("heen", "geen", "geen")),
        ({"highway": "motorway_link"}, ("beide", "geen", "geen")),
        ({"highway": "trunk", "access": "yes"}, ("beide", "geen", "geen")),
        ({"highway": "trunk", "bicycle": "yes"}, ("beide", "beide", "geen")),
        ({"highway": "cycleway"}, ("geen", "beide", "beide")),
        ({"highway": "cycleway", "oneway": "yes"}, ("geen", "heen", "beide")),
        ({"highway": "cycleway", "foot": "no"}, ("geen", "beide", "geen")),
        ({"highway": "footway"}, ("geen", "geen", "beide")),
        ({"highway": "footway", "bicycle": "designated"}, ("geen", "beide", "beide")),
        ({"highway": "footway", "bicycle": "dismount"}, ("geen", "geen", "beide")),
        ({"highway": "pedestrian", "motor_vehicle": "destination"}, ("beide", "geen", "beide")),
        ({"highway": "track"}, ("geen", "beide", "beide")),
        ({"highway": "primary", "bicycle": "use_sidepath"}, ("beide", "geen", "beide")),
        ({"highway": "service", "access": "private"}, None),
        ({"highway": "service", "access": "no", "foot": "yes"}, ("geen", "geen", "beide")),
        ({"highway": "residential", "motor_vehicle": "no"}, ("geen", "beide", "beide")),
        ({"highway": "residential", "motor_vehicle": "no", "motorcar": "yes"}, ("beide", "beide", "beide")),
        ({"highway": "residential", "vehicle": "no"}, ("geen", "geen", "beide")),
        ({"highway": "residential", "vehicle": "no", "bicycle": "yes"}, ("geen", "beide", "beide")),
        ({"highway": "residential", "access": "destination"}, ("beide", "beide", "beide")),
        ({"highway": "residential", "oneway": "yes"}, ("heen", "heen", "beide")),
        ({"highway": "residential", "oneway": "-1"}, ("terug", "terug", "beide")),
        ({"highway": "residential", "oneway": "yes", "oneway__bicycle": "no"}, ("heen", "beide", "beide")),
        ({"highway": "residential", "oneway": "yes", "cycleway": "opposite_lane"}, ("heen", "beide", "beide")),
        ({"highway": "residential", "oneway": "reversible"}, ("geen", "geen", "beide")),
        ({"highway": "tertiary", "junction": "roundabout"}, ("heen", "heen", "beide")),
        ({"highway": "tertiary", "junction": "roundabout", "oneway": "no"}, ("beide", "beide", "beide")),
        ({"highway": "construction"}, None),
    ],
)
def test_the_tags_say_who_may_go_which_way(tags, expected):
    assert who(**tags) == expected


@pytest.mark.parametrize(
    ("maxspeed", "expected"),
    [
        ("30", (30, True)),
        ("30 mph", (48.28032, True)),
        ("NL:urban", (50, False)),
        ("none", (50, False)),
        ("0", (50, False)),
        (None, (50, False)),
    ],
)
def test_a_speed_comes_from_the_tag_or_else_from_the_kind_of_road(maxspeed, expected):
    made = road(highway="tertiary", maxspeed=maxspeed)
    assert (made["speed_kmh"], made["speed_given"]) == (pytest.approx(expected[0]), expected[1])


def test_every_kind_has_a_class_of_the_contract_and_somebody_who_may_use_it():
    assert {kind.road_class for kind in KINDS.values()} <= set(ROAD_CLASSES)
    assert all(kind.modes and set(kind.modes) <= set("afl") and kind.speed_kmh > 0 for kind in KINDS.values())


def cut(*lines):
    owner, ends, pieces = cut_where_they_meet(np.array([LineString(line) for line in lines], dtype=object))
    return owner.tolist(), ends, pieces


class TestCutting:
    def test_a_crossing_without_a_shared_vertex_is_a_bridge(self):
        owner, ends, _ = cut([(5, 52), (5.2, 52.2)], [(5, 52.2), (5.2, 52)])
        assert owner == [0, 1]
        assert len(np.unique(ends)) == 4

    def test_a_crossing_with_a_shared_vertex_cuts_both(self):
        owner, ends, pieces = cut([(5, 52), (5.1, 52.1), (5.2, 52.2)], [(5, 52.2), (5.1, 52.1), (5.2, 52)])
        assert owner == [0, 0, 1, 1]
        assert len(np.unique(ends)) == 5
        assert [piece.coords[0] for piece in pieces] == [(5, 52), (5.1, 52.1), (5, 52.2), (5.1, 52.1)]

    def test_a_loop_keeps_its_node(self):
        owner, ends, pieces = cut([(5, 52), (5.1, 52), (5.1, 52.1), (5, 52)])
        assert owner == [0]
        assert ends[0, 0] == ends[0, 1]
        assert len(pieces[0].coords) == 4

    def test_a_way_that_passes_a_point_twice_is_cut_there(self):
        owner, _, _ = cut([(5, 52), (5.1, 52), (5.2, 52.1), (5.1, 52), (5.3, 52)])
        assert owner == [0, 0, 0]

    def test_a_vertex_that_is_written_twice_is_one(self):
        _, ends, pieces = cut([(5, 52), (5.1, 52), (5.1, 52), (5.2, 52)])
        assert (len(ends), len(pieces[0].coords)) == (1, 3)

    def test_a_way_of_one_point_is_no_road(self):
        owner, _, pieces = cut([(5, 52), (5, 52)])
        assert (owner, len(pieces)) == ([], 0)

    @given(
        st.lists(
            st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=7), min_size=1, max_size=6
        )
    )
    def test_the_pieces_make_up_the_lines_and_meet_only_at_nodes(self, grid):
        lines = [LineString([(5 + x / 10, 52 + y / 10) for x, y in line]) for line in grid]
        owner, ends, pieces = cut_where_they_meet(np.array(lines, dtype=object))
        length = np.bincount(owner, shapely.length(pieces) if len(pieces) else [], minlength=len(lines))
        assert np.allclose(length, shapely.length(lines))
        corners = {point for piece in pieces for point in (piece.coords[0], piece.coords[-1])}
        inner = [point for piece in pieces for point in piece.coords[1:-1]]
        assert not corners & set(inner)
        assert len(inner) == len(set(inner))
        assert len(corners) == len(np.unique(ends))
