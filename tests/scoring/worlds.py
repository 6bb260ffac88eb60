"""Small random worlds for the score: a few objects on a square, with a register, signals and visits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd

from risk_map.domain import inspection, location
from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.frames import ADDRESSES, AREAS
from risk_map.domain.registers import INSPECTIONS, LOCATIONS, SIGNALS
from risk_map.domain.snapshot import Snapshot

TODAY = date(2026, 11, 1)
X, Y = 150_000.0, 450_000.0
USES = ["woonfunctie", "winkelfunctie", "industriefunctie", "logiesfunctie", "winkelfunctie,woonfunctie", None]
STATUSES = ["Verblijfsobject in gebruik"] * 4 + ["Verblijfsobject buiten gebruik"]


def _frame(contract, index, points, columns):
    data = pd.DataFrame(
        columns | {"bron": ["proef"] * len(index)}, index=pd.Index(index, name=contract.index, dtype="str")
    )
    return conform(gpd.GeoDataFrame(data, geometry=points, crs=RD_EPSG), contract)


def _objects(rng, count):
    return [f"0001010000{number:06d}" for number in rng.permutation(10 * count)[:count]]


def _addresses(rng, objects, points):
    count = len(objects)
    columns = {
        "adresseerbaar_object_identificatie": objects,
        "adresseerbaar_object_type": ["Verblijfsobject"] * count,
        "adresseerbaar_object_status": rng.choice(STATUSES, count),
        "status": ["Naamgeving uitgegeven"] * count,
        "adrestype": ["hoofdadres"] * count,
        "openbare_ruimte_naam": ["Lindepad"] * count,
        "huisnummer": range(1, count + 1),
        "woonplaats_naam": ["Voorbeeld"] * count,
        "gebruiksdoel": rng.choice(np.array(USES, dtype=object), count),
        "oppervlakte": [None if value > 900 else int(value) for value in rng.integers(20, 1000, count)],
        "gemeentecode": ["GM9001"] * count,
    }
    return _frame(ADDRESSES, [f"0001200000{number:06d}" for number in range(count)], points, columns)


def _maybe(rng, values, count):
    return rng.choice(np.array([*values, None], dtype=object), count)


def _locations(rng, objects, points, count):
    linked = rng.random(count) < 0.9
    at = rng.integers(0, len(objects), count)
    columns = {
        "location_type": rng.choice(location.codes(location.LOCATION_TYPES), count),
        "adresseerbaar_object_identificatie": [objects[i] if yes else None for i, yes in zip(at, linked, strict=True)],
        "link_method": np.where(linked, "id", "none"),
        "address": [f"Lindepad {number}" for number in range(count)],
        "capacity": _maybe(rng, [0, 6, 24, 60], count),
        "permit": _maybe(rng, location.codes(location.PERMITS), count),
        "permit_valid_until": pd.to_datetime(rng.choice(["2026-01-01", "2027-01-01", "NaT"], count)),
        "operator_type": _maybe(rng, location.codes(location.OPERATOR_TYPES), count),
        "snf_certificate": _maybe(rng, [True, False], count),
        "training_certificate": _maybe(rng, [True, False], count),
        "bron_datum": pd.to_datetime(["2026-10-01"] * count),
    }
    where = [points[i] if yes else None for i, yes in zip(at, linked, strict=True)]
    return _frame(LOCATIONS, [f"L{number:04d}" for number in rng.permutation(count)], where, columns)


def _days(rng, count):
    return pd.Timestamp(TODAY) - pd.to_timedelta(rng.integers(0, 2000, count), unit="D")


def _signals(rng, objects, points, count):
    at = rng.integers(0, len(objects), count)
    columns = {
        "observed_on": _days(rng, count),
        "adresseerbaar_object_identificatie": [objects[i] for i in at],
        "link_method": ["id"] * count,
        "address": ["Lindepad"] * count,
        "form": rng.choice(location.codes(location.FORMS), count),
        "category": rng.choice(location.codes(location.SIGNAL_CATEGORIES), count),
        "source_type": rng.choice(location.codes(location.SOURCE_TYPES), count),
        "reliability": rng.choice(["A", "B", "C"], count),
    }
    return _frame(SIGNALS, [f"S{number}" for number in range(count)], [points[i] for i in at], columns)


def _inspections(rng, objects, points, count):
    at = rng.integers(0, len(objects), count)
    checks = {check.code: _maybe(rng, location.codes(inspection.ANSWERS), count) for check in inspection.CHECKS[:2]}
    columns = {
        "visited_on": _days(rng, count),
        "adresseerbaar_object_identificatie": [objects[i] for i in at],
        "link_method": ["id"] * count,
        "address": ["Lindepad"] * count,
        "result": rng.choice(location.codes(inspection.RESULTS), count),
        "form": _maybe(rng, location.codes(location.FORMS), count),
        "visit_reason": rng.choice(location.codes(inspection.VISIT_REASONS), count),
        **checks,
    }
    return _frame(INSPECTIONS, [f"I{number}" for number in range(count)], [points[i] for i in at], columns)


def make_snapshot(seed, *, objects=12, locations=10, signals=12, inspections=8, side=900.0):
    """Make a random world on a square of ``side`` metres."""
    rng = np.random.default_rng(seed)
    ids = _objects(rng, objects)
    points = gpd.points_from_xy(X + rng.random(objects) * side, Y + rng.random(objects) * side)
    no_areas = gpd.GeoDataFrame(
        {column.name: [] for column in AREAS.columns}, geometry=[], crs=RD_EPSG, index=pd.Index([], name="code")
    )
    return Snapshot(
        today=TODAY,
        addresses=_addresses(rng, ids, points),
        areas=conform(no_areas, AREAS),
        locations=_locations(rng, ids, points, locations),
        signals=_signals(rng, ids, points, signals),
        inspections=_inspections(rng, ids, points, inspections),
    )


def add_signal(snapshot, location_id, **changes):
    """Add a signal at the object of a location."""
    place = snapshot.locations.loc[location_id]
    row = snapshot.signals.iloc[[0]].copy()
    row.index = pd.Index(["extra"], name="signal_id", dtype="str")
    row["adresseerbaar_object_identificatie"] = place["adresseerbaar_object_identificatie"]
    row = row.set_geometry([place.geometry], crs=snapshot.signals.crs)
    for name, value in changes.items():
        row[name] = value
    return replace(snapshot, signals=pd.concat([snapshot.signals, row]))


def add_visit(snapshot, location_id, result, on=TODAY):
    """Add a visit to the object of a location."""
    place = snapshot.locations.loc[location_id]
    row = snapshot.inspections.iloc[[0]].copy()
    row.index = pd.Index([f"extra-{len(snapshot.inspections)}"], name="inspection_id", dtype="str")
    row["adresseerbaar_object_identificatie"] = place["adresseerbaar_object_identificatie"]
    row["result"], row["form"] = result, None
    row["form"] = row["form"].astype("str")
    row["visited_on"] = pd.Series(pd.to_datetime([on]), index=row.index).astype("datetime64[us]")
    row = row.set_geometry([place.geometry], crs=snapshot.inspections.crs)
    return replace(snapshot, inspections=pd.concat([snapshot.inspections, row]))
