"""What people of the demonstration region did beside rounds: say no, freeze, test the red button, hand over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import pandas as pd

from risk_map.demo.history_entries import Entry, at_hour, until_end
from risk_map.demo.history_people import REGION, coordinator, inspector
from risk_map.demo.history_planning import decide
from risk_map.demo.history_region import plain
from risk_map.demo.reference import FIRST_DAY, REFERENCE_DATE
from risk_map.domain.cases import NOT_IN_ROUND
from risk_map.domain.draw import draw_order
from risk_map.store import schema

if TYPE_CHECKING:
    from risk_map.demo.history_region import RegionFacts

FROZEN: Final = ((date(2024, 4, 8), 60), (date(2024, 11, 4), 45), (date(2025, 6, 2), 90), (date(2026, 9, 14), None))
"""First day of a freeze, and after how many days it was released."""

REFUSED: Final = 36
"""Locations about which people decided not to go."""

TEST_DAY: Final = date(2026, 3, 11)
CARE_OF: Final = {
    "arbeid": "arbeidsinspectie",
    "seksueel": "politie_avim",
    "crimineel": "comensha",
    "orgaan": "politie_avim",
}


def use_freezes(region: RegionFacts) -> list[Entry]:
    """Freeze some locations that nobody visited; the last one is frozen still."""
    entries = []
    for number, (location_id, (day, days)) in enumerate(zip(_quiet(region), FROZEN, strict=False), start=1):
        town = region.stop(location_id, "periodiek").town
        row = {"location_id": location_id, "gemeentecode": town}
        steps = [("freeze_location", True, "klacht over de vorige controle in behandeling", day)]
        if days is not None:
            steps.append(("unfreeze_location", False, "klacht is afgehandeld", day + timedelta(days=days)))
        for action, frozen, reason, when in steps:
            values = {"id": f"BVR-{number}-{action}", **row, "frozen": frozen, "reason": reason}
            entries.append(Entry(at_hour(when, 11), coordinator(town), action, ((schema.freeze, values),)))
    return until_end(entries)


def frozen_on(region: RegionFacts, day: date) -> list[str]:
    """Give the locations that are frozen on a day."""
    return [
        name
        for name, (begin, days) in zip(_quiet(region), FROZEN, strict=False)
        if begin <= day and (days is None or day < begin + timedelta(days=days))
    ]


def refuse_locations(region: RegionFacts) -> list[Entry]:
    """Decide not to go to some locations: that nobody goes is recorded too."""
    dice, days = region.dice("refusals"), (REFERENCE_DATE - FIRST_DAY).days
    entries = []
    for number, location_id in enumerate(_quiet(region)[len(FROZEN) : len(FROZEN) + REFUSED], start=1):
        stop = region.stop(location_id, "periodiek")
        row = decide(f"BES-NEE-{number:02d}", stop, dice, NOT_IN_ROUND)
        day = FIRST_DAY + timedelta(days=int(dice.integers(20, days - 20)))
        entries.append(Entry(at_hour(day, 15), coordinator(stop.town), "decide_location", (row,)))
    return entries


def use_red_button(region: RegionFacts) -> list[Entry]:
    """Switch the model off and on again, as an exercise."""
    presser = coordinator(region.towns[0])
    off = {"id": "KNOP-1", "model_on": False, "reason": "oefening met de rode knop"}
    on = {"id": "KNOP-2", "model_on": True, "reason": "oefening geslaagd; model weer aan"}
    return [
        Entry(at_hour(TEST_DAY, 8), presser, "press_red_button", ((schema.model_switch, off),)),
        Entry(at_hour(TEST_DAY, 8.5), REGION, "release_red_button", ((schema.model_switch, on),)),
    ]


def hand_over(region: RegionFacts) -> list[Entry]:
    """Hand over a suspected victim after each serious finding: only that, when, and to whom."""
    serious = region.visits[region.visits["result"] == "ernstige_bevinding"]
    entries = []
    for number, found in enumerate(serious.reset_index().to_dict("records"), start=1):
        visit = plain(found)
        at = at_hour(visit["visited_on"], 23.9)
        row = {
            "id": f"OVD-{number:02d}",
            "gemeentecode": visit["gemeentecode"],
            "organisation": CARE_OF[visit["form"]],
            "handed_over_at": at,
        }
        entries.append(Entry(at, inspector(visit["gemeentecode"], 1), "hand_over_victim", ((schema.handover, row),)))
    return entries


def _quiet(region: RegionFacts) -> list[str]:
    """Give the locations that nobody visited in three years, in an order of their own."""
    never = region.locations.index.difference(pd.Index(region.visits["location_id"].dropna()))
    return draw_order(never, "rustig")
