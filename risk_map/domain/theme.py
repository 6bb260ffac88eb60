"""The colour of a municipality on the screen, dark enough to be read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from risk_map.domain.identifiers import GEMEENTECODE
from risk_map.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from risk_map.domain.settings import Table

USUAL_ACCENT: Final = "#154273"
LEAST_CONTRAST: Final = 4.5
"""Of text on its background (WCAG 2.2, 1.4.3)."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Table ``[theme]`` of the configuration.

    Parameters
    ----------
    accent
        Colour of titles, links and buttons for whoever works for the whole region, ``#rrggbb``.
    municipalities
        Code -> colour for whoever works for that municipality.
    """

    accent: str = USUAL_ACCENT
    municipalities: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, table: Table) -> Theme:
        """Read the table, or raise ``ConfigError`` when a colour is none or too light."""
        towns = [key for key in table.content if re.fullmatch(GEMEENTECODE, key)]
        table.only("accent", *towns)
        colours = {key: _colour(table, key) for key in ("accent", *towns) if key in table.content}
        return cls(colours.pop("accent", USUAL_ACCENT), colours)

    def accent_of(self, gemeentecode: str | None) -> str:
        """Give the colour for somebody of a municipality, or of the whole region."""
        return self.municipalities.get(gemeentecode or "", self.accent)


def contrast_with_white(colour: str) -> float:
    """Give the contrast of a colour with white, 1 to 21.

    References
    ----------
    WCAG 2.2, relative luminance.
    """
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _colour(table: Table, key: str) -> str:
    colour = table.text(key).lower()
    if not re.fullmatch(r"#[0-9a-f]{6}", colour):
        raise ConfigError(f"theme.{key} is geen kleur zoals {USUAL_ACCENT}.")
    if contrast_with_white(colour) < LEAST_CONTRAST:
        raise ConfigError(f"theme.{key} is te licht om op wit te lezen; kies een donkerder kleur.")
    return colour
