"""The map of one route as SVG, drawn from local data: readable in grey, without any tile."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import floor, log10
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from risk_map.domain.notation import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import geopandas as gpd

    from risk_map.reporting.route_round import PlannedTeam, Point

WIDTH, HEIGHT = 720, 460
"""Size of the drawing, in its own units."""

MARGIN: Final = 46
SMALLEST_M: Final = 800.0
"""A map shows at least so many metres: one stop is no reason to zoom in on a front door."""

WIDE_M: Final = 9_000.0
"""Above this width the small roads are left out: they would fill the paper."""

ROADS: Final = (
    ("parkpad", 0.4),
    ("landweg", 0.6),
    ("woonstraat", 0.6),
    ("gebiedsontsluitingsweg", 1.6),
    ("hoofdweg", 2.6),
)
"""Class of road and width of its line, thin ones first."""

RADIUS: Final = 14
"""Of the circle around the number of a stop."""

LARGE: Final = ("gebiedsontsluitingsweg", "hoofdweg")
FONT: Final = 'font-family="Libertinus Serif, Georgia, serif"'


@dataclass(frozen=True, slots=True)
class MapLayers:
    """What a map is drawn on.

    Parameters
    ----------
    areas
        Frame under ``AREAS``; only the municipalities are drawn.
    roads
        Frame under ``ROADS``; may be empty.
    """

    areas: gpd.GeoDataFrame
    roads: gpd.GeoDataFrame


@dataclass(frozen=True, slots=True)
class _View:
    """From EPSG:28992 to the drawing."""

    x0: float
    y1: float
    metres: float

    @classmethod
    def around(cls, points: Sequence[Point]) -> _View:
        xy = np.array(points)
        (x0, y0), (x1, y1) = xy.min(axis=0), xy.max(axis=0)
        inner_x, inner_y = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
        metres = max((x1 - x0) / inner_x, (y1 - y0) / inner_y, SMALLEST_M / inner_x)
        middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
        return cls(middle_x - metres * WIDTH / 2, middle_y + metres * HEIGHT / 2, metres)

    @property
    def box(self) -> tuple[float, float, float, float]:
        return self.x0, self.y1 - HEIGHT * self.metres, self.x0 + WIDTH * self.metres, self.y1

    def place(self, xy: np.ndarray) -> np.ndarray:
        return np.column_stack([(xy[:, 0] - self.x0) / self.metres, (self.y1 - xy[:, 1]) / self.metres])


def draw_map(team: PlannedTeam, points: Sequence[Point | None], layers: MapLayers) -> str:
    """Draw the route of a team with its numbered stops.

    Parameters
    ----------
    team
        Whose route.
    points
        Of its stops, in order; missing for a place that is not linked.
    layers
        What it is drawn on.

    Returns
    -------
    str
        SVG, black and grey; empty when there is nothing to draw.
    """
    known = [point for point in points if point is not None]
    ends = [point for point in (team.start, team.end) if point is not None]
    if not known:
        return ""
    view = _View.around([*known, *ends, *team.line])
    way = team.line or tuple(point for point in (team.start, *points, team.end) if point is not None)
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        *_roads(layers.roads, view),
        *_borders(layers.areas, view),
        _line(way, view, dashed=not team.along_roads),
        *_names(layers.areas, view),
        _scale(view),
        _north(),
        *_ends(team, view),
        *_stops(points, view),
        f'<rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{HEIGHT - 1}" fill="none" stroke="black"/>',
    ]
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(parts)}</svg>'


def _roads(roads: gpd.GeoDataFrame, view: _View) -> Iterable[str]:
    here = roads[roads.intersects(shapely.box(*view.box))]
    wide = view.metres * WIDTH > WIDE_M
    for road_class, width in ROADS:
        if wide and road_class not in LARGE:
            continue
        lines = here.geometry[(here["road_class"] == road_class).to_numpy()].to_numpy()
        if len(lines):
            path = _path(lines, view)
            yield f'<path d="{path}" fill="none" stroke="#a8a8a8" stroke-width="{width}" stroke-linecap="round"/>'


def _borders(areas: gpd.GeoDataFrame, view: _View) -> Iterable[str]:
    # A border between two municipalities is one line: drawn twice, the second would fill the gaps of the dashes.
    outlines = shapely.boundary(_municipalities(areas).geometry.to_numpy())
    lines = shapely.get_parts(shapely.line_merge(shapely.union_all(outlines)))
    seen = lines[shapely.intersects(lines, shapely.box(*view.box))]
    if len(seen):
        yield f'<path d="{_path(seen, view)}" fill="none" stroke="#555" stroke-width="1.4" stroke-dasharray="9 3 2 3"/>'


def _names(areas: gpd.GeoDataFrame, view: _View) -> Iterable[str]:
    towns = _municipalities(areas)
    window = shapely.buffer(shapely.box(*view.box), -MARGIN * view.metres)
    seen = shapely.intersection(towns.geometry.to_numpy(), window)
    kept = ~shapely.is_empty(seen)
    spots = view.place(shapely.get_coordinates(shapely.point_on_surface(seen[kept])))
    for name, (x, y) in zip(towns["naam"][kept], spots, strict=True):
        halo = 'stroke="white" stroke-width="4" paint-order="stroke"'
        yield (
            f'<text x="{x:.1f}" y="{y:.1f}" {FONT} font-size="17" font-style="italic" fill="#333" text-anchor="middle" '
            f"{halo}>{escape(name)}</text>"
        )


def _municipalities(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return areas[(areas["niveau"] == "gemeente").to_numpy()]


def _line(way: Sequence[Point], view: _View, *, dashed: bool) -> str:
    path = _path(np.array([shapely.LineString(way)]), view) if len(way) > 1 else ""
    dashes = ' stroke-dasharray="7 5"' if dashed else ""
    return f'<path d="{path}" fill="none" stroke="black" stroke-width="3" stroke-linejoin="round"{dashes}/>'


def _ends(team: PlannedTeam, view: _View) -> Iterable[str]:
    marks = {point: "S" for point in (team.start,) if point is not None}
    if team.end is not None:
        marks[team.end] = "S/E" if team.end == team.start else "E"
    for (x, y), letters in zip(view.place(np.array([*marks]).reshape(-1, 2)), marks.values(), strict=True):
        half = 8 + 5 * len(letters)
        yield f'<rect x="{x - half:.1f}" y="{y - 12:.1f}" width="{2 * half}" height="24" fill="black"/>'
        yield _text(x, y, letters, "white")


def _stops(points: Sequence[Point | None], view: _View) -> Iterable[str]:
    spots = [(at, point) for at, point in enumerate(points, start=1) if point is not None]
    places = view.place(np.array([point for _, point in spots]))
    for (at, _), (x, y), (px, py) in zip(spots, _apart(places), places, strict=True):
        if abs(x - px) + abs(y - py) > 1:
            yield f'<path d="M{px:.1f} {py:.1f}L{x:.1f} {y:.1f}" stroke="black" stroke-width="1.5"/>'
            yield f'<circle cx="{px:.1f}" cy="{py:.1f}" r="4"/>'
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS}" fill="white" stroke="black" stroke-width="2.5"/>'
        yield _text(x, y, str(at), "black")


def _apart(places: np.ndarray) -> np.ndarray:
    """Push numbers off each other, until all can be read or it takes too long."""
    spots = places + np.arange(len(places))[:, None] * (1e-3, 2e-3)
    for _ in range(60):
        away = spots[:, None] - spots[None]
        distance = np.hypot(away[..., 0], away[..., 1]) + np.eye(len(spots)) * WIDTH
        overlap = np.clip(2 * RADIUS + 4 - distance, 0, None)
        if not overlap.any():
            break
        spots = spots + (away / distance[..., None] * overlap[..., None] / 2).sum(axis=1)
    kept: np.ndarray = np.clip(spots, RADIUS + 2, (WIDTH - RADIUS - 2, HEIGHT - RADIUS - 2))
    return kept


def _text(x: float, y: float, words: str, fill: str) -> str:
    place = f'x="{x:.1f}" y="{y + 6:.1f}" text-anchor="middle"'
    return f'<text {place} {FONT} font-size="18" font-weight="bold" fill="{fill}">{words}</text>'


def _scale(view: _View) -> str:
    wanted = view.metres * WIDTH / 5
    power = 10 ** floor(log10(wanted))
    length_m = max(step * power for step in (1, 2, 5) if step * power <= wanted)
    units = length_m / view.metres
    words = f"{number(length_m / 1000)} km" if length_m >= 1000 else f"{number(length_m)} m"
    x, y = 20, HEIGHT - 20
    return (
        f'<rect x="8" y="{y - 26}" width="{units + 24:.1f}" height="38" fill="white"/>'
        f'<path d="M{x} {y - 6}V{y}H{x + units:.1f}V{y - 6}" fill="none" stroke="black" stroke-width="2"/>'
        f'<text x="{x}" y="{y - 10}" {FONT} font-size="16">{words}</text>'
    )


def _north() -> str:
    x, y = WIDTH - 30, 22
    return (
        f'<rect x="{x - 18}" y="{y - 12}" width="36" height="58" fill="white"/>'
        f'<path d="M{x} {y - 8}L{x + 9} {y + 18}L{x} {y + 12}L{x - 9} {y + 18}Z"/>'
        f'<text x="{x}" y="{y + 38}" {FONT} font-size="17" font-weight="bold" text-anchor="middle">N</text>'
    )


def _path(lines: np.ndarray, view: _View) -> str:
    """Write lines as one path, to half a unit."""
    cut = shapely.get_parts(shapely.clip_by_rect(lines, *shapely.box(*view.box).buffer(20 * view.metres).bounds))
    simple = shapely.simplify(cut[shapely.get_type_id(cut) == 1], view.metres / 2)
    xy, owner = shapely.get_coordinates(simple, return_index=True)
    letters = np.where(np.diff(owner, prepend=-1) > 0, "M", "L")
    return "".join(f"{letter}{x:.1f} {y:.1f}" for letter, (x, y) in zip(letters, view.place(xy).tolist(), strict=True))
