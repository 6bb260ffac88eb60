"""Which locations are somebody's home (ADR 4): they get no computed score and are in no random draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from risk_map.domain.location import DWELLING_TYPE

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

INDOOR_BRANCHES: Final = ("massagesalon", "nagelstudio", "horeca", "autowasstraat", "uitzendbureau")
"""Branches that work inside the object: where its only use is living, the object is somebody's home."""


def is_home(rows: pd.DataFrame) -> NDArray[np.bool_]:
    """Say which locations are a home: dwellings, and a business inside an object that is only a home.

    Parameters
    ----------
    rows
        ``location_type`` of the location and ``gebruiksdoel`` of its object.
    """
    only_living = (rows["gebruiksdoel"] == "woonfunctie").fillna(value=False)
    home = (rows["location_type"] == DWELLING_TYPE) | (rows["location_type"].isin(INDOOR_BRANCHES) & only_living)
    return home.to_numpy(dtype=bool)
