from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from risk_map.planning.changes import Change, change
from risk_map.planning.constraints import CONSTRAINTS, bars, check
from risk_map.planning.plan import Plan, Route, plan_prize
from risk_map.planning.problem import Break, Quota, RoundProblem, RoundRules, Window
from risk_map.planning.solver import plan
from risk_map.planning.stop import MaxIterations
from risk_map.planning.timetable import timetable
from tests.planning.oracle import broken
from tests.planning.worlds import DAY, HOUR, best_prize, line_matrix, make_candidate, make_team

KEYS = [rule.key for rule in CONSTRAINTS]
LATE = 21 * HOUR


def round_of(items=None, rules=None, **team) -> RoundProblem:
    """Make a round of two teams and five places on a line, 1,000 m (100 s) apart; both live at the last."""
    items = items or [make_candidate(number, prize=10.0 + number) for number in range(5)]
    given = {"start_place": 5, "end_place": 5, "partners": frozenset({"brandweer"})} | team
    line = np.column_stack([1_000.0 * np.arange(6), np.zeros(6)])
    teams = (make_team("1", **given), make_team("2", **given))
    return RoundProblem(DAY, teams, tuple(items), {"auto": line_matrix(line)}, rules or RoundRules((), 0.0))


def with_item(problem: RoundProblem, name: str, **changes: object) -> RoundProblem:
    items = (replace(c, **changes) if c.location_id == name else c for c in problem.candidates)
    return replace(problem, candidates=tuple(items))


def with_route(made: Plan, **changes: object) -> Plan:
    return replace(made, routes=(replace(made.routes[0], **changes), *made.routes[1:]))


def with_stop(made: Plan, at: int, **changes: object) -> Plan:
    stops = list(made.routes[0].stops)
    stops[at] = replace(stops[at], **changes)
    return with_route(made, stops=tuple(stops))


BASE = round_of(pause=Break(HOUR // 4, 18 * HOUR, 19 * HOUR))
MADE = timetable(BASE, [["L0000", "L0001", "L0002"], ["L0003"]])
FIRST = MADE.routes[0]
BUSY = FIRST.stops[1].end_s - 60

BREAKS = [
    ("besluit", None, "L0001", lambda: (with_item(BASE, "L0001", decided=False), MADE)),
    ("bevroren", None, "L0001", lambda: (with_item(BASE, "L0001", frozen=True), MADE)),
    ("woning", None, "L0001", lambda: (with_item(BASE, "L0001", home=True), MADE)),
    ("woning", None, "L0001", lambda: (with_item(BASE, "L0001", home=True, home_cleared=True, drawn=True), MADE)),
    ("pas_bezocht", None, "L0001", lambda: (visited(29), MADE)),
    ("aselect_deel", None, None, lambda: (replace(BASE, rules=RoundRules((), 0.01)), MADE)),
    ("een_bezoek", None, "L0001", lambda: (with_item(BASE, "L0000", units=("L0000", "L0001")), MADE)),
    ("een_bezoek", None, "L0003", lambda: (BASE, with_route(MADE, stops=FIRST.stops + moved(MADE.routes[1], 8_000)))),
    ("een_bezoek", None, "L0009", lambda: (BASE, with_stop(MADE, 0, location_id="L0009"))),
    ("een_bezoek", "9", None, lambda: (BASE, replace(MADE, routes=(*MADE.routes, Route("9", 0, 0))))),
    ("een_bezoek", "2", None, lambda: (BASE, replace(MADE, routes=(*MADE.routes, Route("2", 0, 0))))),
    ("verplicht", None, "L0004", lambda: (with_item(BASE, "L0004", mandatory=True), MADE)),
    ("niet_samen", None, "L0001", lambda: (with_item(BASE, "L0001", apart_from=frozenset({"L0003"})), MADE)),
    ("niet_samen", None, "L0001", lambda: (beside_a_unit(), MADE)),
    ("quota_gemeente", None, None, lambda: (quota("municipality", "noord", max_stops=1), MADE)),
    ("quota_gemeente", None, None, lambda: (quota("municipality", "oost", min_stops=1), MADE)),
    ("quota_gemeente", None, None, lambda: (quota("municipality", "noord", min_share=0.51), MADE)),
    ("quota_soort", None, None, lambda: (quota("location_type", "hotel", max_share=0.49), MADE)),
    ("quota_soort", None, None, lambda: (quota("location_type", "horeca", min_stops=3), MADE)),
    ("gekozen_team", "1", "L0001", lambda: (with_item(BASE, "L0001", only_team="2"), MADE)),
    ("partner", "1", "L0001", lambda: (with_item(BASE, "L0001", required_partners=frozenset({"avim"})), MADE)),
    ("teamgrootte", "1", None, lambda: (with_team(members=1), MADE)),
    ("aantal_bezoeken", "1", None, lambda: (with_team(max_stops=2), MADE)),
    ("openingstijd", "1", "L0001", lambda: (with_item(BASE, "L0001", windows=(Window(0, HOUR),)), MADE)),
    ("openingstijd", "1", "L0001", lambda: (with_item(BASE, "L0001", not_before_s=20 * HOUR), MADE)),
    ("openingstijd", "1", "L0001", lambda: (with_item(BASE, "L0001", windows=()), MADE)),
    ("pauze", "1", None, lambda: (BASE, with_route(MADE, pause_s=None))),
    ("pauze", "1", None, lambda: (BASE, with_route(MADE, pause_s=FIRST.stops[2].end_s + 19 * HOUR))),
    ("pauze", "1", None, lambda: (with_team(pause=Break(900, 0, HOUR)), with_route(MADE, pause_s=600))),
    ("pauze", "1", "L0001", lambda: (with_team(pause=Break(900, 0, 24 * HOUR)), with_route(MADE, pause_s=BUSY))),
    ("dienst", "1", None, lambda: (with_team(shift_start_s=FIRST.departure_s + 1), MADE)),
    ("dienst", "1", None, lambda: (with_team(shift_end_s=FIRST.return_s - 1), MADE)),
    ("reistijd", "1", "L0000", lambda: (BASE, with_route(MADE, departure_s=FIRST.departure_s + 1))),
    ("reistijd", "1", None, lambda: (BASE, with_route(MADE, return_s=FIRST.return_s - 1))),
    ("reistijd", "1", "L0001", lambda: (with_item(BASE, "L0001", visit_s=HOUR // 2 + 1), MADE)),
    ("reistijd", "1", "L0001", lambda: (BASE, with_stop(MADE, 1, arrival_s=FIRST.stops[1].start_s + 1))),
    ("reistijd", "1", "L0001", lambda: (BASE, with_stop(MADE, 1, arrival_s=FIRST.stops[0].end_s + 99))),
    ("reistijd", "1", "L0001", lambda: (no_road(), MADE)),
]


def moved(route: Route, later: int):
    """Give the stops of a route at a later moment, in time for team 1 and its last second."""
    end = FIRST.return_s
    return tuple(replace(s, arrival_s=end + later, start_s=end + later, end_s=end + later) for s in route.stops)


def visited(days: int) -> RoundProblem:
    return replace(with_item(BASE, "L0001", days_since_visit=days), rules=RoundRules((), 0.0, 30))


def beside_a_unit() -> RoundProblem:
    apart = with_item(BASE, "L0001", apart_from=frozenset({"L0077"}))
    return with_item(apart, "L0003", units=("L0003", "L0077"))


def quota(kind, code, **limits) -> RoundProblem:
    return replace(BASE, rules=RoundRules((Quota(kind, code, **limits),), 0.0))


def with_team(**changes: object) -> RoundProblem:
    return replace(BASE, teams=(replace(BASE.teams[0], **changes), BASE.teams[1]))


def no_road() -> RoundProblem:
    travel = BASE.travel["auto"]
    seconds = travel.seconds.copy()
    seconds[0, 1] = 2**30
    return replace(BASE, travel={"auto": replace(travel, seconds=seconds)})


def test_every_rule_has_a_name_of_its_own_and_a_dutch_sentence():
    titles = [rule.title for rule in CONSTRAINTS]
    assert len(set(KEYS)) == len(set(titles)) == len(CONSTRAINTS)
    assert all(re.fullmatch(r"[a-z_]+", key) for key in KEYS)
    assert all(re.fullmatch(r"(Een|Het|Elke|Over|Locaties|Verplichte|De) .+\.", title) for title in titles)


def test_every_rule_is_broken_by_a_test():
    assert {case[0] for case in BREAKS} == set(KEYS)


def test_the_plan_that_is_then_broken_is_valid():
    assert check(BASE, MADE) == ()
    assert broken(BASE, MADE) == set()


@pytest.mark.parametrize(("key", "team", "location", "made"), BREAKS, ids=lambda value: str(value)[:16])
def test_a_plan_that_breaks_one_rule_is_told_which_and_where(key, team, location, made):
    problem, bad = made()
    found = check(problem, bad)
    assert key in {item.rule for item in found}
    assert {item.rule for item in found} == broken(problem, bad)
    mine = [item for item in found if item.rule == key]
    assert [(item.team, item.location_id) for item in mine] == [(team, location)] * len(mine)
    assert all(re.fullmatch(r"[A-Z0-9a-z].+\.", item.text) for item in mine)


@pytest.mark.parametrize(
    "case", [case for case in BREAKS if case[2] != "L0003" and case[2] != "L0009"], ids=lambda c: c[0]
)
def test_no_other_rule_is_blamed(case):
    problem, bad = case[3]()
    assert {item.rule for item in check(problem, bad)} == {case[0]}


def test_an_unvisited_place_breaks_no_rule_of_visits():
    barred = with_item(BASE, "L0004", decided=False, frozen=True, home=True, windows=(), only_team="9")
    assert check(barred, MADE) == ()


@pytest.mark.parametrize("days", [30, None])
def test_a_place_may_be_visited_again_after_the_days_that_were_asked(days):
    assert check(visited(days), MADE) == ()


def test_a_place_is_not_apart_from_itself_or_its_own_units():
    own = with_item(BASE, "L0001", apart_from=frozenset({"L0001", "L0078"}), units=("L0001", "L0078"))
    assert check(own, MADE) == ()
    assert "L0001" in plan(own, MaxIterations(250), 1).location_ids


def test_a_home_with_an_assessed_signal_and_a_second_person_may_be_visited():
    assert check(with_item(BASE, "L0001", home=True, home_cleared=True), MADE) == ()


@pytest.mark.parametrize(
    ("share", "drawn", "kept"), [(0.2, 1, True), (0.25, 1, True), (0.26, 1, False), (0.5, 2, True)]
)
def test_the_share_of_the_draw_is_of_all_stops(share, drawn, kept):
    # Of four stops.
    items = tuple(replace(item, drawn=number < drawn) for number, item in enumerate(BASE.candidates))
    found = check(replace(BASE, candidates=items, rules=RoundRules((), share)), MADE)
    assert (found == ()) == kept


@pytest.mark.parametrize(
    ("limits", "kept"),
    [
        ({"min_stops": 2, "max_stops": 2}, True),
        ({"min_share": 0.5, "max_share": 0.5}, True),
        ({"min_share": 0.5000001}, False),
        ({"max_share": 0.4999999}, False),
        ({"min_share": 0.25, "min_stops": 3}, False),
        ({"max_share": 1.0, "max_stops": 1}, False),
    ],
)
def test_a_quota_is_a_number_and_a_share_at_once(limits, kept):
    # Of four stops, two lie in the north.
    assert (check(quota("municipality", "noord", **limits), MADE) == ()) == kept


def test_a_share_of_tenths_is_not_lost_in_the_digits():
    items = [make_candidate(number, visit_s=0, drawn=number < 3) for number in range(5)]
    problem = round_of(items, RoundRules((Quota("municipality", "noord", min_share=0.6, max_share=0.6),), 0.6))
    assert check(problem, timetable(problem, [[c.location_id for c in items], []])) == ()


def test_why_a_place_is_barred_is_said_by_the_first_rule():
    assert bars(BASE, make_candidate(1)) is None
    assert bars(BASE, make_candidate(1, decided=False, frozen=True))[0] == "besluit"
    assert bars(BASE, make_candidate(1, windows=()))[0] == "openingstijd"


HARD = {
    "besluit": lambda: with_item(BIND, "L0004", decided=False),
    "bevroren": lambda: with_item(BIND, "L0004", frozen=True),
    "woning": lambda: with_item(BIND, "L0004", home=True),
    "aselect_deel": lambda: replace(with_item(BIND, "L0000", drawn=True, mandatory=True), rules=RoundRules((), 0.5)),
    "pas_bezocht": lambda: replace(with_item(BIND, "L0004", days_since_visit=3), rules=RoundRules((), 0.0, 30)),
    "een_bezoek": lambda: with_item(BIND, "L0004", units=("L0004", "L0003", "L0002")),
    "verplicht": lambda: with_item(BIND, "L0000", mandatory=True),
    "niet_samen": lambda: with_item(BIND, "L0004", apart_from=frozenset({"L0003", "L0002"})),
    "quota_gemeente": lambda: replace(BIND, rules=RoundRules((Quota("municipality", "noord", max_share=0.34),), 0.0)),
    "quota_soort": lambda: replace(BIND, rules=RoundRules((Quota("location_type", "horeca", max_stops=1),), 0.0)),
    "gekozen_team": lambda: replace(BIND, candidates=tuple(replace(c, only_team="2") for c in BIND.candidates)),
    "partner": lambda: with_item(BIND, "L0004", required_partners=frozenset({"avim"})),
    "teamgrootte": lambda: replace(BIND, teams=(replace(BIND.teams[0], members=1), *BIND.teams[1:])),
    "aantal_bezoeken": lambda: replace(BIND, teams=tuple(replace(t, max_stops=1) for t in BIND.teams)),
    "openingstijd": lambda: with_item(BIND, "L0004", windows=(Window(17 * HOUR, 17 * HOUR + 50),)),
    "pauze": lambda: replace(BIND, teams=tuple(replace(t, pause=Break(HOUR, 0, 24 * HOUR)) for t in BIND.teams)),
    "dienst": lambda: replace(BIND, teams=tuple(replace(t, shift_end_s=18 * HOUR) for t in BIND.teams)),
    "reistijd": lambda: replace(
        BIND, travel=no_road().travel | {"auto": line_matrix(np.arange(12.0).reshape(6, 2) * 9e3)}
    ),
}
STAYS = {"besluit", "bevroren", "woning", "een_bezoek", "teamgrootte", "reistijd"}
BIND = round_of([make_candidate(n, prize=10.0 + n, visit_s=HOUR) for n in range(5)], shift_end_s=17 * HOUR + 9_000)


def test_every_rule_is_held_against_all_plans():
    assert set(HARD) == set(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_with_the_rule_and_without_it_the_best_of_all_plans_is_found(key):
    bound = HARD[key]()
    prizes = []
    for problem in (BIND, bound):
        found = plan(problem, MaxIterations(2_000), 3)
        assert check(problem, found) == ()
        prizes.append(plan_prize(problem, found))
        assert prizes[-1] == best_prize(problem)
    # The rule bites: with it the round is worth less.
    assert prizes[1] < prizes[0]


@pytest.mark.parametrize("rule", CONSTRAINTS, ids=lambda rule: rule.key)
def test_without_a_rule_nothing_that_it_asked_is_left(rule):
    bound = HARD[rule.key]()
    free = rule.relaxed(bound)
    if rule.key in STAYS:
        assert free is None
        return
    assert best_prize(free) > best_prize(bound)


def test_a_change_of_the_user_is_held_against_the_rules_too():
    bound = change(BASE, MADE, [Change("naar", "L0001", "2")])
    assert {item.rule for item in check(bound, MADE)} == {"gekozen_team"}
