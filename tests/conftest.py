"""Fixtures of the "tiny town": a few addresses by hand, under the contracts."""

from __future__ import annotations

import os

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import settings
from shapely import Point

from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.frames import ADDRESSES
from risk_map.domain.registers import LOCATIONS, SIGNALS
from tests.demo_store import demo_config, demo_data, demo_folder
from tests.figures import pytest_terminal_summary
from tests.store_fixtures import (
    database_url,
    new_url,
    postgresql_filled,
    postgresql_new_url,
    postgresql_server,
    postgresql_url,
    raw,
    sqlite_new_url,
    sqlite_template,
    sqlite_url,
    store,
)
from tests.warm_fixture import readers

__all__ = [
    "database_url",
    "demo_config",
    "demo_data",
    "demo_folder",
    "new_url",
    "postgresql_filled",
    "postgresql_new_url",
    "postgresql_server",
    "postgresql_url",
    "pytest_terminal_summary",
    "raw",
    "readers",
    "sqlite_new_url",
    "sqlite_template",
    "sqlite_url",
    "store",
]


# A busy machine is no counterexample: the time that one example takes is never asserted. `make test` tries the same
# examples every time, so that a change is judged by what it changes; `make search` tries others.
settings.register_profile("risk_map", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("RISK_MAP_EXAMPLES", "risk_map"))


LONGEST = frozenset({"browser", "cli", "demo", "soak", "workflow"})
"""Folders with the files that take longest: they begin first, so that at the end no worker waits for another."""


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.path.parent.name not in LONGEST)


@pytest.fixture
def tiny_addresses() -> gpd.GeoDataFrame:
    """Three addresses in two municipalities; the second has no postcode and a letter, the third is a standplaats."""
    data = pd.DataFrame(
        {
            "adresseerbaar_object_identificatie": ["0001010000000001", "0001010000000002", "0002030000000003"],
            "adresseerbaar_object_type": ["Verblijfsobject", "Verblijfsobject", "Standplaats"],
            "adresseerbaar_object_status": [
                "Verblijfsobject in gebruik",
                "Verblijfsobject gevormd",
                "Plaats aangewezen",
            ],
            "status": ["Naamgeving uitgegeven"] * 3,
            "adrestype": ["hoofdadres"] * 3,
            "openbare_ruimte_naam": ["Lindepad", "Lindepad", "Eikenlaan"],
            "huisnummer": [1, 1, 7],
            "huisletter": [None, "a", None],
            "toevoeging": [None, "NA", "02"],
            "postcode": ["1234AB", None, "1235AB"],
            "woonplaats_naam": ["Voorbeeld"] * 3,
            "gebruiksdoel": ["woonfunctie", "logiesfunctie,woonfunctie", None],
            "oppervlakte": [90, 400, None],
            "pand_identificatie": ["0001100000000001", "0001100000000002,0001100000000003", None],
            "oorspronkelijk_bouwjaar": [1960, 9999, None],
            "gemeentecode": ["GM9001", "GM9001", "GM9002"],
            "buurtcode": ["BU90010001", None, "BU90020001"],
            "bron": ["proef"] * 3,
        },
        index=pd.Index(["0001200000000001", "0001200000000002", "0002200000000003"], name="identificatie"),
    )
    geometry = [Point(150_000, 450_000), Point(150_010.5, 450_000), Point(160_000, 460_000)]
    return conform(gpd.GeoDataFrame(data, geometry=geometry, crs=RD_EPSG), ADDRESSES)


@pytest.fixture
def tiny_locations() -> gpd.GeoDataFrame:
    """Two register rows: one linked, one that waits for a human."""
    data = pd.DataFrame(
        {
            "location_type": ["huisvesting_arbeidsmigranten", "hotel"],
            "adresseerbaar_object_identificatie": ["0001010000000002", None],
            "identificatie": ["0001200000000002", None],
            "link_method": ["id", "candidates"],
            "address": ["Lindepad 1a-NA, Voorbeeld", "Eikenlaan 7, Voorbeeld"],
            "capacity": [24, None],
            "permit": ["verleend", None],
            "permit_valid_until": [pd.Timestamp("2027-03-01"), None],
            "snf_certificate": [False, None],
            "bron": ["proef", "proef"],
            "bron_datum": pd.to_datetime(["2026-01-01", "2026-05-01"]),
        },
        index=pd.Index(["L1", "L2"], name="location_id"),
    )
    return conform(gpd.GeoDataFrame(data, geometry=[Point(150_010.5, 450_000), None], crs=RD_EPSG), LOCATIONS)


@pytest.fixture
def tiny_signals() -> gpd.GeoDataFrame:
    """Two signals on one object."""
    data = pd.DataFrame(
        {
            "observed_on": pd.to_datetime(["2026-02-01", "2026-08-01"]),
            "adresseerbaar_object_identificatie": ["0001010000000002"] * 2,
            "link_method": ["id"] * 2,
            "address": ["Lindepad 1a-NA, Voorbeeld"] * 2,
            "form": ["arbeid"] * 2,
            "category": ["overbewoning", "slapen_op_werkplek"],
            "source_type": ["boa", "anoniem"],
            "reliability": ["A", "C"],
            "bron": ["proef"] * 2,
        },
        index=pd.Index(["S1", "S2"], name="signal_id"),
    )
    return conform(gpd.GeoDataFrame(data, geometry=[Point(150_010.5, 450_000)] * 2, crs=RD_EPSG), SIGNALS)
