from __future__ import annotations

from dataclasses import replace

import pytest

from risk_map.planning.constraints import CONSTRAINTS
from risk_map.planning.plan import Plan, plan_prize
from risk_map.planning.prices import PRICED, WITHOUT_PRICE, prices
from risk_map.planning.problem import Break, Quota, RoundRules, Window
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
    free = {rule.key: rule.relaxed(problem) for rule in PRICED}
    assert list(found) == list(free)
    for key, price in found.items():
        gain = max(0.0, (best_prize(free[key]) or 0.0) - plan_prize(problem, made)) if free[key] else 0.0
        assert price.gain == pytest.approx(gain)
        assert price.share == pytest.approx(gain / plan_prize(problem, made) if plan_prize(problem, made) else 0.0)


def test_a_quota_of_no_more_than_one_costs_what_the_others_would_bring():
    # Of ten candidates of 10 points five lie in the north; eight half hours fit.
    rules = RoundRules((Quota("municipality", "noord", max_stops=1),), 0.0)
    found = priced(replace(round_of(10), rules=rules))
    assert (found["quota_gemeente"].gain, found["quota_gemeente"].share) == (20.0, pytest.approx(20 / 60))
    assert found["quota_gemeente"].title == "Het aantal bezoeken per gemeente valt binnen de afspraken."
    # A rule without effect, or that nobody asked for, costs nothing.
    assert found["dienst"].share == found["quota_soort"].share == 0


def test_an_hour_more_and_no_break_have_a_price():
    problem = round_of(12, 0.0)
    problem = replace(
        problem, teams=tuple(replace(t, max_stops=12, pause=Break(HOUR, 18 * HOUR, 19 * HOUR)) for t in problem.teams)
    )
    found = priced(problem)
    assert (found["dienst"].gain, found["pauze"].gain, found["aantal_bezoeken"].gain) == (20.0, 20.0, 0.0)


def test_every_rule_has_a_price_but_those_that_nobody_may_give_up():
    problem = replace(asked(round_of(6, 0.5), 1, home=True, frozen=True), rules=RoundRules((), 0.5, 30))
    assert set(priced(problem)) == {rule.key for rule in CONSTRAINTS} - set(WITHOUT_PRICE) | {"niet_voor"}
    assert set(WITHOUT_PRICE) == {"besluit", "bevroren", "woning", "een_bezoek", "teamgrootte", "reistijd"}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"windows": (Window(HOUR, HOUR),)}, "openingstijd"),
        ({"windows": ()}, "openingstijd"),
        ({"not_before_s": 23 * HOUR}, "niet_voor"),
        ({"required_partners": frozenset({"avim"})}, "partner"),
        ({"only_team": "elders"}, "gekozen_team"),
        ({"apart_from": frozenset({"L0001", "L0002"})}, "niet_samen"),
    ],
)
def test_what_keeps_out_the_best_place_costs_what_it_would_bring(changes, rule):
    problem = asked(round_of(3, 0.0), 0, prize=15.0, **changes)
    found = priced(problem)
    assert {key: price.gain for key, price in found.items() if price.gain} == {rule: 15.0}


def test_the_random_share_costs_what_the_drawn_visits_keep_out():
    problem = asked(round_of(10, 0.2), 0, prize=1.0, drawn=True, mandatory=True)
    # One drawn visit carries five in all; eight fit.
    assert priced(problem)["aselect_deel"].gain == 80.0 - 41.0


def test_prices_stop_when_somebody_says_so():
    problem = round_of(10)
    asks = iter([False] * 3)
    found = prices(problem, plan(problem, MaxIterations(500), 1), seed=1, stopped=lambda: next(asks, True))
    assert len(list(found)) < len(PRICED)


def test_a_round_without_prize_has_no_share():
    problem = replace(round_of(3), rules=RoundRules((Quota("municipality", "zuid", max_stops=0),), 0.0))
    problem = replace(problem, candidates=tuple(replace(item, prize=0.0) for item in problem.candidates))
    assert {item.share for item in priced(problem).values()} == {0.0}


def test_what_a_longer_search_finds_with_all_rules_is_the_price_of_none():
    rules = RoundRules((Quota("municipality", "noord", max_stops=9),), 0.0)
    problem = replace(round_of(10), rules=rules)
    stopped_at_once = Plan((), 1, 0)
    found = priced(problem, stopped_at_once)
    assert found["quota_gemeente"].gain == 0.0
    assert found["dienst"].gain == priced(problem)["dienst"].gain
