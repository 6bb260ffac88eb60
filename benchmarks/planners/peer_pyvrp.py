"""PyVRP: hybrid genetic search, visits optional with a prize. Only the prize counts, at 100 per point."""

from __future__ import annotations

from time import process_time

from pyvrp import Model

PRIZE_SCALE = 100


def solve(instance, seconds: float, seed: int) -> list[list[int]]:
    model = Model()
    places = [model.add_location(0, 0) for _ in range(len(instance.travel))]
    depot = model.add_depot(places[-1])
    model.add_vehicle_type(
        instance.teams, start_depot=depot, end_depot=depot, tw_late=instance.budget, unit_distance_cost=0
    )
    for node in range(instance.depot):
        model.add_client(
            places[node],
            service_duration=int(instance.visit[node]),
            tw_early=int(instance.opens[node]),
            tw_late=int(instance.closes[node]),
            prize=int(instance.prize[node] * PRIZE_SCALE),
            required=False,
        )
    for i, start in enumerate(places):
        for j, end in enumerate(places):
            if i != j:
                model.add_edge(start, end, distance=int(instance.travel[i, j]), duration=int(instance.travel[i, j]))
    # Of the processor, as ours: another program on the machine takes nothing from it.
    end = process_time() + seconds
    best = model.solve(lambda _: process_time() >= end, seed=seed, display=False, collect_stats=False).best
    return [[visit.idx for visit in route if visit.is_client()] for route in best.routes()]
