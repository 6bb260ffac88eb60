from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk_map.planning.problem import Break, RoundProblem, RoundRules, Window
from risk_map.planning.timetable import common_windows, first_start, schedule, timetable
from risk_map.planning.travel import UNREACHABLE, TravelMatrix
from tests.planning.oracle import broken, earliest_return
from tests.planning.worlds import DAY, make_candidate, make_team


def tiny(seconds, items, **team) -> RoundProblem:
    """Make a round of one team in plain seconds; its start and end are the last two places."""
    matrix = np.array(seconds, dtype=np.int32)
    given = {"start_place": len(matrix) - 2, "end_place": len(matrix) - 1, "shift_start_s": 0, "shift_end_s": 100}
    travel = TravelMatrix(matrix, matrix, np.zeros(len(matrix)), "proef")
    return RoundProblem(DAY, (make_team(**(given | team)),), tuple(items), {"auto": travel}, RoundRules((), 0.0))


def ten(number):
    return 10 * (1 - np.eye(number, dtype=np.int32))


def route_of(problem):
    return schedule(problem, problem.teams[0], problem.candidates)


def times(problem):
    route = route_of(problem)
    stops = [(stop.arrival_s, stop.start_s, stop.end_s) for stop in route.stops]
    return route.departure_s, stops, route.pause_s, route.return_s


def test_each_visit_is_as_early_as_can_be():
    items = [make_candidate(0, visit_s=5), make_candidate(1, visit_s=7, windows=(Window(30, 40),))]
    assert times(tiny(ten(4), items)) == (0, [(10, 10, 15), (25, 30, 37)], None, 47)


def test_a_team_leaves_no_earlier_than_the_first_door_opens():
    items = [make_candidate(0, visit_s=5, windows=(Window(0, 3), Window(30, 40)))]
    assert times(tiny(ten(3), items)) == (20, [(30, 30, 35)], None, 45)


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        # Before the first leg, at its end, then likewise on the leg between and the leg back.
        ((0, 5), (0, [(14, 14, 19), (29, 29, 34)], 0, 44)),
        ((8, 12), (0, [(10, 14, 19), (29, 29, 34)], 10, 44)),
        ((15, 20), (0, [(10, 10, 15), (29, 29, 34)], 15, 44)),
        ((24, 26), (0, [(10, 10, 15), (25, 29, 34)], 25, 44)),
        ((29, 34), (0, [(10, 10, 15), (25, 25, 30)], 30, 44)),
        ((36, 50), (0, [(10, 10, 15), (25, 25, 30)], 40, 44)),
    ],
)
def test_the_break_is_taken_on_the_leg_where_it_belongs(window, expected):
    items = [make_candidate(0, visit_s=5), make_candidate(1, visit_s=5)]
    problem = tiny(ten(4), items, pause=Break(4, *window))
    assert times(problem) == expected
    assert broken(problem, timetable(problem, [["L0000", "L0001"]])) == set()


def test_a_break_costs_nothing_while_a_team_waits():
    items = [make_candidate(0, visit_s=5), make_candidate(1, visit_s=5, windows=(Window(40, 50),))]
    with_break = tiny(ten(4), items, pause=Break(8, 0, 60))
    assert times(with_break)[3] == times(tiny(ten(4), items))[3] == 55


@pytest.mark.parametrize("pause", [Break(4, 101, 120), Break(4, 20, 10), Break(200, 0, 100)])
def test_a_break_that_cannot_be_taken_leaves_no_route(pause):
    assert route_of(tiny(ten(3), [make_candidate(0, visit_s=5)], pause=pause)) is None


def test_a_route_may_end_at_the_last_second_of_the_shift_and_no_later():
    items = [make_candidate(0, visit_s=5)]
    assert route_of(tiny(ten(3), items, shift_end_s=25)).return_s == 25
    assert route_of(tiny(ten(3), items, shift_end_s=24)) is None


def test_a_team_without_visits_stays_at_home():
    problem = tiny(ten(2), [], shift_end_s=-5)
    assert times(problem) == (0, [], None, 0)


def test_no_road_is_no_route():
    seconds = ten(4)
    seconds[0, 1] = UNREACHABLE
    items = [make_candidate(0, visit_s=5), make_candidate(1, visit_s=5)]
    with pytest.raises(ValueError, match="1 does not fit"):
        timetable(tiny(seconds, items), [["L0000", "L0001"]])
    assert len(timetable(tiny(seconds, items), [["L0001", "L0000"]]).location_ids) == 2


@pytest.mark.parametrize(
    ("moment", "expected"), [(0, 12), (12, 12), (13, 13), (20, 20), (21, 30), (33, 33), (40, 40), (41, None)]
)
def test_a_visit_begins_in_the_first_window_that_is_open(moment, expected):
    # In any order, one within another, and one that closes before it opens.
    windows = (Window(30, 40), Window(5, 1), Window(10, 20), Window(32, 35))
    assert first_start(make_candidate(0, windows=windows, not_before_s=12), moment) == expected


SECONDS = st.integers(0, 12)
BREAKS = st.builds(lambda lasts, begin, wide: Break(lasts, begin, begin + wide), SECONDS, st.integers(0, 50), SECONDS)
WINDOWS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 20)), max_size=3)


@st.composite
def rounds_in_seconds(draw):
    number = draw(st.integers(1, 4))
    flat = draw(st.lists(SECONDS, min_size=(number + 2) ** 2, max_size=(number + 2) ** 2))
    seconds = np.array(flat).reshape(number + 2, number + 2)
    if draw(st.booleans()):
        seconds[0, number - 1] = UNREACHABLE
    items = [
        make_candidate(
            node,
            visit_s=draw(SECONDS),
            windows=tuple(Window(opens, opens + lasts) for opens, lasts in draw(WINDOWS)),
            not_before_s=draw(st.none() | st.integers(0, 30)),
        )
        for node in range(number)
    ]
    return tiny(seconds, items, pause=draw(st.none() | BREAKS), shift_end_s=draw(st.integers(-3, 60)))


@given(rounds_in_seconds())
def test_no_way_to_drive_an_order_is_back_earlier(problem):
    found = route_of(problem)
    assert (found.return_s if found else None) == earliest_return(problem, problem.teams[0], problem.candidates)


@given(rounds_in_seconds())
def test_times_keep_to_every_rule_of_a_route(problem):
    found = route_of(problem)
    plan = (
        timetable(problem, [[item.location_id for item in problem.candidates]]) if found else timetable(problem, [[]])
    )
    assert broken(problem, plan) == set()
    assert plan.routes[0] == (found or plan.routes[0])


def test_a_plan_remembers_how_it_was_found():
    problem = tiny(ten(3), [make_candidate(0, visit_s=5)])
    plan = timetable(problem, [["L0000"]], seed=3, iterations=9)
    assert (plan.seed, plan.iterations) == (3, 9)
    assert plan == replace(plan, seed=4)


@pytest.mark.parametrize(
    ("hours", "common"),
    [
        ([[(1, 3), (5, 9)]], [(1, 3), (5, 9)]),
        ([[(1, 3), (5, 9)], [(2, 6)]], [(2, 3), (5, 6)]),
        ([[(1, 3)], [(3, 5)]], [(3, 3)]),
        ([[(1, 3)], [(4, 5)], [(1, 5)]], []),
        ([[(1, 3)], []], []),
    ],
)
def test_units_share_the_hours_in_which_all_of_them_are_open(hours, common):
    found = common_windows(tuple(Window(*each) for each in windows) for windows in hours)
    assert [(each.opens_s, each.closes_s) for each in found] == common
