"""The background map of the Kadaster: off, unless the municipality switches it on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from risk_map.domain.settings import Table

TILE_HOST: Final = "https://service.pdok.nl"
TILES: Final = f"{TILE_HOST}/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{{z}}/{{x}}/{{y}}.png"
"""BRT-A in grey, Kadaster, CC BY 4.0 (PDOK)."""

TILE_ATTRIBUTION: Final = "BRT-achtergrondkaart: Kadaster, CC BY 4.0"


@dataclass(frozen=True, slots=True)
class BackgroundMap:
    """Table ``[map]`` of the configuration.

    Parameters
    ----------
    brt
        Whether browsers fetch the background map from PDOK. It then sees which part of the country somebody looks at,
        and from which network; never what is on the map.
    """

    brt: bool = False

    @classmethod
    def read(cls, table: Table) -> BackgroundMap:
        """Read the table, or raise ``ConfigError``."""
        table.only("brt")
        return cls(table.value("brt", bool))

    @property
    def hosts(self) -> tuple[str, ...]:
        """Other machines that the map may ask for pictures; none, unless it is switched on."""
        return (TILE_HOST,) if self.brt else ()
