"""Risk locations joined to everything that lies at the same place: the one input of the indicators."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from risk_map.domain.bag import LIST_SEPARATOR, is_active
from risk_map.domain.inspection import NOT_VISITED
from risk_map.domain.location import DWELLING_TYPE

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from risk_map.domain.snapshot import Snapshot
    from risk_map.scoring.weights import ScoreParams

SCORED: Final = "gescoord"
DWELLING: Final = "woning"
NOT_LINKED: Final = "niet_gekoppeld"

INDOOR_BRANCHES: Final = ("massagesalon", "nagelstudio", "horeca", "autowasstraat", "uitzendbureau")
"""Branches that work inside the object: where its only use is living, the object is somebody's home."""

OBJECT: Final = "adresseerbaar_object_identificatie"


@dataclass(frozen=True, slots=True)
class Places:
    """Locations by position, with the facts of their BAG object, signals, visits and surroundings.

    Parameters
    ----------
    today
        The date that counts as now.
    params
        Radii and limits.
    locations
        The register, index 0..n-1, with ``location_id``, ``gebruiksdoel``, ``oppervlakte``, ``object_status`` of the
        linked object, ``x``, ``y`` in RD metres (missing without a place) and ``state``.
    signals, visits
        All signals and real visits with ``x``, ``y``, index as in the snapshot.
    signals_here, visits_here
        Pairs of a location (``location``, position) and a signal or visit at the same object.
    signals_near
        Pairs of a location and a signal at another object within the radius, with ``distance_m``.
    addresses_around, locations_around
        Per location: active addresses, and other risk locations, within the context radius; missing without a place.
    """

    today: date
    params: ScoreParams
    locations: pd.DataFrame = field(repr=False)
    signals: pd.DataFrame = field(repr=False)
    visits: pd.DataFrame = field(repr=False)
    signals_here: pd.DataFrame = field(repr=False)
    visits_here: pd.DataFrame = field(repr=False)
    signals_near: pd.DataFrame = field(repr=False)
    addresses_around: NDArray[np.float64] = field(repr=False)
    locations_around: NDArray[np.float64] = field(repr=False)

    def of_types(self, types: tuple[str, ...]) -> pd.DataFrame:
        """Give the scored locations of some types."""
        rows = self.locations
        return rows[rows["location_type"].isin(types) & (rows["state"] == SCORED)]


def has_use(uses: pd.Series, use: str) -> pd.Series:
    """Say per object whether a gebruiksdoel is among its uses; a missing use is False."""
    padded = LIST_SEPARATOR + uses.fillna("").astype("str") + LIST_SEPARATOR
    return padded.str.contains(f"{LIST_SEPARATOR}{use}{LIST_SEPARATOR}", regex=False)


def find_places(snapshot: Snapshot, params: ScoreParams) -> Places:
    """Join the frames of a snapshot by place.

    Parameters
    ----------
    snapshot
        Frames as of one date, EPSG:28992.
    params
        Gives the radii.
    """
    now = pd.Timestamp(snapshot.today)
    locations = _locations(snapshot)
    signals = _with_xy(snapshot.signals[snapshot.signals["observed_on"] <= now])
    visits = _with_xy(snapshot.inspections[snapshot.inspections["visited_on"] <= now])
    visits = visits[visits["result"] != NOT_VISITED]
    return Places(
        today=snapshot.today,
        params=params,
        locations=locations,
        signals=signals,
        visits=visits,
        signals_here=_same_object(locations, signals),
        visits_here=_same_object(locations, visits),
        signals_near=_near(locations, signals, params.nearby_radius_m),
        addresses_around=_count_around(locations, _active_points(snapshot), params.context_radius_m),
        locations_around=_count_around(locations, _xy(locations), params.context_radius_m) - 1,
    )


def _locations(snapshot: Snapshot) -> pd.DataFrame:
    addresses = snapshot.addresses
    first = ~addresses[OBJECT].duplicated()
    objects = addresses.loc[first, [OBJECT, "gebruiksdoel", "oppervlakte", "adresseerbaar_object_status"]]
    objects = objects.set_index(OBJECT).rename(columns={"adresseerbaar_object_status": "object_status"})
    rows = _with_xy(snapshot.locations).join(objects, on=OBJECT).rename_axis("location_id").reset_index()
    return rows.assign(state=_states(rows))


def _states(rows: pd.DataFrame) -> NDArray[np.object_]:
    # ADR 4: a home never gets a computed score, and a business inside an object that is only a home is in a home.
    only_living = (rows["gebruiksdoel"] == "woonfunctie").fillna(value=False)
    home = (rows["location_type"] == DWELLING_TYPE) | (rows["location_type"].isin(INDOOR_BRANCHES) & only_living)
    unlinked = rows[OBJECT].isna() | rows["x"].isna()
    return np.select([home.to_numpy(dtype=bool), unlinked.to_numpy(dtype=bool)], [DWELLING, NOT_LINKED], default=SCORED)


def _with_xy(frame: pd.DataFrame) -> pd.DataFrame:
    plain = pd.DataFrame(frame.drop(columns="geometry"))
    return plain.assign(x=frame.geometry.x.to_numpy(), y=frame.geometry.y.to_numpy())


def _xy(rows: pd.DataFrame) -> NDArray[np.float64]:
    points: NDArray[np.float64] = rows[["x", "y"]].dropna().to_numpy(dtype="float64")
    return points


def _active_points(snapshot: Snapshot) -> NDArray[np.float64]:
    addresses = snapshot.addresses
    main = is_active(addresses) & (addresses["adrestype"] == "hoofdadres")
    active = addresses.geometry[main]
    return np.column_stack([active.x, active.y])


def _same_object(locations: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    keys = locations[OBJECT].dropna().rename_axis("location").reset_index()
    named = events.rename_axis("event_id").reset_index()
    return keys.merge(named[named[OBJECT].notna()], on=OBJECT, how="inner")


def _near(locations: pd.DataFrame, events: pd.DataFrame, radius_m: float) -> pd.DataFrame:
    from scipy.spatial import cKDTree  # noqa: PLC0415 - 0.1 s of import that most commands do not need

    placed = locations[locations["state"] == SCORED]
    seen = events[events["x"].notna()]
    here, there = (frame[["x", "y"]].to_numpy(dtype="float64") for frame in (placed, seen))
    pairs = cKDTree(here).sparse_distance_matrix(cKDTree(there), radius_m, output_type="ndarray")
    rows = seen.iloc[pairs["j"]].rename_axis("event_id").reset_index()
    rows = rows.assign(location=placed.index.to_numpy()[pairs["i"]], distance_m=pairs["v"])
    own = locations[OBJECT].to_numpy(dtype=object)[rows["location"]]
    elsewhere: pd.DataFrame = rows[rows[OBJECT].to_numpy(dtype=object) != own]
    return elsewhere


def _count_around(locations: pd.DataFrame, points: NDArray[np.float64], radius_m: float) -> NDArray[np.float64]:
    from scipy.spatial import cKDTree  # noqa: PLC0415 - as above

    counts = np.full(len(locations), np.nan)
    placed = locations["x"].notna().to_numpy()
    if placed.any():
        tree = cKDTree(points) if len(points) else None
        centres = locations.loc[placed, ["x", "y"]].to_numpy(dtype="float64")
        found = tree.query_ball_point(centres, radius_m, return_length=True) if tree else 0
        counts[placed] = found
    return counts
