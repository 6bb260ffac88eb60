"""The draw of any round: the first of the order that fit, no home, enough of them, and no choice of people in it."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risk_map.cli.plan_options import crews_of
from risk_map.domain.draw import candidates_hash, draw_order
from risk_map.domain.subject import Role, Subject
from risk_map.planning.constraints import check
from risk_map.planning.problem import RoundRules
from risk_map.planning.solver import plan
from risk_map.planning.stop import MaxIterations
from risk_map.workflow.clock import now_of
from risk_map.workflow.planning import plan_round
from risk_map.workflow.planning_draw import draw_visits, plan_drawn
from risk_map.workflow.planning_request import RoundRequest
from tests.planning.worlds import make_problem


def round_of(seed, share, decided):
    whole = make_problem(candidates=12, teams=2, seed=seed, rules=RoundRules(random_share=share))
    plain = (replace(item, mandatory=False, drawn=False, apart_from=frozenset()) for item in whole.candidates)
    marked = (replace(item, decided=number in decided) for number, item in enumerate(plain))
    return replace(whole, candidates=tuple(marked))


@settings(max_examples=15)
@given(st.integers(0, 500), st.sampled_from([0.1, 0.2, 0.5]), st.sets(st.integers(0, 11)))
def test_the_draw_of_any_round_can_be_repeated_and_planned(seed, share, decided):
    whole = round_of(seed, share, decided)
    drawn = draw_visits(whole, seed, (), start=None, picks=0)
    marked = {item.location_id for item in drawn.problem.candidates if item.drawn}
    others = {item.location_id for item in whole.candidates if item.decided}
    assert {item.location_id for item in drawn.problem.candidates} == marked | others
    if drawn.draw is not None:
        names = [item.location_id for item in whole.candidates]
        order = [name for name in draw_order(names, drawn.draw.seed) if name in drawn.draw.picks]
        assert list(drawn.draw.picks) == order
        assert marked <= set(drawn.draw.picks)
    assert not any(item.home for item in drawn.problem.candidates if item.drawn)
    assert check(drawn.problem, plan(drawn.problem, MaxIterations(1_000), seed)) == ()


@pytest.mark.parametrize(("seed", "share"), [(4, 0.5), (9, 0.2), (52, 0.5), (172, 0.2), (274, 0.25), (1, 0.2)])
def test_no_more_is_drawn_than_the_share_of_the_visits_in_the_plan(seed, share):
    # All but the last of these draw a visit so long that fewer visits fit than before it was drawn.
    def search(problem, begin):
        return plan(problem, MaxIterations(1_000), seed, start=begin)

    whole = round_of(seed, share, {0, 1, 2, 4, 5, 6, 8, 10})
    first = draw_visits(whole, seed, (), start=None, picks=0)
    drawn, found = plan_drawn(first, search, picks=0)
    marked = {item.location_id for item in drawn.problem.candidates if item.drawn}
    assert check(drawn.problem, found) == ()
    assert len(marked) == math.ceil(share * len(found.location_ids))
    assert drawn.draw.picks == first.draw.picks[: len(drawn.draw.picks)]
    assert marked <= set(drawn.draw.picks)
    assert len(found.location_ids) >= len(search(first.problem, first.begin).location_ids)


def test_what_was_drawn_for_the_plan_to_go_on_from_stays_drawn():
    def search(problem, begin):
        return plan(problem, MaxIterations(1_000), 9, start=begin)

    drawn, _ = plan_drawn(draw_visits(round_of(9, 0.2, {0, 1, 5}), 9, (), start=None, picks=2), search, picks=2)
    assert len(drawn.draw.picks) == 2


def test_a_round_of_the_demonstration_has_two_random_visits_in_ten(demo_config):
    day, towns = date(2026, 12, 4), demo_config.municipalities
    crews = crews_of([], 2, "16:00-22:30", towns)
    request = RoundRequest(on_date=day, teams=crews, seed=3, seconds=None, iterations=2_000)
    found = plan_round(Subject("ria", Role.REGIOCOORDINATOR), demo_config, request, now_of(demo_config))
    assert len(found.plan.location_ids) == 10
    assert sum(item.drawn for item in found.problem.candidates) == len(found.meta.draw.picks) == 2


@settings(max_examples=10)
@given(st.integers(0, 500), st.sets(st.integers(0, 11)), st.sets(st.integers(0, 11)))
def test_who_takes_part_does_not_depend_on_what_people_decided(seed, some, others):
    draws = [draw_visits(round_of(seed, 0.2, each), seed, (), start=None, picks=0).draw for each in (some, others)]
    assert len({draw and (draw.candidates, draw.candidates_hash) for draw in draws}) == 1


def test_without_a_share_nobody_is_drawn():
    whole = round_of(1, 0.0, {0, 1})
    drawn = draw_visits(whole, 1, {"L0005"}, start=None, picks=0)
    assert drawn.draw is None
    assert [item.location_id for item in drawn.problem.candidates] == ["L0000", "L0001", "L0005"]


def test_the_hash_is_of_all_who_took_part():
    whole = round_of(1, 0.2, set())
    easy = (
        replace(item, home=False, required_partners=frozenset(), days_since_visit=None) for item in whole.candidates
    )
    whole = replace(whole, candidates=tuple(easy))
    drawn = draw_visits(whole, 1, (), start=None, picks=0)
    assert drawn.draw.candidates <= len(whole.candidates)
    if drawn.draw.candidates == len(whole.candidates):
        assert drawn.draw.candidates_hash == candidates_hash(item.location_id for item in whole.candidates)
