"""What lies ahead on the reference date: rounds that go today, rounds in preparation, decisions that wait."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise, permutations
from math import dist
from typing import TYPE_CHECKING, Final

import pandas as pd

from risk_map.demo.history_draws import draw_of
from risk_map.demo.history_entries import Entry, at_hour, until_end
from risk_map.demo.history_outings import BY_DAY, EVENING
from risk_map.demo.history_people import coordinator
from risk_map.demo.history_planning import Round, decide, plan
from risk_map.demo.history_region import OBJECT
from risk_map.demo.history_rules import frozen_on
from risk_map.demo.reference import REFERENCE_DATE
from risk_map.domain.cases import APPROVED, DRAFT, ISSUED
from risk_map.domain.draw import draw_order
from risk_map.domain.location import DWELLING_TYPE
from risk_map.domain.opening_hours import hours_on

if TYPE_CHECKING:
    from datetime import date

    from risk_map.demo.history_outings import Outing
    from risk_map.demo.history_region import RegionFacts
    from risk_map.domain.opening_hours import Hours

STOPS: Final = 4
SHARE: Final = 0.25
"""One stop in four is drawn at random."""

READY: Final = 15
"""Places per municipality that were decided on and wait for a round."""

READY_DAYS: Final = 21
"""They were decided on in so many days."""

WAITING: Final = 2
"""Homes about which a first person decided, and that wait for a second one."""


def plan_ahead(region: RegionFacts) -> list[Entry]:
    """Plan a round in every municipality today, and two shared ones in the next two weeks."""
    rows = region.locations
    free = rows[~rows["home"] & ~rows.index.isin([*frozen_on(region, REFERENCE_DATE), *_visited_lately(region)])]
    entries: list[Entry] = []
    rounds = [(town, [town], 0, ISSUED) for town in region.towns]
    rounds += [("gedeeld-1", list(region.towns[:2]), 4, APPROVED), ("gedeeld-2", list(region.towns[2:]), 11, DRAFT)]
    for name, towns, days, state in rounds:
        key, day = f"RON-{name.lower()}", REFERENCE_DATE + timedelta(days=days)
        outing = BY_DAY if days == 0 else EVENING
        there = free[free["gemeentecode"].isin(towns) & _takes_visits(free, outing, day)]
        drawn = draw_order(there.index, key)[: round(STOPS * SHARE)]
        chosen = _choose(there.drop(index=drawn), key)
        origins = dict.fromkeys(chosen, "risico") | dict.fromkeys(drawn, "steekproef")
        stops = [region.stop(location_id, origins[location_id]) for location_id in _along(there.loc[list(origins)])]
        found = Round(key, day, stops, lead_days=days + (days > 0), chosen=outing)
        entries += plan(found, region.dice(key), until=state)
        entries.append(draw_of(found, [str(name) for name in there.index], drawn, seed=key))
        free = free.drop(index=list(origins))
    return until_end([*entries, *_ready(region, free), *_waiting(region)])


def _takes_visits(places: pd.DataFrame, outing: Outing, on: date) -> pd.Series:
    """Say of each place whether any visit of a round may be there: by its type, and by hours of its own."""
    moments = [3600 * outing.hour(position) for position in range(1, STOPS + 1)]
    told = zip(places["location_type"], places["opening_hours"], strict=True)
    free = [kind in outing.types and (pd.isna(text) or _within(moments, hours_on(text, on))) for kind, text in told]
    return pd.Series(free, index=places.index)


def _within(moments: list[float], hours: Hours) -> bool:
    return all(any(opens <= moment <= closes for opens, closes in hours) for moment in moments)


def _choose(there: pd.DataFrame, key: str) -> list[str]:
    """Choose stops in each municipality of the round in turn, so that a shared round crosses a border."""
    order = draw_order(there.index, f"{key} kaart")
    turns = there.loc[order].groupby("gemeentecode").cumcount().sort_values(kind="stable")
    return [str(name) for name in turns.index[: STOPS - round(STOPS * SHARE)]]


def _along(stops: pd.DataFrame) -> tuple[str, ...]:
    """Order stops along the shortest way; so the place of a stop does not say why it is there."""
    at = dict(zip(map(str, stops.index), zip(stops["x"], stops["y"], strict=True), strict=True))
    return min(permutations(sorted(at)), key=lambda names: sum(dist(at[a], at[b]) for a, b in pairwise(names)))


def _ready(region: RegionFacts, free: pd.DataFrame) -> list[Entry]:
    """Decide on places in every municipality that no round visits yet: what the next rounds are planned from."""
    dice, entries = region.dice("ready"), []
    for town in region.towns:
        there = free.index[free["gemeentecode"] == town]
        for number, location_id in enumerate(draw_order(there, "besluiten")[:READY], start=1):
            stop = region.stop(location_id, "risico")
            row = decide(f"BES-KLAAR-{town}-{number:02d}", stop, dice)
            day = REFERENCE_DATE - timedelta(days=int(dice.integers(1, READY_DAYS)))
            entries.append(Entry(at_hour(day, 11 + number / 10), coordinator(town), "decide_location", (row,)))
    return entries


def _waiting(region: RegionFacts) -> list[Entry]:
    """Decide on homes with a signal; nobody confirmed yet."""
    homes = region.locations[region.locations["location_type"] == DWELLING_TYPE]
    early = region.signals[region.signals["observed_on"] < str(REFERENCE_DATE - timedelta(days=5))]
    latest = early.dropna(subset=OBJECT).drop_duplicates(OBJECT, keep="last").reset_index().set_index(OBJECT)["id"]
    signals = homes[OBJECT].map(latest).dropna()
    day, entries = REFERENCE_DATE - timedelta(days=2), []
    for number, (location_id, signal_id) in enumerate(signals.iloc[-WAITING:].items(), start=1):
        stop = region.stop(str(location_id), "signaal", str(signal_id))
        row = decide(f"BES-WACHT-{number}", stop, region.dice("waiting"))
        entries.append(Entry(at_hour(day, 16), coordinator(stop.town), "decide_location", (row,)))
    return entries


def _visited_lately(region: RegionFacts) -> list[str]:
    late = region.visits["visited_on"] > str(REFERENCE_DATE - timedelta(days=120))
    return [str(name) for name in region.visits.loc[late, "location_id"].dropna()]
