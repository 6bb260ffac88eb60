"""The draw of any round: the first of the order that fit, no home, enough of them, and no choice of people in it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from risk_map.domain.draw import candidates_hash, draw_order
from risk_map.planning.constraints import check
from risk_map.planning.problem import RoundRules
from risk_map.planning.solver import plan
from risk_map.planning.stop import MaxIterations
from risk_map.workflow.planning_draw import draw_visits
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
