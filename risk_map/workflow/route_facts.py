"""What is known of places, for whoever goes there: facts with source and date, and the last visit; never a score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from risk_map.domain.inspection import NOT_VISITED
from risk_map.domain.location import LOCATION_TYPES, codes
from risk_map.domain.notation import address
from risk_map.errors import InputError
from risk_map.reporting.route_round import KnownPlace
from risk_map.scoring.places import OBJECT
from risk_map.scoring.score import gather
from risk_map.scoring.words import describe
from risk_map.workflow.places import register_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from risk_map.config import Config
    from risk_map.domain.snapshot import Snapshot

ABOUT_THE_PLACE: Final = ("signalen", "handhaving", "huisvesting", "verzorging", "arbeid")
"""Families of facts about the place itself; what lies around it is no matter of its inspector."""

CLEAN: Final = "controle.geen_bevinding"


def known_places(config: Config, snapshot: Snapshot, location_ids: Sequence[str]) -> dict[str, KnownPlace]:
    """Look up places.

    Parameters
    ----------
    config
        Says where the data are, and which layers count.
    snapshot
        Everything as it is known now, until the day of the visit.
    location_ids
        Which ones.

    Raises
    ------
    InputError
        When one is not in the register.
    """
    register = register_of(config)
    if not set(location_ids) <= set(register.index):
        raise InputError("Een locatie van deze ronde staat niet (meer) in het register; maak het plan opnieuw.")
    rows = register.loc[list(dict.fromkeys(location_ids))]
    visits = _last_visits(snapshot)
    last_days = {str(name): visits[place][0] for name, place in rows[OBJECT].items() if place in visits}
    facts = _facts(config, snapshot, rows.index, last_days)
    return {
        str(name): KnownPlace(
            address=address(row["address"]),
            gemeentecode=row["gemeentecode"],
            location_type=row["location_type"],
            point=None if pd.isna(row["x"]) else (row["x"], row["y"]),
            home=bool(row["home"]),
            facts=facts.get(str(name), ()),
            last_visit=visits.get(row[OBJECT]),
            opening_hours=None if row["home"] or pd.isna(row["opening_hours"]) else row["opening_hours"],
        )
        for name, row in rows.to_dict("index").items()
    }


def _facts(
    config: Config, snapshot: Snapshot, names: pd.Index, last_days: dict[str, date]
) -> dict[str, tuple[tuple[str, str, date], ...]]:
    """Give the facts about each place, newest first; their order says nothing about their weight."""
    evidence = gather(snapshot, config.layers, config.score)
    positions = evidence.locations.index.get_indexer(names)
    found = pd.concat(
        describe(frame[frame["location"].isin(positions)], evidence.locations.index)
        for frame in (evidence.facts, evidence.home_facts)
    )
    # The type of place stands on the list already, and so does a last visit without a finding.
    kind = found["severity"].str.split(".", n=1).str[-1].isin(codes(LOCATION_TYPES))
    last = (found["severity"] == CLEAN) & (found["date"].dt.date == found["location_id"].map(last_days))
    told = found[found["family"].isin(ABOUT_THE_PLACE) & ~kind & ~last].drop_duplicates(
        ["location_id", "sentence", "date"]
    )
    told = told.sort_values(["date", "sentence"], ascending=[False, True], kind="stable")
    days = told["date"].dt.date
    lines = pd.Series(list(zip(told["sentence"], told["source"], days, strict=True)), index=told.index, dtype="object")
    return {str(name): tuple(each) for name, each in lines.groupby(told["location_id"].to_numpy())}


def _last_visits(snapshot: Snapshot) -> dict[str, tuple[date, str]]:
    visits = snapshot.inspections[snapshot.inspections["result"] != NOT_VISITED].dropna(subset=OBJECT)
    last = visits.sort_values("visited_on", kind="stable").drop_duplicates(OBJECT, keep="last")
    return dict(zip(last[OBJECT], zip(last["visited_on"].dt.date, last["result"], strict=True), strict=True))
