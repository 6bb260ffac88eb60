from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risk_map.planning.constraints import check
from risk_map.planning.outings import Outing, choose_outings, variation
from risk_map.planning.plan import plan_prize
from risk_map.planning.problem import Quota, RoundProblem, RoundRules
from risk_map.planning.season import Season, plan_season, season_prize
from tests.planning.oracle import broken
from tests.planning.worlds import HOUR, line_matrix, make_candidate, make_team

FIRST, LAST = date(2026, 9, 1), date(2026, 11, 30)
WEEK = range(5)
DAYS = st.integers(0, 200).map(lambda days: FIRST + timedelta(days))


def problem_of(outing: Outing, items=None, **rules: object) -> RoundProblem:
    """Make a round of one team of two hours: four visits, one drawn for each five stops."""
    items = items or tuple(make_candidate(number, prize=10.0 + number) for number in range(30))
    begin = 17 * HOUR + outing.shift_later_s
    team = make_team(shift_start_s=begin, shift_end_s=begin + 2 * HOUR)
    travel = {"auto": line_matrix(np.zeros((len(items) + 1, 2)))}
    return RoundProblem(outing.on_date, (team,), tuple(items), travel, RoundRules(**({"random_share": 0.2} | rules)))


def outings(number: int = 6, seed: int = 1):
    return choose_outings(FIRST, LAST, number, seed, weekdays=WEEK)


def season(made_of=problem_of, *, number: int = 6, due=None, seed: int = 1):
    return plan_season(made_of, outings(number), due=due or {}, seed=seed, iterations=500)


def visits(found) -> list[str]:
    return [name for item in found.rounds for name in item.plan.location_ids]


@given(DAYS, st.integers(0, 120), st.integers(1, 20), st.integers(0, 2**32), st.sets(st.integers(0, 6), min_size=1))
def test_days_are_possible_ones_one_in_each_part_of_the_season(first, length, number, seed, weekdays):
    last = first + timedelta(length)
    possible = [day for n in range(length + 1) if (day := first + timedelta(n)).weekday() in weekdays]
    if len(possible) < number:
        with pytest.raises(ValueError, match=f"{len(possible)} days for {number} rounds"):
            choose_outings(first, last, number, seed, weekdays=weekdays)
        return
    found = choose_outings(first, last, number, seed, weekdays=weekdays)
    days = [item.on_date for item in found]
    assert len(days) == len(set(days)) == number
    assert set(days) <= set(possible)
    parts = np.array_split(np.array(possible), number)
    assert all(day in part for day, part in zip(days, parts, strict=True))


@settings(max_examples=30)
@given(st.integers(0, 2**32))
def test_neither_the_day_nor_the_hour_of_the_next_round_is_that_of_the_last(seed):
    found = choose_outings(FIRST, LAST, 12, seed, weekdays=WEEK)
    for one, two in pairwise(found):
        assert one.on_date.weekday() != two.on_date.weekday()
        assert one.shift_later_s != two.shift_later_s
    # Of five hours in twelve rounds, each is used at least once and none more than four times.
    assert Counter(item.shift_later_s for item in found).most_common(1)[0][1] <= 4
    assert {item.shift_later_s for item in found} == {-3600, -1800, 0, 1800, 3600}
    assert len({item.on_date.weekday() for item in found}) >= 4


def test_the_same_seed_gives_the_same_days_and_another_gives_others():
    assert outings(12, 5) == outings(12, 5)
    assert len({outings(12, seed) for seed in range(20)}) == 20


def test_how_hard_it_is_to_foresee_is_counted():
    days = (Outing(date(2026, 9, 1), 0), Outing(date(2026, 9, 3), 1800), Outing(date(2026, 9, 10), 0))
    found = variation(days)
    assert found.weekdays == {1: 1, 3: 2}
    assert (found.shortest_gap_days, found.longest_gap_days) == (2, 7)
    assert found.starts == {0: 2, 30: 1}
    assert variation(days[:1]).longest_gap_days == 0


def test_no_place_is_visited_twice_and_every_round_keeps_to_the_rules():
    found = season()
    assert len(visits(found)) == len(set(visits(found))) == 24
    for item in found.rounds:
        assert broken(item.problem, item.plan) == {v.rule for v in check(item.problem, item.plan)} == set()
        assert item.problem.on_date == item.outing.on_date
        assert sum(item.problem.candidate(name).drawn for name in item.plan.location_ids) == 1


def test_units_of_an_address_that_was_visited_are_not_visited_again():
    items = tuple(make_candidate(n, units=(f"L{n:04d}", f"L{n ^ 1:04d}")) for n in range(16))
    found = season(lambda outing: problem_of(outing, items))
    assert len({int(name[1:]) // 2 for name in visits(found)}) == len(visits(found)) == 8


def test_the_same_seed_gives_the_same_season_and_another_draws_others():
    assert [r.plan for r in season().rounds] == [r.plan for r in season().rounds]
    assert visits(season(seed=1)) != visits(season(seed=2))


def test_the_season_is_worth_what_its_places_are_worth_without_their_urgency():
    found = season(due={f"L{n:04d}": FIRST for n in range(30)})
    assert season_prize(found) == sum(10.0 + int(name[1:]) for name in visits(found))
    assert all(plan_prize(r.problem, r.plan) <= 4 * 39 for r in found.rounds)


def test_a_place_whose_interval_ends_is_visited_before_that_day():
    days = outings()
    # The least of all prizes: without the interval they would never be visited.
    due = {"L0000": days[1].on_date, "L0001": days[3].on_date, "L0002": days[5].on_date}
    found = season(due=due)
    on = {name: r.outing.on_date for r in found.rounds for name in r.plan.location_ids}
    assert all(on[name] <= end for name, end in due.items())
    assert found.overdue == ()
    drawn = {c.location_id for r in season().rounds for c in r.problem.candidates if c.drawn}
    assert not {"L0000", "L0001", "L0002"} & (set(visits(season())) - drawn)


def test_who_is_not_visited_in_time_is_named():
    days = outings()
    frozen = tuple(make_candidate(n, frozen=n == 3, units=(f"L{n:04d}", f"U{n}")) for n in range(30))
    day_before = days[0].on_date - timedelta(1)
    due = {"L0003": days[2].on_date, "L0004": days[-1].on_date + timedelta(1), "U5": day_before, "L0099": day_before}
    found = season(lambda outing: problem_of(outing, frozen), due=due)
    # One is frozen, one ended before the first round, one is no candidate; the last ends after the season.
    assert found.overdue == ("L0003", "L0099", "U5")


def test_a_municipality_that_is_behind_gets_its_turn():
    items = tuple(make_candidate(n, prize=100.0 if n % 2 else 1.0) for n in range(40))
    found = season(lambda outing: problem_of(outing, items, random_share=0.0))
    by_town = found.stops_by(lambda item: item.municipality)
    # Without it all 24 stops would be in the south, which has the prizes.
    assert by_town["noord"] >= 4
    assert sum(by_town.values()) == 24


def test_the_wish_to_spread_never_costs_a_round_its_own_quotas():
    # The only place in the north is barred, so its wish can not be met; the user's quota of the type still holds.
    south = [make_candidate(n, municipality="zuid", location_type="hotel" if n < 8 else "horeca") for n in range(20)]
    north = [make_candidate(n, municipality="noord", frozen=True, prize=99.0) for n in range(20, 30)]
    quota = Quota("location_type", "hotel", max_stops=1)
    found = season(lambda outing: problem_of(outing, (*south, *north), quotas=(quota,), random_share=0.0))
    for item in found.rounds:
        assert quota in item.problem.rules.quotas
        assert broken(item.problem, item.plan) == set()
        assert sum(name < "L0008" for name in item.plan.location_ids) <= 1


def test_a_round_for_which_nothing_is_left_is_empty():
    few = tuple(make_candidate(n) for n in range(5))
    found = season(lambda outing: problem_of(outing, few), number=4)
    assert len(visits(found)) == 5
    assert found.rounds[-1].plan.location_ids == ()


def test_no_rounds_are_no_season():
    assert plan_season(problem_of, (), due={"L0001": FIRST}, seed=1) == Season((), ())


def test_a_season_that_is_stopped_is_the_beginning_of_the_whole_one():
    begun = []

    def watched(outing):
        begun.append(outing)
        return problem_of(outing)

    found = plan_season(watched, outings(), due={}, seed=1, iterations=500, stopped=lambda: len(begun) == 3)
    # Of the third nothing half done stays.
    assert [each.plan for each in found.rounds] == [each.plan for each in season().rounds[:2]]


def test_a_season_that_is_stopped_at_once_has_no_rounds():
    assert plan_season(problem_of, outings(), due={}, seed=1, stopped=lambda: True) == Season((), ())
