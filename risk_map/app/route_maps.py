"""The routes of a round on the map: a colour, dashes and a shape per team, and the stops by their number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from branca.element import MacroElement
from folium.template import Template

from risk_map.app import layers, texts
from risk_map.app.escaping import safe
from risk_map.app.maps import show_still
from risk_map.app.still_map import StillKaart
from risk_map.app.timeline import colour_of
from risk_map.domain.contract import RD_EPSG, WGS84_EPSG
from risk_map.domain.notation import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from risk_map.planning.plan import Route
    from risk_map.reporting.route_round import Point
    from risk_map.workflow.planning import RoundPlan

WIDGET_KEY: Final = "routes"

DASHES: Final = ("", "10 6", "2 7", "14 5 3 5")
SHAPES: Final = ("circle", "round", "square", "diamond")
MARKS: Final = {
    "circle": '<circle cx="20" cy="7" r="6"/>',
    "round": '<rect x="14" y="1" width="12" height="12" rx="4"/>',
    "square": '<rect x="14" y="1" width="12" height="12"/>',
    "diamond": '<path d="M20 0l7 7-7 7-7-7z"/>',
}

TITLE: Final = "Kaart met de routes"
LABEL: Final = "Kaart met de routes van de ronde. Dezelfde bezoeken staan in de tabellen."

SMALLEST_STEP_M: Final = 4.0
"""A bend smaller than this is not seen on the screen."""


def route_map(background: str, *, synthetic: bool) -> StillKaart:
    """Make the map that routes are drawn on; parameters as for ``Kaart``."""
    words = {"title": TITLE, "label": LABEL, "fit": "Routes in beeld"}
    return StillKaart(
        background, synthetic=synthetic, words=words, scripts=["map/routes.js"], styles=["map/routes.css"]
    )


class Routes(MacroElement):
    """The routes of a plan.

    Parameters
    ----------
    found
        The plan.
    """

    _template = Template("""
        {% macro script(this, kwargs) %}
            riskMap.showRoutes({{ this._parent.get_name() }}, {{ this.content }});
        {% endmacro %}
        """)

    def __init__(self, found: RoundPlan) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # branca has no annotations
        self._name = "Routes"
        self.content = json.dumps(route_arrays(found), separators=(",", ":"), allow_nan=False)


def route_arrays(found: RoundPlan) -> list[dict[str, Any]]:
    """Give each team that goes out as arrays: its line, and its stops by number.

    Parameters
    ----------
    found
        The plan.

    Returns
    -------
    list of dict
        ``colour``, ``dashes``, ``shape``; ``line`` as ``layers`` encodes lines; ``x`` and ``y`` of the stops and of
        where it begins and ends in whole units of 1e-5 degree; ``label`` of each mark, and ``text`` as safe HTML.
    """
    return [_team(found, number, route) for number, route in enumerate(found.plan.routes) if route.stops]


def legend_html(found: RoundPlan) -> str:
    """Say which line is whose."""
    items = "".join(
        f"<li>{_sample(number)} <b>{safe(route.team)}</b></li>"
        for number, route in enumerate(found.plan.routes)
        if route.stops
    )
    return f'<ul class="key" aria-label="Legenda van de routes">{items}<li>S begin en E einde van een team</li></ul>'


def show(found: RoundPlan, background: str) -> None:
    """Show the routes on the map.

    Parameters
    ----------
    found
        The plan.
    background
        JSON of ``layers.draw_background``.
    """
    show_still(route_map(background, synthetic=found.meta.fictional), Routes(found), WIDGET_KEY)


def _team(found: RoundPlan, number: int, route: Route) -> dict[str, Any]:
    points = [found.meta.points[found.problem.candidate(stop.location_id).place] for stop in route.stops]
    ends = _ends(found, route)
    degrees = _degrees([*points, *(point for _, _, point in ends)])
    line = shapely.simplify(shapely.LineString(found.meta.lines[route.team]), SMALLEST_STEP_M)
    text = [
        f"{at}. {safe(texts.address(found.addresses[stop.location_id]))}"
        f"<small>{safe(route.team)}, {clock(stop.arrival_s)}</small>"
        for at, stop in enumerate(route.stops, start=1)
    ]
    return {
        "colour": colour_of(number),
        "dashes": DASHES[number % len(DASHES)],
        "shape": SHAPES[number % len(SHAPES)],
        "line": layers.encode_lines(np.array([shapely.LineString(_degrees(list(line.coords)))])),
        "x": layers.units(pd.Series(degrees[:, 0])),
        "y": layers.units(pd.Series(degrees[:, 1])),
        "label": [*map(str, range(1, len(points) + 1)), *(letters for letters, _, _ in ends)],
        "text": [*text, *(f"{words}<small>{safe(route.team)}</small>" for _, words, _ in ends)],
    }


def _ends(found: RoundPlan, route: Route) -> list[tuple[str, str, Point]]:
    """Give where a team begins and ends, with the letters that the printed map has too."""
    team = found.problem.team(route.team)
    start, end = found.meta.points[team.start_place], found.meta.points[team.end_place]
    begins, ends = f"Begin, vertrek {clock(route.departure_s)}", f"Einde, terug {clock(route.return_s)}"
    if start == end:
        return [("S/E", f"{begins}. {ends}", start)]
    return [("S", begins, start), ("E", ends, end)]


def _degrees(points: Sequence[Point]) -> np.ndarray:
    series = gpd.GeoSeries(shapely.points(np.array(points)), crs=RD_EPSG).to_crs(WGS84_EPSG)
    return np.column_stack([series.x, series.y])


def _sample(number: int) -> str:
    colour, dashes = colour_of(number), DASHES[number % len(DASHES)]
    line = f'<path d="M0 7H40" stroke="{colour}" stroke-width="4" stroke-dasharray="{dashes}"/>'
    mark = f'<g fill="{colour}" stroke="#fff">{MARKS[SHAPES[number % len(SHAPES)]]}</g>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="14" viewBox="0 0 40 14">{line}{mark}</svg>'
    return f'<img src="data:image/svg+xml,{quote(svg)}" alt="">'
