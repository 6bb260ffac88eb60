"""The database knows what the register says of each place, whatever replaced the register and whoever asks."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from risk_map.domain.registers import LOCATIONS
from risk_map.errors import ConflictError
from risk_map.store import schema
from risk_map.store.engine import open_store
from risk_map.store.folder import DataFolder
from risk_map.workflow import imports
from risk_map.workflow.backup import make_backup, restore_backup
from risk_map.workflow.imports import import_bag
from risk_map.workflow.register_imports import import_register
from risk_map.workflow.store import close_stores, store_of
from tests.backup_keys import SEALED, key_file
from tests.store.attacks import refused
from tests.store_rows import insert_sql, row
from tests.workflow.town import (
    ADMINISTRATOR,
    HOME,
    HOTEL,
    LODGING,
    NOW,
    RESTAURANT,
    STUDIO,
    UNLINKED,
    WEST,
    decide,
    draft,
    make_addresses,
    make_locations,
    name_of,
    object_of,
)

ALL = {HOTEL: False, LODGING: False, STUDIO: True, HOME: True, RESTAURANT: False, UNLINKED: False}


@pytest.fixture
def data_dir(town_folder, tmp_path):
    """A copy, because these tests replace the register."""
    return shutil.copytree(town_folder, tmp_path / "data")


@pytest.fixture
def known(rows):
    return lambda: {row["location_id"]: row["home"] for row in rows("registered_place")}


@pytest.fixture
def pick(config, rows, raw):
    """Draw a location with plain SQL."""
    round_id = draft(config)

    def insert(location_id):
        with store_of(config).write() as tx:
            draw_id = tx.append(schema.draw, **row("draw", round_id=round_id))
        raw.execute(insert_sql("draw_pick", row("draw_pick", draw_id=draw_id, location_id=location_id)))

    return insert


class TestOpening:
    def test_beside_a_register_is_enough(self, known):
        assert known() == ALL

    def test_a_database_that_was_brought_up_to_date_is_enough(self, config, known):
        store_of(config)
        close_stores()
        store = open_store(config.database_url)
        with store.write() as tx:
            tx.execute(schema.registered_place.delete())
        store.close()
        assert known() == ALL

    def test_a_script_draws_no_home_that_nobody_decided_on(self, pick):
        for home in (HOME, STUDIO):
            with refused("draw_home"):
                pick(home)
        with refused("draw_unregistered"):
            pick("L99")
        pick(HOTEL)

    def test_a_script_calls_no_home_something_else(self, config, raw):
        store_of(config)
        with refused("decision_hides_home"):
            raw.execute(insert_sql("decision", row("decision", location_id=HOME, home=False)))


class TestAReplacedFile:
    def test_is_known_at_the_next_deed(self, config, known):
        assert known() == ALL
        locations = make_locations().drop(index=LODGING)
        locations.loc[HOTEL, "location_type"] = "woning"
        DataFolder(config.data_dir).write(locations, LOCATIONS)
        draft(config)
        assert known() == {name: home for name, home in ALL.items() if name != LODGING} | {HOTEL: True}

    def test_of_addresses_counts_too(self, config, known):
        addresses = make_addresses()
        addresses.loc[addresses["adresseerbaar_object_identificatie"] == object_of(3), "gebruiksdoel"] = "winkelfunctie"
        store_of(config)
        DataFolder(config.data_dir).write_addresses(addresses)
        draft(config)
        assert known() == ALL | {STUDIO: False}

    def test_is_known_also_when_the_deed_itself_is_refused(self, config, known):
        store_of(config)
        DataFolder(config.data_dir).write(make_locations().drop(index=LODGING), LOCATIONS)
        with pytest.raises(ConflictError):
            decide(config, HOME, signal_id="nowhere")
        assert LODGING not in known()


def test_what_somebody_wrote_in_the_copy_is_put_right_by_the_first_deed_after_a_start(config, known, raw):
    store_of(config)
    raw.execute(f"UPDATE registered_place SET home = FALSE WHERE location_id = '{HOME}'")
    assert known()[HOME] is False
    close_stores()
    draft(config)
    assert known() == ALL


class TestAnImport:
    def test_of_locations_tells_the_database_before_any_other_deed(self, config, known, tmp_path):
        path = tmp_path / "levering.csv"
        head = "locatie_id;nummeraanduiding;adres;soort;bron;bron_datum"
        path.write_text(f"{head}\n{HOTEL};{name_of(1)};;woning;proef;2026-02-01\n", encoding="utf-8")
        assert import_register(ADMINISTRATOR, config, LOCATIONS, path, NOW).merged.replaced == 1
        assert known() == ALL | {HOTEL: True}

    def test_of_addresses_does_too(self, config, known, tmp_path, monkeypatch):
        addresses = make_addresses()
        addresses = addresses[addresses["gemeentecode"] == WEST].assign(gebruiksdoel="winkelfunctie")
        monkeypatch.setattr(imports, "read_bag", lambda *_, **__: addresses)
        assert known() == ALL
        import_bag(ADMINISTRATOR, config, tmp_path / "extract.zip")
        assert known() == ALL | {STUDIO: False}


def test_a_restore_brings_it_back_beside_a_store_that_was_opened_already(config, known, tmp_path):
    draft(config)
    make_backup(ADMINISTRATOR, replace(config, backup=SEALED), tmp_path / "b.zip", NOW)
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "bag").mkdir(parents=True)
    shutil.copy(config.data_dir / "locations.geojson", elsewhere)
    there = replace(config, data_dir=elsewhere, database_url=f"sqlite:///{elsewhere / 'risk_map.db'}")
    with store_of(there).read() as tx:
        assert {each["location_id"] for each in tx.all(schema.registered_place)} == set(ALL)
    close_stores()
    restore_backup(ADMINISTRATOR, there, tmp_path / "b.zip", NOW, key=key_file(tmp_path))
    with store_of(there).read() as tx:
        assert {each["location_id"]: each["home"] for each in tx.all(schema.registered_place)} == ALL
