"""A stored run keeps its input, and notices when anything of it is gone or changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from risk_map.domain.contract import Column, conform
from risk_map.domain.frames import AREAS
from risk_map.domain.registers import INSPECTIONS, LOCATIONS
from risk_map.domain.snapshot import Snapshot
from risk_map.errors import ReplayError
from risk_map.store import runs as stored
from risk_map.store.folder import DataFolder
from risk_map.store.runs import RunRecord, RunStore, snapshot_hashes


@pytest.fixture
def snapshot(tmp_path, tiny_addresses, tiny_locations, tiny_signals):
    empty = DataFolder(tmp_path / "empty")
    return Snapshot(
        today=date(2026, 11, 1),
        addresses=tiny_addresses,
        areas=empty.read(AREAS),
        locations=tiny_locations,
        signals=tiny_signals,
        inspections=empty.read(INSPECTIONS),
    )


@pytest.fixture
def record(snapshot):
    return RunRecord("20261101-totaal-0123456789", date(2026, 11, 1), "totaal", snapshot_hashes(snapshot), "c", "1.0")


@pytest.fixture
def runs(tmp_path, snapshot, record):
    config = tmp_path / "risk_map.toml"
    config.write_text("x = 1\n", encoding="utf-8")
    store = RunStore(tmp_path / "runs")
    store.save(record, snapshot, config, pd.DataFrame({"score": [0.1 + 0.2]}, index=["L1"]))
    return store


def test_a_run_comes_back_to_the_last_digit(runs, record, snapshot):
    assert runs.load(record.run_id) == record
    assert runs.load_results(record)["score"].iloc[0] == 0.1 + 0.2
    assert snapshot_hashes(runs.load_snapshot(record)) == snapshot_hashes(snapshot)
    assert runs.config_path(record).read_text(encoding="utf-8") == "x = 1\n"


def test_the_same_input_is_kept_once(runs, record, snapshot, tmp_path):
    before = sorted(path.name for path in (tmp_path / "runs" / "inputs").iterdir())
    runs.save(record, snapshot, tmp_path / "risk_map.toml", pd.DataFrame({"score": [0.3]}, index=["L1"]))
    assert sorted(path.name for path in (tmp_path / "runs" / "inputs").iterdir()) == before
    assert len(before) == 5


def test_an_unknown_run_is_named_with_the_known_ones(runs, record):
    with pytest.raises(ReplayError, match=record.run_id):
        runs.load("nergens")


def test_a_destroyed_input_is_noticed(runs, record, tmp_path):
    (tmp_path / "runs" / "inputs" / f"{record.data_hashes['signals']}.parquet").unlink()
    with pytest.raises(ReplayError, match="vernietigd"):
        runs.load_snapshot(record)


def test_a_changed_input_is_noticed(runs, record, snapshot, tmp_path):
    changed = snapshot.signals.assign(reliability=["C", "C"])
    changed.to_parquet(tmp_path / "runs" / "inputs" / f"{record.data_hashes['signals']}.parquet")
    with pytest.raises(ReplayError, match="gewijzigd"):
        runs.load_snapshot(record)


def test_a_run_without_its_record_does_not_exist(runs, record, tmp_path):
    (tmp_path / "runs" / record.run_id / "run.json").unlink()
    assert runs.names() == []


@pytest.mark.parametrize("place", [0, 5, len(LOCATIONS.columns)])
def test_a_column_that_came_later_leaves_older_runs_as_they_were(runs, record, tmp_path, monkeypatch, place):
    columns = (*LOCATIONS.columns[:place], Column("stars", "integer", "stars"), *LOCATIONS.columns[place:])
    wider = replace(LOCATIONS, columns=columns)
    monkeypatch.setattr(
        stored, "SNAPSHOT_FRAMES", tuple(wider if each is LOCATIONS else each for each in stored.SNAPSHOT_FRAMES)
    )
    locations = runs.load_snapshot(record).locations
    assert list(locations.columns) == wider.column_names
    assert locations["stars"].isna().all()
    kept = conform(locations.assign(stars=5), wider)
    kept.to_parquet(tmp_path / "runs" / "inputs" / f"{record.data_hashes['locations']}.parquet")
    with pytest.raises(ReplayError, match="gewijzigd"):
        runs.load_snapshot(record)


def test_an_optional_column_that_was_taken_out_is_noticed(runs, record, snapshot, tmp_path):
    narrower = snapshot.locations.drop(columns="opening_hours")
    narrower.to_parquet(tmp_path / "runs" / "inputs" / f"{record.data_hashes['locations']}.parquet")
    with pytest.raises(ReplayError, match="gewijzigd"):
        runs.load_snapshot(record)
