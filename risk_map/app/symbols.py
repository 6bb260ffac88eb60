"""How a location is drawn: one source for the map, the legend and the list.

A class differs in shape, size, grey value and hue, so that it can be read in print and by people who do not see all
colours. Dark means higher and nothing is red: a class is a reason to look, not an alarm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

OUTLINE_COLOUR: Final = "#14202e"
"""Edge of every symbol: the light fills have less than 3:1 contrast on the map (WCAG 2.2, 1.4.11)."""

SHAPES: Final[dict[str, tuple[tuple[float, float], ...]]] = {
    "circle": (),
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "triangle": ((0.0, -1.15), (1.1, 0.85), (-1.1, 0.85)),
    "diamond": ((0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)),
    "house": ((0.0, -1.15), (1.05, -0.2), (0.8, -0.2), (0.8, 0.95), (-0.8, 0.95), (-0.8, -0.2), (-1.05, -0.2)),
    "plus": (
        (-0.4, -1.1), (0.4, -1.1), (0.4, -0.4), (1.1, -0.4), (1.1, 0.4), (0.4, 0.4),
        (0.4, 1.1), (-0.4, 1.1), (-0.4, 0.4), (-1.1, 0.4), (-1.1, -0.4), (-0.4, -0.4),
    ),
    "hexagon": ((1.0, 0.0), (0.5, 0.87), (-0.5, 0.87), (-1.0, 0.0), (-0.5, -0.87), (0.5, -0.87)),
}  # fmt: skip
"""Outline per shape in units of the radius, y down; an empty outline is a circle of radius 1."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """One class or state of a location.

    Parameters
    ----------
    key
        Risk class, or state of a location that has none.
    label
        Dutch words for users.
    shape
        Key of ``SHAPES``.
    radius_px
        Radius on the screen in pixels; grows with the class.
    fill
        Colour of the inside; white is hollow: no score.
    """

    key: str
    label: str
    shape: str
    radius_px: float
    fill: str


MODEL_OFF: Final = "model_uit"
"""Key of a location that has a score whenever the model is on."""

SYMBOLS: Final = (
    Symbol(MODEL_OFF, "geen score (model uit)", "hexagon", 6.0, "#ffffff"),
    Symbol("laag", "laag", "circle", 5.0, "#fee838"),
    Symbol("verhoogd", "verhoogd", "square", 6.0, "#b5a971"),
    Symbol("hoog", "hoog", "triangle", 7.5, "#62656f"),
    Symbol("zeer_hoog", "zeer hoog", "diamond", 9.0, "#00224e"),
    Symbol("woning", "geen score (woning)", "house", 7.0, "#ffffff"),
    Symbol("niet_gekoppeld", "niet gekoppeld", "plus", 7.0, "#ffffff"),
)
"""Drawing order: what comes later lies on top. Fills of the classes: cividis reversed (Nuñez et al. 2018)."""

POSITIONS: Final = {symbol.key: position for position, symbol in enumerate(SYMBOLS)}
"""Symbol key -> position in ``SYMBOLS``."""

LEGEND_ORDER: Final = ("zeer_hoog", "hoog", "verhoogd", "laag", "woning", "niet_gekoppeld")
"""As users read it: highest first, states without a score last."""

LEGEND_WITHOUT_MODEL: Final = (MODEL_OFF, "woning", "niet_gekoppeld")
"""As users read it while the model is off: no location has a class."""


def by_key(key: str) -> Symbol:
    """Give the symbol of a class or state."""
    return SYMBOLS[POSITIONS[key]]


def picture(symbol: Symbol, *, size_px: int = 24) -> str:
    """Draw a symbol as the address of an SVG picture (``data:``), at the size it has on the map.

    Parameters
    ----------
    symbol
        One of ``SYMBOLS``.
    size_px
        Width and height of the picture in pixels.

    Notes
    -----
    A picture and not inline SVG: Streamlit strips that from ``st.html``.
    """
    style = f'fill="{symbol.fill}" stroke="{OUTLINE_COLOUR}" stroke-width="1.4" stroke-linejoin="round"'
    outline = SHAPES[symbol.shape]
    if outline:
        points = " ".join(f"{x * symbol.radius_px:.2f},{y * symbol.radius_px:.2f}" for x, y in outline)
        body = f'<polygon points="{points}" {style}/>'
    else:
        body = f'<circle r="{symbol.radius_px:.2f}" {style}/>'
    box = f'width="{size_px}" height="{size_px}" viewBox="{-size_px / 2:g} {-size_px / 2:g} {size_px} {size_px}"'
    return "data:image/svg+xml," + quote(f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{body}</svg>')
