"""A small planned round, made by hand: two teams, three stops, one place left out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import numpy as np

from risk_map.domain.draw import Draw
from risk_map.planning.plan import Plan, Route, Stop
from risk_map.planning.problem import Candidate, RoundProblem, RoundRules, Team, Window
from risk_map.planning.travel import TravelMatrix
from risk_map.reporting.plan_file import PlanMeta
from risk_map.workflow.planning import RoundPlan

H = 3600
NASTY = "<img src=x onerror=alert(1)>`${1}` 5"
"""An address that somebody made up to run something."""

NAMES = ("L1", "L2", "L3", "L4")


def candidate(place, **changes):
    return Candidate(
        NAMES[place], place, 100.0 * (place + 1), 1800, (Window(17 * H, 21 * H),), "GM9001", "hotel", **changes
    )


def plan_of(*, seconds=600, drawn="L2"):
    """Give a plan: team A visits L1 and waits for L2, team B visits L3, team C stays at home, L4 is left out."""
    size = 8
    square = np.full((size, size), seconds, dtype=np.int32)
    np.fill_diagonal(square, 0)
    teams = tuple(
        Team(name, 3, "GM9001", 4 + place, 4 + place, 17 * H, 21 * H, partners=frozenset({"politie_basisteam"}))
        for place, name in enumerate(("Team A", "Team B", "Team C"))
    )
    items = tuple(candidate(place, drawn=NAMES[place] == drawn, mandatory=NAMES[place] == drawn) for place in range(4))
    problem = RoundProblem(
        date(2026, 12, 4),
        teams,
        items,
        {"auto": TravelMatrix(square, square * 10, np.zeros(size), "over de weg (auto)")},
        RoundRules(random_share=0.2),
    )
    first = Stop("L1", 17 * H + 600, 17 * H + 600, 17 * H + 2400)
    second = Stop("L2", 17 * H + 3000, 18 * H, 18 * H + 1800)
    third = Stop("L3", 17 * H + 600, 17 * H + 600, 17 * H + 2400)
    plan = Plan(
        (
            Route("Team A", 17 * H, 18 * H + 2400, (first, second)),
            Route("Team B", 17 * H, 17 * H + 3000, (third,)),
            Route("Team C", 17 * H, 17 * H),
        ),
        seed=7,
    )
    points = tuple((155_000.0 + 400 * place, 463_000.0 + 100 * place) for place in range(size))
    meta = PlanMeta(
        name="Ronde proef",
        made_at=datetime(2026, 12, 1, 9, tzinfo=UTC),
        data_hash="d",
        config_hash="c",
        fictional=True,
        points=points,
        lines={"Team A": (points[4], points[0], points[1], points[4]), "Team B": (points[5], points[2], points[5])},
        along_roads=True,
        municipalities=("GM9001",),
        draw=Draw("2026-12-04 7", 0.2, 12, "ab" * 32, ("L2",)),
    )
    addresses = {"L1": "Lindepad 1", "L2": NASTY, "L3": "Kerkplein 3", "L4": "Veldweg 2"}
    return RoundPlan(problem, plan, meta, addresses, waiting=5, invited=("ggd",))


CONFIG = SimpleNamespace(municipalities={"GM9001": "Voorbeeld"})
