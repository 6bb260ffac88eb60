"""A world of any size to score: towns, villages and farms, with a register, signals and visits that cluster in them.

About 310 addresses per km2, as in the four municipalities; nine in ten lie in towns that are dense in the middle, one
point in seven is shared with a neighbour upstairs. Every location is linked and may be scored.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from risk_map.domain import inspection, location
from risk_map.domain.bag import ACTIVE_STATUSES, USES
from risk_map.domain.contract import RD_EPSG, FrameContract, conform
from risk_map.domain.frames import ADDRESSES, AREAS
from risk_map.domain.registers import INSPECTIONS, LOCATIONS, SIGNALS
from risk_map.domain.snapshot import Snapshot

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

TODAY = date(2026, 11, 1)
CORNER = (130_000.0, 420_000.0)
ADDRESSES_PER_KM2 = 310
TOWN_DENSITY_PER_KM2 = 3_000
BUURT_SIDE_M = 1_500.0
MUNICIPALITY = "GM9001"
STATUSES = (ACTIVE_STATUSES[0], ACTIVE_STATUSES[1], "Verblijfsobject buiten gebruik", "Verblijfsobject gevormd")
STATUS_SHARES = (0.96, 0.02, 0.01, 0.01)


def make_world(addresses: int, locations: int, signals: int, seed: int = 1) -> Snapshot:
    """Make a snapshot of so many addresses, locations and signals, and a visit for every second location."""
    rng = np.random.default_rng(seed)
    side = 1000 * np.sqrt(addresses / ADDRESSES_PER_KM2)
    points = _points(rng, addresses, side)
    use = rng.choice(np.array(USES, dtype=object), addresses, p=[0.88, *[0.012] * 10])
    objects = _ids("000101", addresses)
    businesses = np.flatnonzero(use != USES[0])
    # Two register rows may stand on one object, as a hotel with a salon does.
    at = rng.choice(businesses, locations)
    busy = at[(locations * rng.random(signals) ** 2).astype(int)]
    seen_at = np.where(rng.random(signals) < 0.4, busy, rng.integers(0, addresses, signals))
    visited_at = rng.choice(at, locations // 2)
    return Snapshot(
        today=TODAY,
        addresses=_addresses(rng, objects, points, use),
        areas=_areas(side),
        locations=_locations(rng, objects[at], points[at]),
        signals=_signals(rng, objects[seen_at], points[seen_at]),
        inspections=_inspections(rng, objects[visited_at], points[visited_at]),
    )


def _points(rng: Generator, count: int, side: float) -> NDArray[np.float64]:
    towns = max(8, count // 8_000)
    size = rng.lognormal(0, 1, towns)
    town = rng.choice(towns, count, p=size / size.sum())
    spread = np.sqrt(count * size / size.sum() / TOWN_DENSITY_PER_KM2 / (2 * np.pi)) * 1000
    centres = rng.uniform(0.05 * side, 0.95 * side, (towns, 2))
    points = centres[town] + rng.normal(size=(count, 2)) * spread[town, np.newaxis]
    rural = (rng.random(count) < 0.1) | ((points < 0) | (points > side)).any(axis=1)
    points[rural] = rng.uniform(0, side, (int(rural.sum()), 2))
    upstairs = rng.random(count) < 0.15
    points[upstairs] = points[rng.integers(0, count, int(upstairs.sum()))]
    points += CORNER
    # As the store keeps them.
    return points[np.argsort(gpd.GeoSeries(gpd.points_from_xy(*points.T)).hilbert_distance(level=16), kind="stable")]


def _ids(prefix: str, count: int) -> NDArray[np.object_]:
    return (prefix + pd.Series(np.arange(count)).astype("str").str.zfill(10)).to_numpy(dtype=object)


def _frame(contract: FrameContract, index: object, points: object, columns: dict[str, object]) -> gpd.GeoDataFrame:
    data = pd.DataFrame(columns | {"bron": "proef"}, index=pd.Index(index, name=contract.index, dtype="str"))
    return conform(gpd.GeoDataFrame(data, geometry=points, crs=RD_EPSG), contract)


def _addresses(rng: Generator, objects, points, use) -> gpd.GeoDataFrame:
    count = len(objects)
    columns = {
        "adresseerbaar_object_identificatie": objects,
        "adresseerbaar_object_type": "Verblijfsobject",
        "adresseerbaar_object_status": rng.choice(STATUSES, count, p=STATUS_SHARES),
        "status": "Naamgeving uitgegeven",
        "adrestype": rng.choice(["hoofdadres", "nevenadres"], count, p=[0.99, 0.01]),
        "openbare_ruimte_naam": "Lindepad",
        "huisnummer": np.arange(1, count + 1),
        "woonplaats_naam": "Voorbeeld",
        "gebruiksdoel": use,
        "oppervlakte": rng.integers(20, 1000, count),
        "gemeentecode": MUNICIPALITY,
    }
    return _frame(ADDRESSES, _ids("000120", count), gpd.points_from_xy(*points.T), columns)


def _areas(side: float) -> gpd.GeoDataFrame:
    """Make wavy neighbourhoods of about a hundred corners that fill the square, and their municipality."""
    steps = np.arange(int(np.ceil(side / BUURT_SIDE_M)))
    x, y = (axis.ravel() * BUURT_SIDE_M for axis in np.meshgrid(steps, steps))
    squares = shapely.box(x, y, x + BUURT_SIDE_M, y + BUURT_SIDE_M)
    buurten = shapely.transform(
        shapely.segmentize(squares, 60.0), lambda xy: xy + CORNER + 90 * np.sin(xy[:, ::-1] / 170)
    )
    # Points on the edge of the world must lie in some municipality too.
    whole = shapely.box(*np.subtract(CORNER, 1000), *np.add(CORNER, side + 3000))
    numbers = pd.Series(np.arange(len(buurten))).astype("str").str.zfill(4)
    columns = {
        "niveau": ["gemeente", *["buurt"] * len(buurten)],
        "naam": "Voorbeeld",
        "gemeentecode": MUNICIPALITY,
    }
    return _frame(AREAS, [MUNICIPALITY, *("BU9001" + numbers)], [whole, *buurten], columns)


def _locations(rng: Generator, objects, points) -> gpd.GeoDataFrame:
    count = len(objects)
    kinds = [kind for kind in location.codes(location.LOCATION_TYPES) if kind != location.DWELLING_TYPE]
    columns = {
        "location_type": rng.choice(kinds, count),
        "adresseerbaar_object_identificatie": objects,
        "link_method": "id",
        "address": "Lindepad",
        "capacity": _maybe(rng, [0, 6, 24, 60], count),
        "permit": _maybe(rng, location.codes(location.PERMITS), count),
        "permit_valid_until": pd.to_datetime(rng.choice(["2026-01-01", "2027-01-01", "NaT"], count)),
        "operator_type": _maybe(rng, location.codes(location.OPERATOR_TYPES), count),
        "snf_certificate": _maybe(rng, [True, False], count),
        "training_certificate": _maybe(rng, [True, False], count),
        "bron_datum": pd.Timestamp("2026-10-01"),
    }
    return _frame(LOCATIONS, _ids("L", count), gpd.points_from_xy(*points.T), columns)


def _signals(rng: Generator, objects, points) -> gpd.GeoDataFrame:
    count = len(objects)
    columns = {
        "observed_on": _days(rng, count),
        "adresseerbaar_object_identificatie": objects,
        "link_method": "id",
        "address": "Lindepad",
        "form": rng.choice(location.codes(location.FORMS), count),
        "category": rng.choice(location.codes(location.SIGNAL_CATEGORIES), count),
        "source_type": rng.choice(location.codes(location.SOURCE_TYPES), count),
        "reliability": rng.choice(location.codes(location.RELIABILITIES), count),
    }
    return _frame(SIGNALS, _ids("S", count), gpd.points_from_xy(*points.T), columns)


def _inspections(rng: Generator, objects, points) -> gpd.GeoDataFrame:
    count = len(objects)
    columns = {
        "visited_on": _days(rng, count),
        "adresseerbaar_object_identificatie": objects,
        "link_method": "id",
        "address": "Lindepad",
        "result": rng.choice(location.codes(inspection.RESULTS), count),
        "form": _maybe(rng, location.codes(location.FORMS), count),
        "visit_reason": rng.choice(location.codes(inspection.VISIT_REASONS), count),
    }
    return _frame(INSPECTIONS, _ids("I", count), gpd.points_from_xy(*points.T), columns)


def _maybe(rng: Generator, values, count: int) -> NDArray[np.object_]:
    return rng.choice(np.array([*values, None], dtype=object), count)


def _days(rng: Generator, count: int) -> pd.DatetimeIndex:
    return pd.Timestamp(TODAY) - pd.to_timedelta(rng.integers(0, 1_100, count), unit="D")
