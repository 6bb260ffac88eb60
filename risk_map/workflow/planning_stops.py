"""Make stops of the places of a round: the units at one address are visited together."""

from __future__ import annotations

import pandas as pd

from risk_map.scoring.places import OBJECT


def by_address(rows: pd.DataFrame) -> pd.DataFrame:
    """Make one stop of all units at one object: those that were decided on, or else the first one.

    Parameters
    ----------
    rows
        Index ``location_id``: of the register, with what ``gather_places`` adds.

    Returns
    -------
    pd.DataFrame
        As of ``Places.stops``.
    """
    rows = rows.assign(address_key=rows[OBJECT].where(rows[OBJECT].notna(), rows.index.to_series()))
    rows = rows.rename_axis("location_id").reset_index()
    rows = rows.sort_values(["decided", "prize", "location_id"], ascending=[False, False, True])
    firsts = rows.drop_duplicates("address_key")
    there = rows[rows["decided"] | rows["location_id"].isin(firsts["location_id"])].groupby("address_key", sort=False)
    whole = rows.groupby("address_key", sort=False)
    together = pd.DataFrame(
        {
            "units": there["location_id"].agg(tuple),
            "unit_types": there["location_type"].agg(tuple),
            "unit_prizes": there["prize"].agg(tuple),
            "unit_hours": there["opening_hours"].agg(_hours),
            "home": there["home"].any(),
            "frozen": whole["frozen"].any(),
        }
    )
    stops = firsts.drop(columns=["home", "frozen"]).join(together, on="address_key")
    return stops.set_index("location_id").sort_index()


def _hours(told: pd.Series) -> tuple[str | None, ...]:
    return tuple(None if pd.isna(text) else text for text in told)
