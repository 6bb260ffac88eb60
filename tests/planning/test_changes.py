from __future__ import annotations

from dataclasses import replace

from risk_map.planning.changes import Change, change
from risk_map.planning.plan import plan_prize
from risk_map.planning.problem import Window
from risk_map.planning.solver import plan
from risk_map.planning.stop import MaxIterations
from risk_map.planning.timetable import timetable
from tests.planning.oracle import broken
from tests.planning.test_sampling import round_of
from tests.planning.worlds import HOUR, make_candidate, make_team

TWO = replace(round_of(6, 0.0), teams=(make_team("1"), make_team("2")))
MADE = timetable(TWO, [["L0000", "L0001"], ["L0002"]])


def test_what_the_user_did_not_touch_stays_as_it_was():
    assert change(TWO, MADE, []) == TWO
    assert change(TWO, MADE, [Change("weg", "L0001")]).candidates == TWO.candidates[:1] + TWO.candidates[2:]


def test_a_locked_visit_keeps_its_team_and_its_moment():
    item = change(TWO, MADE, [Change("vast", "L0001")]).candidate("L0001")
    begin = 17 * HOUR + HOUR // 2
    assert (item.mandatory, item.only_team, item.windows) == (True, "1", (Window(begin, begin),))


def test_locking_what_is_in_no_route_only_asks_it_in():
    item = change(TWO, MADE, [Change("vast", "L0004")]).candidate("L0004")
    assert item == replace(TWO.candidate("L0004"), mandatory=True)


def test_the_last_change_about_a_place_counts():
    changes = [Change("weg", "L0001"), Change("naar", "L0001", "2"), Change("erbij", "L0004"), Change("weg", "L0004")]
    found = change(TWO, MADE, changes)
    assert found.candidate("L0001") == replace(make_candidate(1), mandatory=True, only_team="2")
    assert "L0004" not in {item.location_id for item in found.candidates}


def test_a_plan_made_on_does_what_was_asked_and_no_worse_elsewhere():
    items = tuple(make_candidate(number, prize=10.0 + number) for number in range(14))
    crews = tuple(make_team(name, shift_end_s=19 * HOUR) for name in ("1", "2"))
    problem = replace(round_of(14, 0.0), candidates=items, teams=crews)
    made = plan(problem, MaxIterations(2_000), 1)
    gone, kept, *_ = made.routes[0].stops
    mover = made.routes[1].stops[0].location_id
    asked = [Change("weg", gone.location_id), Change("vast", kept.location_id), Change("naar", mover, "1")]
    bound = change(problem, made, asked)
    found = plan(bound, MaxIterations(2_000), 1, start=made)
    assert broken(bound, found) == broken(problem, found) == set()
    assert gone.location_id not in found.location_ids
    assert kept.start_s in {s.start_s for s in found.routes[0].stops if s.location_id == kept.location_id}
    assert found.team_of(mover) == "1"
    # The eight best, and the ninth instead of the one that had to go.
    assert plan_prize(problem, made) == sum(range(16, 24))
    assert plan_prize(bound, found) == sum(range(15, 24)) - problem.candidate(gone.location_id).prize
