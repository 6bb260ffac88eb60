"""Why not? For every candidate that is left out: the rule that binds, and the smallest change that lets it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from risk_map.planning.compile import may_join
from risk_map.planning.reasons import WhyNot, all_of
from risk_map.planning.reasons_alone import barred, nobody, out_of_time
from risk_map.planning.reasons_round import round_rules
from risk_map.planning.reasons_route import route_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from risk_map.planning.plan import Plan
    from risk_map.planning.problem import Candidate, RoundProblem
    from risk_map.planning.reasons import Orders


def why_not(problem: RoundProblem, plan: Plan) -> Iterator[WhyNot]:
    """Explain every candidate that is left out, in the order of the candidates.

    Parameters
    ----------
    problem, plan
        What was asked, and what was planned. The rest of the plan stays as it is: the change is the smallest that puts
        the candidate into one of these routes.
    """
    orders = _orders(problem, plan)
    there = set(plan.location_ids)
    yield from (_explain(problem, orders, item) for item in problem.candidates if item.location_id not in there)


def explain(problem: RoundProblem, plan: Plan, item: Candidate) -> WhyNot:
    """Explain one candidate that is left out."""
    return _explain(problem, _orders(problem, plan), item)


def _orders(problem: RoundProblem, plan: Plan) -> Orders:
    by_id = {item.location_id: item for item in problem.candidates}
    driven = {route.team: tuple(by_id[stop.location_id] for stop in route.stops) for route in plan.routes}
    return {team.name: driven.get(team.name, ()) for team in problem.teams}


def _explain(problem: RoundProblem, orders: Orders, item: Candidate) -> WhyNot:
    if (found := barred(problem, item) or nobody(problem, item)) is not None:
        return found
    return all_of(_all_changes(problem, orders, item) or [_fits_already(item)])


def _all_changes(problem: RoundProblem, orders: Orders, item: Candidate) -> list[WhyNot]:
    """Give the fewest changes that let a candidate in, of its time first; nothing when it fits already."""
    changes = out_of_time(problem, item)
    if not changes:
        return _lacking(problem, orders, item)
    ways = (
        [why, *(_all_changes(after, orders, after.candidate(item.location_id)) if after else [])]
        for why, after in changes
    )
    return min(ways, key=len)


def _lacking(problem: RoundProblem, orders: Orders, item: Candidate) -> list[WhyNot]:
    """Give all that has to change for a candidate that a team can visit; nothing when it fits already."""
    before = [other for order in orders.values() for other in order]
    without = {name: tuple(other for other in order if may_join(item, other)) for name, order in orders.items()}
    change = route_rule(problem, without, item)
    lapsed = change.dropped if change else ()
    after = [*(other for order in without.values() for other in order if other not in lapsed), item]
    rules, lacks = list(round_rules(problem, before, after, item)), [change.why] if change else []
    # What is too few in the round because a visit lapses, or none is there, comes after that visit.
    return [*lacks, *rules] if lapsed or not before else [*rules, *lacks]


def _fits_already(item: Candidate) -> WhyNot:
    return WhyNot(item.location_id, "prijs", "Past nog in de ronde; plan verder om de locatie op te nemen.")
