"""The places that a round may visit: what is known of them, gathered once and the same for every date."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import shapely

from risk_map.domain.inspection import NOT_VISITED
from risk_map.governance.matrix import PERMISSIONS, Scope
from risk_map.planning.problem import Candidate
from risk_map.planning.timetable import common_windows
from risk_map.scoring.places import OBJECT
from risk_map.scoring.score import gather, score
from risk_map.store.ledger_states import frozen_locations, is_model_on
from risk_map.workflow.identity import known_municipality
from risk_map.workflow.open_decisions import open_decisions, waiting_visits
from risk_map.workflow.places import register_of
from risk_map.workflow.planning_stops import by_address

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from risk_map.config import Config
    from risk_map.domain.snapshot import Snapshot
    from risk_map.domain.subject import Subject
    from risk_map.planning.problem import Window
    from risk_map.planning.settings import PlanningParams
    from risk_map.store.ledger import ReadTx
    from risk_map.workflow.planning_request import Area, RoundRequest

POINTS: Final = 1000
"""Points of a visit that surely finds something."""


@dataclass(frozen=True, slots=True)
class Places:
    """Stops that a round may make.

    Parameters
    ----------
    stops
        Index ``location_id`` (the first unit of the address), in order of id: ``prize``, ``units`` (tuple),
        ``unit_types``, ``unit_prizes``, ``unit_hours`` (tuples, the unit that counts most first; hours are missing
        where those of the type count), ``location_type``, ``municipality``, ``address``, ``decided``, ``home``,
        ``cleared``, ``frozen``, ``last_visit`` (missing: never), ``risk_class`` (missing: model off), ``x``, ``y``.
    """

    stops: pd.DataFrame = field(repr=False)

    @property
    def points(self) -> np.ndarray:
        """Where they are: (n, 2) EPSG:28992, in the order of ``stops``."""
        found: np.ndarray = self.stops[["x", "y"]].to_numpy(dtype=np.float64)
        return found

    @property
    def addresses(self) -> dict[str, str]:
        """The address of every unit."""
        told = zip(self.stops["units"], self.stops["address"], strict=True)
        return {str(unit): str(address) for units, address in told for unit in units}

    @property
    def waiting(self) -> int:
        """Stops that are no home, not frozen, worth a visit more than half of what was decided on, and not decided."""
        ready = self.stops[self.stops["decided"]]
        others = self.stops[~self.stops["decided"] & ~self.stops["home"] & ~self.stops["frozen"]]
        return int((others["prize"] >= (ready["prize"].median() if len(ready) else 0)).sum())


def gather_places(
    tx: ReadTx, config: Config, snapshot: Snapshot, area: Area, form: str, *, on: date | None = None
) -> Places:
    """Gather the places that take part, those without a decision too: chance draws from all.

    Parameters
    ----------
    tx
        A transaction: decisions, freezes, places in other rounds.
    config
        Says where the register is, and how it is scored.
    snapshot
        All municipalities.
    area
        Which places; its municipalities are filled in.
    form
        Form of exploitation of which the score counts.
    on
        The day of the round, if it is one day.
    """
    register = register_of(config).dropna(subset=["x", "y"])
    waiting = waiting_visits(tx, snapshot.today, on)
    rows = register[_within(register, snapshot, area) & ~register.index.isin(waiting)]
    decisions = open_decisions(tx)
    known = decisions.reindex(rows.index)
    # What was decided about a home is no decision about a business, and the other way round.
    decided = rows.index.isin(decisions.index) & (known["home"] == rows["home"]).to_numpy(dtype=bool)
    scored = score(gather(snapshot, config.layers, config.score), config.score, form).locations.reindex(rows.index)
    rows = rows.assign(
        decided=decided,
        cleared=known["cleared"].eq(other=True).to_numpy() & decided,
        frozen=rows.index.isin(frozen_locations(tx)),
        prize=_points(scored["score"] if (uses_model := is_model_on(tx)) else scored["score"] * 0.0, decided),
        risk_class=scored["risk_class"] if uses_model else None,
        last_visit=_last_visits(snapshot).reindex(rows[OBJECT]).to_numpy(),
        municipality=rows["gemeentecode"],
    )
    return Places(by_address(rows))


def candidates_of(places: Places, on_date: date, params: PlanningParams) -> tuple[Candidate, ...]:
    """Give the candidates of one day, in the order of the places; ``place`` is the row.

    Parameters
    ----------
    places
        What was gathered.
    on_date
        The day: it decides the hours, the partners, and how long ago the last visit is.
    params
        How places of each type are visited.

    Notes
    -----
    The visits of all units at an address are made one after the other, in the hours that they share. Units that are
    never open together are stops of their own, beginning with the one that counts most.
    """
    days = (pd.Timestamp(on_date) - places.stops["last_visit"]).dt.days
    rows: list[dict[str, Any]] = places.stops.assign(ago=days).reset_index().to_dict("records")  # type: ignore[assignment]
    return tuple(
        _candidate(place, row, group, params)
        for place, row in enumerate(rows)
        for group in _open_together(row, on_date, params)
    )


def free_of(request: RoundRequest, candidates: Collection[Candidate]) -> tuple[Candidate, ...]:
    """Leave out the places of other rounds of the season, but for those that somebody asks for in this one."""
    reserved = frozenset(request.reserved) - request.asked
    return tuple(item for item in candidates if reserved.isdisjoint((item.location_id, *item.units)))


@dataclass(frozen=True, slots=True)
class _Unit:
    location_id: str
    location_type: str
    prize: float
    windows: tuple[Window, ...]
    open_on: tuple[int, ...]


def _open_together(row: dict[str, Any], on_date: date, params: PlanningParams) -> list[list[_Unit]]:
    """Give the units at an address, together where there is a moment at which all of them are open."""
    groups: list[list[_Unit]] = []
    told = zip(row["units"], row["unit_types"], row["unit_prizes"], row["unit_hours"], strict=True)
    for name, kind, prize, hours in told:
        # A home keeps the hours of the law, whatever a register says.
        usual, own = params.type_of(kind), None if row["home"] else hours
        windows = usual.windows(on_date, own)
        unit = _Unit(name, kind, prize, windows, () if windows else usual.open_on(own))
        group = next((each for each in groups if common_windows(u.windows for u in (*each, unit))), None)
        if group is None:
            groups.append([unit])
        else:
            group.append(unit)
    return groups


def _candidate(place: int, row: dict[str, Any], units: list[_Unit], params: PlanningParams) -> Candidate:
    kinds = [params.type_of(unit.location_type) for unit in units]
    windows = common_windows(unit.windows for unit in units)
    return Candidate(
        location_id=units[0].location_id,
        place=place,
        prize=units[0].prize,
        visit_s=sum(kind.visit_s for kind in kinds),
        windows=windows,
        municipality=row["municipality"],
        location_type=units[0].location_type,
        units=tuple(unit.location_id for unit in units),
        required_partners=frozenset().union(*(kind.partners(windows) for kind in kinds)),
        decided=row["decided"],
        home=row["home"],
        home_cleared=row["cleared"],
        frozen=row["frozen"],
        days_since_visit=None if pd.isna(row["ago"]) else int(row["ago"]),
        open_on=units[0].open_on,
    )


def towns_of(subject: Subject, config: Config, area: Area) -> tuple[str, ...]:
    """Give the municipalities of a round: those that were asked for, or else a coordinator's own, or all.

    Raises
    ------
    InputError
        When the configuration does not know one.
    """
    if area.municipalities:
        return tuple(dict.fromkeys(known_municipality(config, code) for code in area.municipalities))
    own = PERMISSIONS["plan_round"].grants[subject.role].scope is Scope.OWN
    return (subject.municipality,) if own and subject.municipality else tuple(config.municipalities)


def _within(register: pd.DataFrame, snapshot: Snapshot, area: Area) -> pd.Series:
    inside = register["gemeentecode"].isin(area.municipalities)
    if area.buurten:
        inside &= snapshot.locations["buurtcode"].reindex(register.index).isin(area.buurten)
    if area.types:
        inside &= register["location_type"].isin(area.types)
    if area.location_ids:
        inside &= register.index.isin(area.location_ids)
    if area.polygon is not None:
        inside &= shapely.contains_xy(area.polygon, register["x"], register["y"])
    return inside


def _points(scores: pd.Series, decided: np.ndarray) -> pd.Series:
    """Give the chance that a visit finds something, in points, from the ln of the rate.

    One visit yields one finding at most, however high the rate. A home has no computed score: two people decided to go
    there, and it counts as much as the middle of the others.
    """
    points: pd.Series = np.rint(POINTS * -np.expm1(-np.exp(scores.astype("float64"))))
    middles = (points[decided].median(), points.median(), 1.0)
    # A decision is worth a visit, also where hardly anything is to be found.
    return points.fillna(next(each for each in middles if not pd.isna(each))).clip(lower=1.0)


def _last_visits(snapshot: Snapshot) -> pd.Series:
    visits = snapshot.inspections[snapshot.inspections["result"] != NOT_VISITED]
    last: pd.Series = visits.dropna(subset=[OBJECT]).groupby(OBJECT)["visited_on"].max()
    return last
