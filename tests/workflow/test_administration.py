from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from risk_map.errors import PermissionDeniedError
from risk_map.store import schema
from risk_map.store.ledger import stamp
from risk_map.workflow.administration import read_backups, read_imports, read_runs
from risk_map.workflow.backup import make_backup
from risk_map.workflow.region import score_region
from risk_map.workflow.score import keep_run
from risk_map.workflow.store import store_of
from tests.backup_keys import SEALED
from tests.workflow.town import ADMINISTRATOR, AUDITOR, COORDINATOR, INSPECTOR, NOW


def test_imports_come_newest_first_with_counts_and_who(config):
    for rows in (3, 5):
        with store_of(config).write() as tx:
            tx.append(
                schema.import_batch,
                register="signals",
                file_sha256="0" * 64,
                rows=rows,
                added=rows - 1,
                **stamp("bert", "beheerder", NOW),
            )
    found = read_imports(ADMINISTRATOR, config, NOW)
    assert found[["register", "rows", "added", "actor"]].to_numpy().tolist() == [
        ["signals", 5, 4, "bert"],
        ["signals", 3, 2, "bert"],
    ]


def test_the_last_backup_is_known_by_its_moment_and_the_head_of_its_log(config, tmp_path):
    assert read_backups(ADMINISTRATOR, config, NOW) is None
    manifest = make_backup(ADMINISTRATOR, replace(config, backup=SEALED), tmp_path / "kopie.zip", NOW)
    made = read_backups(AUDITOR, config, NOW)
    assert (made.at, made.head) == (NOW, str(manifest.head))


def test_runs_are_named_without_a_place(config, tmp_path):
    # The folder of the town is shared by all tests, and a run is kept beside the data: another test may have kept one.
    own = shutil.copytree(config.data_dir, tmp_path / "data", ignore=shutil.ignore_patterns("runs"))
    config = replace(config, data_dir=own)
    assert read_runs(COORDINATOR, config, NOW) == []
    record = keep_run(COORDINATOR, score_region(config), "totaal")
    assert read_runs(AUDITOR, config, NOW) == [record]


@pytest.mark.parametrize("read", [read_imports, read_backups, read_runs])
def test_reading_is_in_the_log_and_not_for_everybody(config, rows, read):
    read(AUDITOR, config, NOW)
    assert [row["action"] for row in rows("audit")] == [read.__name__]
    with pytest.raises(PermissionDeniedError):
        read(INSPECTOR, config, NOW)
