"""The heat map as one picture over the map: every pixel is looked up in the grid, so squares lie where they lie.

A square of EPSG:28992 is turned about half a degree on a web map. A picture that was drawn straight and stretched would
be hundreds of metres off at the border of the region.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import numpy as np
from branca.element import MacroElement
from folium.template import Template
from folium.utilities import image_to_url

from risk_map.app.maps import show_still
from risk_map.app.still_map import StillKaart
from risk_map.domain.projection import degrees_to_rd, rd_to_degrees
from risk_map.governance.policy_heat import RATIOS
from risk_map.hotspots.grid import CELL_M, corners

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

COLOURS: Final = dict(zip(RATIOS, ("#fde725", "#5ec962", "#21918c", "#3b528b", "#440154"), strict=True))
"""Viridis reversed: darker is more, in colour, in grey and for who sees no red or green."""

EDGE: Final = "#14202e"
OPACITY: Final = 205
PIXEL_M: Final = 20.0
EDGE_M: Final = 28.0
MOST_PIXELS: Final = 1400
MARGIN_M: Final = 300.0
HATCH: Final = 9

TITLE: Final = "Kaart van de verhouding per vak"
LABEL: Final = "Kaart met vakken van 500 meter. Dezelfde vakken staan in de tabel naast de kaart."
WIDGET_KEY: Final = "hotspots"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and where it lies.

    Parameters
    ----------
    url
        The PNG as a ``data:`` address.
    box
        South-west and north-east corner, latitude and longitude (EPSG:4326).
    """

    url: str
    box: tuple[tuple[float, float], tuple[float, float]]


class Overlay(MacroElement):
    """A picture on the map, under the names of places.

    Parameters
    ----------
    picture
        Absent when there is nothing to draw.
    """

    _template = Template("""
        {% macro script(this, kwargs) %}
            riskMap.showPicture({{ this._parent.get_name() }}, {{ this.content }});
        {% endmacro %}
        """)

    def __init__(self, picture: Picture | None) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # branca has no annotations
        self._name = "Overlay"
        self.content = json.dumps(None if picture is None else {"url": picture.url, "box": picture.box})


def show(background: str, picture: Picture | None, *, synthetic: bool) -> None:
    """Show the picture on the map.

    Parameters
    ----------
    background, synthetic
        As for ``Kaart``.
    picture
        Result of ``draw``.
    """
    words = {"title": TITLE, "label": LABEL, "fit": "Vakken in beeld"}
    base = StillKaart(background, synthetic=synthetic, words=words, scripts=["map/picture.js"])
    show_still(base, Overlay(picture), WIDGET_KEY)


def draw(squares: pd.Series) -> Picture | None:
    """Draw squares.

    Parameters
    ----------
    squares
        Index: name of the square. Value: one of ``RATIOS``, or anything else for "te weinig gegevens".

    Returns
    -------
    Picture or None
        Nothing when there are no squares.
    """
    if squares.empty:
        return None
    corner = corners(squares.index)
    low, high = corner.min() - MARGIN_M, corner.max() + CELL_M + MARGIN_M
    west, south, east, north = rd_to_degrees().transform_bounds(low["x"], low["y"], high["x"], high["y"])
    width, height = (int(min(MOST_PIXELS, span / PIXEL_M)) for span in (high - low))
    lon = np.linspace(west, east, width, endpoint=False) + (east - west) / width / 2
    # Rows are equal steps of a web map (EPSG:3857), not of latitude.
    top, bottom = (np.arctanh(np.sin(np.radians(edge))) for edge in (north, south))
    step = (top - bottom) / height
    lat = np.degrees(np.arcsin(np.tanh(top - step * (np.arange(height) + 0.5))))
    x, y = degrees_to_rd().transform(*np.meshgrid(lon, lat))
    pixels = _coloured(x, y, squares, corner)
    return Picture(image_to_url(pixels), ((south, west), (north, east)))


def sample(colour: str | None) -> str:
    """Draw one square for the legend, as the address of an SVG picture; without a colour it is hatched."""
    inside = (
        f'<rect x="1" y="1" width="20" height="14" fill="{colour}" fill-opacity="{OPACITY / 255:.2f}"/>'
        if colour
        else '<path d="M2 15L15 2M8 15L21 2M14 15L21 8M2 9L9 2" stroke="#5b6b80" stroke-width="1.5"/>'
    )
    frame = f'<rect x="1" y="1" width="20" height="14" fill="none" stroke="{EDGE}" stroke-width="1.2"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="22" height="16" viewBox="0 0 22 16">{inside}{frame}</svg>'
    return "data:image/svg+xml," + quote(svg)


def _coloured(
    x: NDArray[np.float64], y: NDArray[np.float64], squares: pd.Series, corner: pd.DataFrame
) -> NDArray[np.uint8]:
    """Colour every pixel by the square that its middle lies in: red, green, blue and how opaque."""
    west, south = corner["x"].min() // CELL_M, corner["y"].min() // CELL_M
    columns, rows = (int((corner[axis].max() - corner[axis].min()) // CELL_M) + 1 for axis in ("x", "y"))
    known = list(COLOURS)
    legend = np.full((rows, columns), -1)
    classes = squares.map({name: place for place, name in enumerate(known)}).fillna(len(known)).astype("int64")
    legend[(corner["y"] // CELL_M - south).to_numpy(), (corner["x"] // CELL_M - west).to_numpy()] = classes
    column, row = (np.floor(x / CELL_M) - west).astype(int), (np.floor(y / CELL_M) - south).astype(int)
    inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    value = np.where(inside, legend[row.clip(0, rows - 1), column.clip(0, columns - 1)], -1)
    palette = np.array([*(_rgba(colour, OPACITY) for colour in COLOURS.values()), (0, 0, 0, 0), (0, 0, 0, 0)])
    pixels = palette[value]
    line, place = np.indices(value.shape)
    pixels[(value == len(known)) & ((line + place) % HATCH < 2)] = _rgba("#5b6b80", 255)
    edge = np.minimum.reduce([x % CELL_M, y % CELL_M, CELL_M - x % CELL_M, CELL_M - y % CELL_M]) < EDGE_M
    pixels[(value >= 0) & edge] = _rgba(EDGE, 255)
    return pixels.astype(np.uint8)


def _rgba(colour: str, opacity: int) -> tuple[int, int, int, int]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue, opacity
