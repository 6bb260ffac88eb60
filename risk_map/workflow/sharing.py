"""Which locations lie in a shared round: the only thing that shows a place across a border of municipalities."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from risk_map.domain.snapshot import Snapshot


def shared_locations(snapshot: Snapshot) -> pd.Index | None:
    """Give the ids of the locations in shared rounds; nothing when the whole region is one shared round.

    Parameters
    ----------
    snapshot
        All municipalities. A region that is fictional from the first row to the last counts as one shared round:
        nothing in it exists, and everybody can see how the product works.
    """
    return None if snapshot.is_fictional else snapshot.locations.index[:0]
