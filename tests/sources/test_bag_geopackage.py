"""GeoPackages: as PDOK delivers the BAG, and with one row per address."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal

from risk_map.errors import InputError, MissingColumnError, SourceIncompleteError, WrongCrsError
from risk_map.sources.bag import read_bag
from risk_map.sources.bag_geopackage import FLATTENED
from tests.sources import tiny_town

IN_LIGHT = [row for row in tiny_town.ALL_ROWS if row.main_of != 14 and row.name_status == tiny_town.ISSUED]
"""Main addresses of current objects: what PDOK puts in its GeoPackage."""


@pytest.fixture(scope="module")
def light(tmp_path_factory):
    return tiny_town.write_light(tmp_path_factory.mktemp("light") / "bag-light.gpkg")


@pytest.fixture
def flattened(tmp_path):
    """Write the town with one row per address, after a change of the frame."""

    def write(change=lambda frame: frame, name="adres.gpkg"):
        ours = tiny_town.expected(tiny_town.WEST_ROWS, bron="x").reset_index()
        theirs = ours.rename(columns={new: old for old, new in FLATTENED.items()})
        theirs = theirs.assign(gemeentecode="9001", type_adres=theirs["type_adres"].str.capitalize())
        path = tmp_path / name
        change(theirs.drop(columns=["bron", "buurtcode"])).to_file(path, layer="adres", driver="GPKG")
        return path

    return write


class TestLight:
    def test_every_trap_comes_out_as_written_by_hand(self, light):
        expected = tiny_town.expected(IN_LIGHT, bron="BAG-GeoPackage bag-light.gpkg")
        assert_geodataframe_equal(read_bag(light, areas=tiny_town.areas()), expected)

    def test_the_name_that_the_api_gives_the_main_address_works_too(self, tmp_path, light):
        path = tiny_town.write_light(tmp_path / "bag-light.gpkg", main_column="hoofdadres_identificatie")
        assert_geodataframe_equal(read_bag(path, areas=tiny_town.areas()), read_bag(light, areas=tiny_town.areas()))

    def test_without_areas_the_register_says_the_municipality(self, light):
        addresses = read_bag(light)
        assert set(addresses["gemeentecode"]) == {tiny_town.WEST, tiny_town.EAST}
        assert addresses.loc[tiny_town.NEIGHBOURS["neighbour_prefix"].name_id, "gemeentecode"] == tiny_town.EAST

    def test_what_lies_outside_the_known_municipalities_is_cut_off(self, light):
        areas = tiny_town.areas()
        addresses = read_bag(light, areas=areas[areas["gemeentecode"] == tiny_town.EAST])
        assert sorted(addresses.index) == sorted(row.name_id for row in tiny_town.NEIGHBOURS.values())

    def test_a_row_per_building_becomes_one_location(self, tmp_path, light):
        frame = gpd.read_file(light, layer="verblijfsobject")
        frame = frame.assign(pand_identificatie=frame["pand_identificatie"].str.split(",")).explode(
            "pand_identificatie"
        )
        path = tmp_path / "bag-light.gpkg"
        frame.to_file(path, layer="verblijfsobject", driver="GPKG")
        addresses = read_bag(path, areas=tiny_town.areas())
        row = tiny_town.TRAPS["two_buildings"]
        assert addresses.index.is_unique
        assert addresses.loc[row.name_id, "pand_identificatie"] == ",".join(map(tiny_town.pand_id, row.buildings))

    def test_a_cut_out_of_a_municipality_is_incomplete(self, tmp_path):
        path = tiny_town.write_light(tmp_path / "part.gpkg", tiny_town.WEST_ROWS[:12])
        with pytest.raises(SourceIncompleteError, match="ongeveer 29"):
            read_bag(path, areas=tiny_town.areas())

    def test_an_absent_column_is_named(self, tmp_path, light):
        frame = gpd.read_file(light, layer="verblijfsobject").drop(columns="postcode")
        path = tmp_path / "x.gpkg"
        frame.to_file(path, layer="verblijfsobject", driver="GPKG")
        with pytest.raises(MissingColumnError, match="postcode") as caught:
            read_bag(path)
        assert caught.value.place.column == "verblijfsobject.postcode"

    def test_the_main_address_must_be_named(self, tmp_path):
        path = tiny_town.write_light(tmp_path / "x.gpkg", main_column="iets_anders")
        with pytest.raises(MissingColumnError, match="nummeraanduiding_hoofdadres_identificatie"):
            read_bag(path)


class TestOneRowPerAddress:
    def test_every_trap_comes_out_as_written_by_hand(self, flattened):
        expected = tiny_town.expected(tiny_town.WEST_ROWS, bron="BAG-GeoPackage adres.gpkg")
        assert_geodataframe_equal(read_bag(flattened(), areas=tiny_town.areas()), expected)

    def test_the_municipality_may_be_a_number(self, flattened):
        numbered = flattened(lambda frame: frame.assign(gemeentecode=9001))
        assert set(read_bag(numbered)["gemeentecode"]) == {tiny_town.WEST}

    @pytest.mark.parametrize(
        ("column", "value", "word"),
        [
            ("gemeentecode", "Zeist", "gemeentecode"),
            ("huisnummer", "12a", "geheel getal"),
            ("postcode", "1234 AB", "postcode"),
            ("type_object", "Pand", "adresseerbaar_object_type"),
            ("nummeraanduiding_id", "123", "identificatie"),
        ],
    )
    def test_a_value_that_cannot_be_right_is_refused(self, flattened, column, value, word):
        def spoil(frame):
            return frame.assign(**{column: frame[column].astype("str").where(frame.index != 3, value)})

        with pytest.raises(InputError, match=word):
            read_bag(flattened(spoil))

    def test_the_same_address_twice_is_refused(self, flattened):
        with pytest.raises(InputError, match="meer dan één keer"):
            read_bag(flattened(lambda frame: pd.concat([frame, frame.iloc[:1]])))

    def test_wgs84_becomes_rd(self, flattened):
        addresses = read_bag(flattened(lambda frame: frame.to_crs(4326)), areas=tiny_town.areas())
        expected = tiny_town.expected(tiny_town.WEST_ROWS, bron="x")
        assert addresses.geometry.distance(expected.geometry).max() < 0.001

    def test_coordinates_that_are_no_rd_are_refused(self, flattened):
        def swap(frame):
            swapped = gpd.points_from_xy(frame.geometry.y, frame.geometry.x)
            return frame.set_geometry(gpd.GeoSeries(swapped, crs=28992))

        with pytest.raises(WrongCrsError):
            read_bag(flattened(swap))


def test_a_geopackage_without_addresses_is_refused(tmp_path):
    path = tmp_path / "x.gpkg"
    tiny_town.areas().reset_index().to_file(path, layer="buurten", driver="GPKG")
    with pytest.raises(InputError, match="geen laag adres of verblijfsobject"):
        read_bag(path)
