"""Compile what is compiled before anybody waits for it: set-up runs ``python -m risk_map.planning.ahead``."""

from __future__ import annotations

from datetime import date
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import LineString

from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.frames import ROAD_CLASSES, ROADS
from risk_map.planning.problem import Candidate, RoundProblem, RoundRules, Team, Window
from risk_map.planning.road_network import RoadNetwork
from risk_map.planning.solver import plan
from risk_map.planning.stop import MaxIterations

LEFT: Final = 150_000.0
BOTTOM: Final = 450_000.0


def main() -> None:
    """Find one way, and plan one visit."""
    road = {"from_node": 0, "to_node": 1, "road_class": ROAD_CLASSES[0], "length_m": 9.0, "speed_kmh": 30.0, "bron": ""}
    line = LineString([(LEFT, BOTTOM), (LEFT + 9.0, BOTTOM)])
    index = pd.Index(["1"], name="road_id", dtype="str")
    roads = RoadNetwork(conform(gpd.GeoDataFrame([road], index=index, geometry=[line], crs=RD_EPSG), ROADS))
    matrix = roads.matrix(np.array([[LEFT + 1.0, BOTTOM], [LEFT + 8.0, BOTTOM]]), "auto")
    visit = Candidate("", 0, 1.0, 0, (Window(0, 1),), "", "")
    problem = RoundProblem(date.min, (Team("", 2, None, 1, 1, 0, 1),), (visit,), {"auto": matrix}, RoundRules((), 0.0))
    plan(problem, MaxIterations(1), 0)


if __name__ == "__main__":
    main()
