from __future__ import annotations

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from risk_map.demo.sketch import draw_sketch


def test_the_network_is_one_piece(region):
    roads = region.roads
    size = roads[["from_node", "to_node"]].to_numpy(int).max() + 1
    graph = coo_array((np.ones(len(roads)), (roads["from_node"], roads["to_node"])), shape=(size, size))
    assert connected_components(graph, directed=False)[0] == 1


def test_nodes_are_shared(region):
    roads = region.roads
    first = shapely.get_coordinates(shapely.get_point(roads.geometry.to_numpy(), 0))
    last = shapely.get_coordinates(shapely.get_point(roads.geometry.to_numpy(), -1))
    node = np.concatenate([roads["from_node"], roads["to_node"]]).astype(int)
    place = np.concatenate([first, last])
    seen = np.zeros((node.max() + 1, 2))
    seen[node] = place
    assert (seen[node] == place).all()
    assert len(np.unique(node)) == node.max() + 1


def test_lengths_are_those_of_the_lines(region):
    assert np.allclose(region.roads["length_m"], region.roads.geometry.length, atol=0.006)


def test_fast_roads_are_the_main_ones(region):
    speed = region.roads.groupby("road_class")["speed_kmh"].max()
    assert speed.to_dict() == {
        "hoofdweg": 100,
        "gebiedsontsluitingsweg": 80,
        "landweg": 60,
        "woonstraat": 50,
        "parkpad": 15,
    }
    assert (region.roads.groupby("road_class")["speed_kmh"].min() >= 15).all()


def test_motorways_meet_the_network_at_junctions_only(region):
    motorway = region.roads["road_class"] == "hoofdweg"
    ends = [set(region.roads.loc[mask, ["from_node", "to_node"]].to_numpy().ravel()) for mask in (motorway, ~motorway)]
    assert 3 <= len(ends[0] & ends[1]) <= 15


def test_a_main_road_passes_every_town_centre(region):
    main = region.roads[region.roads["road_class"] == "gebiedsontsluitingsweg"].geometry.union_all()
    sites = draw_sketch().sites
    centres = sites[(sites["class"] == "centrum") & (sites["hectares"] >= 6)]
    assert len(centres) >= 4
    assert (shapely.distance(main, shapely.points(centres[["x", "y"]].to_numpy())) < 200).all()


def test_nobody_lives_far_from_a_road(region):
    roads = region.roads[region.roads["road_class"] != "hoofdweg"].geometry.to_numpy()
    tree = shapely.STRtree(roads)
    planted = {name for key in ("op_buurtgrens", "net_buiten_gemeente", "ligplaats") for name in region.edge_cases[key]}
    points = region.addresses.geometry[~region.addresses.index.isin(planted)].to_numpy()
    away = tree.query_nearest(points, return_distance=True, all_matches=False)[1]
    assert np.quantile(away, 0.99) < 60
    assert away.max() < 100
