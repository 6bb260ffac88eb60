"""Add the rows of a new delivery to what is kept: the same row twice adds nothing, a conflict is a listed row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from risk_map.domain.registers import LINK_COLUMNS

if TYPE_CHECKING:
    from risk_map.domain.contract import FrameContract

OBJECT = "adresseerbaar_object_identificatie"


@dataclass(frozen=True, slots=True)
class Merge:
    """The result of adding a delivery.

    Parameters
    ----------
    frame
        All rows to keep.
    added, unchanged, relinked, replaced
        Number of rows of the delivery that were new, known and equal, known but not linked until now, or newer than the
        kept row.
    conflicts
        Ids that are known with another content and were left as they are.
    taken
        Ids of the rows of the delivery that the frame has: new, linked since, or newer.
    """

    frame: gpd.GeoDataFrame
    added: int
    unchanged: int
    relinked: int
    replaced: int
    conflicts: tuple[str, ...]
    taken: tuple[str, ...]


def merge(
    kept: gpd.GeoDataFrame, delivery: gpd.GeoDataFrame, contract: FrameContract, *, newer_wins: str | None
) -> Merge:
    """Add a delivery to the kept rows.

    Parameters
    ----------
    kept, delivery
        Frames under ``contract``.
    contract
        Gives the columns that are compared. What linking filled in is compared by its object only.
    newer_wins
        Date column that decides when an id is known with another content: the delivery replaces the kept row when it
        is not older. Absent (signals, visits): a known id with another content is a conflict, never overwritten. A row
        that was not linked yet may always get its link: that changes no fact.
    """
    names = [column.name for column in contract.columns]
    shared = delivery.index.intersection(kept.index)
    if "link_method" in names:
        delivery = _keep_links(kept.loc[shared], delivery)
    old, new = kept.loc[shared], delivery.loc[shared]
    same_facts = _same(old, new, [name for name in names if name not in LINK_COLUMNS])
    if "link_method" in names:
        same_place = _same(old, new, [OBJECT]) & (old[OBJECT].notna() | _same(old, new, ["address"]))
        unchanged = same_facts & (same_place | (old[OBJECT].notna() & new[OBJECT].isna()))
        relinked = same_facts & ~unchanged & old[OBJECT].isna()
    else:
        unchanged, relinked = same_facts, same_facts & False
    changed = ~unchanged & ~relinked
    if newer_wins is None:
        replaced, conflicts = changed & False, changed
    else:
        not_older = new[newer_wins] >= old[newer_wins]
        replaced, conflicts = changed & not_older, changed & ~not_older
    added = delivery.index.difference(kept.index, sort=False)
    taken = [*shared[relinked | replaced], *added]
    frame = pd.concat([kept.drop(index=shared[relinked | replaced]), delivery.loc[taken]])
    return Merge(
        frame=gpd.GeoDataFrame(frame, crs=kept.crs).sort_index(),
        added=len(added),
        unchanged=int(unchanged.sum()),
        relinked=int(relinked.sum()),
        replaced=int(replaced.sum()),
        conflicts=tuple(shared[conflicts]),
        taken=tuple(taken),
    )


def _keep_links(old: gpd.GeoDataFrame, delivery: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    # A link that a human chose is not lost to a delivery that writes the same address and knows no better.
    new = delivery.loc[old.index]
    stays = old[OBJECT].notna() & new[OBJECT].isna() & (old["address"].str.upper() == new["address"].str.upper())
    links = {name: old.loc[stays, name] for name in (*LINK_COLUMNS, "geometry") if name in old.columns}
    return pd.concat([delivery.drop(index=old.index[stays]), new[stays].assign(**links)])


def _same(old: pd.DataFrame, new: pd.DataFrame, names: list[str]) -> pd.Series:
    same = pd.Series(data=True, index=old.index)
    for name in names:
        equal = (old[name] == new[name]).fillna(value=False).astype("bool")
        same &= equal | (old[name].isna() & new[name].isna())
    return same
