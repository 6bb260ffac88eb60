from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from risk_map.planning.shortest import NONE, Arcs, Seeds, search, search_all


def arcs_of(nodes, arcs):
    order = sorted(arcs)
    tail, head, seconds = (np.array(values) for values in zip(*order, strict=True)) if order else [np.empty(0, int)] * 3
    first = np.searchsorted(tail, np.arange(nodes + 1))
    seconds = seconds.astype(float)
    return Arcs(first, head.astype(np.int64), seconds, 2 * seconds)


def seeds_of(*rows):
    """One row per place: (node, seconds) twice."""
    node = np.array([[pair[0] for pair in row] for row in rows], dtype=np.int64)
    seconds = np.array([[pair[1] for pair in row] for row in rows], dtype=float)
    return Seeds(node, seconds, np.where(np.isfinite(seconds), 2 * seconds, 0))


GRAPHS = st.integers(2, 12).flatmap(
    lambda nodes: st.tuples(
        st.just(nodes),
        st.lists(st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1), st.integers(0, 9)), max_size=40),
        st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1)),
        st.tuples(st.integers(0, 9), st.one_of(st.integers(0, 9), st.just(np.inf))),
        st.lists(st.integers(0, nodes - 1), min_size=1, unique=True),
    )
)


@given(GRAPHS)
def test_the_quickest_ways_are_those_of_networkx(given_graph):
    nodes, arcs, ends, costs, sought = given_graph
    graph = nx.MultiDiGraph()
    graph.add_nodes_from([*range(nodes), "place"])
    graph.add_weighted_edges_from(arcs)
    graph.add_weighted_edges_from(
        ("place", node, cost) for node, cost in zip(ends, costs, strict=True) if np.isfinite(cost)
    )
    oracle = nx.single_source_dijkstra_path_length(graph, "place")
    seeds = seeds_of(list(zip(ends, costs, strict=True)))
    cost, length, _ = search(arcs_of(nodes, arcs), seeds, 0, np.array(sorted(sought)))
    for node in sought:
        assert cost[node] == oracle.get(node, np.inf)
        assert not np.isfinite(cost[node]) or length[node] == 2 * cost[node]


def test_on_a_large_graph_too():
    rng = np.random.default_rng(7)
    nodes, count = 2_000, 9_000
    tail, head = rng.integers(0, nodes, (2, count))
    weights = rng.integers(1, 1_000, count)
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(nodes))
    graph.add_weighted_edges_from(zip(tail.tolist(), head.tolist(), weights.tolist(), strict=True))
    arcs = arcs_of(nodes, list(zip(tail.tolist(), head.tolist(), weights.tolist(), strict=True)))
    sought = rng.choice(nodes, 50, replace=False)
    for begin in (0, 1):
        oracle = nx.single_source_dijkstra_path_length(graph, begin)
        cost, _, _ = search(arcs, seeds_of([(begin, 0.0), (begin, np.inf)]), 0, sought)
        assert cost[sought].tolist() == [oracle.get(int(node), np.inf) for node in sought]


def test_the_arcs_lead_back_to_where_it_began():
    arcs = arcs_of(4, [(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (0, 3, 9.0)])
    cost, _, came = search(arcs, seeds_of([(0, 0.0), (0, np.inf)]), 0, np.array([3]))
    assert cost[3] == 3
    assert came[0] == NONE
    assert [int(arcs.head[came[node]]) for node in (3, 2, 1)] == [3, 2, 1]


def test_many_places_at_once_are_the_same_as_one_by_one():
    arcs = arcs_of(3, [(0, 1, 4.0), (1, 2, 5.0), (2, 0, 6.0)])
    seeds = seeds_of([(0, 1.0), (1, 9.0)], [(2, 0.0), (2, np.inf)])
    seconds, metres = search_all(arcs, seeds, np.array([1, 0]), np.array([0, 2]))
    assert seconds.tolist() == [[6, 0], [1, 10]]
    assert metres.tolist() == [[12, 0], [2, 20]]
