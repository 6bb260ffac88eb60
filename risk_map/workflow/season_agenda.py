"""A season as people read it: per round its places and by when each is due, how much it varies, and who has no date."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pandas as pd

from risk_map.domain.location import LOCATION_TYPES, labels
from risk_map.planning.outings import Outing, Variation, variation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from risk_map.config import Config
    from risk_map.workflow.planning_places import Places
    from risk_map.workflow.planning_request import RoundRequest

PLACE_COLUMNS: Final = ["round", "address", "municipality", "type_label", "due", "decided"]
MISSED_COLUMNS: Final = ["address", "municipality", "due", "visited_on", "reason"]


@dataclass(frozen=True, slots=True)
class SeasonAgenda:
    """A season to look at, and to plan the rounds from.

    Parameters
    ----------
    requests
        What to ask of each round when its day comes, in the order of their dates; at least one.
    shifts
        When the first team of each round begins and the last one is back, seconds since midnight.
    places
        Index ``location_id``: ``round`` (from 1), ``address``, ``municipality``, ``type_label``, ``due`` (last day of
        its longest interval; missing when it has none), ``decided``. By round, then what is due first.
    absent
        Per round: how many of its locations take no part now, such as those that lie in another round already.
    variation
        How hard it is to foresee; ``starts`` in minutes since midnight.
    missed
        Index ``location_id``: places that are due within the season and have no day, or a later one (``visited_on``),
        with the reason.
    """

    requests: tuple[RoundRequest, ...]
    shifts: tuple[tuple[int, int], ...]
    places: pd.DataFrame = field(repr=False)
    absent: tuple[int, ...]
    variation: Variation
    missed: pd.DataFrame = field(repr=False)


def agenda_of(
    config: Config,
    requests: Sequence[RoundRequest],
    places: Places,
    due: Mapping[str, date],
    why: Callable[[str, date], str],
) -> SeasonAgenda:
    """Put a season together from what is asked of its rounds.

    Parameters
    ----------
    config
        Says when a team goes that has no shift of its own.
    requests
        Of the rounds.
    places
        What is known of the places now.
    due
        Result of ``due_days``.
    why
        Says why a place was not visited by a day.
    """
    rows = {unit: str(name) for name, units in places.stops["units"].items() for unit in units}
    shifts = tuple(_shift(config, each) for each in requests)
    there = [list(dict.fromkeys(rows[unit] for unit in each.only if unit in rows)) for each in requests]
    outings = [Outing(each.on_date, begin) for each, (begin, _) in zip(requests, shifts, strict=True)]
    days: dict[str, date] = {}
    for each, names in zip(requests, there, strict=True):
        for name in names:
            days.setdefault(name, each.on_date)
    return SeasonAgenda(
        tuple(requests),
        shifts,
        _places(places, there, due),
        tuple(sum(unit not in rows for unit in each.only) for each in requests),
        variation(outings),
        _missed(places, requests, due, days, why),
    )


def due_days(places: Places, most_days: Mapping[str, int], today: date) -> dict[str, date]:
    """Give the last day of the longest interval; a place that was never visited counts from today.

    Parameters
    ----------
    places
        Stops; a home has no such day.
    most_days
        Class of risk -> most days between two visits.
    today
        The day that counts as now.
    """
    stops = places.stops
    seen = stops["last_visit"].fillna(pd.Timestamp(today))
    rows = zip(stops.index, seen, stops["risk_class"], stops["home"], strict=True)
    return {
        str(name): last.date() + timedelta(days=most_days[kind])
        for name, last, kind, home in rows
        if not home and kind in most_days
    }


def _shift(config: Config, request: RoundRequest) -> tuple[int, int]:
    usual = (config.planning.team.shift_start_s, config.planning.team.shift_end_s)
    shifts = [crew.shift or usual for crew in request.teams]
    return min(begin for begin, _ in shifts), max(end for _, end in shifts)


def _places(places: Places, there: list[list[str]], due: Mapping[str, date]) -> pd.DataFrame:
    numbers = [number for number, names in enumerate(there, start=1) for _ in names]
    rows = places.stops.loc[[name for names in there for name in names]]
    rows = rows.assign(
        round=numbers,
        type_label=rows["location_type"].map(labels(LOCATION_TYPES)),
        due=rows.index.map(due),
    )
    order = rows.assign(soon=pd.to_datetime(rows["due"])).sort_values(["round", "soon", "municipality", "address"])
    return order[PLACE_COLUMNS]


def _missed(
    places: Places,
    requests: Sequence[RoundRequest],
    due: Mapping[str, date],
    days: Mapping[str, date],
    why: Callable[[str, date], str],
) -> pd.DataFrame:
    first, last = requests[0].on_date, requests[-1].on_date
    # What was overdue before the season began can be late in it, but not in time.
    names = [
        name for name, end in due.items() if end <= last and (name not in days or (end >= first and days[name] > end))
    ]
    rows = places.stops.loc[names].assign(
        due=[due[name] for name in names],
        visited_on=pd.Index(names, dtype=object).map(days),
        reason=[why(name, due[name]) for name in names],
    )
    return rows.sort_values(["due", "municipality", "address"])[MISSED_COLUMNS]
