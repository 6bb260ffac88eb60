"""OR-Tools routing: guided local search; leaving a visit out costs its prize, and the road next to nothing."""

from __future__ import annotations

from time import process_time

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

PRIZE_SCALE = 10_000


def solve(instance, seconds: float, _: int) -> list[list[int]]:
    manager = pywrapcp.RoutingIndexManager(len(instance.travel), instance.teams, instance.depot)
    routing = pywrapcp.RoutingModel(manager)
    visit = [*map(int, instance.visit), 0]
    travel = instance.travel.tolist()

    def lasts(start: int, end: int) -> int:
        before = manager.IndexToNode(start)
        return visit[before] + travel[before][manager.IndexToNode(end)]

    clock = routing.RegisterTransitCallback(lasts)
    routing.SetArcCostEvaluatorOfAllVehicles(
        routing.RegisterTransitCallback(lambda i, j: travel[manager.IndexToNode(i)][manager.IndexToNode(j)])
    )
    start_at_zero = False
    routing.AddDimension(clock, instance.budget, instance.budget, start_at_zero, "time")
    time = routing.GetDimensionOrDie("time")
    for node in range(instance.depot):
        index = manager.NodeToIndex(node)
        time.CumulVar(index).SetRange(int(instance.opens[node]), int(min(instance.closes[node], instance.budget)))
        routing.AddDisjunction([index], int(instance.prize[node] * PRIZE_SCALE))
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    search.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    # Of the processor, as ours: another program on the machine takes nothing from it.
    end = process_time() + seconds
    routing.AddSearchMonitor(routing.solver().CustomLimit(lambda: process_time() >= end))
    found = routing.SolveWithParameters(search)
    return [list(_route(routing, manager, found, team)) for team in range(instance.teams)]


def _route(routing, manager, found, team: int):
    index = found.Value(routing.NextVar(routing.Start(team)))
    while not routing.IsEnd(index):
        yield manager.IndexToNode(index)
        index = found.Value(routing.NextVar(index))
