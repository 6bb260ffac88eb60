"""What a purge destroys is gone from the whole data folder: also from the files that the demonstration began with."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from risk_map.domain.registers import INSPECTIONS, SIGNALS
from risk_map.store import schema
from risk_map.store.folder import DataFolder
from risk_map.store.retention_plan import purged_ids
from risk_map.store.retention_purge import FOLDER
from risk_map.workflow.backup import make_backup, restore_backup
from risk_map.workflow.demo import prepare_store
from risk_map.workflow.region import score_region
from risk_map.workflow.retention import purge
from risk_map.workflow.score import keep_run
from risk_map.workflow.store import close_stores, store_of
from tests.backup_keys import key_file
from tests.bytes_of import files_holding
from tests.demo_store import config_of
from tests.retention_world import BEA, noon
from tests.workflow.town import REGION

MARK = "zevenkleurenmolen"
ON = noon(date(2026, 11, 1))
TABLES = {SIGNALS: schema.signal, INSPECTIONS: schema.visit}


@pytest.fixture(scope="module")
def marked(demo_folder, tmp_path_factory):
    """The demonstration with its store, and a mark in the oldest signal and the oldest visit; nobody writes in it."""
    path = tmp_path_factory.mktemp("marked") / "data"
    shutil.copytree(demo_folder, path, ignore=shutil.ignore_patterns("*.db*"))
    folder = DataFolder(path)
    signals, visits = folder.read(SIGNALS), folder.read(INSPECTIONS)
    signals.loc[signals["observed_on"].idxmin(), "note"] = MARK
    visits.loc[visits["visited_on"].idxmin(), "address"] = MARK
    folder.write(signals, SIGNALS)
    folder.write(visits, INSPECTIONS)
    store_of(config_of(path))
    close_stores()
    return path


@pytest.fixture
def config(marked, tmp_path):
    """A copy of ``marked``."""
    yield config_of(shutil.copytree(marked, tmp_path / "data"))
    close_stores()


@pytest.fixture(params=["sqlite", "postgresql"])
def either_config(request, config):
    """The same with each kind of database: these tests are about the files beside it, so most need only one."""
    if request.param == "sqlite":
        return config
    for path in config.data_dir.glob("risk_map.db*"):
        path.unlink()
    return replace(config, database_url=request.getfixturevalue("postgresql_url"))


def gone(config):
    with store_of(config).read() as tx:
        return {contract: purged_ids(tx, table) for contract, table in TABLES.items()}


def test_no_file_of_the_folder_holds_what_was_destroyed(either_config):
    config = either_config
    keep_run(REGION, score_region(config), "totaal")
    held = {path.name for path in files_holding(config.data_dir, MARK)}
    assert held >= {"signals.parquet", "inspections.parquet"}
    assert purge(BEA, config, ON).is_clean
    assert files_holding(config.data_dir, MARK) == []
    folder = DataFolder(config.data_dir)
    for contract, ids in gone(config).items():
        assert ids
        assert not ids & set(folder.read(contract).index)
        row_id = min(ids)
        # Certificates are kept always, and they are what lists ids.
        allowed = {config.data_dir / FOLDER, config.data_dir}
        assert {path.parent for path in files_holding(config.data_dir, row_id)} <= allowed
        assert not [path for path in files_holding(config.data_dir, row_id) if path.suffix == ".parquet"]


def test_what_is_not_past_its_term_stays_as_it_was(config):
    folder = DataFolder(config.data_dir)
    before = {contract: folder.read(contract) for contract in TABLES}
    purge(BEA, config, ON)
    for contract, ids in gone(config).items():
        kept = before[contract]
        assert_frame_equal(pd.DataFrame(folder.read(contract)), pd.DataFrame(kept.drop(index=sorted(ids))))


def test_a_dry_run_leaves_every_file(config):
    store_of(config)
    before = {path: path.read_bytes() for path in config.data_dir.rglob("*.parquet")}
    purge(BEA, config, ON, dry_run=True)
    assert {path: path.read_bytes() for path in config.data_dir.rglob("*.parquet")} == before


def test_no_backup_holds_it_and_none_brings_it_back(config, tmp_path):
    store_of(config)
    make_backup(BEA, config, tmp_path / "before.zip", ON)
    purge(BEA, config, ON)
    make_backup(BEA, config, tmp_path / "after.zip", ON)
    assert files_holding(tmp_path, MARK) == [tmp_path / "before.zip"]
    there = tmp_path / "there"
    elsewhere = replace(config, data_dir=there, database_url=f"sqlite:///{there / 'risk_map.db'}")
    restore_backup(BEA, elsewhere, tmp_path / "before.zip", ON, proofs=config.data_dir / FOLDER, key=key_file(tmp_path))
    close_stores()
    assert files_holding(there, MARK) == []
    for contract, ids in gone(config).items():
        assert not ids & set(DataFolder(there).read(contract).index)


def test_the_history_is_not_made_anew_for_it(config):
    purge(BEA, config, ON)
    assert not prepare_store(config)
    assert gone(config)[SIGNALS]


def test_a_new_database_beside_the_folder_fills_itself_with_the_rest(config, tmp_path):
    purge(BEA, config, ON)
    new = replace(config, database_url=f"sqlite:///{tmp_path / 'new.db'}")
    with store_of(new).read() as tx:
        assert {row["id"] for row in tx.all(schema.signal)} == set(DataFolder(config.data_dir).read(SIGNALS).index)
