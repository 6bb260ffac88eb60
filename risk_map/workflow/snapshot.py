"""Take the snapshot of a date from the data folder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from risk_map.demo.reference import REFERENCE_DATE
from risk_map.domain.frames import AREAS, LAND_USE, ROADS, SYNTHETIC
from risk_map.domain.registers import INSPECTIONS, LOCATIONS, SIGNALS
from risk_map.domain.snapshot import Snapshot
from risk_map.errors import SourceUnavailableError
from risk_map.store.folder import DataFolder

if TYPE_CHECKING:
    import geopandas as gpd

    from risk_map.config import Config


@dataclass(frozen=True, slots=True)
class Background:
    """What the map is drawn on; read-only.

    Parameters
    ----------
    areas, roads, land_use
        Frames under their contracts, EPSG:28992.
    """

    areas: gpd.GeoDataFrame
    roads: gpd.GeoDataFrame
    land_use: gpd.GeoDataFrame


def load_background(config: Config) -> Background:
    """Read areas, roads and land use from the data folder; absent layers are empty frames."""
    folder = DataFolder(config.data_dir)
    return Background(areas=folder.read(AREAS), roads=folder.read(ROADS), land_use=folder.read(LAND_USE))


def load_snapshot(config: Config, on: date | None = None) -> Snapshot:
    """Read all frames as they were known on a date.

    Parameters
    ----------
    config
        Says where the data folder is.
    on
        The date that counts as now. Absent: today, or for the fictional demonstration region its own reference
        date, so that the demonstration does not fade while the calendar goes on.

    Raises
    ------
    SourceUnavailableError
        When the data folder holds no addresses or no register.
    """
    folder = DataFolder(config.data_dir)
    if folder.is_empty():
        message = f"De gegevensmap {config.data_dir} is leeg. Maak de demonstratieregio met: risk-map demo."
        raise SourceUnavailableError(message)
    locations = folder.read(LOCATIONS)
    today = on or default_date(locations)
    return Snapshot(
        today=today,
        addresses=folder.read_addresses(),
        areas=folder.read(AREAS),
        locations=_known_on(locations, "bron_datum", today),
        signals=_known_on(folder.read(SIGNALS), "observed_on", today),
        inspections=_known_on(folder.read(INSPECTIONS), "visited_on", today),
    )


def default_date(locations: gpd.GeoDataFrame) -> date:
    """Give the date that counts as now when a user names none.

    Parameters
    ----------
    locations
        The register; reads ``bron``.
    """
    synthetic = len(locations) > 0 and bool((locations["bron"] == SYNTHETIC).all())
    return REFERENCE_DATE if synthetic else date.today()  # noqa: DTZ011 - the calendar day of the user


def _known_on(frame: gpd.GeoDataFrame, column: str, today: date) -> gpd.GeoDataFrame:
    return frame[frame[column] <= pd.Timestamp(today)]
