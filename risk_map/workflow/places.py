"""Places that a use case is about: a location of the register, or an address of the BAG that is in no register."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from risk_map.domain.bag import is_issued
from risk_map.domain.frames import ADDRESSES, SYNTHETIC
from risk_map.domain.home import is_home
from risk_map.domain.identifiers import BAG_ID
from risk_map.domain.registers import LOCATIONS
from risk_map.scoring.places import OBJECT
from risk_map.sources.address_book import address_texts
from risk_map.store.folder import DataFolder

if TYPE_CHECKING:
    from pathlib import Path

    from risk_map.config import Config

    Stamp = tuple[tuple[int, int], ...]

RECORDED_HERE: Final = "eigen registratie"
"""``bron`` of what people record in this product about a real place."""


@dataclass(frozen=True, slots=True)
class Place:
    """A location of the register or an address of the BAG.

    Parameters
    ----------
    location_id
        Its id in the register; nothing when it is in none.
    object_id
        The BAG object; nothing when the location is not linked yet.
    link_method, address, gemeentecode
        As in the registers.
    x, y
        EPSG:28992, metres.
    home
        Whether somebody lives there (ADR 4).
    fictional
        Whether it is invented.
    """

    location_id: str | None
    object_id: str | None
    link_method: str
    address: str
    gemeentecode: str | None
    x: float | None
    y: float | None
    home: bool
    fictional: bool

    @property
    def columns(self) -> dict[str, Any]:
        """The place as columns of ``signal`` and ``visit``; what is recorded about an invented place is invented."""
        return {
            OBJECT: self.object_id,
            "link_method": self.link_method,
            "address": self.address,
            "gemeentecode": self.gemeentecode,
            "x": self.x,
            "y": self.y,
            "bron": SYNTHETIC if self.fictional else RECORDED_HERE,
        }


def find_place(config: Config, key: str) -> Place | None:
    """Find a place; nothing when there is none.

    Parameters
    ----------
    config
        Says where the data folder is.
    key
        Id of a location in the register, or the BAG id of an object or of an address.
    """
    register = register_of(config)
    if key in register.index:
        return _place(key, register.loc[key])
    if not re.fullmatch(BAG_ID, key):
        return None
    addresses = DataFolder(config.data_dir).read_addresses()
    found = addresses[(addresses.index == key) | (addresses[OBJECT] == key).to_numpy(dtype=bool)]
    found = found[is_issued(found)].sort_values("adrestype")
    if found.empty:
        return None
    here = register.index[(register[OBJECT] == found[OBJECT].iloc[0]).to_numpy(dtype=bool)]
    if len(here):
        return _place(str(here[0]), register.loc[here[0]])
    first = found.iloc[[0]].assign(location_type=None, link_method="id", address=address_texts(found.iloc[[0]]))
    return _place(None, _described(first, first["gebruiksdoel"]).iloc[0])


def object_at(config: Config, location_id: str) -> str | None:
    """Give the BAG object of a location; nothing when it is linked to none, or there is no register or no such row."""
    if not DataFolder(config.data_dir).locations_path.exists():
        return None
    found = register_of(config)[OBJECT].get(location_id)
    return None if found is None or pd.isna(found) else str(found)


def with_locations(config: Config, rows: pd.DataFrame) -> pd.DataFrame:
    """Say of rows about an object of the BAG at which location of the register that is now, when they do not say so.

    Parameters
    ----------
    config
        Says where the data folder is.
    rows
        Has the column of the object; what was recorded before its location was registered has no ``location_id``.
    """
    known = register_of(config)[OBJECT].dropna().drop_duplicates()
    here = rows[OBJECT].map(pd.Series(known.index, index=known))
    return rows.assign(location_id=rows["location_id"].fillna(here) if "location_id" in rows else here)


def register_of(config: Config) -> pd.DataFrame:
    """Give the register of locations: index ``location_id``, with ``home``, ``x`` and ``y``. Do not change it.

    Parameters
    ----------
    config
        Says where the data folder is.
    """
    return _register(config.data_dir, register_stamp(config))


def register_stamp(config: Config) -> Stamp:
    """Give times and sizes that differ as soon as the files were replaced that the register is read from."""
    folder = DataFolder(config.data_dir)
    files = [folder.locations_path, *sorted(folder.frame_path(ADDRESSES).glob("*.parquet"))]
    stats = [path.stat() for path in files if path.exists()]
    return tuple((stat.st_mtime_ns, stat.st_size) for stat in stats)


@lru_cache(maxsize=2)
def _register(data_dir: Path, state: Stamp) -> pd.DataFrame:
    folder = DataFolder(data_dir)
    locations = folder.read(LOCATIONS)
    return _described(locations, locations[OBJECT].map(folder.read_uses()))


def _described(rows: pd.DataFrame, uses: pd.Series) -> pd.DataFrame:
    columns = ["location_type", OBJECT, "link_method", "address", "gemeentecode", "opening_hours", "bron"]
    points = rows.geometry
    return pd.DataFrame(rows.reindex(columns=columns)).assign(
        x=points.x, y=points.y, home=is_home(pd.DataFrame(rows).assign(gebruiksdoel=uses))
    )


def _place(location_id: str | None, row: Any) -> Place:  # noqa: ANN401 - a row, whose type pandas cannot say
    known = row.where(row.notna(), None)
    return Place(
        location_id=location_id,
        object_id=known[OBJECT],
        link_method=known["link_method"],
        address=known["address"],
        gemeentecode=known["gemeentecode"],
        x=known["x"],
        y=known["y"],
        home=bool(known["home"]),
        fictional=known["bron"] == SYNTHETIC,
    )
