"""What was destroyed in the database goes from the data folder too: from stored runs, reports and registers in a file.

Of such a run the facts that prove it stay (which data, configuration and code, by their hashes) and the weights; its
frames and its figures per location go, so that it can no longer be repeated.
"""

from __future__ import annotations

import csv
import re
from datetime import date
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

import pandas as pd

from risk_map.domain.registers import INSPECTIONS, SIGNALS
from risk_map.store import schema
from risk_map.store.folder import DataFolder
from risk_map.store.retention import last_begin
from risk_map.store.retention_plan import MEMBER, Doomed
from risk_map.store.runs import RunStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set
    from pathlib import Path

RUN_INPUT: Final = "run_input"
RUN_RESULTS: Final = "run_results"
REPORT: Final = "import_report"

RUN_WORDS: Final = "bewaarde runs waarin een vernietigd signaal of bezoek voorkomt"
REPORT_WORDS: Final = "verslagen van het inlezen, 12 maanden oud of met een vernietigd signaal of bezoek"
REPORT_MONTHS: Final = 12
"""The shortest term of what a report may speak of."""

IN_A_FILE: Final = {SIGNALS: schema.signal.name, INSPECTIONS: schema.visit.name}
"""Registers of which the folder may hold a copy: what the demonstration began with."""

MADE_ON: Final = re.compile(r"(\d{4}-\d{2}-\d{2})-")
"""How the name of a report begins."""


def doomed_files(folder: Path, gone: Set[str], on: date) -> list[Doomed]:
    """List what goes from the data folder.

    Parameters
    ----------
    folder
        The data folder.
    gone
        Ids of every signal and visit that was ever destroyed, and of those that are about to be.
    on
        The day.
    """
    inputs, runs = _runs(folder / "runs", gone)
    reports = [item_of(path.relative_to(folder)) for path in _reports(folder, gone, on)]
    of_runs = [*((RUN_INPUT, name) for name in sorted(inputs)), *((RUN_RESULTS, name) for name in sorted(runs))]
    return [
        Doomed(RUN_WORDS, len(runs), 0, pd.DataFrame(of_runs, columns=MEMBER)),
        Doomed(REPORT_WORDS, len(reports), 0, pd.DataFrame(reports, columns=MEMBER)),
    ]


def listed_files(folder: Path, items: Iterable[tuple[str, str]]) -> Iterator[Path]:
    """Give the files that stand in certificates and are still there.

    Parameters
    ----------
    folder
        The data folder.
    items
        Kind and id, as certificates list them.
    """
    listed = set(items)
    found = [*folder.glob("runs/*/*.parquet"), *folder.glob("reports/*.csv")]
    return (path for path in found if item_of(path.relative_to(folder)) in listed)


def forget_rows(folder: Path, items: Iterable[tuple[str, str]]) -> None:
    """Write the registers in a file anew, without the rows that stand in certificates; doing it twice changes nothing.

    Parameters
    ----------
    folder
        The data folder.
    items
        Kind and id, as certificates list them.
    """
    listed, data = set(items), DataFolder(folder)
    for contract, kind in IN_A_FILE.items():
        gone = [row_id for row_id in _ids(data.frame_path(contract)) if (kind, row_id) in listed]
        if gone:
            data.write(data.read(contract).drop(index=gone), contract)


def item_of(path: PurePath) -> tuple[str, str] | None:
    """Give the kind and the id under which a certificate lists a file; nothing for a file that is not destroyed.

    Parameters
    ----------
    path
        Relative to the data folder.
    """
    match path.parts:
        case ("runs", "inputs", name):
            return RUN_INPUT, PurePath(name).stem
        case ("runs", run, "results.parquet"):
            return RUN_RESULTS, run
        case ("reports", name):
            # Certificates are kept always, and a user may name a file after a person.
            return REPORT, sha256(name.encode()).hexdigest()
    return None


def _runs(folder: Path, gone: Set[str]) -> tuple[set[str], set[str]]:
    """Give the inputs and the runs that go; an input that a run needs that stays, stays."""
    store = RunStore(folder)
    kept = [store.load(name) for name in store.names() if (folder / name / "results.parquet").exists()]
    frames = {record.data_hashes[contract.name] for record in kept for contract in (SIGNALS, INSPECTIONS)}
    holding = {digest for digest in frames if not gone.isdisjoint(_ids(folder / "inputs" / f"{digest}.parquet"))}
    doomed = {record.run_id for record in kept if not holding.isdisjoint(record.data_hashes.values())}
    needed = {digest for record in kept if record.run_id not in doomed for digest in record.data_hashes.values()}
    inputs = {path.stem for path in folder.glob("inputs/*.parquet")}
    return (inputs - needed if doomed else set()), doomed


def _ids(frame: Path) -> set[str]:
    return set(pd.read_parquet(frame, columns=[]).index) if frame.exists() else set()


def _reports(folder: Path, gone: Set[str], on: date) -> Iterator[Path]:
    oldest = last_begin(on, REPORT_MONTHS)
    for path in sorted(folder.glob("reports/*.csv")):
        made = MADE_ON.match(path.name)
        if (made and date.fromisoformat(made[1]) <= oldest) or not gone.isdisjoint(_cells(path)):
            yield path


def _cells(path: Path) -> set[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {cell for row in csv.reader(file, delimiter=";") for cell in row}
