"""Addresses from PDOK: the same town as from the files, complete or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal
from shapely.geometry import mapping

from risk_map.domain.contract import RD_EPSG, conform
from risk_map.domain.frames import AREAS
from risk_map.errors import (
    InputError,
    MissingColumnError,
    SourceIncompleteError,
    SourceRefusedError,
    SourceUnavailableError,
)
from risk_map.sources import pdok
from risk_map.sources.bag import read_bag
from risk_map.sources.pdok import download_addresses
from tests.sources import tiny_town
from tests.sources.pdok_process import QUICK, PdokProcess

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

EXTRACT = Path(__file__).parents[3] / "shared" / "data" / "bag" / "BAGGEM0457L-15102021.zip"
WEST, EAST = tiny_town.WEST, tiny_town.EAST


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    server = PdokProcess(tmp_path_factory.mktemp("pdok"), tiny_town.collections())
    yield server
    server.stop()


@pytest.fixture
def server(running):
    running.behave()
    return running


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


@pytest.fixture
def download(server, cache):
    def call(*codes, areas=None, url=None):
        areas = tiny_town.areas() if areas is None else areas
        return download_addresses(codes, areas=areas, cache_dir=cache, base_url=url or server.url, http=QUICK)

    return call


def assert_same(got, rows):
    expected = tiny_town.expected(rows, bron=got["bron"].iloc[0])
    assert_geodataframe_equal(got.sort_index(), expected)


class TestTheTown:
    def test_every_trap_comes_out_as_written_by_hand(self, download):
        assert_same(download(WEST, EAST), tiny_town.ALL_ROWS)

    def test_neighbours_in_the_box_are_cut_off_by_area(self, server, download):
        got = download(WEST)
        assert_same(got, tiny_town.WEST_ROWS)
        # They were in the answers, and one even has an id that Westeind gave out.
        box = next(path for path in server.paths if "collections/adres/" in path)
        assert "bbox=149900.000" in box
        assert tiny_town.NEIGHBOURS["neighbour_prefix"].name_id.startswith("9001")

    def test_small_pages_and_a_bad_day_give_the_same_answer(self, server, download):
        faults = {2: "503", 3: "truncate", 7: "cut", 11: "429", 12: "500", 20: "silent"}
        server.behave(max_limit=6, faults=faults)
        assert_same(download(WEST, EAST), tiny_town.ALL_ROWS)

    def test_a_house_number_that_the_service_writes_as_text_is_a_number(self, download):
        assert download(WEST)["huisnummer"].dtype == "Int64"

    def test_the_source_names_the_service_and_the_day(self, download):
        assert download(WEST)["bron"].str.fullmatch(r"PDOK BAG \d\d-\d\d-\d{4}").all()

    def test_a_slash_behind_the_address_does_not_matter(self, server, download):
        assert len(download(WEST, url=f"{server.url}/")) == len(tiny_town.WEST_ROWS)

    def test_an_object_without_a_named_main_address_has_main_addresses(self, server, download):
        server.behave(blank={"verblijfsobject": "hoofdadres_identificatie"})
        assert set(download(WEST)["adrestype"]) == {"hoofdadres"}


class TestBuildings:
    def test_a_building_outside_the_box_is_asked_for_by_itself(self, server, download):
        far = tiny_town.feature_id(tiny_town.pand_id(50))
        got = download(WEST)
        assert [path for path in server.paths if f"/pand/items/{far}" in path]
        row = tiny_town.TRAPS["far_building"]
        assert got.loc[row.name_id, "pand_identificatie"] == ",".join(map(tiny_town.pand_id, row.buildings))

    def test_a_building_that_is_gone_leaves_the_others(self, tmp_path):
        collections = tiny_town.collections()
        collections["pand"] = [
            each for each in collections["pand"] if each["properties"]["identificatie"] != tiny_town.pand_id(41)
        ]
        server = PdokProcess(tmp_path, collections)
        try:
            got = download_addresses(
                [WEST], areas=tiny_town.areas(), cache_dir=tmp_path / "c", base_url=server.url, http=QUICK
            )
        finally:
            server.stop()
        row = got.loc[tiny_town.TRAPS["two_buildings"].name_id]
        assert row["pand_identificatie"] == tiny_town.pand_id(40)
        # The year is of the first building of the object, and that one is gone.
        assert pd.isna(row["oorspronkelijk_bouwjaar"])

    def test_a_lost_page_of_buildings_is_noticed(self, server, download, monkeypatch):
        monkeypatch.setattr("risk_map.sources.pdok_buildings.MAX_SINGLE_REQUESTS", 3)
        server.behave(lose={"pand": [tiny_town.pand_id(number) for number in range(1, 11)]})
        with pytest.raises(SourceIncompleteError, match="panden"):
            download(WEST)


class TestCompleteOrNotAtAll:
    def test_a_broken_download_goes_on_and_leaves_nothing_behind(self, server, download, cache):
        server.behave(max_limit=6, fail_after=9)
        with pytest.raises(SourceUnavailableError):
            download(WEST, EAST)
        assert list(cache.rglob("*.json"))
        server.behave(max_limit=6)
        assert_same(download(WEST, EAST), tiny_town.ALL_ROWS)
        again = len(server.paths)
        assert not list(cache.rglob("*.json"))
        server.behave(max_limit=6)
        download(WEST, EAST)
        assert again < len(server.paths)

    def test_objects_that_are_lost_are_noticed(self, server, download, cache):
        server.behave(lose={"verblijfsobject": [row.object_id for row in tiny_town.ORDINARY]})
        with pytest.raises(SourceIncompleteError, match=r"10 van de \d+ uitgegeven adressen hebben geen"):
            download(WEST)
        assert not list(cache.rglob("*.json"))

    def test_addresses_that_are_lost_are_noticed_by_the_published_number_of_dwellings(self, server, download, cache):
        server.behave(lose={"adres": [row.name_id for row in tiny_town.ORDINARY]})
        with pytest.raises(SourceIncompleteError, match=f"woningen in {WEST}, terwijl er volgens het CBS ongeveer 29"):
            download(WEST)
        assert not list(cache.rglob("*.json"))

    def test_households_stand_in_for_an_unknown_number_of_dwellings(self, download):
        areas = tiny_town.areas()
        areas.loc[WEST, ["woningvoorraad", "aantal_huishoudens"]] = [None, 45]
        with pytest.raises(SourceIncompleteError, match="ongeveer 45"):
            download(WEST, areas=conform(areas, AREAS))

    def test_no_address_at_all_is_no_answer(self, download):
        areas = tiny_town.areas()
        moved = areas.set_geometry(areas.geometry.translate(20_000, 20_000))
        with pytest.raises(SourceIncompleteError, match="geen enkel adres"):
            download(EAST, areas=conform(moved, AREAS))

    def test_a_service_that_renames_a_column_is_refused(self, server, download):
        server.behave(rename={"bronhouder_identificatie": "bronhouder"})
        with pytest.raises(MissingColumnError) as caught:
            download(WEST)
        assert caught.value.place.column == "adres.bronhouder_identificatie"

    def test_an_unknown_collection_is_a_refusal(self, server, download):
        with pytest.raises(SourceRefusedError, match="404"):
            download(WEST, url=f"{server.root}/bag/ogc/v9")

    def test_an_unknown_outline_is_asked_for_first(self, server, download):
        with pytest.raises(InputError, match="GM0000 is niet bekend"):
            download("GM0000")
        assert server.paths == []


def weesp_collections(addresses):
    """Write the addresses of the extract the way the service would."""
    objects = addresses[addresses["adrestype"] == "hoofdadres"]
    buildings = objects.assign(pand=objects["pand_identificatie"].str.split(",")).explode("pand").dropna(subset="pand")
    first = objects["pand_identificatie"].str[:16]
    years = dict(
        zip(
            first, objects["oorspronkelijk_bouwjaar"].astype(object).where(lambda year: year.notna(), None), strict=True
        )
    )

    def features(frame, make):
        plain = frame.astype(object).where(frame.notna(), None)
        return [make(row, shape) for row, shape in zip(plain.itertuples(), frame.geometry, strict=True)]

    def feature(identificatie, shape, **properties):
        return {
            "type": "Feature",
            "id": tiny_town.feature_id(identificatie),
            "geometry": mapping(shape),
            "properties": {"identificatie": identificatie, **properties},
        }

    def name(row, shape):
        return feature(
            row.Index,
            shape,
            status=row.status,
            huisnummer=str(row.huisnummer),
            huisletter=row.huisletter,
            toevoeging=row.toevoeging,
            postcode=row.postcode,
            openbare_ruimte_naam=row.openbare_ruimte_naam,
            woonplaats_naam=row.woonplaats_naam,
            bronhouder_identificatie="0457",
            adresseerbaar_object_identificatie=row.adresseerbaar_object_identificatie,
        )

    def item(row, shape):
        relation = {}
        if row.adresseerbaar_object_type == "Verblijfsobject":
            hrefs = [
                f"{{base}}/collections/pand/items/{tiny_town.feature_id(each)}"
                for each in row.pand_identificatie.split(",")
            ]
            relation = {"gebruiksdoel": row.gebruiksdoel, "oppervlakte": row.oppervlakte, "pand.href": hrefs}
        return feature(
            row.adresseerbaar_object_identificatie,
            shape,
            status=row.adresseerbaar_object_status,
            hoofdadres_identificatie=row.Index,
            **relation,
        )

    by_type = {kind.lower(): part for kind, part in objects.groupby("adresseerbaar_object_type")}
    pand = buildings.drop_duplicates("pand").set_index("pand")
    return {
        "adres": features(addresses, name),
        **{kind: features(part, item) for kind, part in by_type.items()},
        "pand": features(pand, lambda row, shape: feature(row.Index, shape.buffer(3), bouwjaar=years.get(row.Index))),
    }


@pytest.mark.real_data
def test_a_real_municipality_comes_out_as_from_its_extract(tmp_path):
    if not EXTRACT.exists():
        pytest.skip("../shared/data is absent")
    addresses = read_bag(EXTRACT)
    outline = gpd.GeoSeries([addresses.geometry.union_all().convex_hull.buffer(50)], crs=RD_EPSG)
    areas = gpd.GeoDataFrame(
        {"niveau": "gemeente", "naam": "Weesp", "gemeentecode": "GM0457", "bron": "proef"},
        index=pd.Index(["GM0457"], name="code"),
        geometry=outline.array,
        crs=RD_EPSG,
    )
    server = PdokProcess(tmp_path, json.loads(json.dumps(weesp_collections(addresses), default=int)))
    try:
        got = download_addresses(
            ["GM0457"], areas=conform(areas, AREAS), cache_dir=tmp_path / "cache", base_url=server.url
        )
        pages = sum("/items?" in path for path in server.paths)
    finally:
        server.stop()
    assert pages == 13 + 13 + 1 + 1 + -(
        -len(set(",".join(addresses["pand_identificatie"].dropna()).split(","))) // 1000
    )
    assert_geodataframe_equal(got.drop(columns="bron").sort_index(), addresses.drop(columns="bron"))


def test_the_address_of_the_service_is_pdok_itself():
    assert pdok.BAG_URL == "https://api.pdok.nl/kadaster/bag/ogc/v2"
