"""A register file arrives in the data folder whole or not at all, and a human can finish what the software may not."""

from __future__ import annotations

import csv
import datetime as dt
from types import SimpleNamespace

import pytest

from risk_map.domain.registers import LOCATIONS, SIGNALS
from risk_map.domain.subject import Role, Subject
from risk_map.errors import ForbiddenColumnError
from risk_map.store.folder import DataFolder
from risk_map.store.ledger_frames import read_register
from risk_map.workflow.register_imports import import_register
from risk_map.workflow.store import store_of
from tests.sources.register_town import make_town, name_id, object_id
from tests.store_fixtures import ON_BOTH, mostly_sqlite

database_url = mostly_sqlite

ADMINISTRATOR = Subject("proef", Role.BEHEERDER)
NOW = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
HEADER = "signaal_id;nummeraanduiding;adres;gezien_op;vorm;categorie;brontype;betrouwbaarheid;bron"
FACTS = "01-09-2026;arbeid;overbewoning;boa;A;gemeente"
BY_POSTCODE = HEADER.replace("adres", "postcode;huisnummer")
TWO_OBJECTS = "1237AB;4"


@pytest.fixture
def config(tmp_path, database_url):
    DataFolder(tmp_path / "data").write_addresses(make_town())
    return SimpleNamespace(data_dir=tmp_path / "data", database_url=database_url)


@pytest.fixture
def deliver(config, tmp_path):
    def call(*lines, header=HEADER, contract=SIGNALS):
        path = tmp_path / "levering.csv"
        path.write_text("\n".join((header, *lines)), encoding="utf-8")
        return import_register(ADMINISTRATOR, config, contract, path, NOW)

    return call


def files_of(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def kept_signals(config):
    with store_of(config).read() as tx:
        return read_register(tx, SIGNALS)[0]


def counts(report):
    merged = report.merged
    return merged.added, merged.unchanged, merged.relinked, merged.replaced, len(merged.conflicts)


@pytest.mark.parametrize("row_id", ["S1", ""])
def test_the_same_file_twice_adds_nothing_and_changes_no_byte_of_the_register(config, deliver, row_id):
    line = f"{row_id};;Dorpsstraat 12, 1234AB Voorbeeld;{FACTS}"
    assert counts(deliver(line)) == (1, 0, 0, 0, 0)
    before = files_of(config.data_dir)
    report = deliver(line)
    assert counts(report) == (0, 1, 0, 0, 0)
    assert report.report_file is None
    assert files_of(config.data_dir) == before


@pytest.mark.parametrize("row_id", ["S1", ""])
@ON_BOTH
def test_a_human_links_a_waiting_signal_by_its_id_and_a_later_delivery_does_not_undo_it(config, deliver, row_id):
    waiting, chosen = (f"{row_id};{name};{TWO_OBJECTS};{FACTS}" for name in ("", name_id(18)))
    assert counts(deliver(waiting, header=BY_POSTCODE)) == (1, 0, 0, 0, 0)
    assert counts(deliver(chosen, header=BY_POSTCODE)) == (0, 0, 1, 0, 0)
    assert counts(deliver(waiting, header=BY_POSTCODE)) == (0, 1, 0, 0, 0)
    (kept,) = kept_signals(config)["adresseerbaar_object_identificatie"]
    assert kept == object_id(17)


@ON_BOTH
def test_a_known_signal_is_never_changed_and_the_conflict_is_in_the_report(config, deliver):
    deliver(f"S1;{name_id(0)};;{FACTS}")
    report = deliver(f"S1;{name_id(1)};;{FACTS}", f"S2;{name_id(0)};;{FACTS}")
    assert counts(report) == (1, 0, 0, 0, 1)
    kept = kept_signals(config)
    assert kept.loc["S1", "adresseerbaar_object_identificatie"] == object_id(1)
    (line,) = csv.DictReader(report.report_file.read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    assert (line["sleutel"], line["reden"]) == (
        "S1",
        "deze sleutel is al bekend met een andere inhoud; niet overgenomen",
    )


def test_a_newer_location_that_writes_the_same_address_keeps_the_link_a_human_chose(config, deliver):
    header = "locatie_id;nummeraanduiding;bevestigd;adres;soort;capaciteit;bron;bron_datum"
    closed = "Dorpsstraat 22, 1234AB Voorbeeld"
    deliver(f"L1;{name_id(9)};ja;{closed};hotel;10;register;2026-01-01", header=header, contract=LOCATIONS)
    report = deliver(f"L1;;;{closed};hotel;20;register;2026-06-01", header=header, contract=LOCATIONS)
    assert counts(report) == (0, 0, 0, 1, 0)
    row = DataFolder(config.data_dir).read(LOCATIONS).loc["L1"]
    assert (row["capacity"], row["adresseerbaar_object_identificatie"], row["gemeentecode"]) == (
        20,
        object_id(10),
        "GM9001",
    )
    assert row.geometry is not None
    moved = deliver("L1;;;Dorpsstraat 20, 1234AB;hotel;20;register;2026-07-01", header=header, contract=LOCATIONS)
    assert counts(moved) == (0, 0, 0, 1, 0)
    assert DataFolder(config.data_dir).read(LOCATIONS).loc["L1", "link_method"] == "key"


def test_rows_that_need_a_human_are_in_a_file_beside_the_data(config, deliver):
    header = HEADER.replace("adres", "adres;postcode;huisnummer")
    report = deliver(f"S1;;;{TWO_OBJECTS};{FACTS}", f"S2;;bij de molen;;;{FACTS}", header=header)
    assert report.report_file == config.data_dir / "reports" / "2026-11-01-signals-levering.csv"
    first, second = csv.DictReader(report.report_file.read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    assert (first["rij"], first["overgenomen"], first["mogelijk_gevonden"]) == ("2", "ja", "2")
    assert first["nummeraanduiding_2"].endswith(name_id(18))
    assert (second["rij"], second["overgenomen"], second["adres_1"]) == ("3", "nee", "")


def test_a_refused_file_leaves_every_byte_as_it_was(config, deliver):
    deliver(f"S1;{name_id(0)};;{FACTS}")
    before = files_of(config.data_dir)
    with pytest.raises(ForbiddenColumnError):
        deliver(f"S2;{name_id(0)};;{FACTS};Jansen", header=f"{HEADER};achternaam")
    with pytest.raises(ForbiddenColumnError):
        deliver(f"S2;{name_id(0)};;{FACTS};bel 06-12345678", header=f"{HEADER};notitie")
    assert files_of(config.data_dir) == before
