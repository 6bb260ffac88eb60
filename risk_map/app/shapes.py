"""Areas that somebody drew on the map: as the browser sends them, as the address of the page has them, as polygons."""

from __future__ import annotations

import re
from typing import Final

import shapely

from risk_map.domain.choice import DRAWN

UNITS_PER_DEGREE: Final = 100_000


def write(sent: object) -> str | None:
    """Write drawn areas as text for the address of the page.

    Parameters
    ----------
    sent
        Comes from the browser, so it is checked: areas, each a list of corners ``[x, y]`` in units of 1e-5 degree.

    Returns
    -------
    str | None
        Empty when nothing is drawn any more; nothing when it is anything else, or more than anybody draws.
    """
    if sent == []:
        return ""
    try:
        text = "~".join("_".join(f"{x:d}.{y:d}" for x, y in area) for area in sent)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        return None
    return text if re.fullmatch(DRAWN, text) else None


def read(text: str) -> list[list[tuple[int, int]]]:
    """Give the drawn areas of a text, each as its corners in whole units; none when the text is anything else."""
    if not re.fullmatch(DRAWN, text):
        return []
    return [[_corner(corner) for corner in area.split("_")] for area in text.split("~")]


def covered(text: str) -> shapely.Geometry:
    """Give everything that was drawn as one geometry in degrees (EPSG:4326).

    Notes
    -----
    A line that crosses itself encloses what it goes around, also where it crosses.
    """
    rings = [[(x / UNITS_PER_DEGREE, y / UNITS_PER_DEGREE) for x, y in area] for area in read(text)]
    return shapely.union_all(shapely.make_valid([shapely.Polygon(ring) for ring in rings]))


def _corner(text: str) -> tuple[int, int]:
    x, y = text.split(".")
    return int(x), int(y)
