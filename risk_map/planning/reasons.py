"""What a reason is, and the words that all reasons share."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from risk_map.domain.notation import clock, number
from risk_map.domain.opening_hours import LONGEST_SHIFT_S
from risk_map.planning.compile import may_go
from risk_map.planning.timetable import schedule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from risk_map.planning.problem import Candidate, RoundProblem, Team

    Orders = Mapping[str, tuple[Candidate, ...]]
    """Team -> whom it visits, in order."""

MINUTE_S: Final = 60

LONG_S: Final = 1 << 20
"""A shift that never ends: to find out how much longer it would have to be."""

EACH_TROUBLE: Final = 30
"""What it asks that one thing more changes, as minutes of a shift."""

HOURS_TROUBLE: Final = 120
"""What it asks to be let in at another hour, as minutes of a shift: whoever plans does not decide on it."""


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a candidate is not in a plan.

    Parameters
    ----------
    location_id
        Which one.
    rule
        Key of the rule that binds; ``prijs`` when it would fit only in the place of something else.
    text
        One Dutch sentence: what binds, and what would let it in.
    minutes
        How much longer a shift would have to be, when that is part of the change.
    trouble
        What else the change asks, as so many minutes of a shift: of two changes the one that asks less is named.
    helps
        Whether a change is named that lets it in, and not only what binds.
    """

    location_id: str
    rule: str
    text: str
    minutes: int | None = None
    trouble: int = 0
    helps: bool = True


def asks(found: Sequence[WhyNot]) -> tuple[bool, int]:
    """Give how much some changes ask, to compare: whether they do not help, and how much trouble they are."""
    trouble = sum(EACH_TROUBLE + each.trouble + (each.minutes or 0) for each in found)
    return not all(each.helps for each in found), trouble


def all_of(found: Sequence[WhyNot]) -> WhyNot:
    """Put together what all has to change, or else only what binds; the first is the rule that binds."""
    found = [each for each in found if not each.helps] or found
    text = " Daarnaast: ".join([found[0].text, *(other.text[:1].lower() + other.text[1:] for other in found[1:])])
    return replace(found[0], text=text, minutes=next((each.minutes for each in found if each.minutes), None))


def fits(problem: RoundProblem, team: Team, order: tuple[Candidate, ...], item: Candidate) -> bool:
    """Say whether a candidate can be put somewhere into a route as it is."""
    return may_go(problem, team, item) and any(
        schedule(problem, team, [*order[:at], item, *order[at:]]) is not None for at in range(len(order) + 1)
    )


def longest(team: Team) -> Team:
    """Give a team the longest shift that anybody may work, from when it begins."""
    return replace(team, shift_end_s=max(team.shift_end_s, team.shift_start_s + LONGEST_SHIFT_S))


def openings(item: Candidate) -> list[tuple[int, int]]:
    """Give when a visit may begin, what was agreed included."""
    begin = item.not_before_s or 0
    return [(max(each.opens_s, begin), each.closes_s) for each in item.windows if each.closes_s >= begin]


def opening_words(item: Candidate) -> str:
    """Say when a visit may begin."""
    times = listed([f"{clock(window.opens_s)}-{clock(window.closes_s)}" for window in item.windows])
    return times if item.not_before_s is None else f"{times}, niet vóór {clock(item.not_before_s)}"


def crew(team: Team) -> str:
    """Say which team."""
    return team.name if team.name.lower().startswith("team") else f"team {team.name}"


def minutes_of(seconds: int) -> int:
    """Give whole minutes, rounded up: what has to come to a shift."""
    return math.ceil(seconds / MINUTE_S)


def lasts(team: Team, late_s: int) -> str:
    """Say how much longer a shift would have to be."""
    minutes = minutes_of(late_s)
    longer = "1 minuut" if minutes == 1 else f"{number(minutes)} minuten"
    return f"de dienst van {crew(team)} {longer} langer duurt"


def listed(words: Sequence[str]) -> str:
    """Say some things one after the other."""
    return " en ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
