"""VROOM: constructive heuristics and local search at its deepest level; prizes as priorities, which end at 100."""

from __future__ import annotations

import numpy as np
import vroom

MOST = 100


def solve(instance, _seconds: float, _seed: int) -> list[list[int]]:
    problem = vroom.Input()
    problem.set_durations_matrix("car", instance.travel.astype(np.uint32))
    shift = vroom.TimeWindow(0, instance.budget)
    for team in range(instance.teams):
        problem.add_vehicle(vroom.Vehicle(team, start=instance.depot, end=instance.depot, time_window=shift))
    priority = np.round(instance.prize * MOST / instance.prize.max()).astype(int)
    for node in range(instance.depot):
        windows = [vroom.TimeWindow(int(instance.opens[node]), int(instance.closes[node]))]
        visit, worth = int(instance.visit[node]), int(priority[node])
        problem.add_job(vroom.Job(node, node, default_service=visit, priority=worth, time_windows=windows))
    steps = problem.solve(exploration_level=5, nb_threads=1).routes
    steps = steps[steps["type"] == "job"]
    return [list(steps[steps["vehicle_id"] == team]["id"]) for team in range(instance.teams)]
