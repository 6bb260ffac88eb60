from __future__ import annotations

import numpy as np
import pandas as pd

from risk_map.demo.streets import lay_streets

NODES = np.array([[0, 0], [100, 0], [200, 10], [300, 0], [100, 90]], dtype=float)


def roads(pairs, road_class="woonstraat"):
    table = pd.DataFrame(pairs, columns=["from_node", "to_node"])
    span = NODES[table["to_node"]] - NODES[table["from_node"]]
    return table.assign(road_class=road_class, line=None, length_m=np.hypot(*span.T))


def test_a_street_goes_straight_on_and_a_side_road_is_another():
    streets = lay_streets(roads([(0, 1), (1, 2), (3, 2), (1, 4)]), NODES)["street"].tolist()
    assert streets[0] == streets[1] == streets[2] != streets[3]


def test_edges_know_their_place_and_direction_along_the_street():
    laid = lay_streets(roads([(0, 1), (1, 2), (3, 2)]), NODES)
    order = laid.sort_values("along_m")
    assert order["along_m"].iloc[0] == 0
    assert np.allclose(np.diff(order["along_m"]), order["length_m"].iloc[:-1])
    # The last edge was written the other way round.
    assert laid["forward"].iloc[0] == laid["forward"].iloc[1] != laid["forward"].iloc[2]


def test_another_class_of_road_is_another_street():
    table = roads([(0, 1), (1, 2)]).assign(road_class=["woonstraat", "landweg"])
    assert lay_streets(table, NODES)["street"].nunique() == 2
