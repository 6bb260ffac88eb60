"""The time of each team as a strip: on the road, waiting, at a place; the table beside it says the same in words."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from risk_map.domain.notation import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from risk_map.planning.plan import Plan, Route
    from risk_map.planning.problem import RoundProblem

HOUR_S: Final = 3600

COLOURS: Final = ("#154273", "#8a4b00", "#00695c", "#6a3d9a", "#3a3a3a", "#7a5a00", "#8b1a5c", "#2f5d00")
"""One per team, each at least 4.5 to 1 under white letters; beyond that they begin again, with other dashes."""


def colour_of(number: int) -> str:
    """Give the colour of the team of a number, from 0."""
    return COLOURS[number % len(COLOURS)]


def timeline_html(problem: RoundProblem, plan: Plan) -> str:
    """Draw the time of every team that goes out.

    Parameters
    ----------
    problem, plan
        What was planned.
    """
    begin = min(team.shift_start_s for team in problem.teams)
    end = max(team.shift_end_s for team in problem.teams)
    lanes = "".join(
        f'<div class="lane"><strong>{escape(route.team)}</strong><div class="bar">{"".join(blocks)}</div></div>'
        for number, route in enumerate(plan.routes)
        if (blocks := [_block(each, begin, end, colour_of(number)) for each in _blocks(problem, route)])
    )
    hours = range(-(-begin // HOUR_S), end // HOUR_S + 1)
    marks = "".join(
        f'<span style="left:{_at(hour * HOUR_S, begin, end):.2f}%">{clock(hour * HOUR_S)}</span>' for hour in hours
    )
    axis = f'<div class="lane"><span></span><div class="axis">{marks}</div></div>'
    return f'<div class="timeline" role="img" aria-label="{_words(plan)}">{lanes}{axis}</div>'


def key_html() -> str:
    """Say what the blocks mean."""
    kinds = (("visit", "bezoek, met zijn nummer"), ("drive", "onderweg"), ("wait", "wachten of pauze"))
    return (
        '<ul class="key">'
        + "".join(f'<li><span class="swatch {kind}"></span> {words}</li>' for kind, words in kinds)
        + "</ul>"
    )


def _words(plan: Plan) -> str:
    told = (
        f"{route.team}: vertrek {clock(route.departure_s)}, "
        f"{len(route.stops)} {'bezoek' if len(route.stops) == 1 else 'bezoeken'}, terug {clock(route.return_s)}"
        for route in plan.routes
        if route.stops
    )
    return escape("Tijdlijn. " + "; ".join(told) + ". De tabel ernaast zegt hetzelfde.")


class _Block(NamedTuple):
    kind: str
    first_s: int
    last_s: int
    words: str = ""


def _blocks(problem: RoundProblem, route: Route) -> Iterator[_Block]:
    if not route.stops:
        return
    team = problem.team(route.team)
    leaves = [route.departure_s, *(stop.end_s for stop in route.stops)]
    arrives = [*(stop.arrival_s for stop in route.stops), route.return_s]
    places = [
        team.start_place,
        *(problem.candidate(stop.location_id).place for stop in route.stops),
        team.end_place,
    ]
    seconds = problem.travel[team.mode].seconds
    for leave, arrive, leg in zip(leaves, arrives, pairwise(places), strict=True):
        out = max(leave, arrive - int(seconds[leg]))
        yield _Block("wait", leave, out)
        yield _Block("drive", out, arrive)
    for number, stop in enumerate(route.stops, start=1):
        yield _Block("wait", stop.arrival_s, stop.start_s)
        yield _Block("visit", stop.start_s, stop.end_s, str(number))


def _block(block: _Block, begin: int, end: int, colour: str) -> str:
    left, right = _at(block.first_s, begin, end), _at(block.last_s, begin, end)
    fill = f"background:{colour}" if block.kind == "visit" else ""
    return f'<span class="{block.kind}" style="left:{left:.2f}%;width:{right - left:.2f}%;{fill}">{block.words}</span>'


def _at(moment: int, begin: int, end: int) -> float:
    return 100 * (moment - begin) / max(1, end - begin)
