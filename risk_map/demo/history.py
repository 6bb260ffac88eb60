"""Three years of work in the demonstration region: who reported, decided, planned and visited what, and when.

The signals and the visits are those of the region. What people did around them is made here, in the order of time, and
goes into the store row by row: the walls of the database judge each row as they would on the day itself.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from risk_map.demo.history_entries import END, Entry
from risk_map.demo.history_people import ADMINISTRATOR, grant_roles
from risk_map.demo.history_plans import plan_ahead
from risk_map.demo.history_region import describe_region
from risk_map.demo.history_rounds import make_rounds
from risk_map.demo.history_rules import hand_over, refuse_locations, use_freezes, use_red_button
from risk_map.demo.history_signals import report_signals
from risk_map.domain.registers import INSPECTIONS, SIGNALS
from risk_map.store import schema
from risk_map.store.audit import Deed, Origin, append, thing
from risk_map.store.ledger import stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from risk_map.store.folder import DataFolder
    from risk_map.store.ledger import WriteTx

SEEDS: Final = (SIGNALS, INSPECTIONS)
"""Frames of the data folder that the history is made around."""

SEED_BATCHES: Final = frozenset(f"START-{contract.name}" for contract in SEEDS)
"""Ids of the rows that say which files they came from."""


def write_history(tx: WriteTx, folder: DataFolder, frames: Mapping[str, gpd.GeoDataFrame]) -> int:
    """Fill an empty store beside a fictional region.

    Parameters
    ----------
    tx
        Of an empty store.
    folder
        The region.
    frames
        ``locations``, ``signals`` and ``inspections``, under their contracts.

    Returns
    -------
    int
        Number of deeds.
    """
    region = describe_region(folder.read_addresses(), frames)
    entries = [
        *grant_roles(region.towns),
        *report_signals(region),
        *make_rounds(region),
        *plan_ahead(region),
        *use_freezes(region),
        *refuse_locations(region),
        *use_red_button(region),
        *hand_over(region),
        *_note_seeds(folder, frames),
    ]
    entries.sort(key=lambda entry: entry.at)
    for entry in entries:
        # One after the other, as it went: each row may depend on any row before it.
        write_entry(tx, entry)
    return len(entries)


def write_entry(tx: WriteTx, entry: Entry) -> None:
    """Write one deed: its rows, and its line in the log."""
    who, things = stamp(entry.who.id, entry.who.role, entry.at), []
    for table, group in groupby(entry.rows, key=itemgetter(0)):
        is_ledger = "id" in table.c
        row_ids = tx.append_many(table, ({**row, **who} if is_ledger else row for _, row in group))
        things += [thing(table.name, row_id) for row_id in row_ids]
    append(tx, entry.who, Deed(entry.action, tuple(things), origin=Origin.DEMO), entry.at)


def seed_hashes(folder: DataFolder) -> set[str]:
    """Give the SHA-256 of the files of a folder that a history is made around."""
    return set(_seed_files(folder).values())


def _seed_files(folder: DataFolder) -> dict[str, str]:
    paths = {contract.name: folder.frame_path(contract) for contract in SEEDS}
    return {name: sha256(path.read_bytes()).hexdigest() for name, path in paths.items() if path.exists()}


def _note_seeds(folder: DataFolder, frames: Mapping[str, gpd.GeoDataFrame]) -> list[Entry]:
    """Note which files the store was filled from."""
    rows = [
        {
            "id": f"START-{name}",
            "register": name,
            "file_sha256": digest,
            "rows": len(frames[name]),
            "added": len(frames[name]),
        }
        for name, digest in _seed_files(folder).items()
    ]
    at = END - timedelta(minutes=1)
    return [Entry(at, ADMINISTRATOR, "import_register", ((schema.import_batch, row),)) for row in rows]
