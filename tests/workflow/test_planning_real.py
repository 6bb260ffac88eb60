"""A round on the real addresses of Weesp, with places put on some of them: no roads, so straight-line times."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from risk_map.config import load_config
from risk_map.domain.bag import is_active
from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.registers import LOCATIONS
from risk_map.domain.subject import Role, Subject
from risk_map.planning.constraints import check
from risk_map.sources.address_book import address_texts
from risk_map.sources.bag import read_bag
from risk_map.store.folder import DataFolder
from risk_map.workflow.planning import plan_round
from risk_map.workflow.planning_request import RoundRequest, usual_teams
from risk_map.workflow.store import close_stores
from tests.workflow.town import NOW, TODAY, decide

ROOT = Path(__file__).parents[2]
WEESP = ROOT.parent / "shared" / "data" / "bag" / "bag_weesp_0457_20211015.gpkg"
OBJECT = "adresseerbaar_object_identificatie"
TOWN = "GM0457"
PLACES = 60
TYPES = ("horeca", "hotel", "massagesalon", "huisvesting_arbeidsmigranten")

pytestmark = pytest.mark.real_data


def places_on(addresses):
    """Put invented places on real addresses that are no home, spread over the town."""
    fit = addresses[is_active(addresses) & (addresses["gebruiksdoel"] != "woonfunctie").fillna(value=False)]
    fit = fit.drop_duplicates(OBJECT)
    chosen = fit.iloc[np.linspace(0, len(fit) - 1, PLACES).astype(int)]
    data = pd.DataFrame(
        {
            "location_type": np.resize(TYPES, PLACES),
            OBJECT: chosen[OBJECT].to_numpy(),
            "identificatie": chosen.index.to_numpy(),
            "link_method": "id",
            "address": address_texts(chosen).to_numpy(),
            "gemeentecode": TOWN,
            "bron": "proef",
            "bron_datum": pd.Timestamp("2026-01-01"),
        },
        index=pd.Index([f"W{number:03d}" for number in range(PLACES)], name="location_id"),
    )
    return conform(gpd.GeoDataFrame(data, geometry=chosen.geometry.to_numpy(), crs=RD_EPSG), LOCATIONS)


@pytest.fixture
def weesp(tmp_path):
    if not WEESP.exists():
        pytest.skip("the real addresses are not beside the project: ../shared/data is absent")
    folder = DataFolder(tmp_path / "data")
    addresses = read_bag(WEESP, areas=None, progress=None)
    addresses = addresses.assign(gemeentecode=addresses["gemeentecode"].fillna(TOWN))
    folder.write_addresses(addresses)
    folder.write(places_on(addresses), LOCATIONS)
    shipped = load_config(ROOT / "risk_map.toml")
    url = f"sqlite:///{tmp_path / 'proef.db'}"
    yield replace(shipped, data_dir=folder.path, database_url=url, municipalities={TOWN: "Weesp"})
    close_stores()


def test_a_round_is_planned_in_a_real_town(weesp):
    coordinator = Subject("cor", Role.COORDINATOR, TOWN)
    for number in range(0, PLACES, 3):
        decide(weesp, f"W{number:03d}", by=coordinator)
    request = RoundRequest(TODAY, usual_teams(2), seconds=None, iterations=1_000)
    found = plan_round(coordinator, weesp, request, NOW)
    assert check(found.problem, found.plan) == ()
    assert len(found.plan.location_ids) >= 8
    assert found.problem.travel["auto"].method == "hemelsbreed x 1,3 (auto)"
    assert found.meta.along_roads is False
    assert found.meta.draw.candidates > 30
    # Weesp is four kilometres wide.
    assert all(each.travel_m < 4_000 * len(found.plan.location_ids) for each in found.figures.values())
