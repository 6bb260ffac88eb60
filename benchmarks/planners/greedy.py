"""Greedy: again and again the visit that brings most for the time that it adds, until none fits."""

from __future__ import annotations

from risk_map.planning.compile import may_go
from risk_map.planning.constraints import bars
from risk_map.planning.timetable import schedule


def solve(problem) -> list[list[str]]:
    """Give the order of visits per team."""
    orders = {team.name: [] for team in problem.teams}
    left = [item for item in problem.candidates if not bars(problem, item)]
    while options := list(_options(problem, orders, left)):
        _, _, name, at, item = max(options, key=lambda option: option[:2])
        orders[name].insert(at, item)
        left.remove(item)
    return [[item.location_id for item in order] for order in orders.values()]


def _options(problem, orders, left):
    for team in problem.teams:
        order = orders[team.name]
        if len(order) >= team.max_stops:
            continue
        back = schedule(problem, team, order).return_s
        for item in left:
            if not may_go(problem, team, item):
                continue
            for at in range(len(order) + 1):
                route = schedule(problem, team, [*order[:at], item, *order[at:]])
                if route is not None:
                    extra = max(1, route.return_s - back) if order else max(1, route.return_s - route.departure_s)
                    yield item.prize / extra, -extra, team.name, at, item
