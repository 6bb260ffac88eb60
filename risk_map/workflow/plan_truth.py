"""Hold what a plan in a file says of roads and visits against the roads, the register and the settings of now."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from risk_map.domain.notation import number
from risk_map.planning.rules_route import partner_names
from risk_map.planning.timetable import common_windows
from risk_map.workflow.plan_rows import units_of
from risk_map.workflow.travel import travel_times

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from risk_map.config import Config
    from risk_map.planning.problem import Window
    from risk_map.planning.settings import TypeSettings
    from risk_map.reporting.plan_file import StoredPlan

SLACK_S: Final = 60
"""The points in a file are rounded, so a time along the roads may differ a little."""


def untrue_roads(config: Config, stored: StoredPlan) -> Iterator[str]:
    """Give one Dutch sentence for each team that would have to be faster than the roads of now allow.

    Parameters
    ----------
    config
        Gives the travel times.
    stored
        The plan; its places are those of the register.
    """
    problem, points = stored.problem, np.array(stored.meta.points, dtype=np.float64)
    for route in stored.plan.routes:
        if route.stops:
            team = problem.team(route.team)
            stops = [problem.candidate(stop.location_id).place for stop in route.stops]
            rows = [team.start_place, *stops, team.end_place]
            real = travel_times(config).matrix(points[rows], team.mode).seconds
            told = problem.travel[team.mode].seconds[np.ix_(rows, rows)]
            if any(told[a, b] < real[a, b] - SLACK_S for a, b in pairwise(range(len(rows)))):
                yield f"De reistijden van {team.name} kloppen niet met de wegen van nu; maak het plan opnieuw."


def untrue_visits(config: Config, stored: StoredPlan, register: pd.DataFrame) -> Iterator[str]:
    """Give one Dutch sentence for each visit that takes longer or shorter, needs a partner, or is at another time.

    Parameters
    ----------
    config
        Says how places of each type are visited.
    stored
        The plan; its places are those of the register.
    register
        As of ``register_of``.
    """
    for name in stored.plan.location_ids:
        item = stored.problem.candidate(name)
        rows = register.loc[list(units_of(stored, name))]
        kinds = [config.planning.type_of(kind) for kind in rows["location_type"]]
        windows, required = hours_and_partners(kinds, _hours(rows), stored.problem.on_date)
        if (lasts_s := sum(kind.visit_s for kind in kinds)) != item.visit_s:
            now, told = number(lasts_s / 60), number(item.visit_s / 60)
            yield (
                f"{name}: een bezoek duurt volgens de instellingen van nu {now} minuten, in dit plan {told}; maak het "
                "plan opnieuw."
            )
        if missing := required - item.required_partners:
            yield f"{name}: alleen samen met {partner_names(missing)}; het plan weet dat niet. Maak het plan opnieuw."
        if not all(any(_within(each, real) for real in windows) for each in item.windows):
            yield f"{name}: de openingstijden in het plan zijn andere dan die van nu; maak het plan opnieuw."


def _hours(rows: pd.DataFrame) -> list[str | None]:
    """Give the own hours of each unit; a home keeps the hours of the law, whatever a register says."""
    told = zip(rows["home"], rows["opening_hours"], strict=True)
    return [None if home or pd.isna(text) else text for home, text in told]


def hours_and_partners(
    kinds: Sequence[TypeSettings], hours: Sequence[str | None], on: date
) -> tuple[tuple[Window, ...], frozenset[str]]:
    """Give when one visit to some units at an address may begin, and without whom nobody goes.

    Parameters
    ----------
    kinds, hours
        Per unit how places of its type are visited, and its own opening hours; missing where those of the type count.
    on
        The day.
    """
    windows = common_windows(kind.windows(on, own) for kind, own in zip(kinds, hours, strict=True))
    return windows, frozenset().union(*(kind.partners(windows) for kind in kinds))


def _within(told: Window, real: Window) -> bool:
    return real.opens_s <= told.opens_s and told.closes_s <= real.closes_s
