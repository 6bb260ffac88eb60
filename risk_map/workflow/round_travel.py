"""Hold the times that somebody gave visits by hand against the time that it takes to get there."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from risk_map.domain.notation import clock, number
from risk_map.planning.travel import UNREACHABLE
from risk_map.workflow.travel import travel_times

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from risk_map.config import Config
    from risk_map.planning.travel import Mode

MINUTE_S: Final = 60
"""Times are said in whole minutes: one that lacks less than this is in time."""

WAYS: Final[dict[Mode, str]] = {"auto": "rijden", "fiets": "fietsen", "lopend": "lopen"}


class Halt(NamedTuple):
    """Where a team is, and when.

    Parameters
    ----------
    name
        Of the visit; missing where the team sets out and ends.
    at
        RD.
    begin_s, end_s
        Seconds since midnight of the day of the round.
    by_hand
        Whether somebody gave it its time, and not the planner.
    """

    name: str | None
    at: tuple[float, float]
    begin_s: int
    end_s: int
    by_hand: bool


def too_soon(config: Config, mode: Mode, halts: Sequence[Halt], pause_s: tuple[int, int] | None) -> Iterator[str]:
    """Give one Dutch sentence for each visit that a team cannot be in time for, and for a shift that ends too soon.

    Parameters
    ----------
    config
        Gives the travel times.
    mode
        How the team goes.
    halts
        Where it is, in order. Between two that the planner gave their time, the times of the plan hold.
    pause_s
        Begin and end of its break.
    """
    judged = [(a, b) for a, b in pairwise(halts) if (a.by_hand or b.by_hand) and a.end_s <= b.begin_s]
    if not judged:
        return
    places = list(dict.fromkeys(halt.at for pair in judged for halt in pair))
    seconds = travel_times(config).matrix(np.array(places, dtype=np.float64), mode).seconds
    for before, after in judged:
        road_s = int(seconds[places.index(before.at), places.index(after.at)])
        rests = pause_s is not None and before.end_s <= pause_s[0] < after.begin_s
        ready_s = before.end_s + road_s + (pause_s[1] - pause_s[0] if pause_s and rests else 0)
        if road_s >= UNREACHABLE:
            yield f"Er is geen weg {_from(before)} {_to(after)}. Haal een van beide uit de ronde."
        elif ready_s >= after.begin_s + MINUTE_S:
            pause = ", met de pauze ertussen" if rests else ""
            told = f"{_from(before)} is het {_minutes(road_s)} {WAYS[mode]} {_to(after)}{pause}."
            yield f"{told[:1].upper()}{told[1:]} {_mend(before, after, ready_s)}"


def _from(halt: Halt) -> str:
    if halt.name is None:
        return f"van het beginpunt, waar de dienst om {clock(halt.end_s)} begint,"
    return f"van {halt.name}, dat duurt tot {clock(halt.end_s)},"


def _to(halt: Halt) -> str:
    if halt.name is None:
        return f"naar het eindpunt, en de dienst eindigt om {clock(halt.begin_s)}"
    return f"naar {halt.name}, dat begint om {clock(halt.begin_s)}"


def _mend(before: Halt, after: Halt, ready_s: int) -> str:
    if after.name is None:
        return f"Plan {before.name} {_minutes(ready_s - after.begin_s)} eerder, of haal het uit de ronde."
    return f"Plan {after.name} om {clock(MINUTE_S * math.ceil(ready_s / MINUTE_S))} of later, of haal het uit de ronde."


def _minutes(seconds: int) -> str:
    minutes = math.ceil(seconds / MINUTE_S)
    return "1 minuut" if minutes == 1 else f"{number(minutes)} minuten"
