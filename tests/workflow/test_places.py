"""A place is found by its id in the register or by its BAG id, and knows whether somebody lives there."""

from __future__ import annotations

import shutil

import pytest

from risk_map.domain.frames import SYNTHETIC
from risk_map.domain.registers import LOCATIONS
from risk_map.store.folder import DataFolder
from risk_map.workflow.places import find_place, register_of
from tests.workflow import town
from tests.workflow.town import HOME, HOTEL, LODGING, RESTAURANT, SHOP, STUDIO, UNLINKED, WEST, make_locations


@pytest.fixture
def data_dir(town_folder, tmp_path):
    return shutil.copytree(town_folder, tmp_path / "data")


@pytest.fixture
def database_url(sqlite_url):
    """No place is in the database."""
    return sqlite_url


@pytest.mark.parametrize("key", [HOTEL, town.object_of(1), town.name_of(1)])
def test_a_location_is_found_by_its_id_its_object_and_its_address(config, key):
    place = find_place(config, key)
    assert (place.location_id, place.object_id, place.gemeentecode) == (HOTEL, town.object_of(1), WEST)


def test_an_address_outside_the_register_is_a_place_without_a_location(config):
    place = find_place(config, town.name_of(SHOP))
    assert (place.location_id, place.object_id, place.link_method) == (None, town.object_of(SHOP), "id")
    assert (place.address, place.x, place.y) == ("Lindepad 6, 1234AB Voorbeeld", 151_800, 450_000)


@pytest.mark.parametrize("key", ["L99", town.object_of(99), "", "Lindepad 1"])
def test_what_is_not_there_is_not_found(config, key):
    assert find_place(config, key) is None


def test_a_home_is_a_dwelling_or_a_business_in_one(config):
    homes = register_of(config)["home"]
    assert homes.to_dict() == {
        HOTEL: False,
        LODGING: False,
        STUDIO: True,
        HOME: True,
        RESTAURANT: False,
        UNLINKED: False,
    }


def test_what_is_recorded_about_an_invented_place_is_invented(config):
    assert find_place(config, HOTEL).columns["bron"] == "eigen registratie"
    locations = make_locations()
    DataFolder(config.data_dir).write(locations.assign(bron=SYNTHETIC), LOCATIONS)
    assert find_place(config, HOTEL).columns["bron"] == SYNTHETIC


def test_a_replaced_register_is_read_again(config):
    assert find_place(config, UNLINKED).address == "bij de molen"
    DataFolder(config.data_dir).write(make_locations().drop(index=UNLINKED), LOCATIONS)
    assert find_place(config, UNLINKED) is None
