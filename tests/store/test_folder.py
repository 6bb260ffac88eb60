"""The data folder: what is written comes back, one municipality or box at a time, and is never half replaced."""

from __future__ import annotations

import json

import geopandas as gpd
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal

from risk_map.domain.frames import ADDRESSES, AREAS, LAND_USE, ROADS
from risk_map.domain.registers import INSPECTIONS, LOCATIONS, SIGNALS
from risk_map.errors import InputError
from risk_map.store.folder import DataFolder, replace_file


@pytest.fixture
def folder(tmp_path):
    return DataFolder(tmp_path / "data")


def test_addresses_come_back_as_they_were(folder, tiny_addresses):
    folder.write_addresses(tiny_addresses)
    assert_geodataframe_equal(folder.read_addresses().sort_index(), tiny_addresses.sort_index())


def test_one_municipality_reads_without_the_rest(folder, tiny_addresses):
    folder.write_addresses(tiny_addresses)
    assert folder.municipalities() == ["GM9001", "GM9002"]
    assert set(folder.read_addresses(["GM9002"])["gemeentecode"]) == {"GM9002"}
    assert len(folder.read_addresses(["GM9003"])) == 0


def test_what_objects_are_used_for_is_read_without_the_rest(folder, tiny_addresses):
    assert folder.read_uses().empty
    folder.write_addresses(tiny_addresses)
    uses = folder.read_uses()
    assert uses.dropna().to_dict() == {
        "0001010000000001": "woonfunctie",
        "0001010000000002": "logiesfunctie,woonfunctie",
    }
    assert uses.index[uses.isna()].tolist() == ["0002030000000003"]


def test_a_bounding_box_reads_only_what_lies_in_it(folder, tiny_addresses):
    folder.write_addresses(tiny_addresses)
    assert folder.read_addresses(bbox=(150_005, 449_990, 150_100, 450_010)).index.tolist() == ["0001200000000002"]


def test_a_new_delivery_of_one_municipality_leaves_the_others(folder, tiny_addresses):
    folder.write_addresses(tiny_addresses)
    folder.write_addresses(tiny_addresses[tiny_addresses["gemeentecode"] == "GM9001"].head(1))
    assert len(folder.read_addresses(["GM9001"])) == 1
    assert len(folder.read_addresses(["GM9002"])) == 1


def test_a_wrong_frame_replaces_nothing(folder, tiny_addresses):
    folder.write_addresses(tiny_addresses)
    before = {path.name: path.read_bytes() for path in folder.bag_path.iterdir()}
    with pytest.raises(InputError):
        folder.write_addresses(tiny_addresses.assign(postcode="fout"))
    assert {path.name: path.read_bytes() for path in folder.bag_path.iterdir()} == before


def test_the_register_is_geojson_in_wgs84_and_comes_back_in_rd(folder, tiny_locations):
    folder.write(tiny_locations, LOCATIONS)
    first = json.loads(folder.locations_path.read_text(encoding="utf-8"))["features"][0]
    assert 3 < first["geometry"]["coordinates"][0] < 8
    assert first["properties"]["permit_valid_until"] == "2027-03-01"
    back = folder.read(LOCATIONS)
    pd.testing.assert_frame_equal(back.drop(columns="geometry"), tiny_locations.drop(columns="geometry"))
    assert back.geometry.iloc[0].distance(tiny_locations.geometry.iloc[0]) < 0.02
    assert back.geometry.iloc[1] is None


def test_other_frames_come_back_as_they_were(folder, tiny_signals):
    folder.write(tiny_signals, SIGNALS)
    assert_geodataframe_equal(folder.read(SIGNALS), tiny_signals)


@pytest.mark.parametrize("contract", [AREAS, ROADS, LAND_USE, LOCATIONS, SIGNALS, INSPECTIONS], ids=lambda c: c.name)
def test_an_absent_frame_is_an_empty_frame_under_its_contract(folder, contract):
    frame = folder.read(contract)
    assert isinstance(frame, gpd.GeoDataFrame)
    assert len(frame) == 0
    assert list(frame.columns) == contract.column_names


def test_absent_addresses_are_an_empty_frame(folder):
    assert list(folder.read_addresses().columns) == ADDRESSES.column_names
    assert folder.is_empty()


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path):
    path = tmp_path / "x.json"
    path.write_text("old", encoding="utf-8")

    def write_half():
        with replace_file(path) as temporary:
            temporary.write_text("half", encoding="utf-8")
            message = "disk full"
            raise OSError(message)

    with pytest.raises(OSError, match="disk full"):
        write_half()
    assert path.read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["x.json"]
