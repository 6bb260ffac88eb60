"""Stored score runs: what went in, with which configuration and code, and what came out.

The input frames are kept once per content (``data/runs/inputs/<hash>.parquet``), so a run can be repeated after the
registers have changed. ``data/runs/<run>/`` holds ``run.json``, the configuration and the results.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from risk_map.domain.contract import conform
from risk_map.domain.frames import ADDRESSES, AREAS
from risk_map.domain.registers import INSPECTIONS, LOCATIONS, SIGNALS
from risk_map.domain.snapshot import Snapshot
from risk_map.errors import ReplayError
from risk_map.store.digest import frame_digest
from risk_map.store.folder import replace_file

if TYPE_CHECKING:
    from pathlib import Path

    from risk_map.domain.contract import FrameContract

SNAPSHOT_FRAMES = (ADDRESSES, AREAS, LOCATIONS, SIGNALS, INSPECTIONS)


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What identifies a run; the same inputs, configuration and code always give the same run.

    Parameters
    ----------
    run_id
        Name of the run: date, form and the first digits of the hash of all the rest.
    today
        Date that counted as now.
    form
        Form of exploitation, or ``totaal``.
    data_hashes
        SHA-256 per input frame.
    config_hash
        SHA-256 of the configuration.
    code_version
        Version of the package and hash of the scoring code.
    """

    run_id: str
    today: date
    form: str
    data_hashes: dict[str, str]
    config_hash: str
    code_version: str


def snapshot_hashes(snapshot: Snapshot) -> dict[str, str]:
    """Hash each frame of a snapshot, by its contract's name."""
    return {contract.name: frame_digest(getattr(snapshot, contract.name), contract) for contract in SNAPSHOT_FRAMES}


@dataclass(frozen=True, slots=True)
class RunStore:
    """The folder with stored runs.

    Parameters
    ----------
    path
        Root folder; need not exist.
    """

    path: Path

    def save(self, record: RunRecord, snapshot: Snapshot, config_path: Path, results: pd.DataFrame) -> None:
        """Keep a run; a run that is already kept stays as it is.

        Parameters
        ----------
        record
            What identifies the run.
        snapshot
            Its input; frames are kept under their hash, once.
        config_path
            The configuration file, copied.
        results
            Index ``location_id``; scores and contributions, float64.
        """
        for contract in SNAPSHOT_FRAMES:
            target = self._input_path(record.data_hashes[contract.name])
            if not target.exists():
                with replace_file(target) as temporary:
                    getattr(snapshot, contract.name).to_parquet(temporary, compression="zstd")
        folder = self.path / record.run_id
        with replace_file(folder / "results.parquet") as temporary:
            results.to_parquet(temporary, compression="zstd")
        with replace_file(folder / "risk_map.toml") as temporary:
            temporary.write_bytes(config_path.read_bytes())
        # run.json comes last: a run without it does not exist.
        with replace_file(folder / "run.json") as temporary:
            temporary.write_text(json.dumps(asdict(record), default=str, indent=2) + "\n", encoding="utf-8")

    def names(self) -> list[str]:
        """Give the names of the stored runs, sorted."""
        return sorted(path.parent.name for path in self.path.glob("*/run.json"))

    def load(self, run_id: str) -> RunRecord:
        """Read what identifies a run.

        Raises
        ------
        ReplayError
            When there is no such run.
        """
        if run_id not in self.names():
            known = ", ".join(self.names()[-5:]) or "er zijn nog geen runs"
            raise ReplayError(f"Run {run_id!r} bestaat niet. De laatste runs: {known}.")
        facts = json.loads((self.path / run_id / "run.json").read_text(encoding="utf-8"))
        return RunRecord(**{**facts, "today": date.fromisoformat(facts["today"])})

    def load_snapshot(self, record: RunRecord) -> Snapshot:
        """Read the input of a run back and check its hashes.

        Raises
        ------
        ReplayError
            When an input was removed (retention) or changed.
        """
        frames = {contract.name: self._load_input(record, contract) for contract in SNAPSHOT_FRAMES}
        return Snapshot(today=record.today, **frames)

    def load_results(self, record: RunRecord) -> pd.DataFrame:
        """Read the results of a run."""
        return pd.read_parquet(self.path / record.run_id / "results.parquet")

    def config_path(self, record: RunRecord) -> Path:
        """Say where the configuration of a run is kept."""
        return self.path / record.run_id / "risk_map.toml"

    def _input_path(self, digest: str) -> Path:
        return self.path / "inputs" / f"{digest}.parquet"

    def _load_input(self, record: RunRecord, contract: FrameContract) -> gpd.GeoDataFrame:
        digest = record.data_hashes[contract.name]
        path = self._input_path(digest)
        if not path.exists():
            raise ReplayError(f"De invoer {contract.name} van run {record.run_id} is niet bewaard of is vernietigd.")
        kept = gpd.read_parquet(path)
        frame = conform(kept, contract)
        # A column that the contract got later was not in what was hashed.
        known = tuple(column for column in contract.columns if column.name in kept.columns)
        if frame_digest(frame, replace(contract, columns=known)) != digest:
            raise ReplayError(f"De bewaarde invoer {contract.name} van run {record.run_id} is gewijzigd.")
        return frame
