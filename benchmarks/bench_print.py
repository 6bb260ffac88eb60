"""How long the route list of a team takes: map, paper (8 stops, and as many as go on a list), and screen.

Run: python benchmarks/bench_print.py
"""

from __future__ import annotations

import statistics
import time
from datetime import date, datetime
from pathlib import Path

from risk_map.config import SHIPPED, load_config
from risk_map.domain.frames import AREAS, ROADS
from risk_map.domain.registers import LOCATIONS
from risk_map.governance.shifts import LOCAL
from risk_map.reporting.route_html import render_html
from risk_map.reporting.route_map import MapLayers, draw_map
from risk_map.reporting.route_pdf import MOST_STOPS, render_pdf
from risk_map.reporting.route_round import KnownPlace, PlannedRound, PlannedStop, PlannedTeam, PrintStamp
from risk_map.reporting.route_sheet import make_sheet
from risk_map.store.folder import DataFolder

RUNS = 7
DAY = date(2026, 12, 4)
FACTS = tuple(
    (f"Feit {number} over deze plaats, in een zin van gewone lengte.", "register", DAY) for number in range(6)
)
STAMP = PrintStamp("coördinator", datetime(2026, 12, 4, 12, tzinfo=LOCAL), fictional=True, chain_head="0" * 16)
DATA = Path(__file__).parents[1] / "data"


def timed(function, *arguments):
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        result = function(*arguments)
        seconds.append(time.perf_counter() - start)
    return result, statistics.median(seconds)


def known(register, count):
    """Give the first locations of the region with the longest checklist."""
    rows = register[(register["location_type"] == "huisvesting_arbeidsmigranten") & register.geometry.notna()][:count]
    return {
        name: KnownPlace(
            row.address, row.gemeentecode, row.location_type, (row.geometry.x, row.geometry.y), home=False, facts=FACTS
        )
        for name, row in zip(rows.index, rows.itertuples(), strict=True)
    }


def main() -> None:
    config, folder = load_config(SHIPPED), DataFolder(DATA)
    layers = MapLayers(folder.read(AREAS), folder.read(ROADS))
    print(f"seconds, median of {RUNS}; roads in the region: {len(layers.roads)}")
    for count in (8, MOST_STOPS):
        places = known(folder.read(LOCATIONS), count)
        stops = tuple(PlannedStop(name, 61_200, 61_200, 5400, ((61_200, 75_600),), ("brandweer",)) for name in places)
        team = PlannedTeam("Team 1", 3, ("brandweer",), 59_400, 90_000, stops, (145_000.0, 455_000.0))
        planned = PlannedRound("Ronde", DAY, "goedgekeurd", (team,))
        sheet = make_sheet(planned, team, places, config.contacts, STAMP, config.municipalities)
        svg, drawn = timed(draw_map, team, [places[stop.location_id].point for stop in team.stops], layers)
        pdf, printed = timed(render_pdf, sheet, svg, STAMP.at)
        page, written = timed(render_html, sheet, svg)
        print(
            f"  {count:2} stops: map {drawn:.3f}, PDF {printed:.3f} ({len(pdf) // 1000} kB), "
            f"HTML {written:.3f} ({len(page.encode()) // 1000} kB)"
        )


if __name__ == "__main__":
    main()
