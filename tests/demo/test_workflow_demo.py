from __future__ import annotations

from types import SimpleNamespace

from risk_map.demo import region as generator
from risk_map.demo.reference import DEFAULT_SEED, REFERENCE_DATE
from risk_map.store.folder import DataFolder
from risk_map.workflow.demo import demo_is_needed, make_demo
from risk_map.workflow.snapshot import load_background, load_snapshot


def test_the_demonstration_fills_an_empty_folder_and_counts_as_its_own_date(region, tmp_path, monkeypatch):
    seeds = []
    monkeypatch.setattr(generator, "make_region", lambda seed: seeds.append(seed) or region)
    config = SimpleNamespace(data_dir=tmp_path)
    assert demo_is_needed(config)
    assert len(make_demo(config)) == 87
    make_demo(config, seed=7)
    assert seeds == [DEFAULT_SEED, 7]
    assert not demo_is_needed(config)
    snapshot = load_snapshot(config)
    assert snapshot.today == REFERENCE_DATE
    assert snapshot.is_synthetic
    assert len(snapshot.signals) == len(region.signals)
    assert len(load_background(config).roads) == len(region.roads)
    assert DataFolder(tmp_path).municipalities() == ["GM0312", "GM0327", "GM0351", "GM0355"]
