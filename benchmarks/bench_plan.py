"""The planner on the standard instances of the team orienteering problem with time windows, beside others.

Run: python benchmarks/bench_plan.py [--seconds 10] [--peers PYTHON] [--only c101,r101] [--planners ours].
PYTHON is that of the environment that `tools/peers.sh` makes; without it only ours and greedy are there. Every plan,
whoever made it, is held against all rules by `check`. The gap is to the best-known score; see `../shared/data/toptw`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from itertools import chain
from pathlib import Path
from statistics import mean

import numpy as np
from planners import greedy, toptw
from planners.instance import Instance
from rich.console import Console
from rich.table import Table

from risk_map.planning.constraints import check
from risk_map.planning.plan import plan_prize
from risk_map.planning.solver import plan
from risk_map.planning.stop import MaxIterations
from risk_map.planning.timetable import timetable

HERE = Path(__file__).parent
PEERS = {"pyvrp": "PyVRP", "ortools": "OR-Tools GLS", "vroom": "VROOM (level 5)"}
TEAMS = (1, 2, 3, 4)


class ProcessorSeconds:
    """Stop after so many seconds of a core: the same on a machine that does other work as well."""

    def __init__(self, seconds: float) -> None:
        self._until = time.process_time() + seconds

    def __call__(self, _) -> bool:
        return time.process_time() >= self._until


def instance_of(problem) -> Instance:
    travel = problem.travel["auto"].seconds
    items = problem.candidates
    return Instance(
        len(problem.teams),
        travel.astype(np.int64),
        np.array([item.visit_s for item in items]),
        np.array([item.prize for item in items]),
        np.array([item.windows[0].opens_s for item in items]),
        np.array([item.windows[0].closes_s for item in items]),
        problem.teams[0].shift_end_s,
    )


def by_peer(python: str, name: str, problem, seconds: float, seed: int) -> list[list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "instance.npz"
        instance_of(problem).write(path)
        command = [python, HERE / "planners" / "peer.py", name, path, str(seconds), str(seed)]
        found = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    routes = [[problem.candidates[node].location_id for node in route] for route in json.loads(found.splitlines()[-1])]
    return routes + [[] for _ in range(len(problem.teams) - len(routes))]


def one(job) -> tuple[str, float]:
    """Give who planned and the gap in percent, on one pair."""
    planner, python, instance, teams, best, seconds, seed = job
    problem = toptw.read(instance, teams)
    if planner == "ours":
        found = plan(problem, ProcessorSeconds(seconds), seed)
    elif planner == "greedy":
        found = timetable(problem, greedy.solve(problem))
    else:
        found = timetable(problem, by_peer(python, planner, problem, seconds, seed))
    if broken := check(problem, found):
        sys.exit(f"{planner} made a plan that breaks a rule: {broken[0].text}")
    return planner, 100 * (1 - plan_prize(problem, found) / best)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--peers", help="Python of the environment with the peers")
    parser.add_argument("--only", default="", help="names of instances, with commas")
    parser.add_argument("--teams", default="", help="numbers of teams, with commas")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--planners", default="", help="names of planners, with commas")
    given = parser.parse_args()
    only = set(filter(None, given.only.split(",")))
    planners = ["ours", "greedy", *(PEERS if given.peers else ())]
    plan(toptw.read("c101", 2), MaxIterations(500), 1)  # compiled once, kept on disk
    chosen = set(filter(None, given.planners.split(","))) or set(planners)
    planners = [planner for planner in planners if planner in chosen]
    jobs = [
        (planner, given.peers, name, teams, best, given.seconds, given.seed)
        for (name, teams), best in toptw.pairs().items()
        for planner in planners
        if (not only or name in only) and (not given.teams or str(teams) in given.teams.split(","))
    ]
    gaps: dict[tuple[str, int], list[float]] = {}
    for job in jobs:
        planner, gap = one(job)
        gaps.setdefault((planner, job[3]), []).append(gap)
        print(f"{job[2]} {job[3]} {planner} {gap:.2f}", file=sys.stderr, flush=True)
    show(planners, gaps, given.seconds)


def show(planners: list[str], gaps: dict[tuple[str, int], list[float]], seconds: float) -> None:
    table = Table(title=f"Gap to the best known in %, mean (worst), {seconds:g} s on one core")
    for column in ("planner", *(f"{teams} team" + "s" * (teams > 1) for teams in TEAMS), "all"):
        table.add_column(column, justify="left" if column == "planner" else "right")
    for planner in planners:
        parts = [gaps.get((planner, teams), []) for teams in TEAMS]
        cells = [f"{mean(part):.2f} ({max(part):.2f})" if part else "" for part in (*parts, list(chain(*parts)))]
        table.add_row(PEERS.get(planner, planner), *cells)
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
