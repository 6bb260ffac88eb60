"""All frames as they were known on one date."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from risk_map.domain.frames import SYNTHETIC

if TYPE_CHECKING:
    from datetime import date

    import geopandas as gpd


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All frames as they were known on one date; the only input of scoring.

    Parameters
    ----------
    today
        The date that counts as now. Signals, visits and register rows after it are not in the frames.
    addresses, areas, locations, signals, inspections
        Frames under the contracts above. Do not change them: they are shared between users.
    """

    today: date
    addresses: gpd.GeoDataFrame = field(repr=False)
    areas: gpd.GeoDataFrame = field(repr=False)
    locations: gpd.GeoDataFrame = field(repr=False)
    signals: gpd.GeoDataFrame = field(repr=False)
    inspections: gpd.GeoDataFrame = field(repr=False)

    @property
    def is_synthetic(self) -> bool:
        """Whether any row is of the demonstration region; screens and prints then say "fictieve gegevens"."""
        return any(bool((frame["bron"] == SYNTHETIC).any()) for frame in self._frames)

    @property
    def is_fictional(self) -> bool:
        """Whether every row is of the demonstration region; one real row makes a region real."""
        return all(bool((frame["bron"] == SYNTHETIC).all()) for frame in self._frames)

    @property
    def _frames(self) -> tuple[gpd.GeoDataFrame, ...]:
        return (self.addresses, self.areas, self.locations, self.signals, self.inspections)
