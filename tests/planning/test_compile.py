from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from risk_map.planning.arrays import NEVER
from risk_map.planning.compile import compile_problem, may_go, may_join
from risk_map.planning.problem import Break, Quota, RoundProblem, RoundRules, Window
from risk_map.planning.timetable import timetable
from risk_map.planning.travel import UNREACHABLE, TravelMatrix
from tests.planning.worlds import DAY, HOUR, line_matrix, make_candidate, make_team

LINE = line_matrix(np.column_stack([1_000.0 * np.arange(6), np.zeros(6)]))


def round_of(*items, rules=None, teams=None, travel=LINE) -> RoundProblem:
    teams = teams or (make_team("1", start_place=4, end_place=5), make_team("2", start_place=5, end_place=4))
    return RoundProblem(DAY, teams, items, {"auto": travel}, rules or RoundRules((), 0.0))


@pytest.mark.parametrize(
    "changes",
    [
        {"frozen": True},
        {"decided": False},
        {"home": True},
        {"windows": ()},
        {"required_partners": frozenset({"avim"})},
        {"only_team": "7"},
    ],
)
def test_who_can_not_be_in_is_no_node(changes):
    made = compile_problem(round_of(make_candidate(0), make_candidate(1, **changes), make_candidate(2)))
    assert [item.location_id for item in made.nodes] == ["L0000", "L0002"]
    assert made.names([[1], [0]]) == [["L0002"], ["L0000"]]


def test_each_team_has_its_own_road_from_start_to_end():
    data = compile_problem(round_of(make_candidate(0), make_candidate(3))).data
    # Places 0, 3, start, end, at 100 s a kilometre.
    assert data.travel[0].tolist() == [[0, 300, 400, 500], [300, 0, 100, 200], [400, 100, 0, 100], [500, 200, 100, 0]]
    assert data.travel[1][2].tolist() == [500, 200, 0, 100]


def test_windows_are_in_order_and_begin_no_earlier_than_the_user_wants():
    windows = (Window(500, 600), Window(10, 20), Window(100, 300))
    data = compile_problem(round_of(make_candidate(0, windows=windows, not_before_s=200), make_candidate(1))).data
    assert data.opens[0].tolist() == [200, 500, NEVER]
    assert data.closes[0].tolist() == [300, 600, NEVER]
    assert data.last.tolist() == [600, 24 * HOUR]


def test_never_open_after_the_moment_of_the_user_leaves_no_last_moment():
    data = compile_problem(round_of(make_candidate(0, windows=(Window(10, 20),), not_before_s=21))).data
    assert data.last.tolist() == [-1]


def test_a_team_may_go_where_it_is_welcome_and_there_is_a_way_there_and_back():
    seconds = LINE.seconds.copy()
    seconds[4, 0], seconds[1, 5] = UNREACHABLE, UNREACHABLE
    police = make_team("2", start_place=5, end_place=5, partners=frozenset({"avim"}))
    items = (
        make_candidate(0),
        make_candidate(1),
        make_candidate(2, required_partners=frozenset({"avim"})),
        make_candidate(3, only_team="1"),
    )
    travel = TravelMatrix(seconds, LINE.metres, LINE.snap_m, LINE.method)
    problem = round_of(*items, teams=(make_team("1", start_place=4, end_place=4), police), travel=travel)
    expected = [[False, True, False, True], [True, False, True, False]]
    assert [[may_go(problem, team, item) for item in items] for team in problem.teams] == expected
    assert compile_problem(problem).data.allowed.tolist() == expected


def test_those_apart_know_each_other_and_never_themselves():
    items = (
        make_candidate(0, apart_from=frozenset({"L0000", "L0002", "L0099"})),
        make_candidate(1, units=("L0001", "L0077")),
        make_candidate(2, apart_from=frozenset({"L0077"})),
        make_candidate(3, units=("L0003", "L0001")),
    )
    data = compile_problem(round_of(*items)).data
    found = [data.apart[a:b].tolist() for a, b in zip(data.apart_from, data.apart_from[1:], strict=False)]
    assert found == [[2], [2, 3], [0, 1], [1]]
    for node, item in enumerate(items):
        assert [k for k, other in enumerate(items) if k != node and not may_join(item, other)] == found[node]


@pytest.mark.parametrize(
    ("share", "drawn", "most"), [(0.2, 1, 5), (0.2, 2, 10), (0.3, 3, 10), (0.35, 1, 2), (0.2, 0, 0)]
)
def test_the_draw_bounds_the_stops_and_is_counted_like_a_quota(share, drawn, most):
    items = (make_candidate(number, drawn=number < drawn) for number in range(4))
    data = compile_problem(round_of(*items, rules=RoundRules((Quota("municipality", "zuid", 1, 2),), share))).data
    assert data.most == most
    assert data.group.tolist() == [[False, True, False, True], [number < drawn for number in range(4)]]
    assert (data.min_stops.tolist(), data.max_stops.tolist()) == ([1, 0], [2, NEVER])
    assert data.min_share.tolist() == [0.0, share]
    assert compile_problem(round_of(make_candidate(0))).data.most == NEVER


def test_breaks_shifts_and_stops_are_those_of_the_team():
    rested = make_team("1", pause=Break(60, 70, 80), max_stops=3)
    data = compile_problem(round_of(make_candidate(0), teams=(rested, make_team("2", max_stops=0)))).data
    assert data.pause.tolist() == [[60, 70, 80], [-1, 0, 0]]
    assert data.shift.tolist() == [[17 * HOUR, 21 * HOUR]] * 2
    assert data.size.tolist() == [1, 0]


def test_what_still_fits_of_an_old_plan_is_kept_in_order():
    items = tuple(make_candidate(number) for number in range(4))
    old = timetable(round_of(*items), [["L0003", "L0001", "L0000"], ["L0002"]])
    changed = round_of(items[0], replace(items[1], frozen=True), replace(items[2], only_team="1"), items[3])
    assert compile_problem(changed).feasible_routes(old) == [[2, 0], []]
    short = replace(changed, teams=(replace(changed.teams[0], max_stops=1), changed.teams[1]))
    assert compile_problem(short).feasible_routes(old) == [[2], []]


def test_of_an_old_plan_what_must_be_in_goes_before_what_a_rule_now_bars():
    items = [make_candidate(number) for number in range(4)]
    old = timetable(round_of(*items), [["L0000", "L0001", "L0002"], ["L0003"]])
    items[2] = replace(items[2], mandatory=True, apart_from=frozenset({"L0000"}))
    assert compile_problem(round_of(*items)).feasible_routes(old) == [[1, 2], [3]]
    quota = RoundRules((Quota("municipality", "zuid", max_stops=1),), 0.0)
    assert compile_problem(round_of(*items, rules=quota)).feasible_routes(old) == [[1, 2], []]
    items[3] = replace(items[3], drawn=True, mandatory=True)
    assert compile_problem(round_of(*items, rules=RoundRules((), 0.5))).feasible_routes(old) == [[2], [3]]


def test_no_candidates_are_no_nodes():
    assert compile_problem(round_of()).data.visit.shape == (0,)
