"""Areas from PDOK: of the asked municipalities only, with the same rules as from a file."""

from __future__ import annotations

import json

import pytest
from shapely.geometry import box, mapping

from risk_map.domain.contract import check_frame
from risk_map.domain.frames import AREAS
from risk_map.errors import InputError, MissingColumnError, SourceUnavailableError
from risk_map.sources.pdok_areas import AREAS_URL, download_areas
from tests.sources import tiny_town
from tests.sources.pdok_process import QUICK, PdokProcess

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

WEST, EAST = tiny_town.WEST, tiny_town.EAST


def feature(code, shape, **properties):
    return {
        "type": "Feature",
        "id": tiny_town.feature_id(code),
        "properties": {"identificatie": code, **properties},
        "geometry": json.loads(json.dumps(mapping(shape))),
    }


def collections():
    """Write the areas of the town as CBS does: snake_case, unknown as -99997, water apart."""
    areas = tiny_town.areas()
    found = {"gemeenten": [], "wijken": [], "buurten": []}
    level_of = {"gemeente": "gemeenten", "wijk": "wijken", "buurt": "buurten"}
    for code, area in areas.iterrows():
        level = area["niveau"]
        found[level_of[level]].append(
            feature(
                code,
                area.geometry,
                **{
                    f"{level}code": code,
                    f"{level}naam": area["naam"],
                    "gemeentecode": area["gemeentecode"],
                    "aantal_inwoners": 60 if code == WEST else -99997,
                    "woningvoorraad": 29 if code == WEST else -99997,
                    "water": "NEE",
                    "jrstatcode": f"2025{code}",
                },
            )
        )
    lake = box(149_900, 450_000, 150_000, 450_100)
    found["gemeenten"].append(feature(f"{WEST}-water", lake, gemeentecode=WEST, gemeentenaam="Westeind", water="JA"))
    for number in range(60):
        # The rest of the country, so that there is more than one page.
        far = box(10_000 + number, 350_000, 10_001 + number, 350_001)
        found["gemeenten"].append(
            feature(f"GM{number:04d}", far, gemeentecode=f"GM{number:04d}", gemeentenaam="Elders", water="NEE")
        )
    return found


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    server = PdokProcess(tmp_path_factory.mktemp("areas"), collections())
    yield server
    server.stop()


@pytest.fixture
def server(running):
    running.behave()
    return running


@pytest.fixture
def download(server, tmp_path):
    def call(*codes):
        return download_areas(codes, cache_dir=tmp_path / "cache", base_url=server.url, http=QUICK)

    return call


def test_all_levels_of_the_asked_municipalities_come(download):
    areas = download(WEST, EAST)
    assert sorted(areas.index) == sorted(tiny_town.areas().index)
    check_frame(areas, AREAS)
    assert set(areas["bron"].str[:8]) == {"CBS via "}


def test_a_neighbour_in_the_box_is_left_out(server, download):
    areas = download(WEST)
    assert set(areas["gemeentecode"]) == {WEST}
    assert any("collections/buurten" in path and "bbox=" in path for path in server.paths)


def test_unknown_figures_are_missing_and_water_joins_the_land(download):
    areas = download(WEST, EAST)
    assert areas.loc[WEST, ["aantal_inwoners", "woningvoorraad"]].tolist() == [60, 29]
    assert areas.loc[EAST, ["aantal_inwoners", "woningvoorraad"]].isna().all()
    assert areas.geometry[WEST].area == pytest.approx(tiny_town.areas().geometry[WEST].area + 10_000)


def test_municipalities_come_in_small_pages_for_their_outlines_are_large(server, download):
    download(WEST)
    pages = [path for path in server.paths if "collections/gemeenten" in path]
    assert len(pages) == 2
    assert all("limit=50" in path for path in pages)


def test_a_municipality_that_the_edition_does_not_know_is_named(download, tmp_path):
    with pytest.raises(InputError, match="GM8888"):
        download(WEST, "GM8888")
    assert not list((tmp_path / "cache").rglob("*.json"))


def test_a_broken_download_goes_on(server, download, tmp_path):
    server.behave(fail_after=3)
    with pytest.raises(SourceUnavailableError):
        download(WEST)
    assert list((tmp_path / "cache").rglob("*.json"))
    server.behave()
    assert set(download(WEST)["niveau"]) == {"gemeente", "wijk", "buurt"}
    assert not list((tmp_path / "cache").rglob("*.json"))


def test_a_renamed_code_is_refused(server, download):
    server.behave(rename={"gemeentecode": "gm"})
    with pytest.raises(MissingColumnError, match="gemeentecode"):
        download(WEST)


def test_the_address_of_the_service_is_pdok_itself():
    assert AREAS_URL.startswith("https://api.pdok.nl/cbs/wijken-en-buurten-20")
