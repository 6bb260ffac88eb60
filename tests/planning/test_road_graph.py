from __future__ import annotations

import numpy as np
import pytest

from risk_map.planning import road_graph
from risk_map.planning.road_graph import make_graph
from risk_map.planning.travel import DEFAULT_PARAMS
from tests.planning.roads import at, roads_of

CROSS = [(1, 2, [(0, 0), (100, 0)]), (2, 3, [(100, 0), (200, 0)]), (2, 4, [(100, 0), (100, 50)])]


def graph_of(*edges, mode="auto", **columns):
    return make_graph(roads_of(*edges, **columns), mode, DEFAULT_PARAMS)


@pytest.mark.parametrize(("mode", "kmh"), [("auto", 36 * 0.8), ("fiets", 16), ("lopend", 5)])
def test_every_mode_has_its_speed(mode, kmh):
    assert graph_of(*CROSS, mode=mode).seconds.tolist() == pytest.approx([3.6 * m / kmh for m in (100, 100, 50)])


def test_a_road_that_a_mode_may_not_use_is_not_there():
    ways = ["beide", "geen", "heen"]
    assert len(graph_of(*CROSS, auto=ways).lines) == 2
    assert graph_of(*CROSS, auto=ways).ways.tolist() == [[True, True], [True, False]]
    assert len(graph_of(*CROSS, auto=ways, mode="lopend").lines) == 3


def test_where_the_source_does_not_say_a_motorway_is_for_cars():
    classes = ["hoofdweg", "woonstraat", "parkpad"]
    assert [len(graph_of(*CROSS, road_class=classes, mode=mode).lines) for mode in ("auto", "fiets", "lopend")] == [
        3,
        2,
        2,
    ]


def test_a_place_is_put_on_the_nearest_point_of_the_nearest_road():
    spots = graph_of(*CROSS).spots(at((30, 4), (100, 45), (np.nan, 0)))
    assert spots.edge[:2].tolist() == [0, 2]
    assert spots.share[:2].tolist() == pytest.approx([0.3, 0.9])
    assert spots.away.tolist() == [4, 0, np.inf]


def test_a_road_from_which_there_is_no_way_back_is_no_place_to_stop():
    # The third road can be entered and never left.
    graph = graph_of(*CROSS, auto=["beide", "beide", "heen"])
    assert graph.rows.tolist() == [0, 1]
    assert graph.spots(at((100, 45))).away.tolist() == [45]


def test_a_small_part_that_stands_by_itself_is_no_place_to_stop(monkeypatch):
    edges = [*CROSS, (8, 9, [(0, 300), (100, 300)])]
    assert graph_of(*edges).rows.tolist() == [0, 1, 2]
    monkeypatch.setattr(road_graph, "SMALLEST_PART", 2)
    assert graph_of(*edges).rows.tolist() == [0, 1, 2, 3]


def test_without_a_road_every_place_is_infinitely_far_away():
    spots = graph_of().spots(at((0, 0)))
    assert spots.away.tolist() == [np.inf]


def test_a_one_way_road_is_left_at_its_end_and_entered_at_its_beginning():
    graph = graph_of((1, 2, [(0, 0), (100, 0)]), (2, 1, [(100, 0), (50, 50), (0, 0)]), auto=["heen", "beide"])
    spots = graph.spots(at((25, -1)))
    second = 3.6 / (36 * 0.8)
    assert graph.leave(spots).seconds.tolist() == [[np.inf, pytest.approx(75 * second)]]
    assert graph.arrive(spots).seconds.tolist() == [[pytest.approx(25 * second), np.inf]]
    assert graph.leave(spots).metres.tolist() == [[pytest.approx(25), pytest.approx(75)]]


def test_at_its_ends_no_direction_forbids_it():
    graph = graph_of((1, 2, [(0, 0), (100, 0)]), (2, 1, [(100, 0), (50, 50), (0, 0)]), auto=["heen", "beide"])
    spots = road_graph.Spots(np.array([0, 0]), np.array([0.0, 1.0]), np.zeros(2))
    assert graph.leave(spots).seconds[0, 0] == 0
    assert graph.arrive(spots).seconds[1, 1] == 0
