"""The standard instances of the team orienteering problem with time windows, as rounds to plan.

Righini & Salani (2009), Montemanni & Gambardella (2009): Solomon's stops with a prize. Distances are rounded down to
one decimal, so a "second" here is a tenth of their unit.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import numpy as np

from risk_map.planning.problem import Candidate, RoundProblem, RoundRules, Team, Window
from risk_map.planning.travel import TravelMatrix

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "toptw"
TENTHS = 10


def pairs() -> dict[tuple[str, int], float]:
    """Give the best-known score of every instance and number of teams."""
    with (FOLDER / "best_known.csv").open(encoding="utf-8") as file:
        return {(row["instance"], int(row["teams"])): float(row["best_known"]) for row in csv.DictReader(file)}


def read(instance: str, teams: int) -> RoundProblem:
    """Give an instance with so many teams that start and end at its depot (the last place)."""
    rows = [
        line.split()
        for line in (FOLDER / f"{instance}.txt").read_text(encoding="ascii").splitlines()[2:]
        if line.strip()
    ]
    table = np.array([[float(row[i]) for i in (1, 2, 3, 4, -2, -1)] for row in rows])
    table = np.roll(table, -1, axis=0)
    metres = np.hypot(*(table[:, None, :2] - table[None, :, :2]).transpose(2, 0, 1))
    tenths = np.floor(metres * TENTHS + 1e-9).astype(np.int32)
    depot = len(table) - 1
    crews = [
        Team(str(k + 1), 2, None, depot, depot, 0, int(table[depot, 5] * TENTHS), max_stops=depot) for k in range(teams)
    ]
    stops = [
        Candidate(f"{number:03d}", number, row[3], round(row[2] * TENTHS), _window(row), "x", "x")
        for number, row in enumerate(table[:depot])
    ]
    matrix = TravelMatrix(tenths, tenths, np.zeros(len(table)), "hemelsbreed (auto)")
    return RoundProblem(date(2026, 1, 1), tuple(crews), tuple(stops), {"auto": matrix}, RoundRules(random_share=0.0))


def _window(row: np.ndarray) -> tuple[Window, ...]:
    return (Window(round(row[4] * TENTHS), round(row[5] * TENTHS)),)
