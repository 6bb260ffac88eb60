"""Risk locations joined to everything that lies at the same place: the one input of the indicators."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from risk_map.domain.bag import LIST_SEPARATOR, is_active
from risk_map.domain.home import is_home
from risk_map.domain.inspection import NOT_VISITED
from risk_map.scoring.matching import match, number

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray
    from scipy.spatial import cKDTree

    from risk_map.domain.snapshot import Snapshot
    from risk_map.scoring.weights import ScoreParams

    Floats = NDArray[np.float64]

SCORED: Final = "gescoord"
DWELLING: Final = "woning"
NOT_LINKED: Final = "niet_gekoppeld"

OBJECT: Final = "adresseerbaar_object_identificatie"
OF_OBJECT: Final = {
    "gebruiksdoel": "gebruiksdoel",
    "oppervlakte": "oppervlakte",
    "object_status": "adresseerbaar_object_status",
}
"""Columns that a location gets from its object."""


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
    signals
        All signals by position, index 0..n-1, with ``x``, ``y``.
    signals_here
        Pairs of a location (``location``, position) and a signal (``signal``, position) at the same object.
    signals_near
        Pairs of a location and a signal at another object within the radius, with ``distance_m``.
    visits_here
        Real visits, one row per location (``location``, position) at the object visited.
    locations_around
        Per location: other risk locations within the context radius; missing without a place.
    counting
        The same count of active addresses, still going on: there are so many that it runs beside all else.
    """

    today: date
    params: ScoreParams
    locations: pd.DataFrame = field(repr=False)
    signals: pd.DataFrame = field(repr=False)
    signals_here: pd.DataFrame = field(repr=False)
    signals_near: pd.DataFrame = field(repr=False)
    visits_here: pd.DataFrame = field(repr=False)
    locations_around: Floats = field(repr=False)
    counting: Future[Floats] = field(repr=False)

    @property
    def addresses_around(self) -> Floats:
        """Active addresses within the context radius, per location; missing without a place."""
        return self.counting.result()

    @property
    def scored(self) -> NDArray[np.bool_]:
        """Which locations get a score."""
        return np.asarray(self.locations["state"] == SCORED)

    def of_types(self, types: tuple[str, ...]) -> pd.DataFrame:
        """Give the scored locations of some types."""
        return self.locations[self.locations["location_type"].isin(types).to_numpy() & self.scored]


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
    # A tree is built and asked without Python's lock: that of all addresses takes no time of the joins and indicators.
    beside = ThreadPoolExecutor(max_workers=1)
    tree = beside.submit(lambda: _tree(_active_points(snapshot)))
    locations = _locations(snapshot)
    here = _xy(locations)
    counting = beside.submit(lambda: _count_around(here, tree.result(), params.context_radius_m))
    beside.shutdown(wait=False)
    signals = _with_xy(snapshot.signals)
    signals = signals[signals["observed_on"] <= now].reset_index(drop=True)
    visits = pd.DataFrame(snapshot.inspections)
    visits = visits[(visits["visited_on"] <= now) & (visits["result"] != NOT_VISITED)]
    objects, seen_at, visited = number(locations[OBJECT], signals[OBJECT], visits[OBJECT])
    near = _near(locations, signals, params.nearby_radius_m)
    visited_location, visit = match(objects, visited)
    return Places(
        today=snapshot.today,
        params=params,
        locations=locations,
        signals=signals,
        signals_here=pd.DataFrame(dict(zip(("location", "signal"), match(objects, seen_at), strict=True))),
        signals_near=near[objects[near["location"]] != seen_at[near["signal"]]],
        visits_here=visits.iloc[visit].assign(location=visited_location),
        locations_around=_count_around(here, _tree(here[_is_placed(here)]), params.context_radius_m) - 1,
        counting=counting,
    )


def _locations(snapshot: Snapshot) -> pd.DataFrame:
    addresses = snapshot.addresses
    rows = _with_xy(snapshot.locations).rename_axis("location_id").reset_index()
    at = _first_rows(addresses[OBJECT], rows[OBJECT])
    rows = rows.assign(
        **{name: addresses[column].array.take(at, allow_fill=True) for name, column in OF_OBJECT.items()}
    )
    return rows.assign(state=_states(rows))


def _first_rows(texts: pd.Series, wanted: pd.Series) -> NDArray[np.intp]:
    """Give the first row of each wanted text, -1 where there is none."""
    # Arrow directly: what pandas has for it takes a text at a time into Python.
    there, asked = pa.array(texts), pa.array(wanted)
    rows = np.flatnonzero(pc.is_in(there, value_set=asked))
    found = pc.index_in(asked, value_set=there.take(rows)).fill_null(-1).to_numpy(zero_copy_only=False)
    first: NDArray[np.intp] = np.append(rows, -1)[found]
    return first


def _states(rows: pd.DataFrame) -> NDArray[np.object_]:
    unlinked = rows[OBJECT].isna() | rows["x"].isna()
    return np.select([is_home(rows), unlinked.to_numpy(dtype=bool)], [DWELLING, NOT_LINKED], default=SCORED)


def _with_xy(frame: pd.DataFrame) -> pd.DataFrame:
    # Not ``geometry.x``: that first asks every point whether it is one, which the contract has done.
    points = frame.geometry.to_numpy()
    return pd.DataFrame(frame).drop(columns="geometry").assign(x=shapely.get_x(points), y=shapely.get_y(points))


def _xy(rows: pd.DataFrame) -> Floats:
    return np.column_stack([rows["x"], rows["y"]])


def _is_placed(points: Floats) -> NDArray[np.bool_]:
    return ~np.isnan(points[:, 0])


def _active_points(snapshot: Snapshot) -> Floats:
    addresses = snapshot.addresses
    main = is_active(addresses) & (addresses["adrestype"] == "hoofdadres")
    points = addresses.geometry.to_numpy()
    # The coordinates of all, then those that count: cheaper than to pick a million points first.
    xy = np.column_stack([shapely.get_x(points), shapely.get_y(points)])
    active: Floats = xy[main.to_numpy() & _is_placed(xy)]
    return active


def _near(locations: pd.DataFrame, signals: pd.DataFrame, radius_m: float) -> pd.DataFrame:
    here, there = _xy(locations), _xy(signals)
    scored = np.flatnonzero((locations["state"] == SCORED) & _is_placed(here))
    placed = np.flatnonzero(_is_placed(there))
    found = _tree(here[scored]).sparse_distance_matrix(_tree(there[placed]), radius_m, output_type="ndarray")
    return pd.DataFrame({"location": scored[found["i"]], "signal": placed[found["j"]], "distance_m": found["v"]})


def _count_around(centres: Floats, points: cKDTree, radius_m: float) -> Floats:
    counts = np.full(len(centres), np.nan)
    # Neighbours one after another find their part of the tree still in the processor's cache.
    order = np.lexsort((centres[:, 0], centres[:, 1] // radius_m))
    asked = order[_is_placed(centres[order])]
    if len(asked):
        counts[asked] = points.query_ball_point(centres[asked], radius_m, return_length=True)
    return counts


def _tree(points: Floats) -> cKDTree:
    from scipy.spatial import cKDTree  # noqa: PLC0415 - 0.1 s of import that most commands do not need

    # A tree that is asked once pays back neither balance nor tight nodes: without them it is there in half the time.
    return cKDTree(points, balanced_tree=False, compact_nodes=False)
