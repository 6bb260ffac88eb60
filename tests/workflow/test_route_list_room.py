"""Four stops go on a page of the route list, with what there is to tell in the demonstration; ten pages hold a list."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import datetime

import pytest

from risk_map.demo.reference import REFERENCE_DATE
from risk_map.domain.checklist import boxes_of
from risk_map.domain.location import LOCATION_TYPES, codes
from risk_map.governance.shifts import LOCAL
from risk_map.planning.problem import MAX_STOPS
from risk_map.reporting.route_pdf import MOST_STOPS, render_pdf
from risk_map.reporting.route_round import PrintStamp
from risk_map.store import schema
from risk_map.store.ledger_states import round_states
from risk_map.workflow.route_facts import known_places
from risk_map.workflow.route_sheets import sheets_of
from risk_map.workflow.route_sources import PRINTABLE, round_of_store
from risk_map.workflow.snapshot import read_snapshot
from risk_map.workflow.store import close_stores, store_of
from tests.demo_store import config_of

AT = datetime(2026, 11, 1, 9, tzinfo=LOCAL)
STAMP = PrintStamp("coördinator handhaving", AT, fictional=True, chain_head="0" * 16)
EVERY = 5
"""One visit in so many of three years is printed: 52 of 260."""


@pytest.fixture(scope="module")
def lists(demo_folder, tmp_path_factory):
    """Sheet and map of every round that lies ahead; and one long list of visits of all years, by day."""
    config = config_of(shutil.copytree(demo_folder, tmp_path_factory.mktemp("room") / "data"))
    with store_of(config).read() as tx:
        states = round_states(tx)
        rows = sorted(tx.current(schema.inspection_round), key=lambda row: (row["on_date"], row["id"]))
        rounds = [round_of_store(tx, row) for row in rows if states[row["id"]] in PRINTABLE]
    team = rounds[-1].teams[0]
    visits = [stop for each in rounds for team in each.teams for stop in team.stops][::EVERY]
    long = replace(rounds[-1], teams=(replace(team, stops=tuple(visits), line=((0.0, 0.0), (1.0, 1.0))),))
    ahead = [each for each in rounds if each.on_date >= REFERENCE_DATE]
    places = known_places(
        config, read_snapshot(config, REFERENCE_DATE), [name for each in (*ahead, long) for name in each.location_ids]
    )
    yield [[each for part in parts for each in sheets_of(config, part, places, STAMP)] for parts in (ahead, [long])]
    close_stores()


def room_of(sheet, svg, tmp_path):
    """Give how many stops are on each page that has any, and how many pages there are."""
    path = tmp_path / "list.pdf"
    path.write_bytes(render_pdf(sheet, svg, AT))
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, encoding="utf-8").stdout
    pages = text.split("\f")[:-1]
    return [count for page in pages if (count := page.count("Ruimte voor feiten"))], len(pages)


def part_of(sheet, stops):
    return replace(sheet, stops=tuple(replace(stop, number=number) for number, stop in enumerate(stops, start=1)))


def test_every_round_that_lies_ahead_has_its_four_stops_on_one_page(lists, tmp_path):
    ahead, _ = lists
    assert [len(each.sheet.stops) for each in ahead] == [4] * 5
    assert [room_of(each.sheet, each.svg, tmp_path) for each in ahead] == [([4], 4)] * 5


@pytest.mark.parametrize(("stops", "pages"), [(MAX_STOPS, 5), (MOST_STOPS, 7)])
def test_visits_of_three_years_go_four_on_a_page(lists, tmp_path, stops, pages):
    _, (past,) = lists
    every = past.sheet.stops
    assert {len(stop.boxes) for stop in every} == {len(boxes_of(kind)) for kind in codes(LOCATION_TYPES)}
    for begin in range(0, len(every) - stops + 1, stops):
        sheet = part_of(past.sheet, every[begin : begin + stops])
        assert room_of(sheet, past.svg, tmp_path) == ([4] * (stops // 4), pages)
