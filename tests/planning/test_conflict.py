from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from risk_map.planning.conflict import find_conflict
from risk_map.planning.constraints import bars
from risk_map.planning.problem import Quota, RoundProblem, RoundRules, Window
from tests.planning.worlds import DAY, HOUR, best_prize, line_matrix, make_candidate, make_problem, make_team


def all_must(problem: RoundProblem) -> RoundProblem:
    return replace(problem, candidates=tuple(replace(item, mandatory=True) for item in problem.candidates))


def goes(problem: RoundProblem, names) -> bool:
    """Say whether these visits can be made, by all plans of them alone."""
    items = tuple(item for item in problem.candidates if item.location_id in names)
    if any(bars(problem, item) for item in items):
        return False
    return best_prize(replace(problem, candidates=items, rules=RoundRules((), 0.0))) is not None


@pytest.mark.parametrize("seed", range(25))
def test_a_conflict_is_a_smallest_set_that_does_not_fit(seed):
    problem = all_must(make_problem(6, 1 + seed % 2, seed))
    names = [item.location_id for item in problem.candidates]
    found = find_conflict(problem, seed=seed)
    assert (found is None) == goes(problem, names)
    if found is not None:
        assert not goes(problem, found.location_ids)
        assert all(goes(problem, rest) for rest in combinations(found.location_ids, len(found.location_ids) - 1))
        assert list(found.location_ids) == sorted(found.location_ids)
        assert all(name in found.text for name in found.location_ids)


def spot(*items, **team) -> RoundProblem:
    places = line_matrix(np.zeros((len(items) + 1, 2)))
    return all_must(RoundProblem(DAY, (make_team(**team),), items, {"auto": places}, RoundRules((), 0.0)))


NIGHT = (Window(20 * HOUR, 20 * HOUR + 60),)


def test_two_visits_at_the_same_moment_are_named_and_the_others_are_not():
    others = [make_candidate(number) for number in (0, 2, 4)]
    problem = spot(others[0], make_candidate(1, windows=NIGHT), *others[1:], make_candidate(5, windows=NIGHT))
    problem = replace(problem, travel={"auto": line_matrix(np.zeros((7, 2)))})
    found = find_conflict(problem)
    assert found.location_ids == ("L0001", "L0005")
    assert found.text == (
        "Deze verplichte locaties passen niet samen in de ronde: L0001 en L0005. "
        "Laat er één vervallen of kies meer tijd."
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"frozen": True}, "De locatie is bevroren."),
        ({"visit_s": 9 * HOUR}, "Past als de dienst van team 1 300 minuten langer duurt."),
    ],
)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_one_visit_that_can_never_be_made_is_named_with_why(changes, reason, at):
    items = [make_candidate(number) for number in range(3)]
    items[at] = replace(items[at], **changes)
    found = find_conflict(spot(*items))
    assert found.location_ids == (f"L000{at}",)
    assert found.text == f"Locatie L000{at} kan niet in deze ronde. {reason}"


def test_one_more_visit_than_the_stops_allow_is_a_conflict_of_them_all():
    found = find_conflict(spot(*(make_candidate(number, visit_s=60) for number in range(5)), max_stops=4))
    assert len(found.location_ids) == 5


def test_what_is_not_mandatory_and_quotas_are_in_no_conflict():
    problem = spot(make_candidate(0, frozen=True), make_candidate(1))
    problem = replace(problem, candidates=(replace(problem.candidates[0], mandatory=False), problem.candidates[1]))
    assert find_conflict(problem) is None
    quota = Quota("municipality", "noord", min_stops=9)
    assert find_conflict(replace(problem, rules=RoundRules((quota,), 0.9))) is None
