"""Add the rows of a new delivery to what is kept: the same row twice adds nothing, a conflict is a listed row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

if TYPE_CHECKING:
    from risk_map.domain.contract import FrameContract


@dataclass(frozen=True, slots=True)
class Merge:
    """The result of adding a delivery.

    Parameters
    ----------
    frame
        All rows to keep.
    added, unchanged, replaced
        Number of rows of the delivery that were new, known and equal, or newer than the kept row.
    conflicts
        Ids that are known with another content and were left as they are.
    """

    frame: gpd.GeoDataFrame
    added: int
    unchanged: int
    replaced: int
    conflicts: tuple[str, ...]


def merge(
    kept: gpd.GeoDataFrame, delivery: gpd.GeoDataFrame, contract: FrameContract, *, newer_wins: str | None
) -> Merge:
    """Add a delivery to the kept rows.

    Parameters
    ----------
    kept, delivery
        Frames under ``contract``.
    contract
        Gives the columns that are compared.
    newer_wins
        Date column that decides when an id is known with another content: the delivery replaces the kept row when it
        is not older. Absent (signals, visits): a known id with another content is a conflict, never overwritten.
    """
    shared = delivery.index.intersection(kept.index)
    old, new = kept.loc[shared], delivery.loc[shared]
    names = [column.name for column in contract.columns]
    same = pd.Series(data=True, index=shared)
    for name in names:
        same &= ((old[name] == new[name]).fillna(value=False) | (old[name].isna() & new[name].isna())).astype(bool)
    changed = shared[~same]
    if newer_wins is None:
        replaced, conflicts = changed[:0], changed
    else:
        not_older = (new.loc[changed, newer_wins] >= old.loc[changed, newer_wins]).to_numpy()
        replaced, conflicts = changed[not_older], changed[~not_older]
    added = delivery.index.difference(kept.index, sort=False)
    frame = pd.concat([kept.drop(index=replaced), delivery.loc[[*replaced, *added]]])
    return Merge(
        frame=gpd.GeoDataFrame(frame, crs=kept.crs).sort_index(),
        added=len(added),
        unchanged=int(same.sum()),
        replaced=len(replaced),
        conflicts=tuple(conflicts),
    )
