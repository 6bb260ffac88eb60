"""Take the snapshot of a date: addresses, areas and locations of the data folder, signals and visits of the store."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from risk_map.demo.reference import REFERENCE_DATE
from risk_map.domain.frames import AREAS, LAND_USE, ROADS, SYNTHETIC
from risk_map.domain.registers import LOCATIONS
from risk_map.domain.snapshot import Snapshot
from risk_map.errors import SourceUnavailableError
from risk_map.governance.permissions import use_case
from risk_map.store.folder import DataFolder
from risk_map.store.terms import read_counting, still_counting
from risk_map.workflow.sight import part_of_snapshot, sight_of
from risk_map.workflow.standing import standing_of
from risk_map.workflow.store import store_of

if TYPE_CHECKING:
    import geopandas as gpd

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.store.ledger import ReadTx


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


def read_background(config: Config) -> Background:
    """Read areas, roads and land use from the data folder; absent layers are empty frames, and no address is in it."""
    folder = DataFolder(config.data_dir)
    return Background(areas=folder.read(AREAS), roads=folder.read(ROADS), land_use=folder.read(LAND_USE))


@use_case("load_snapshot")
def load_snapshot(subject: Subject, config: Config, on: date | None = None, *, reason: str = "") -> Snapshot:
    """Read what a subject may see of all frames, as they were known on a date.

    Parameters
    ----------
    subject, reason
        Who asks, and why for the roles that have to say so.
    config, on
        As for ``read_snapshot``.

    Raises
    ------
    PermissionDeniedError
        When the role sees no location at all, or gave no reason.
    SourceUnavailableError
        When the data folder holds no addresses or no register.
    """
    return part_for(subject, config, read_snapshot(config, on), reason=reason)


def part_for(subject: Subject, config: Config, snapshot: Snapshot, *, reason: str = "") -> Snapshot:
    """Leave out of a snapshot what a subject may not see.

    Parameters
    ----------
    subject, reason
        Who asks, and why for the roles that have to say so.
    config
        Says where the store is.
    snapshot
        All municipalities; not changed.

    Raises
    ------
    PermissionDeniedError
        When the role sees no location at all, or gave no reason.
    """
    standing = standing_of(subject, "load_snapshot", config, snapshot, reason=reason)
    return part_of_snapshot(snapshot, sight_of(subject, "load_snapshot", snapshot, standing, reason=reason))


def read_snapshot(config: Config, on: date | None = None) -> Snapshot:
    """Read all frames of all municipalities as they were known on a date; for use cases, never for a screen.

    What is past its term by then is in none of them, so that no score, explanation or list tells it.

    Parameters
    ----------
    config
        Says where the data folder and the store are.
    on
        The date that counts as now. Absent: today, or for the fictional demonstration region its own reference
        date, so that the demonstration does not fade while the calendar goes on.

    Raises
    ------
    SourceUnavailableError
        When the data folder holds no addresses or no register.
    """
    folder = DataFolder(config.data_dir)
    _refuse_gaps(folder)
    locations = folder.read(LOCATIONS)
    today = on or default_date(locations)
    with store_of(config).read() as tx:
        signals, inspections = read_counting(tx, today)
    return Snapshot(
        today=today,
        addresses=folder.read_addresses(),
        areas=folder.read(AREAS),
        locations=locations[locations["bron_datum"] <= pd.Timestamp(today)],
        signals=signals,
        inspections=inspections,
    )


def until(tx: ReadTx, snapshot: Snapshot, on: date) -> Snapshot:
    """Leave out of a snapshot what is past its term on a later day: who goes there then does not carry it along.

    Parameters
    ----------
    tx
        A transaction.
    snapshot
        As it is known today; not changed, and given back itself when the day is not later.
    on
        The day of the visit.
    """
    if on <= snapshot.today:
        return snapshot
    signals, inspections = still_counting(tx, snapshot.signals, snapshot.inspections, on)
    return replace(snapshot, signals=signals, inspections=inspections)


def _refuse_gaps(folder: DataFolder) -> None:
    addresses, register = bool(folder.municipalities()), folder.locations_path.exists()
    if not addresses and not register:
        message = (
            f"De gegevensmap {folder.path} is leeg. Lees gegevens in, of maak de demonstratieregio: risk-map demo."
        )
        raise SourceUnavailableError(message)
    if not addresses:
        raise SourceUnavailableError("Er zijn nog geen adressen. Lees ze in met: risk-map import bag.")
    if not register:
        raise SourceUnavailableError("Er zijn nog geen risicolocaties. Lees ze in met: risk-map import locations.")


def default_date(locations: gpd.GeoDataFrame) -> date:
    """Give the date that counts as now when a user names none.

    Parameters
    ----------
    locations
        The register; reads ``bron``.
    """
    synthetic = len(locations) > 0 and bool((locations["bron"] == SYNTHETIC).all())
    return REFERENCE_DATE if synthetic else date.today()  # noqa: DTZ011 - the calendar day of the user
