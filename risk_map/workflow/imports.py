"""Bring addresses in: read, check, and only then replace what is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from risk_map.domain.bag import LABELLED_STATUSES, is_active, is_existing, is_issued
from risk_map.domain.frames import SYNTHETIC
from risk_map.errors import InputError, SourceIncompleteError
from risk_map.governance.permissions import use_case
from risk_map.sources.bag import read_bag
from risk_map.sources.pdok import download_addresses
from risk_map.store.folder import DataFolder
from risk_map.workflow.area_imports import pdok_cache, real_areas
from risk_map.workflow.known_homes import tell_when_changed
from risk_map.workflow.store import store_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import geopandas as gpd

    from risk_map.config import Config
    from risk_map.domain.subject import Subject

    Progress = Callable[[str, int, int | None], None]

SMALLEST_SHARE = 0.9
"""A delivery with fewer addresses than this share of what is known of a municipality is a fragment of it."""


@dataclass(frozen=True, slots=True)
class AddressCounts:
    """What an import of addresses holds.

    Parameters
    ----------
    total
        All addresses, withdrawn names included.
    issued
        With an issued name.
    existing
        Issued, on an object that stands there, used or out of use.
    active
        Issued, on an object that is used today.
    labelled
        Issued, on an object that is planned or out of use: label and number.
    without_postcode
        Issued, without a postcode.
    municipalities
        Their codes.
    mixed_with_synthetic
        Whether the data folder also holds the fictional demonstration region.
    """

    total: int
    issued: int
    existing: int
    active: int
    labelled: tuple[tuple[str, int], ...]
    without_postcode: int
    municipalities: tuple[str, ...]
    mixed_with_synthetic: bool


@use_case("import_bag")
def import_bag(
    subject: Subject,
    config: Config,
    path: Path,
    progress: Progress | None = None,
) -> AddressCounts:
    """Import addresses from a BAG 2.0 Extract or a GeoPackage; other municipalities stay as they are.

    Raises
    ------
    RiskMapError
        When the file is refused; nothing was changed then.
    """
    folder = DataFolder(config.data_dir)
    return _keep_addresses(config, read_bag(path, areas=real_areas(folder), progress=progress))


@use_case("import_pdok")
def import_pdok(
    subject: Subject,
    config: Config,
    gemeentecodes: Sequence[str],
    base_url: str | None = None,
    progress: Progress | None = None,
) -> AddressCounts:
    """Import addresses of municipalities from PDOK's OGC API; an interrupted download goes on where it stopped.

    Parameters
    ----------
    subject
        Who asks.
    config
        Says where the data folder is.
    gemeentecodes
        Which municipalities.
    base_url
        Another address than PDOK's own.
    progress
        Takes the name of the step, how much is done, and the total when it is known.

    Raises
    ------
    InputError
        When the outline of a municipality is not in the data folder yet.
    SourceError
        When PDOK does not answer or gives less than it holds; nothing was changed then.
    """
    folder = DataFolder(config.data_dir)
    areas = real_areas(folder)
    if areas is None:
        raise InputError("Er zijn nog geen echte grenzen van gemeenten; haal ze eerst op: risk-map import areas pdok.")
    addresses = download_addresses(
        gemeentecodes, areas=areas, cache_dir=pdok_cache(config) / "bag", base_url=base_url, progress=progress
    )
    return _keep_addresses(config, addresses)


def _refuse_fragments(folder: DataFolder, addresses: gpd.GeoDataFrame) -> None:
    kept = folder.read_addresses(addresses["gemeentecode"].unique())
    known = kept[kept["bron"] != SYNTHETIC].groupby("gemeentecode").size()
    delivered = addresses.groupby("gemeentecode").size().reindex(known.index)
    fewer = delivered[delivered < SMALLEST_SHARE * known]
    if len(fewer):
        code = fewer.index[0]
        raise SourceIncompleteError(
            f"De levering heeft {fewer[code]} adressen in {code}, terwijl er al {known[code]} bekend zijn; er is niets "
            "vervangen. Klopt dit toch, verwijder dan eerst het adresbestand van deze gemeente uit de gegevensmap."
        )


def _keep_addresses(config: Config, addresses: gpd.GeoDataFrame) -> AddressCounts:
    folder = DataFolder(config.data_dir)
    _refuse_fragments(folder, addresses)
    folder.write_addresses(addresses)
    if folder.locations_path.exists():
        # An object that is lived in now makes a home of the business in it.
        tell_when_changed(store_of(config), config)
    issued = addresses[is_issued(addresses)]
    kept = folder.read_addresses()
    return AddressCounts(
        total=len(addresses),
        issued=len(issued),
        existing=int(is_existing(addresses).sum()),
        active=int(is_active(addresses).sum()),
        labelled=tuple(
            (label, int((issued["adresseerbaar_object_status"] == status).sum()))
            for status, label in LABELLED_STATUSES.items()
        ),
        without_postcode=int(issued["postcode"].isna().sum()),
        municipalities=tuple(sorted(addresses["gemeentecode"].unique())),
        mixed_with_synthetic=bool((kept["bron"] == SYNTHETIC).any()),
    )
