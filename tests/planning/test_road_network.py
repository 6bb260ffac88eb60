from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from risk_map.domain.frames import ROADS
from risk_map.planning.road_network import RoadNetwork
from risk_map.planning.travel import DEFAULT_PARAMS, UNREACHABLE, TravelParams
from risk_map.sources.roads import read_osm
from risk_map.store.folder import DataFolder
from tests.planning.roads import at, by_networkx, roads_of

LIECHTENSTEIN = Path(__file__).parents[3] / "shared" / "data" / "osm" / "liechtenstein.osm.pbf"
SWISS_GRID = 2056
PLAIN = TravelParams(car_share=1)
"""Ten metres a second on every road of the tests."""

SQUARE = [
    (1, 2, [(0, 0), (100, 0)]),
    (2, 3, [(100, 0), (100, 100)]),
    (3, 4, [(100, 100), (0, 100)]),
    (4, 1, [(0, 100), (0, 0)]),
]


def network(*edges, params=PLAIN, **columns):
    return RoadNetwork(roads_of(*edges, **columns), params)


def seconds(roads, *points, mode="auto"):
    return roads.matrix(at(*points), mode).seconds.tolist()


class TestByHand:
    def test_part_of_an_edge_costs_its_part(self):
        found = network(*SQUARE).matrix(at((50, 0), (100, 30)), "auto")
        assert found.seconds.tolist() == [[0, 8], [8, 0]]
        assert found.metres.tolist() == [[0, 80], [80, 0]]
        assert found.method == "over de weg (auto)"

    def test_the_distance_to_the_road_is_shown_and_not_counted(self):
        found = network(*SQUARE).matrix(at((50, -40), (50, 60), (100, 30)), "auto")
        assert found.snap_m.tolist() == [40, 40, 0]
        assert found.seconds[0, 2] == 8

    def test_on_one_edge_the_way_does_not_leave_it(self):
        assert seconds(network(*SQUARE), (20, 0), (70, 0)) == [[0, 5], [5, 0]]

    def test_against_the_one_way_traffic_one_drives_round(self):
        one_way = network(*SQUARE, auto=["heen"] * 4)
        assert seconds(one_way, (20, 0), (70, 0)) == [[0, 5], [35, 0]]
        assert seconds(one_way, (20, 0), (70, 0), mode="lopend")[1][0] == 36

    def test_the_quickest_way_is_not_the_shortest(self):
        edges = [
            (1, 2, [(0, 0), (0, 100)]),
            (1, 3, [(0, 0), (100, 0)]),
            (3, 4, [(100, 0), (100, 100)]),
            (4, 2, [(100, 100), (0, 100)]),
        ]
        found = network(*edges, speed_kmh=[3.6, 36.0, 36.0, 36.0]).matrix(at((0, 0), (0, 100)), "auto")
        assert (found.seconds[0, 1], found.metres[0, 1]) == (30, 300)

    def test_of_two_roads_between_the_same_nodes_the_quickest_counts(self):
        edges = [(1, 2, [(0, 0), (100, 0)]), (1, 2, [(0, 0), (50, 200), (100, 0)]), (2, 3, [(100, 0), (200, 0)])]
        assert seconds(network(*edges), (0, 0), (150, 0))[0][1] == 15

    def test_a_loop_is_driven_the_short_way_round(self):
        edges = [(1, 2, [(-100, 0), (0, 0)]), (2, 2, [(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)])]
        assert seconds(network(*edges), (-100, 0), (0, 60)) == [[0, 16], [16, 0]]

    def test_a_place_far_from_every_road_reaches_nothing(self):
        found = network(*SQUARE).matrix(at((50, 0), (5_000, 0), (100, 30)), "auto")
        assert found.seconds.tolist() == [[0, UNREACHABLE, 8], [UNREACHABLE, 0, UNREACHABLE], [8, UNREACHABLE, 0]]
        assert found.metres[0, 1] == UNREACHABLE
        assert found.snap_m[1] == 4_900
        assert found.cut_off().tolist() == [1]

    def test_no_place_and_no_road_is_no_error(self):
        assert network(*SQUARE).matrix(np.empty((0, 2)), "auto").seconds.shape == (0, 0)
        assert network(*SQUARE).path(np.empty((0, 2)), "auto") == []
        assert seconds(network(), (0, 0), (1, 0)) == [[0, UNREACHABLE], [UNREACHABLE, 0]]
        assert network().path(at((0, 0), (1, 0)), "auto")[0].is_empty


class TestPath:
    def test_it_follows_the_roads_from_kerb_to_kerb(self):
        (line,) = network(*SQUARE).path(at((50, -5), (105, 30)), "auto")
        assert shapely.get_coordinates(line).tolist() == at((50, 0), (100, 0), (100, 30)).tolist()

    def test_it_goes_with_the_one_way_traffic(self):
        line = network(*SQUARE, auto=["terug"] * 4).path(at((20, 0), (70, 0)), "auto")[0]
        assert line.length == 350
        assert shapely.get_coordinates(line)[1].tolist() == at((0, 0))[0].tolist()

    def test_on_one_edge_it_is_a_part_of_it_in_either_direction(self):
        there, back = network(*SQUARE).path(at((20, 0), (70, 0), (20, 0)), "auto")
        assert there.reverse().equals_exact(back)
        assert there.length == 50

    def test_where_there_is_no_way_it_is_empty(self):
        legs = network(*SQUARE).path(at((20, 0), (5_000, 0), (70, 0), (80, 0)), "auto")
        assert [leg.is_empty for leg in legs] == [True, True, False]

    def test_two_visits_at_one_place_are_a_point_that_can_be_drawn(self):
        (line,) = network(*SQUARE).path(at((20, 0), (20, 0)), "auto")
        assert (line.length, len(line.coords)) == (0, 2)

    def test_it_goes_round_a_loop_in_the_direction_that_is_allowed(self):
        edges = [(1, 2, [(-100, 0), (0, 0)]), (2, 2, [(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)])]
        (line,) = network(*edges, auto=["beide", "terug"]).path(at((-100, 0), (100, 50)), "auto")
        assert shapely.get_coordinates(line).tolist() == at((-100, 0), (0, 0), (0, 100), (100, 100), (100, 50)).tolist()


def hostile(draw_edges, ways, classes):
    points = [(x * 100.0, y * 70.0) for x in range(4) for y in range(3)]
    edges = [(a, b, [points[a], points[b]]) for a, b in draw_edges]
    return roads_of(*edges, auto=ways[: len(edges)], speed_kmh=classes[: len(edges)])


EDGES = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] != pair[1]),
    min_size=1,
    max_size=25,
    unique=True,
)
PLACES = st.lists(st.tuples(st.floats(-50, 350), st.floats(-50, 200)), min_size=2, max_size=6)


@settings(max_examples=40)
@given(
    EDGES,
    st.lists(st.sampled_from(["beide", "heen", "terug"]), min_size=25, max_size=25),
    st.lists(st.sampled_from([15.0, 30.0, 80.0]), min_size=25, max_size=25),
    PLACES,
)
def test_the_path_is_as_long_as_the_matrix_says_and_ends_where_it_should(edges, ways, speeds, places):
    roads = RoadNetwork(hostile(edges, ways, speeds), PLAIN)
    found = roads.matrix(at(*places), "auto")
    legs = roads.path(at(*places), "auto")
    assert (np.diag(found.seconds) == 0).all()
    for number, leg in enumerate(legs):
        assert leg.is_empty == (found.seconds[number, number + 1] >= UNREACHABLE)
        if not leg.is_empty:
            assert leg.length == pytest.approx(found.metres[number, number + 1], abs=1)
            ends = [Point(leg.coords[0]), Point(leg.coords[-1])]
            away = shapely.distance(ends, shapely.points(at(*places[number : number + 2])))
            assert away == pytest.approx(found.snap_m[number : number + 2], abs=1e-6)


@settings(max_examples=40)
@given(
    EDGES,
    st.lists(st.sampled_from(["beide", "heen", "terug"]), min_size=25, max_size=25),
    st.lists(st.sampled_from([15.0, 30.0, 80.0]), min_size=25, max_size=25),
    PLACES,
)
def test_the_matrix_is_that_of_networkx_where_every_road_can_be_left(edges, ways, speeds, places):
    frame = hostile(edges, ways, speeds)
    roads = RoadNetwork(frame, PLAIN)
    if len(roads.graph("auto").rows) < len(frame):
        frame = frame.iloc[roads.graph("auto").rows]
        if frame.empty:
            return
        roads = RoadNetwork(frame, PLAIN)
    oracle = by_networkx(frame, at(*places), "auto", lambda road: road.speed_kmh / 3.6)
    # Two roads may be equally near; the distance to the road is then the same and the time need not be.
    lines = frame.geometry.to_numpy()
    away = np.sort(shapely.distance(shapely.points(at(*places))[:, None], lines[None]), axis=1)
    clear = np.ones(len(places), bool) if len(frame) == 1 else away[:, 1] - away[:, 0] > 1e-6
    found = roads.matrix(at(*places), "auto").seconds[np.ix_(clear, clear)]
    assert found == pytest.approx(oracle[np.ix_(clear, clear)], abs=0.51)


def places_along(roads, count, seed):
    rng = np.random.default_rng(seed)
    lines = roads.geometry.to_numpy()[rng.choice(len(roads), count)]
    on = shapely.line_interpolate_point(lines, rng.uniform(0.1, 0.9, count), normalized=True)
    return shapely.get_coordinates(on)


class TestWholeNetworks:
    @pytest.mark.parametrize("mode", ["auto", "fiets", "lopend"])
    def test_the_demonstration_region_agrees_with_networkx(self, demo_folder, mode):
        frame = DataFolder(demo_folder).read(ROADS)
        roads = RoadNetwork(frame)
        used = frame[(frame["road_class"] != "hoofdweg") | (mode == "auto")]
        points = places_along(used, 25, seed=3)
        kmh = {"fiets": 16.0, "lopend": 5.0}
        oracle = by_networkx(used, points, mode, lambda road: kmh.get(mode, road.speed_kmh * 0.8) / 3.6)
        found = roads.matrix(points, mode)
        assert found.snap_m.max() < 1e-3
        ours = np.where(found.seconds >= UNREACHABLE, np.inf, found.seconds)
        assert ours == pytest.approx(oracle, abs=0.51)

    def test_three_hundred_places_and_their_quickest_ways_keep_the_triangle(self, demo_folder):
        roads = RoadNetwork(DataFolder(demo_folder).read(ROADS))
        points = places_along(DataFolder(demo_folder).read(ROADS), 300, seed=4)
        found = roads.matrix(points, "auto")
        assert (found.seconds < UNREACHABLE).all()
        for via in range(0, 300, 30):
            assert (found.seconds <= found.seconds[:, [via]] + found.seconds[[via]] + 2).all()
        straight = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
        assert (found.metres >= straight - 1).all()

    @pytest.mark.real_data
    def test_liechtenstein_agrees_with_networkx(self):
        if not LIECHTENSTEIN.exists():
            pytest.skip("../shared/data is absent")
        frame = read_osm(LIECHTENSTEIN, SWISS_GRID)
        roads = RoadNetwork(frame)
        graph = roads.graph("auto")
        used = frame[frame["auto"] != "geen"].iloc[graph.rows]
        points = places_along(used, 25, seed=5)
        oracle = by_networkx(used, points, "auto", lambda road: road.speed_kmh * DEFAULT_PARAMS.car_share / 3.6)
        assert roads.matrix(points, "auto").seconds == pytest.approx(oracle, abs=0.51)
