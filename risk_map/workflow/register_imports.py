"""Bring registers in: read, check, link, and add what is new; the same file twice adds nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

import pandas as pd

from risk_map.domain.registers import LOCATIONS
from risk_map.governance.permissions import use_case
from risk_map.scoring.places import OBJECT
from risk_map.sources.registers import read_register
from risk_map.store.folder import DataFolder
from risk_map.store.schema import import_batch
from risk_map.workflow.clock import local_day
from risk_map.workflow.import_terms import past_term_faults
from risk_map.workflow.known_homes import tell_homes
from risk_map.workflow.merge import Merge, merge
from risk_map.workflow.places import register_of
from risk_map.workflow.register_store import Whereabouts, keep_register
from risk_map.workflow.row_reports import conflict_problems, destroyed_problems, report_name, write_row_report
from risk_map.workflow.store import acting

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    import geopandas as gpd

    from risk_map.config import Config
    from risk_map.domain.contract import FrameContract
    from risk_map.domain.subject import Subject
    from risk_map.sources.registers import RegisterImport


@dataclass(frozen=True, slots=True)
class RegisterReport:
    """What an import of a register did.

    Parameters
    ----------
    source
        Rows per way of linking, and the rows that need a human.
    merged
        What was added to the kept rows.
    report_file
        CSV with everything that needs a human; absent when nothing does.
    """

    source: RegisterImport
    merged: Merge
    report_file: Path | None


@use_case("import_register")
def import_register(
    subject: Subject,
    config: Config,
    contract: FrameContract,
    path: Path,
    now: datetime,
) -> RegisterReport:
    """Import a register of locations, signals or inspections; every row is linked to the BAG or listed.

    Parameters
    ----------
    subject, now
        Who, and when; no row may be dated after that day.
    config
        Says where the data folder and the store are.
    contract
        One of ``REGISTERS``. Signals and inspections go into the store, in one transaction; locations stay a file.
    path
        CSV, XLSX, GeoJSON or GeoPackage.

    Raises
    ------
    RiskMapError
        When the file is refused whole; nothing was changed then.
    """
    folder, today = DataFolder(config.data_dir), local_day(now)
    addresses = folder.read_addresses()
    judge = partial(past_term_faults, contract=contract, today=today)
    source = read_register(path, contract, addresses, today=today, judge=judge)
    destroyed: tuple[str, ...] = ()
    with acting(subject, config, "import_register", now) as act:
        if contract is LOCATIONS:
            merged = merge(folder.read(contract), source.frame, contract, newer_wins="bron_datum")
        else:
            merged, destroyed = keep_register(act, contract, source.frame, _whereabouts(config, addresses))
        act.append(
            import_batch,
            register=contract.name,
            file_sha256=sha256(path.read_bytes()).hexdigest(),
            rows=len(source.frame),
            added=len(merged.taken),
        )
        if contract is LOCATIONS and len(merged.taken):
            folder.write(merged.frame, contract)
            tell_homes(act.tx, config)
    problems = (
        *source.problems,
        *conflict_problems(merged.conflicts, contract, path.name),
        *destroyed_problems(destroyed, contract, path.name),
    )
    report_file = config.data_dir / "reports" / report_name(contract, path, today) if problems else None
    if report_file:
        write_row_report(report_file, problems)
    return RegisterReport(source=source, merged=merged, report_file=report_file)


def _whereabouts(config: Config, addresses: gpd.GeoDataFrame) -> Whereabouts:
    towns = addresses.drop_duplicates(OBJECT).set_index(OBJECT)["gemeentecode"]
    register = register_of(config)[OBJECT].dropna().drop_duplicates()
    return Whereabouts(towns, pd.Series(register.index, index=register.to_numpy()))
