"""The demonstration region as its history needs it: every signal and visit with its location and municipality."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from risk_map.demo.randomness import stream
from risk_map.demo.reference import DEFAULT_SEED
from risk_map.domain.home import is_home
from risk_map.domain.registers import LOCATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import numpy as np

OBJECT: Final = "adresseerbaar_object_identificatie"


@dataclass(frozen=True, slots=True)
class Planned:
    """One stop of a round.

    Parameters
    ----------
    location_id, object_id, town, home, location_type
        Where.
    origin
        Why it was chosen.
    signal_id
        The signal that led to it.
    """

    location_id: str
    object_id: str
    town: str
    home: bool
    location_type: str
    origin: str
    signal_id: str | None

    @property
    def may_be_planned(self) -> bool:
        """Whether it may enter a round: a home, or what a signal led to, only with a signal, which may be destroyed."""
        return self.signal_id is not None or not (self.home or self.origin == "signaal")


@dataclass(frozen=True, slots=True)
class RegionFacts:
    """Frames of the region, joined by place.

    Parameters
    ----------
    towns
        Municipality codes, sorted.
    locations
        Linked locations: index ``location_id``, with ``home``, ``x``, ``y`` and the columns of the register.
    signals, visits
        Index id, in order of day, with ``location_id`` (missing elsewhere), ``gemeentecode``, ``x``, ``y``; visits also
        with ``home`` and ``location_type``.
    """

    towns: tuple[str, ...]
    locations: pd.DataFrame = field(repr=False)
    signals: pd.DataFrame = field(repr=False)
    visits: pd.DataFrame = field(repr=False)

    def dice(self, theme: str) -> np.random.Generator:
        """Give the random numbers of one theme; the same region gets the same history."""
        return stream(DEFAULT_SEED, f"history {theme}")

    def stop(self, location_id: str, origin: str, signal_id: str | None = None) -> Planned:
        """Give a location as a stop."""
        place: Any = self.locations.loc[location_id]
        town, kind = place["gemeentecode"], place["location_type"]
        return Planned(location_id, place[OBJECT], town, bool(place["home"]), kind, origin, signal_id)


def describe_region(addresses: gpd.GeoDataFrame, frames: Mapping[str, gpd.GeoDataFrame]) -> RegionFacts:
    """Join the frames of the region.

    Parameters
    ----------
    addresses
        Contract ``ADDRESSES``.
    frames
        ``locations``, ``signals`` and ``inspections``, under their contracts.
    """
    objects = addresses.drop_duplicates(OBJECT).set_index(OBJECT)
    register = frames[LOCATIONS.name]
    linked = register[register[OBJECT].notna()]
    locations = pd.DataFrame(linked.drop(columns="geometry")).assign(x=linked.geometry.x, y=linked.geometry.y)
    uses = locations.assign(gebruiksdoel=locations[OBJECT].map(objects["gebruiksdoel"]))
    locations = locations.assign(home=is_home(uses))
    here = locations[[OBJECT, "location_type", "home"]].reset_index().drop_duplicates(OBJECT)
    return RegionFacts(
        towns=tuple(sorted(addresses["gemeentecode"].unique())),
        locations=locations,
        signals=_placed(frames["signals"], here, objects, "observed_on"),
        visits=_placed(frames["inspections"], here, objects, "visited_on"),
    )


def plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Give a row as plain values: days as dates, and nothing where a value is missing."""
    values = {str(name): None if pd.isna(value) else value for name, value in row.items()}
    return {name: value.date() if isinstance(value, pd.Timestamp) else value for name, value in values.items()}


def _placed(frame: gpd.GeoDataFrame, here: pd.DataFrame, objects: pd.DataFrame, day: str) -> pd.DataFrame:
    points = frame.geometry
    rows = pd.DataFrame(frame.drop(columns="geometry")).assign(x=points.x, y=points.y)
    rows = rows.assign(gemeentecode=rows[OBJECT].map(objects["gemeentecode"])).rename_axis("id").reset_index()
    return rows.merge(here, on=OBJECT, how="left").sort_values([day, "id"], kind="stable").set_index("id")
