"""Roads of OpenStreetMap: ways cut where they meet, and what their tags say about who may go which way.

Turn restrictions and barriers on a node are not read.

References
----------
OpenStreetMap wiki, "Key:access", "Key:oneway", "OSM tags for routing/Access restrictions" (the Netherlands).
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Final, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

MILE_KM: Final = 1.609344
DEGREES_PER_STEP: Final = 1e-7
"""The grid of OpenStreetMap: two ways meet in exactly the same point of it, or do not meet."""


class Kind(NamedTuple):
    """What a value of ``highway`` means where no other tag says it.

    Parameters
    ----------
    road_class
        Class of ``ROADS``.
    speed_kmh
        Usual speed limit in the Netherlands; of what cars do not use, the speed of a bicycle.
    modes
        Who may use it: a of auto, f of fiets, l of lopend.
    """

    road_class: str
    speed_kmh: float
    modes: str


KINDS: Final = {
    "motorway": Kind("hoofdweg", 100, "a"),
    "motorway_link": Kind("hoofdweg", 70, "a"),
    "trunk": Kind("hoofdweg", 100, "a"),
    "trunk_link": Kind("hoofdweg", 70, "a"),
    "primary": Kind("gebiedsontsluitingsweg", 80, "afl"),
    "primary_link": Kind("gebiedsontsluitingsweg", 50, "afl"),
    "secondary": Kind("gebiedsontsluitingsweg", 80, "afl"),
    "secondary_link": Kind("gebiedsontsluitingsweg", 50, "afl"),
    "tertiary": Kind("gebiedsontsluitingsweg", 50, "afl"),
    "tertiary_link": Kind("gebiedsontsluitingsweg", 50, "afl"),
    "unclassified": Kind("landweg", 60, "afl"),
    "residential": Kind("woonstraat", 30, "afl"),
    "living_street": Kind("woonstraat", 15, "afl"),
    "service": Kind("woonstraat", 15, "afl"),
    "road": Kind("landweg", 30, "afl"),
    "track": Kind("landweg", 15, "fl"),
    "cycleway": Kind("parkpad", 15, "fl"),
    "path": Kind("parkpad", 15, "fl"),
    "pedestrian": Kind("parkpad", 15, "l"),
    "footway": Kind("parkpad", 15, "l"),
    "bridleway": Kind("parkpad", 15, "l"),
    "steps": Kind("parkpad", 15, "l"),
}
"""Values of ``highway`` that are roads in use; others (``proposed``, ``construction``, ``platform``) are none."""

PERMIT: Final = {"auto": ("motorcar", "motor_vehicle"), "fiets": ("bicycle",), "lopend": ("foot",)}
"""Tags about one mode, the most special first: they allow what the kind of road does not, and forbid what it does."""

FORBID: Final = {"auto": ("vehicle", "access"), "fiets": ("vehicle", "access"), "lopend": ("access",)}
"""Tags about more modes: they forbid, and never open a motorway to a bicycle."""

NO: Final = (
    "no", "private", "agricultural", "forestry", "agricultural;forestry", "emergency", "military", "psv", "bus", "taxi",
    "delivery", "permit", "residents", "dismount", "use_sidepath", "restricted",
)  # fmt: skip
ALONG: Final = ("yes", "true", "1")
AGAINST: Final = ("-1", "reverse")
NEITHER: Final = ("reversible", "alternating")
ROUNDABOUTS: Final = ("roundabout", "circular")


def make_osm_roads(ways: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Make the edges of a road network from ways with their tags.

    Parameters
    ----------
    ways
        Lines in EPSG:4326 with the tags that ``osm.ini`` names as columns, and ``osm_id``.

    Returns
    -------
    gpd.GeoDataFrame
        The columns of ``ROADS`` but ``length_m`` and ``bron``, EPSG:4326; ways that nobody may use are left out.
    """
    ways = ways[ways["highway"].isin(KINDS)].reset_index(drop=True)
    facts = _facts(ways)
    usable = (facts[list(PERMIT)] != "geen").any(axis=1).to_numpy()
    facts, lines = facts[usable].reset_index(drop=True), ways.geometry.array[usable]
    owner, ends, pieces = cut_where_they_meet(np.asarray(lines))
    piece = pd.Series(owner).groupby(owner).cumcount().astype("str")
    edges = facts.take(owner).reset_index(drop=True).assign(from_node=ends[:, 0], to_node=ends[:, 1])
    index = pd.Index("osm-" + edges.pop("osm_id") + "-" + piece, name="road_id")
    return gpd.GeoDataFrame(edges.set_axis(index), geometry=pieces, crs=ways.crs)


def cut_where_they_meet(
    lines: NDArray[np.object_],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.object_]]:
    """Cut lines at every vertex that they share with another, or pass twice.

    Parameters
    ----------
    lines
        LineStrings in degrees.

    Returns
    -------
    tuple
        Per piece the number of its line, the numbers of its two nodes (n, 2), and the piece itself.
    """
    points, owner = shapely.get_coordinates(lines, return_index=True)
    steps = np.rint(points / DEGREES_PER_STEP).astype(np.int64)
    _, place = np.unique(steps[:, 0] * 2**32 + steps[:, 1], return_inverse=True)
    keep = np.ones(len(place), dtype=np.bool_)
    keep[1:] = (place[1:] != place[:-1]) | (owner[1:] != owner[:-1])
    points, owner, place = points[keep], owner[keep], place[keep]
    edge = np.flatnonzero(np.diff(owner, prepend=-1, append=-1))
    cut = np.bincount(place)[place] > 1
    cut[edge[:-1]] = cut[edge[1:] - 1] = True
    stops = np.flatnonzero(cut)
    same = owner[stops[:-1]] == owner[stops[1:]]
    first, last = stops[:-1][same], stops[1:][same]
    length = last - first + 1
    piece = np.repeat(np.arange(len(first)), length)
    vertex = np.arange(len(piece)) - np.repeat(np.cumsum(length) - length - first, length)
    pieces = shapely.linestrings(points[vertex], indices=piece) if len(first) else np.empty(0, dtype=object)
    _, node = np.unique(np.concatenate([place[first], place[last]]), return_inverse=True)
    return owner[first], node.reshape(2, -1).T, pieces


def _facts(ways: gpd.GeoDataFrame) -> pd.DataFrame:
    kinds = pd.DataFrame(list(ways["highway"].map(KINDS)), columns=Kind._fields, index=ways.index)
    speed = _speed(ways["maxspeed"])
    return pd.DataFrame(
        {
            "osm_id": ways["osm_id"],
            "naam": ways["name"],
            "road_class": kinds["road_class"],
            "speed_kmh": speed.fillna(kinds["speed_kmh"]).astype("float64"),
            "speed_given": speed.notna(),
            **{mode: _direction(ways, mode).where(_allowed(ways, kinds["modes"], mode), "geen") for mode in PERMIT},
        }
    )


def _allowed(ways: gpd.GeoDataFrame, modes: pd.Series, mode: str) -> pd.Series:
    by_kind = modes.str.contains(mode[0])
    special = _first(ways, PERMIT[mode])
    general = _first(ways, FORBID[mode])
    return (special.notna() | (by_kind & ~general.isin(NO))) & ~special.isin(NO)


def _first(ways: gpd.GeoDataFrame, tags: tuple[str, ...]) -> pd.Series:
    return reduce(lambda found, tag: found.fillna(ways[tag]), tags[1:], ways[tags[0]])


def _direction(ways: gpd.GeoDataFrame, mode: str) -> pd.Series:
    both = pd.Series("beide", index=ways.index)
    if mode == "lopend":
        return both
    implied = ways["junction"].isin(ROUNDABOUTS) | (ways["highway"] == "motorway")
    oneway = ways["oneway"].fillna(implied.map({True: "yes", False: "no"}))
    if mode == "fiets":
        against = ways["cycleway"].fillna("").str.startswith("opposite")
        oneway = ways["oneway:bicycle"].fillna(oneway.mask(against, "no"))
    steps = {**dict.fromkeys(ALONG, "heen"), **dict.fromkeys(AGAINST, "terug"), **dict.fromkeys(NEITHER, "geen")}
    direction: pd.Series = oneway.map(steps).fillna("beide")
    return direction


def _speed(limit: pd.Series) -> pd.Series:
    number: pd.Series = limit.str.extract(r"^(\d{1,3})", expand=False).astype("float64")
    miles = limit.str.contains("mph").fillna(value=False).astype(bool)
    return number.mask(miles, number * MILE_KM).where(number > 0)
