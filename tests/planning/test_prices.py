from __future__ import annotations

from dataclasses import replace

import pytest

from risk_map.planning.constraints import CONSTRAINTS
from risk_map.planning.plan import plan_prize
from risk_map.planning.prices import prices
from risk_map.planning.problem import Break, Quota, RoundRules
from risk_map.planning.solver import plan
from risk_map.planning.stop import MaxIterations
from tests.planning.test_sampling import asked, round_of
from tests.planning.worlds import HOUR, best_prize, make_problem, random_quotas


def priced(problem, made=None):
    made = made or plan(problem, MaxIterations(2_000), 1)
    return {item.rule: item for item in prices(problem, made, seed=1, iterations=1_000)}


@pytest.mark.parametrize("seed", range(6))
def test_the_price_of_a_rule_is_what_all_plans_without_it_say(seed):
    problem = make_problem(5, 1, seed, RoundRules(random_quotas(seed), 0.0))
    made = plan(problem, MaxIterations(1_000), 1)
    found = priced(problem, made)
    free = {rule.key: rule.relaxed(problem) for rule in CONSTRAINTS}
    assert set(found) == {key for key, relaxed in free.items() if relaxed is not None}
    for key, price in found.items():
        gain = max(0.0, (best_prize(free[key]) or 0.0) - plan_prize(problem, made))
        assert price.gain == pytest.approx(gain)
        assert price.share == pytest.approx(gain / plan_prize(problem, made) if plan_prize(problem, made) else 0.0)


def test_a_quota_of_no_more_than_one_costs_what_the_others_would_bring():
    # Of ten candidates of 10 points five lie in the north; eight half hours fit.
    rules = RoundRules((Quota("municipality", "noord", max_stops=1),), 0.0)
    found = priced(replace(round_of(10), rules=rules))
    assert (found["quota_gemeente"].gain, found["quota_gemeente"].share) == (20.0, pytest.approx(20 / 60))
    assert found["quota_gemeente"].title == "Het aantal bezoeken per gemeente valt binnen de afspraken."
    assert found["dienst"].gain == 0
    assert "quota_soort" not in found


def test_an_hour_more_and_no_break_have_a_price():
    problem = round_of(12, 0.0)
    problem = replace(
        problem, teams=tuple(replace(t, max_stops=12, pause=Break(HOUR, 18 * HOUR, 19 * HOUR)) for t in problem.teams)
    )
    found = priced(problem)
    assert (found["dienst"].gain, found["pauze"].gain, found["aantal_bezoeken"].gain) == (20.0, 20.0, 0.0)


def test_rules_of_the_law_have_no_price():
    problem = replace(asked(round_of(6, 0.5), 1, home=True, frozen=True), rules=RoundRules((), 0.5, 30))
    assert set(priced(problem)) == {"dienst", "aantal_bezoeken", "pas_bezocht"}


def test_a_round_without_prize_has_no_share():
    problem = replace(round_of(3), rules=RoundRules((Quota("municipality", "zuid", max_stops=0),), 0.0))
    problem = replace(problem, candidates=tuple(replace(item, prize=0.0) for item in problem.candidates))
    assert {item.share for item in priced(problem).values()} == {0.0}
