from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from risk_map.planning import recombine as recombining
from risk_map.planning.arrays import ABSENT, Settings, new_pool
from risk_map.planning.compile import compile_problem
from risk_map.planning.constraints import check
from risk_map.planning.plan import plan_prize
from risk_map.planning.problem import RoundProblem, RoundRules
from risk_map.planning.recombine import _kinds, _road, _routes, recombine
from risk_map.planning.timetable import timetable
from tests.planning.worlds import feasible_sets, make_problem, make_team, random_quotas

SETTINGS = Settings(1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1e-9, 1e6)


def plans_to_mix(problem: RoundProblem, seed: int, count: int = 6) -> list[list[tuple[int, ...]]]:
    """Draw routes for each team; one visit may be in several of them."""
    made = compile_problem(problem)
    number = {item.location_id: node for node, item in enumerate(made.nodes)}
    rng = np.random.default_rng(seed)
    orders = [
        [
            nodes
            for order in feasible_sets(problem, team).values()
            if (nodes := [number[name] for name in order if name in number])
            and len(nodes) == len(order)
            and made.data.allowed[k, nodes].all()
        ]
        for k, team in enumerate(problem.teams)
    ]
    return [[tuple(choice[rng.integers(len(choice))]) if choice else () for choice in orders] for _ in range(count)]


def pooled(problem: RoundProblem, rows, size: int = 20):
    data = compile_problem(problem).data
    pool = new_pool(data, size)
    for row in rows:
        spot = int(pool.written[0]) % size
        pool.nodes[spot] = ABSENT
        for k, route in enumerate(row):
            pool.nodes[spot, k, : len(route)] = route
        pool.written[0] += 1
    return data, pool


def best_mix(problem: RoundProblem, rows) -> float | None:
    """Give the highest prize of all valid ways to take one route, or none, for each team."""
    made = compile_problem(problem)
    best = None
    choices = [{(), *(row[k] for row in rows)} for k in range(len(problem.teams))]
    for chosen in product(*choices):
        plan = timetable(problem, made.names(chosen))
        if not check(problem, plan):
            best = max(best or 0.0, plan_prize(problem, plan))
    return best


@pytest.mark.parametrize("seed", range(30))
def test_no_choice_of_routes_is_worth_more(seed):
    rules = RoundRules(random_quotas(seed) if seed % 2 else (), 0.2 if seed % 5 == 0 else 0.0)
    problem = make_problem(7, 3, seed, rules)
    items = tuple(replace(item, drawn=number == 1) for number, item in enumerate(problem.candidates))
    problem = replace(problem, candidates=items)
    rows = plans_to_mix(problem, seed)
    chosen = recombine(*pooled(problem, rows), SETTINGS)
    best = best_mix(problem, rows)
    if not chosen:
        assert not best
        return
    orders = [next((nodes for k, nodes in chosen if k == team), []) for team in range(3)]
    plan = timetable(problem, compile_problem(problem).names(orders))
    assert check(problem, plan) == ()
    assert plan_prize(problem, plan) == pytest.approx(best)


def test_what_must_be_in_goes_before_any_prize():
    problem = make_problem(6, 1, 3)
    nodes = compile_problem(problem).nodes
    least = min(nodes, key=lambda item: item.prize)
    problem = replace(problem, candidates=tuple(replace(c, mandatory=c == least) for c in problem.candidates))
    node = nodes.index(least)
    best = max(range(len(nodes)), key=lambda k: nodes[k].prize)
    assert recombine(*pooled(problem, [[(best,)], [(node,)]]), SETTINGS) == [(0, [node])]


def test_teams_that_can_do_the_same_lend_each_other_their_routes():
    problem = make_problem(4, 1, 4)
    open_items = tuple(
        replace(c, frozen=False, apart_from=frozenset(), required_partners=frozenset(), prize=10.0)
        for c in problem.candidates
    )
    twins = tuple(make_team(name, start_place=4, end_place=4) for name in ("1", "2"))
    problem = replace(problem, candidates=open_items, teams=twins)
    # Both visits were only ever made by the first team.
    rows = [[(0,), ()], [(1,), ()]]
    assert sorted(nodes for _, nodes in recombine(*pooled(problem, rows), SETTINGS)) == [[0], [1]]
    other = replace(problem, teams=(twins[0], replace(twins[1], shift_end_s=twins[1].shift_end_s + 1)))
    assert len(recombine(*pooled(other, rows), SETTINGS)) == 1


def test_of_equal_prizes_the_shorter_road_is_taken():
    problem = make_problem(5, 1, 3)
    data, pool = pooled(problem, [[(0, 1)], [(1, 0)]])
    n = len(data.visit)
    road = {(a, b): sum(data.travel[0, [n, a, b], [a, b, n + 1]]) for a, b in ((0, 1), (1, 0))}
    assert road[0, 1] != road[1, 0]
    assert recombine(data, pool, SETTINGS) == [(0, list(min(road, key=road.__getitem__)))]


def test_teams_that_can_do_the_same_have_one_route_along_the_same_visits_the_shortest():
    problem = make_problem(5, 1, 3)
    twins = tuple(replace(problem.teams[0], name=name) for name in ("1", "2"))
    data, pool = pooled(replace(problem, teams=twins), [[(0, 1), (1, 0)], [(1, 0), (2,)], [(2,), (0, 1)]])
    kinds, routes, road = _routes(data, pool, _kinds(data))
    assert kinds.tolist() == [0, 0]
    assert sorted(sorted(set(route.tolist()) - {ABSENT}) for route in routes) == [[0, 1], [2]]
    both = _road(data, np.array([0, 0]), np.array([[0, 1], [1, 0]]))
    assert both.min() in road
    assert both.max() not in road


def test_with_too_many_routes_those_of_the_best_plans_are_chosen_from(monkeypatch):
    problem = make_problem(6, 1, 3)
    order = np.argsort([-item.prize for item in compile_problem(problem).nodes]).tolist()
    data, pool = pooled(problem, [[(node,)] for node in reversed(order)])
    monkeypatch.setattr(recombining, "MAX_ROUTES", 2)
    assert sorted(_routes(data, pool, _kinds(data))[1][:, 0].tolist()) == sorted(order[:2])
    assert recombine(data, pool, SETTINGS) == [(0, order[:1])]


def test_only_the_last_plans_are_remembered():
    problem = make_problem(5, 1, 3)
    assert recombine(*pooled(problem, [[(0,)], [(1,)], [(2,)]], size=1), SETTINGS) == [(0, [2])]


def test_nothing_remembered_is_nothing_chosen():
    assert recombine(*pooled(make_problem(5, 2, 1), []), SETTINGS) == []
    assert recombine(*pooled(make_problem(5, 2, 1), [[(), ()]]), SETTINGS) == []
