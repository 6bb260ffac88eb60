"""The rounds of three years: every visit was decided on, confirmed where needed, planned and recorded."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from risk_map.demo.history_draws import draw_again
from risk_map.demo.history_entries import Entry, at_hour, until_end
from risk_map.demo.history_outings import DAYTIME, SHIFTS
from risk_map.demo.history_people import inspector
from risk_map.demo.history_planning import Round, finish, plan
from risk_map.demo.history_region import plain
from risk_map.demo.history_signals import NOT_OF_A_FRAME, leading_signal
from risk_map.domain.inspection import CHECKS, NOT_VISITED
from risk_map.store import schema

if TYPE_CHECKING:
    import numpy as np

    from risk_map.demo.history_region import Planned, RegionFacts

NOT_VISITED_WHY: Final = ("niemand_aanwezig", "geen_tijd", "niet_gevonden", "partner_afwezig")
MADE_HERE: Final = NOT_OF_A_FRAME | {"stop_id", "not_visited_reason", "began_at"}
VISIT_COLUMNS: Final = tuple(column.name for column in schema.visit.c if column.name not in MADE_HERE)


def make_rounds(region: RegionFacts) -> list[Entry]:
    """Make a round of the visits of each day, and everything that had to be done for it."""
    dice, entries = region.dice("rounds"), []
    visits = [plain(row) for row in region.visits.rename_axis("visit_id").reset_index().to_dict("records")]
    for number, (day, found_on_it) in enumerate(groupby(visits, key=itemgetter("visited_on")), start=1):
        rows = list(found_on_it)
        # Some visits of those years were at homes without a signal; the product would not have planned them.
        stops = {row["visit_id"]: stop for row in rows if (stop := _planned(region, row)).may_be_planned}
        found = Round(f"RON-{number:04d}", day, tuple(stops.values()))
        if stops:
            entries += [*plan(found, dice), *draw_again(region, found), *finish(found)]
        stop_ids = {visit_id: found.stop_id(position) for position, visit_id in enumerate(stops, start=1)}
        entries += [_visit(row, stop_ids.get(row["visit_id"]), dice) for row in rows]
    return until_end(entries)


def _planned(region: RegionFacts, visit: dict[str, Any]) -> Planned:
    signal_id = leading_signal(region, visit) if visit["visit_reason"] == "signaal" else None
    return region.stop(visit["location_id"], visit["visit_reason"], signal_id)


def _visit(row: dict[str, Any], stop_id: str | None, dice: np.random.Generator) -> Entry:
    why = str(dice.choice(NOT_VISITED_WHY)) if stop_id and row["result"] == NOT_VISITED else None
    values = {name: row[name] for name in VISIT_COLUMNS}
    visit = {"id": row["visit_id"], **values, "stop_id": stop_id, "not_visited_reason": why}
    answers = [
        (schema.visit_answer, {"visit_id": row["visit_id"], "check_code": check.code, "answer": row[check.code]})
        for check in CHECKS
        if row[check.code] is not None
    ]
    begins = SHIFTS.get(row["location_type"], DAYTIME)[0].hour
    at = at_hour(row["visited_on"], min(begins + 0.5 + float(dice.uniform(0, 2.5)), 23.9))
    return Entry(at, inspector(row["gemeentecode"], 1), "record_visit", ((schema.visit, visit), *answers))
