from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from risk_map.planning.problem import RoundProblem, RoundRules, Window
from risk_map.planning.sampling import draw_pool, mark_drawn, put_in_draw
from risk_map.planning.travel import UNREACHABLE
from tests.planning.worlds import DAY, HOUR, line_matrix, make_candidate, make_team


def round_of(count: int = 10, share: float = 0.2) -> RoundProblem:
    items = tuple(make_candidate(number) for number in range(count))
    return RoundProblem(
        DAY, (make_team(),), items, {"auto": line_matrix(np.zeros((count + 1, 2)))}, RoundRules((), share)
    )


def asked(problem: RoundProblem, number: int, **changes: object) -> RoundProblem:
    items = list(problem.candidates)
    items[number] = replace(items[number], **changes)
    return replace(problem, candidates=tuple(items))


def drawn(problem: RoundProblem) -> list[str]:
    return [item.location_id for item in problem.candidates if item.drawn]


@pytest.mark.parametrize(
    "changes",
    [
        {"home": True},
        {"home": True, "home_cleared": True},
        {"frozen": True},
        {"decided": False},
        {"windows": ()},
        {"windows": (Window(8 * HOUR, 9 * HOUR),)},
        {"required_partners": frozenset({"avim"})},
        {"visit_s": 5 * HOUR},
        {"only_team": "7"},
    ],
)
def test_who_can_not_be_visited_takes_no_part_in_the_draw(changes):
    assert draw_pool(asked(round_of(), 3, **changes)) == [f"L{k:04d}" for k in range(10) if k != 3]


def test_where_no_road_leads_takes_no_part_in_the_draw():
    problem = round_of(3)
    seconds = problem.travel["auto"].seconds.copy()
    seconds[1, 3] = UNREACHABLE
    problem = replace(problem, travel={"auto": replace(problem.travel["auto"], seconds=seconds)})
    assert draw_pool(problem) == ["L0000", "L0002"]


@pytest.mark.parametrize(
    ("share", "stops", "number"),
    [(0.2, 10, 2), (0.2, 11, 3), (0.2, 1, 1), (0.0, 10, 0), (0.3, 10, 3), (0.2, 0, 0)],
)
def test_the_share_of_the_stops_is_drawn_rounded_up(share, stops, number):
    found = put_in_draw(round_of(20, share), "2026-12-04", stops)
    assert len(drawn(found)) == number
    assert all(item.mandatory == item.drawn for item in found.candidates)


def test_the_draw_follows_from_the_seed_alone():
    problem = round_of()
    turned = replace(problem, candidates=problem.candidates[::-1])
    assert sorted(drawn(put_in_draw(turned, "a", 20))) == drawn(put_in_draw(problem, "a", 20))
    assert len({tuple(drawn(put_in_draw(problem, str(seed), 10))) for seed in range(20)}) > 10


def test_a_prize_gives_no_better_chance():
    problem = asked(round_of(10, 0.1), 0, prize=1e6)
    times = Counter(name for seed in range(1_000) for name in drawn(put_in_draw(problem, str(seed), 10)))
    # One of ten, a thousand times: 100, with a standard deviation of 9.5.
    assert set(times) == {f"L{k:04d}" for k in range(10)}
    assert all(60 < number < 140 for number in times.values())


def test_a_new_draw_takes_the_place_of_the_old_and_leaves_the_choices_of_the_user():
    chosen = asked(round_of(), 9, mandatory=True)
    first = mark_drawn(chosen, ["L0001", "L0002"])
    again = mark_drawn(first, ["L0002", "L0003"])
    assert drawn(again) == ["L0002", "L0003"]
    assert [item.location_id for item in again.candidates if item.mandatory] == ["L0002", "L0003", "L0009"]


def test_no_two_are_drawn_that_may_not_be_in_one_round():
    problem = asked(round_of(4, 0.5), 0, apart_from=frozenset({"L0001", "L0002"}), mandatory=True)
    assert drawn(put_in_draw(problem, "x", 4)) in (["L0000", "L0003"], ["L0003"])
    shared = asked(round_of(3, 1.0), 1, units=("L0001", "L0000"))
    assert {len(drawn(put_in_draw(shared, str(seed), 3))) for seed in range(9)} == {2}


def test_a_pool_that_is_too_small_is_drawn_whole():
    assert len(drawn(put_in_draw(round_of(3, 0.5), "x", 100))) == 3
