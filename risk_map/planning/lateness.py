"""Why a season does not visit a place in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from risk_map.domain.notation import day
from risk_map.planning.constraints import bars
from risk_map.planning.diagnosis import explain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from risk_map.planning.season import SeasonRound

ABSENT: Final = "Doet in geen ronde mee."


def why_late(rounds: Sequence[SeasonRound], name: str, end: date) -> str:
    """Say in Dutch why no round visits a place by a day.

    Parameters
    ----------
    rounds
        In the order of their dates.
    name
        The location.
    end
        The day; when it lies before the season, every round was a chance.

    Notes
    -----
    The reason is that of the last round that could have: one on a day on which the place is closed says little when
    another was on a day on which it is open.
    """
    chances = [each for each in rounds if each.outing.on_date <= end] or rounds
    there = [
        (each, item)
        for each in reversed(chances)
        for item in each.problem.candidates
        if name in (item.location_id, *item.units)
    ]
    if not there:
        return ABSENT
    each, item = next(((each, item) for each, item in there if bars(each.problem, item) is None), there[0])
    text = explain(each.problem, each.plan, item).text
    return f"Op {day(each.outing.on_date)}: {text[:1].lower()}{text[1:]}"
