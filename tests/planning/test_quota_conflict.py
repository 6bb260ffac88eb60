"""Quotas that cannot hold together are named before anything is searched."""

from __future__ import annotations

from dataclasses import replace

import pytest

from risk_map.planning.problem import Quota, RoundRules
from risk_map.planning.quota_conflict import find_quota_conflict
from tests.planning.test_sampling import round_of
from tests.planning.worlds import best_prize, make_problem, random_quotas


def town(code="noord", **limits):
    return Quota("municipality", code, **limits)


def found(*quotas, number=10):
    problem = replace(round_of(number), rules=RoundRules(quotas, 0.0))
    return find_quota_conflict(problem, problem.candidates)


# Of ten candidates five lie in the north, all of them hotels; the one team makes no more than eight visits.
@pytest.mark.parametrize(
    ("quotas", "text"),
    [
        (
            (town(min_share=0.6), town("zuid", min_share=0.6)),
            "Deze quota gaan niet samen: noord ten minste 60% en zuid ten minste 60%. Verruim er ten minste één.",
        ),
        (
            (town(min_stops=3), town(max_stops=2)),
            "Deze quota gaan niet samen: noord ten minste 3 en noord hoogstens 2. Verruim er ten minste één.",
        ),
        (
            (town(max_share=0.4), town("zuid", max_share=0.4)),
            "Deze quota gaan niet samen: noord hoogstens 40% en zuid hoogstens 40%. Verruim er ten minste één.",
        ),
        (
            (town(min_stops=9),),
            "Dit quotum kan niet: noord ten minste 9. Van de 10 locaties die bezocht kunnen worden, tellen er 5 mee; "
            "alle teams samen doen hoogstens 8 bezoeken.",
        ),
        (
            (town(min_stops=2, max_stops=1),),
            "Dit quotum kan niet: noord ten minste 2 en hoogstens 1. Het minste is meer dan het meeste.",
        ),
        (
            (town(min_stops=5), town("zuid", min_stops=4)),
            "Deze quota gaan niet samen: noord ten minste 5 en zuid ten minste 4. Verruim er ten minste één.",
        ),
    ],
)
def test_quotas_that_cannot_hold_together_are_named_in_a_sentence(quotas, text):
    conflict = found(*quotas)
    assert conflict.text == text
    assert conflict.quotas == quotas


def test_only_the_quotas_in_the_conflict_are_named():
    other = Quota("location_type", "hotel", max_stops=4)
    clash = (town(min_share=0.6), town("zuid", min_share=0.6))
    assert found(clash[0], other, clash[1]).quotas == clash


@pytest.mark.parametrize(
    "quotas", [(), (town(min_share=0.5), town("zuid", min_share=0.5)), (town(min_stops=5),), (town(max_stops=0),)]
)
def test_quotas_that_can_hold_together_are_in_no_conflict(quotas):
    assert found(*quotas) is None


def test_where_nobody_can_be_visited_no_quota_is_blamed():
    assert found(town(min_stops=1), number=0) is None


@pytest.mark.parametrize("seed", range(40))
def test_a_conflict_leaves_no_visit_to_any_of_all_plans(seed):
    quotas = (*random_quotas(seed), town(min_stops=seed % 4))
    problem = make_problem(5, 1, seed, RoundRules(quotas, 0.0))
    if find_quota_conflict(problem, problem.candidates) is not None:
        assert not best_prize(problem)
