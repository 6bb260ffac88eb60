"""Who is not visited in time, and the reason of the last round that could have."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from risk_map.domain.notation import day
from risk_map.planning.lateness import ABSENT, why_late
from risk_map.planning.outings import Outing
from risk_map.planning.problem import RoundProblem, RoundRules
from risk_map.planning.season import plan_season
from tests.planning.worlds import HOUR, line_matrix, make_candidate, make_team

DAYS = tuple(date(2026, 9, 1) + timedelta(7 * n) for n in range(3))


def season(closed_on=None, **late):
    """Three rounds of one visit each: L0000 is worth least; what is said of it is given."""

    def problem_of(outing):
        windows = {"windows": ()} if outing.on_date == closed_on else {}
        items = (
            make_candidate(0, prize=1.0, **(late | windows)),
            *(make_candidate(n, prize=50.0) for n in range(1, 9)),
        )
        team = make_team(shift_end_s=17 * HOUR + HOUR // 2)
        travel = {"auto": line_matrix(np.zeros((len(items) + 1, 2)))}
        return RoundProblem(outing.on_date, (team,), items, travel, RoundRules(random_share=0.0))

    return plan_season(problem_of, [Outing(each, 0) for each in DAYS], due={}, seed=1, iterations=200).rounds


def test_the_reason_is_that_of_the_last_round_before_the_day():
    rounds = season()
    assert why_late(rounds, "L0000", DAYS[1]).startswith(f"Op {day(DAYS[1])}: past ")
    assert why_late(rounds, "L0000", DAYS[1] - timedelta(1)).startswith(f"Op {day(DAYS[0])}: ")


def test_for_a_place_that_was_late_before_the_season_every_round_was_a_chance():
    assert why_late(season(), "L0000", DAYS[0] - timedelta(9)).startswith(f"Op {day(DAYS[2])}: ")


def test_a_round_on_a_day_on_which_it_is_closed_is_not_the_reason():
    assert why_late(season(closed_on=DAYS[2]), "L0000", DAYS[2]).startswith(f"Op {day(DAYS[1])}: past ")


def test_what_bars_it_from_every_round_is_said():
    assert "bevroren" in why_late(season(frozen=True), "L0000", DAYS[2])


def test_a_unit_at_an_address_has_the_reason_of_its_address_and_a_stranger_none():
    rounds = season(units=("L0000", "U1"))
    assert why_late(rounds, "U1", DAYS[2]) == why_late(rounds, "L0000", DAYS[2])
    assert why_late(rounds, "elders", DAYS[2]) == ABSENT
