from __future__ import annotations

from types import SimpleNamespace

from risk_map.demo.reference import REFERENCE_DATE
from risk_map.demo.region import write_region
from risk_map.store.folder import DataFolder
from risk_map.workflow.demo import demo_is_needed
from risk_map.workflow.snapshot import default_date


def test_an_empty_folder_needs_the_demonstration_and_a_filled_one_does_not(region, tmp_path):
    config = SimpleNamespace(data_dir=tmp_path)
    assert demo_is_needed(config)
    write_region(DataFolder(tmp_path), region)
    assert not demo_is_needed(config)
    assert DataFolder(tmp_path).municipalities() == ["GM0312", "GM0327", "GM0351", "GM0355"]


def test_the_demonstration_counts_as_its_own_date(region):
    assert default_date(region.locations) == REFERENCE_DATE
