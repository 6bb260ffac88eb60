from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from risk_map.demo.mesh import make_mesh


def grid(columns, rows, size=100.0):
    x, y = np.meshgrid(np.arange(columns), np.arange(rows))
    return np.column_stack([x.ravel(), y.ravel()]) * size + 150_000


def test_a_grid_of_centres_gives_square_blocks_with_crossings_of_four():
    mesh = make_mesh(grid(5, 5))
    middle = 12
    assert np.isclose(shapely.area(mesh.polygons[middle]), 10_000)
    around = mesh.edges[(mesh.edges["left"] == middle) | (mesh.edges["right"] == middle)]
    assert around["length_m"].tolist() == [100.0] * 4
    corner = around["from_node"].iloc[0]
    assert ((mesh.edges["from_node"] == corner) | (mesh.edges["to_node"] == corner)).sum() == 4


def test_left_of_an_edge_is_left():
    mesh = make_mesh(grid(4, 4))
    begin, end = mesh.nodes[mesh.edges["from_node"]], mesh.nodes[mesh.edges["to_node"]]
    along, across = end - begin, mesh.centres[mesh.edges["left"]] - begin
    assert (along[:, 0] * across[:, 1] - along[:, 1] * across[:, 0] > 0).all()


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6), st.integers(20, 150))
def test_blocks_never_overlap_and_leave_no_gap(seed, count):
    points = np.random.default_rng(seed).uniform(0, 3000, (count, 2)) + 150_000
    mesh = make_mesh(points)
    inner = mesh.polygons[shapely.area(mesh.polygons) < 1e7]
    assert shapely.is_valid(inner).all()
    joined = shapely.union_all(inner)
    assert abs(shapely.area(inner).sum() - joined.area) <= 0.02 * joined.area
