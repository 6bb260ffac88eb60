"""Bring data in: read, check, link, merge, and only then replace what is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from risk_map.domain.bag import is_active, is_issued
from risk_map.domain.frames import AREAS, SYNTHETIC
from risk_map.domain.registers import LOCATIONS
from risk_map.errors import InputError
from risk_map.sources.areas import read_areas
from risk_map.sources.bag import read_bag
from risk_map.sources.pdok import download_addresses
from risk_map.sources.registers import read_register
from risk_map.store.folder import DataFolder
from risk_map.workflow.merge import Merge, merge
from risk_map.workflow.row_reports import conflict_problems, report_name, write_row_report

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    import geopandas as gpd

    from risk_map.config import Config
    from risk_map.domain.contract import FrameContract
    from risk_map.sources.registers import RegisterImport

    Progress = Callable[[str, int, int | None], None]

NEWER_WINS = {LOCATIONS.name: "bron_datum"}
"""A register row may be replaced by a newer one; a signal or a visit never."""


@dataclass(frozen=True, slots=True)
class AddressCounts:
    """What an import of addresses holds.

    Parameters
    ----------
    total
        All addresses, withdrawn names included.
    issued
        With an issued name.
    active
        Issued, on an object that is used today.
    without_postcode
        Issued, without a postcode.
    municipalities
        Their codes.
    mixed_with_synthetic
        Whether the data folder also holds the fictional demonstration region.
    """

    total: int
    issued: int
    active: int
    without_postcode: int
    municipalities: tuple[str, ...]
    mixed_with_synthetic: bool


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


def import_bag(config: Config, path: Path, progress: Progress | None = None) -> AddressCounts:
    """Import addresses from a BAG 2.0 Extract or a GeoPackage; other municipalities stay as they are.

    Raises
    ------
    RiskMapError
        When the file is refused; nothing was changed then.
    """
    folder = DataFolder(config.data_dir)
    return _keep_addresses(folder, read_bag(path, areas=_real_areas(folder), progress=progress))


def import_pdok(
    config: Config, gemeentecodes: Sequence[str], base_url: str, progress: Progress | None = None
) -> AddressCounts:
    """Import addresses of municipalities from PDOK's OGC API; an interrupted download goes on where it stopped.

    Raises
    ------
    InputError
        When the outline of a municipality is not in the data folder yet.
    SourceError
        When PDOK does not answer or gives less than it holds; nothing was changed then.
    """
    folder = DataFolder(config.data_dir)
    areas = _real_areas(folder)
    unknown = [code for code in gemeentecodes if areas is None or code not in areas.index]
    if areas is None or unknown:
        raise InputError(
            f"De grens van {unknown[0]} is niet bekend; importeer eerst de gebieden: risk-map import areas."
        )
    addresses = download_addresses(
        gemeentecodes, areas=areas, cache_dir=config.data_dir / "cache" / "pdok", base_url=base_url, progress=progress
    )
    return _keep_addresses(folder, addresses)


def import_areas(config: Config, path: Path) -> dict[str, int]:
    """Import gemeenten, wijken and buurten; areas of municipalities that are not in the file stay.

    Returns
    -------
    dict[str, int]
        Number of areas per level.
    """
    folder = DataFolder(config.data_dir)
    delivery = read_areas(path)
    kept = folder.read(AREAS)
    others = kept[~kept["gemeentecode"].isin(delivery["gemeentecode"])]
    folder.write(merge(others, delivery, AREAS, newer_wins=None).frame, AREAS)
    return {str(level): int(count) for level, count in delivery["niveau"].value_counts().items()}


def import_register(config: Config, contract: FrameContract, path: Path, today: date) -> RegisterReport:
    """Import a register of locations, signals or inspections; every row is linked to the BAG or listed.

    Parameters
    ----------
    config
        Says where the data folder is.
    contract
        One of ``REGISTERS``.
    path
        CSV, XLSX, GeoJSON or GeoPackage.
    today
        No row may be dated after this day.

    Raises
    ------
    RiskMapError
        When the file is refused whole; nothing was changed then.
    """
    folder = DataFolder(config.data_dir)
    source = read_register(path, contract, folder.read_addresses(), today=today)
    merged = merge(folder.read(contract), source.frame, contract, newer_wins=NEWER_WINS.get(contract.name))
    folder.write(merged.frame, contract)
    problems = (*source.problems, *conflict_problems(merged.conflicts, contract, path.name))
    report_file = config.data_dir / "reports" / report_name(contract, path, today) if problems else None
    if report_file:
        write_row_report(report_file, problems)
    return RegisterReport(source=source, merged=merged, report_file=report_file)


def _real_areas(folder: DataFolder) -> gpd.GeoDataFrame | None:
    # Real addresses never get the neighbourhood of an invented outline.
    areas = folder.read(AREAS)
    real = areas[areas["bron"] != SYNTHETIC]
    return real if len(real) else None


def _keep_addresses(folder: DataFolder, addresses: gpd.GeoDataFrame) -> AddressCounts:
    folder.write_addresses(addresses)
    issued = addresses[is_issued(addresses)]
    kept = folder.read_addresses()
    return AddressCounts(
        total=len(addresses),
        issued=len(issued),
        active=int(is_active(addresses).sum()),
        without_postcode=int(issued["postcode"].isna().sum()),
        municipalities=tuple(sorted(addresses["gemeentecode"].unique())),
        mixed_with_synthetic=bool((kept["bron"] == SYNTHETIC).any()),
    )
