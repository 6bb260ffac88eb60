from __future__ import annotations

from hashlib import sha256

import pandas as pd
import pytest
from typer.testing import CliRunner

from risk_map.cli.main import app
from risk_map.demo.reference import DEFAULT_SEED
from risk_map.demo.region import make_region, published_totals_table, truth_path, write_region
from risk_map.domain.contract import check_frame
from risk_map.domain.frames import ADDRESSES, AREAS, LAND_USE, ROADS, SYNTHETIC
from risk_map.domain.registers import INSPECTIONS, LOCATIONS, SIGNALS
from risk_map.store.digest import frame_digest
from risk_map.store.folder import DataFolder
from risk_map.workflow.store import close_stores

CONTRACTS = [ADDRESSES, AREAS, ROADS, LAND_USE, LOCATIONS, SIGNALS, INSPECTIONS]
FRAMES = pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.name)
MOST_BYTES = 6_000_000


def file_hashes(folder):
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@FRAMES
def test_every_frame_keeps_its_contract_and_says_that_it_is_invented(region, contract):
    frame = getattr(region, contract.name)
    check_frame(frame, contract)
    assert len(frame)
    assert (frame["bron"] == SYNTHETIC).all()


def test_the_truth_says_that_it_is_invented(region):
    assert (region.truth["bron"] == SYNTHETIC).all()


@pytest.fixture(scope="module")
def written(region, tmp_path_factory):
    folder = DataFolder(tmp_path_factory.mktemp("region"))
    write_region(folder, region)
    return folder


@FRAMES
def test_the_committed_files_hold_what_the_code_makes(written, committed, contract):
    # Through the same file format, because GeoJSON rounds to a centimetre.
    made, kept = (
        folder.read_addresses() if contract is ADDRESSES else folder.read(contract) for folder in (written, committed)
    )
    assert frame_digest(made, contract) == frame_digest(kept, contract)


def test_the_committed_truth_is_what_the_code_makes(region, committed):
    pd.testing.assert_frame_equal(pd.read_parquet(truth_path(committed)), region.truth, check_dtype=False)


def test_the_committed_region_stays_small(committed):
    names = ["bag", "areas.parquet", "roads.parquet", "land_use.parquet", "locations.geojson", "signals.parquet"]
    names += ["inspections.parquet", "demo_truth.parquet"]
    paths = [path for name in names for path in [committed.path / name, *(committed.path / name).glob("GM*.parquet")]]
    assert sum(path.stat().st_size for path in paths if path.is_file()) < MOST_BYTES


def test_the_command_writes_the_same_bytes_again_in_an_empty_folder(region, written, tmp_path, monkeypatch):
    # That the code makes the same region again, also on another machine, is what the committed files say.
    monkeypatch.setattr("risk_map.demo.region.make_region", {DEFAULT_SEED: region}.__getitem__)
    result = CliRunner().invoke(app, ["--data", str(tmp_path / "again"), "demo"], catch_exceptions=False)
    close_stores()
    assert result.exit_code == 0
    assert "Fictieve gegevens" in result.output
    # Beside the region lies the store with its history.
    assert file_hashes(written.path).items() <= file_hashes(tmp_path / "again").items()


def test_another_seed_gives_another_region(region):
    other = make_region(region.seed + 1)
    for contract in CONTRACTS:
        frames = (getattr(made, contract.name) for made in (region, other))
        assert len({frame_digest(frame, contract) for frame in frames}) == 2


def test_generated_dwellings_equal_the_published_ones_in_every_buurt(region):
    table = published_totals_table(region)
    assert len(table) == 83 + 4
    assert (table["woningen gemaakt"] == table["woningen (CBS)"]).all()
    assert table.loc[table["code"].str.startswith("GM"), "woningen (CBS)"].sum() == 56_113


def test_generated_land_is_near_the_published_area(region):
    table = published_totals_table(region)
    ratio = table["land ha gemaakt"] / table["land ha (CBS)"]
    assert ratio[table["code"].str.startswith("GM")].between(0.97, 1.03).all()
    assert ratio.between(0.6, 1.6).all()
    assert ratio[table["land ha (CBS)"] > 300].between(0.85, 1.15).all()
