"""The planner on the demonstration region with all its rules: 300 places, 4 teams, how good after how many seconds.

Run: python benchmarks/bench_round.py [--seeds 3]. The seconds are of one core. Every plan is held against all rules.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import mean

import numpy as np
from planners import greedy
from rich.console import Console
from rich.table import Table

from risk_map.config import load_config
from risk_map.planning.constraints import CONSTRAINTS, check
from risk_map.planning.diagnosis import why_not
from risk_map.planning.plan import plan_prize
from risk_map.planning.prices import prices
from risk_map.planning.problem import MAX_STOPS, Break, Quota, Window
from risk_map.planning.sampling import put_in_draw
from risk_map.planning.solver import plan
from risk_map.planning.stop import MaxIterations
from risk_map.planning.timetable import timetable
from risk_map.workflow.planning_places import candidates_of, gather_places
from risk_map.workflow.planning_request import Area, Crew, RoundRequest
from risk_map.workflow.planning_teams import make_problem
from risk_map.workflow.snapshot import read_snapshot
from risk_map.workflow.store import store_of

PLACES, TEAMS = 300, 4
DAY = date(2026, 12, 4)
SECONDS = (0.5, 1, 2, 5, 10, 60)
HOUR = 3600


class Marks:
    """Stop at the last mark, and keep the prize at each, in seconds of this core."""

    def __init__(self) -> None:
        self.began, self.prizes = time.process_time(), []

    def __call__(self, progress) -> bool:
        spent = time.process_time() - self.began
        while len(self.prizes) < len(SECONDS) and spent >= SECONDS[len(self.prizes)]:
            self.prizes.append(progress.prize)
        return len(self.prizes) == len(SECONDS)


class Waits:
    """Stop after ten seconds of this core, and keep the longest time between two questions whether to stop."""

    def __init__(self) -> None:
        self.began = self.last = time.process_time()
        self.longest = 0.0

    def __call__(self, _) -> bool:
        now = time.process_time()
        self.longest, self.last = max(self.longest, now - self.last), now
        return now - self.began >= 10


def with_slack(problem, places: int):
    """Give a round in which all fits: few places, open all day, and long shifts."""
    day = (Window(9 * HOUR, 24 * HOUR),)
    long = tuple(replace(team, shift_start_s=9 * HOUR, shift_end_s=24 * HOUR, pause=None) for team in problem.teams)
    items = (replace(item, windows=day, required_partners=frozenset()) for item in problem.candidates[:places])
    rules = replace(problem.rules, quotas=(), random_share=0.0)
    return replace(problem, teams=long, candidates=tuple(items), rules=rules)


def region_round(folder: Path, seed: int):
    """Put all rules to work: shifts, breaks, partners, quotas by number and by share, places apart, a draw."""
    config = load_config(data_dir=folder)
    snapshot = read_snapshot(config, date(2026, 11, 1))
    towns = tuple(config.municipalities)
    with store_of(config).read() as tx:
        places = gather_places(tx, config, snapshot, Area(municipalities=towns), "totaal")
    shifts = [(14, 22), (15, 23), (16, 24), (10, 18)]
    partners = [{"politie_basisteam", "arbeidsinspectie"}, {"politie_basisteam"}, {"politie_basisteam"}, set()]
    crews = tuple(
        Crew(f"Team {k + 1}", shift=(a * HOUR, b * HOUR), partners=frozenset(p), pause=_pause(a), start=town)
        for k, ((a, b), p, town) in enumerate(zip(shifts, partners, towns, strict=True))
    )
    quotas = (*(Quota("municipality", town, min_stops=3) for town in towns), Quota("location_type", "hotel", 2, 6))
    quotas += (Quota("location_type", "horeca", max_share=0.4),)
    request = RoundRequest(DAY, crews, quotas=quotas)
    candidates = candidates_of(places, DAY, config.planning)
    problem, _ = make_problem(config, request, towns, snapshot.addresses, candidates, places.points)
    rng = np.random.default_rng(seed)
    kept = sorted(rng.choice(len(problem.candidates), PLACES, replace=False))
    chosen = [replace(problem.candidates[row], decided=True) for row in kept]
    chosen[0] = replace(chosen[0], apart_from=frozenset({chosen[1].location_id, chosen[2].location_id}))
    return put_in_draw(replace(problem, candidates=tuple(chosen)), str(seed), MAX_STOPS * TEAMS)


def _pause(begins: int) -> Break:
    return Break(HOUR // 2, (begins + 3) * HOUR, (begins + 4) * HOUR)


def timed(work) -> float:
    began = time.process_time()
    for _ in work():
        pass
    return time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    seeds = range(parser.parse_args().seeds)
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "region"
        command = [sys.executable, "-m", "risk_map.cli.main", "--data", folder, "demo"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        for seed in seeds:
            problem = region_round(folder, seed)
            plan(problem, MaxIterations(1), seed)
            marks = Marks()
            found = plan(problem, marks, seed)
            if broken := check(problem, found):
                sys.exit(f"The plan breaks a rule: {broken[0].text}")
            rough = plan_prize(problem, timetable(problem, greedy.solve(problem)))
            why = timed(lambda p=problem, f=found: why_not(p, f))
            cost = timed(lambda p=problem, f=found, s=seed: prices(p, f, seed=s))
            rows.append((marks.prizes, rough, len(found.location_ids), found.iterations, why, cost))
        longest = {}
        for places in (20, 30, 40, 60):
            waits = Waits()
            plan(with_slack(problem, places), waits, 0)
            longest[places] = waits.longest
    show(rows)
    print(
        "Longest time between two questions whether to stop, in rounds with slack: "
        + "; ".join(f"{places} places {seconds:.2f} s" for places, seconds in longest.items())
    )


def show(rows) -> None:
    title = f"{PLACES} places, {TEAMS} teams, {len(CONSTRAINTS)} rules: share of the prize after 60 s"
    table = Table(title=title)
    for column in (
        "draw",
        *(f"{seconds:g} s" for seconds in SECONDS),
        "greedy",
        "stops",
        "iterations",
        "why not",
        "prices",
    ):
        table.add_column(column, justify="right")
    for number, (prizes, rough, stops, iterations, why, cost) in enumerate(rows):
        shares = [f"{100 * prize / prizes[-1]:.2f}%" for prize in (*prizes, rough)]
        table.add_row(str(number), *shares, str(stops), f"{iterations:,}", f"{why:.2f} s", f"{cost:.1f} s")
    means = [mean(prizes[mark] / prizes[-1] for prizes, *_ in rows) for mark in range(len(SECONDS))]
    table.add_row("mean", *(f"{100 * share:.2f}%" for share in means), *[""] * 5)
    Console(width=140).print(table, "The greedy plan keeps to the routes but to no quota, share or draw.")


if __name__ == "__main__":
    main()
