"""A tiny region for the app: two municipalities, three buurten, six locations with a score made by hand."""

from __future__ import annotations

import shutil
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import geopandas as gpd
import pandas as pd
import pytest
from shapely import LineString, Point, box
from streamlit.components.v2 import manifest_scanner

from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.frames import AREAS, LAND_USE, ROADS
from risk_map.domain.registers import LOCATIONS
from risk_map.workflow.snapshot import Background
from risk_map.workflow.store import close_stores

X, Y = 150_000, 450_000


def _frame(contract, index, geometry, **columns):
    data = pd.DataFrame(columns | {"bron": ["proef"] * len(index)}, index=pd.Index(index, name=contract.index))
    return conform(gpd.GeoDataFrame(data, geometry=geometry, crs=RD_EPSG), contract)


@pytest.fixture(scope="session", autouse=True)
def _installed_components():
    """Every AppTest looks through all installed packages for components; once is enough."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="module")
def region(demo_folder, tmp_path_factory):
    """A demonstration of the module's own: what is written in it stays there."""
    yield Path(shutil.copytree(demo_folder, tmp_path_factory.mktemp("region") / "data"))
    close_stores()


@pytest.fixture
def areas():
    """Two square municipalities side by side; the first has two buurten."""
    return _frame(
        AREAS,
        ["GM9001", "GM9002", "BU90010001", "BU90010002", "BU90020001"],
        [
            box(X, Y, X + 2000, Y + 1000),
            box(X + 2000, Y, X + 4000, Y + 1000),
            box(X, Y, X + 1000, Y + 1000),
            box(X + 1000, Y, X + 2000, Y + 1000),
            box(X + 2000, Y, X + 4000, Y + 1000),
        ],
        niveau=["gemeente", "gemeente", "buurt", "buurt", "buurt"],
        naam=["Voorbeeld", "Elders", "Dorp", "Veld", "Elders-Dorp"],
        gemeentecode=["GM9001", "GM9002", "GM9001", "GM9001", "GM9002"],
        wijkcode=[None, None, "WK900100", "WK900100", "WK900200"],
    )


@pytest.fixture
def background(areas):
    """One polygon with a hole, one road of two pieces and one path."""
    park = box(X, Y, X + 500, Y + 500).difference(box(X + 100, Y + 100, X + 200, Y + 200))
    land_use = _frame(LAND_USE, ["u1", "u2"], [park, box(X, Y, X + 50, Y + 50)], **{"class": ["bos", "water"]})
    lines = [
        LineString([(X, Y), (X + 500, Y)]),
        LineString([(X + 500, Y), (X + 900, Y + 300)]),
        LineString([(X, Y + 900), (X + 900, Y + 900)]),
    ]
    roads = _frame(
        ROADS,
        ["r1", "r2", "r3"],
        lines,
        road_class=["hoofdweg", "hoofdweg", "parkpad"],
        from_node=[1, 2, 4],
        to_node=[2, 3, 5],
        length_m=[line.length for line in lines],
        speed_kmh=[80.0, 80.0, 15.0],
    )
    return Background(areas=areas, roads=roads, land_use=land_use)


@pytest.fixture
def locations():
    """Four scored locations in three classes, a dwelling, and one that is linked to no address."""
    return _frame(
        LOCATIONS,
        ["L1", "L2", "L3", "L4", "L5", "L6"],
        [
            Point(X + 100, Y + 100),
            Point(X + 1100, Y + 100),
            Point(X + 2100, Y + 100),
            *[Point(X + 50, Y + 60)] * 2,
            None,
        ],
        location_type=["hotel", "horeca", "massagesalon", "hotel", "woning", "horeca"],
        link_method=["id", "key", "id", "id", "id", "none"],
        adresseerbaar_object_identificatie=[*(f"000101000000000{n}" for n in range(1, 6)), None],
        identificatie=[*(f"000120000000000{n}" for n in range(1, 6)), None],
        address=["Lindepad 1", "Veldweg 2", "Kerkplein 3", "Lindepad 4", "Lindepad 4a", "Onbekendpad 9"],
        gemeentecode=["GM9001", "GM9001", "GM9002", "GM9001", "GM9001", None],
        buurtcode=["BU90010001", "BU90010002", "BU90020001", "BU90010001", "BU90010001", None],
        bron_datum=pd.to_datetime(["2026-01-01"] * 6),
    )


@pytest.fixture
def addresses(locations):
    """The postcodes of the locations that are linked, and where they are."""
    linked = locations[locations["identificatie"].notna()]
    postcodes = ["1234AB", "1235AB", "1300XZ", "1234AC", "1234AC"]
    return gpd.GeoDataFrame(
        {"postcode": postcodes, "gemeentecode": linked["gemeentecode"].tolist()},
        index=pd.Index(linked["identificatie"], name="identificatie"),
        geometry=list(linked.geometry),
        crs=RD_EPSG,
    )


@pytest.fixture
def inspections():
    """L1 was visited 11 months ago and before, L2 13 months ago, L3 25 months ago; at L4 nobody got in."""
    days = ["2026-01-05", "2023-05-01", "2025-11-03", "2024-11-03", "2026-10-01"]
    objects = [f"000101000000000{n}" for n in (1, 1, 2, 3, 4)]
    results = ["geen_bevinding", "bevinding", "geen_bevinding", "geen_bevinding", "niet_bezocht"]
    return pd.DataFrame(
        {"adresseerbaar_object_identificatie": objects, "visited_on": pd.to_datetime(days), "result": results}
    )


@pytest.fixture
def snapshot(locations, areas, addresses, inspections):
    """The part of a snapshot that the app reads."""
    return SimpleNamespace(
        today=date(2026, 12, 4),
        locations=locations,
        areas=areas,
        addresses=addresses,
        inspections=inspections,
        is_synthetic=True,
    )


@pytest.fixture
def scored(locations):
    """Scores as the contract of scoring says."""
    frame = pd.DataFrame(
        {
            "times_base": [2.0, 9.5, 1.1, 2.0, None, None],
            "risk_class": pd.array(["verhoogd", "zeer_hoog", "laag", "verhoogd", None, None], dtype="str"),
            "state": ["gescoord"] * 4 + ["woning", "niet_gekoppeld"],
            "unknown_count": pd.array([0, 2, 1, 0, 0, 3], dtype="Int64"),
            "rank": pd.array([3, 1, 4, 2, None, None], dtype="Int64"),
        },
        index=locations.index,
    )
    return SimpleNamespace(form="totaal", locations=frame)


@pytest.fixture
def stability(scored):
    """Rank intervals of the scored locations only."""
    rank = scored.locations["rank"].dropna()
    return pd.DataFrame({"rank": rank, "rank_low": (rank - 1).clip(lower=1), "rank_high": rank + 1})
