"""Small rounds to plan, made from a seed, and every plan of them."""

from __future__ import annotations

from datetime import date
from itertools import permutations, product
from typing import TYPE_CHECKING

import numpy as np

from risk_map.planning.constraints import check
from risk_map.planning.plan import plan_prize
from risk_map.planning.problem import Break, Candidate, Quota, RoundProblem, RoundRules, Team, Window
from risk_map.planning.timetable import schedule, timetable
from risk_map.planning.travel import TravelMatrix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from risk_map.planning.plan import Plan

HOUR = 3600
DAY = date(2026, 12, 4)
TOWNS = ("noord", "zuid")
TYPES = ("hotel", "horeca")


def line_matrix(points: np.ndarray, seconds_per_m: float = 0.1) -> TravelMatrix:
    """Straight lines at 36 km/h, in whole seconds, rounded up so that no detour is shorter."""
    metres = np.hypot(*(points[:, None] - points[None, :]).transpose(2, 0, 1))
    seconds = np.ceil(metres * seconds_per_m).astype(np.int32)
    return TravelMatrix(seconds, metres.astype(np.int32), np.zeros(len(points)), "hemelsbreed (auto)")


def make_team(name: str = "1", **changes: object) -> Team:
    given = {
        "members": 2,
        "municipality": None,
        "start_place": -1,
        "end_place": -1,
        "shift_start_s": 17 * HOUR,
        "shift_end_s": 21 * HOUR,
    }
    return Team(name, **(given | changes))


def make_candidate(number: int, **changes: object) -> Candidate:
    given = {
        "prize": 10.0,
        "visit_s": HOUR // 2,
        "windows": (Window(0, 24 * HOUR),),
        "municipality": TOWNS[number % 2],
        "location_type": TYPES[number % 2],
    }
    return Candidate(f"L{number:04d}", number, **(given | changes))


def make_problem(candidates: int = 5, teams: int = 1, seed: int = 0, rules: RoundRules | None = None) -> RoundProblem:
    """A round with all that a route can have: windows, breaks, partners, visits that must be, that were drawn."""
    rng = np.random.default_rng(seed)
    points = rng.uniform(0, 8000, (candidates + 2, 2))
    items = tuple(_random_candidate(rng, number) for number in range(candidates))
    crews = tuple(
        make_team(
            str(k + 1),
            start_place=candidates,
            end_place=candidates + int(rng.integers(2)),
            max_stops=int(rng.integers(2, 6)),
            shift_end_s=int(rng.integers(19, 22)) * HOUR,
            pause=Break(HOUR // 4, 18 * HOUR, 19 * HOUR) if rng.random() < 0.5 else None,
            partners=frozenset({"politie_basisteam"} if rng.random() < 0.7 else ()),
        )
        for k in range(teams)
    )
    return RoundProblem(DAY, crews, items, {"auto": line_matrix(points)}, rules or RoundRules(random_share=0.0))


def _random_candidate(rng: np.random.Generator, number: int) -> Candidate:
    opens = int(rng.integers(16, 20)) * HOUR
    windows = (Window(opens, opens + int(rng.integers(0, 3)) * HOUR),)
    if rng.random() < 0.3:
        windows += (Window(windows[0].closes_s + HOUR, windows[0].closes_s + 2 * HOUR),)
    return make_candidate(
        number,
        prize=float(rng.integers(1, 40)),
        visit_s=int(rng.integers(1, 6)) * HOUR // 6,
        windows=windows,
        required_partners=frozenset({"politie_basisteam"} if rng.random() < 0.3 else ()),
        not_before_s=18 * HOUR if rng.random() < 0.2 else None,
        apart_from=frozenset({"L0000"} if number and rng.random() < 0.2 else ()),
        frozen=bool(rng.random() < 0.1),
    )


def random_quotas(seed: int) -> tuple[Quota, ...]:
    rng = np.random.default_rng(seed + 10_000)
    kinds = (("municipality", TOWNS), ("location_type", TYPES))
    quotas = []
    for kind, codes in kinds:
        code = str(rng.choice(codes))
        if rng.random() < 0.6:
            quotas.append(Quota(kind, code, min_stops=int(rng.integers(0, 2)), max_stops=int(rng.integers(1, 4))))
        elif rng.random() < 0.6:
            quotas.append(Quota(kind, code, min_share=0.3, max_share=float(rng.choice([0.5, 1.0]))))
    return tuple(quotas)


def all_plans(problem: RoundProblem) -> Iterator[Plan]:
    """Every way to divide the candidates over the teams, in every order, that fits in the shifts."""
    names = [item.location_id for item in problem.candidates]
    for owners in product(range(len(problem.teams) + 1), repeat=len(names)):
        groups = [
            [name for name, owner in zip(names, owners, strict=True) if owner == k] for k in range(len(problem.teams))
        ]
        if any(len(group) > team.max_stops for group, team in zip(groups, problem.teams, strict=True)):
            continue
        for orders in product(*(list(permutations(group)) for group in groups)):
            try:
                yield timetable(problem, orders)
            except ValueError:
                continue


def feasible_sets(problem: RoundProblem, team: Team) -> dict[frozenset[str], tuple[str, ...]]:
    """Give every set of candidates that a team can visit in its shift, with an order; triangles must be real ones."""
    found: dict[frozenset[str], tuple[str, ...]] = {frozenset(): ()}

    def extend(order: tuple[Candidate, ...]) -> None:
        for item in problem.candidates:
            longer = (*order, item)
            if item not in order and len(longer) <= team.max_stops and schedule(problem, team, longer) is not None:
                names = tuple(other.location_id for other in longer)
                found.setdefault(frozenset(names), names)
                extend(longer)

    extend(())
    return found


def best_prize(problem: RoundProblem) -> float | None:
    """Give the highest prize of all valid plans, set by set; nothing when there is none."""
    choices = [feasible_sets(problem, team) for team in problem.teams]
    best = None
    for chosen in product(*choices):
        if len(frozenset().union(*chosen)) < sum(map(len, chosen)):
            continue
        plan = timetable(problem, [sets[names] for sets, names in zip(choices, chosen, strict=True)])
        if (best is None or plan_prize(problem, plan) > best) and not check(problem, plan):
            best = plan_prize(problem, plan)
    return best
