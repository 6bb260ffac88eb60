"""Why not? For every candidate that is left out: the rule that binds, and the smallest change that lets it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from risk_map.planning.compile import may_go, may_join
from risk_map.planning.reasons import WhyNot, all_of, asks
from risk_map.planning.reasons_alone import barred, nobody, out_of_time
from risk_map.planning.reasons_partner import joinings, partner_joins
from risk_map.planning.reasons_round import beside_drawn, lacks_drawn, round_rules
from risk_map.planning.reasons_route import route_rule, swap
from risk_map.planning.rules_law import RandomShare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from risk_map.planning.plan import Plan
    from risk_map.planning.problem import Candidate, RoundProblem
    from risk_map.planning.reasons import Orders
    from risk_map.planning.reasons_route import RouteChange


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
    before = [other for order in orders.values() for other in order]
    found = barred(problem, item) or nobody(problem, item) or beside_drawn(before, item)
    return found or all_of(_least_changes(problem, orders, item) or [_fits_already(item)])


def _least_changes(problem: RoundProblem, orders: Orders, item: Candidate) -> list[WhyNot]:
    """Give the changes that ask least, by the teams as they are or by one that a partner joins."""
    able = any(may_go(problem, team, item) for team in problem.teams)
    ways = [_all_changes(problem, orders, item)] if able else []
    if [] in ways:
        return []
    for joining in joinings(problem, item):
        more = _beside(orders, _all_changes(joining.after, orders, joining.after.candidate(item.location_id)))
        helps = all(each.helps for each in more)
        ways.append([partner_joins(item, joining, absent=not able, helps=helps), *more])
    return min(ways, key=asks)


def _all_changes(problem: RoundProblem, orders: Orders, item: Candidate) -> list[WhyNot]:
    """Give the fewest changes that let a candidate in, of its time first; nothing when it fits already."""
    changes = out_of_time(problem, item)
    if not changes:
        return _lacking(problem, orders, item)
    ways = (
        [why, *_beside(orders, _all_changes(after, orders, after.candidate(item.location_id)) if after else [])]
        for why, after in changes
    )
    return min(ways, key=asks)


def _lacking(problem: RoundProblem, orders: Orders, item: Candidate) -> list[WhyNot]:
    """Give all that has to change for a candidate that a team can visit; nothing when it fits already."""
    before = [other for order in orders.values() for other in order]
    without = {name: tuple(other for other in order if may_join(item, other)) for name, order in orders.items()}
    change = route_rule(problem, without, item)
    after = _after(without, change, item)
    if lacks_drawn(problem, before, after) and (instead := swap(problem, orders, item)):
        change, after = instead, _after(without, instead, item)
    lapsed = change.dropped if change else ()
    rules, lacks = list(round_rules(problem, before, after, item)), [change.why] if change else []
    # What is too few in the round because a visit lapses, or none is there, comes after that visit.
    return [*lacks, *(_beside(orders, rules) if lacks else rules)] if lapsed or not before else [*rules, *lacks]


def _beside(orders: Orders, found: list[WhyNot]) -> list[WhyNot]:
    """Give what else has to change; a round without visits is drawn anew, so its draw is not too small besides."""
    return found if any(orders.values()) else [each for each in found if each.rule != RandomShare().key]


def _after(orders: Orders, change: RouteChange | None, item: Candidate) -> list[Candidate]:
    lapsed = change.dropped if change else ()
    return [*(other for order in orders.values() for other in order if other not in lapsed), item]


def _fits_already(item: Candidate) -> WhyNot:
    return WhyNot(item.location_id, "prijs", "Past nog in de ronde; plan verder om de locatie op te nemen.")
