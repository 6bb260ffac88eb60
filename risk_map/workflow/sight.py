"""What a subject sees of a snapshot: their own municipality, shared rounds, or where something waits for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from risk_map.governance.matrix import Scope
from risk_map.governance.permissions import scope_of

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from risk_map.domain.snapshot import Snapshot
    from risk_map.domain.subject import Subject
    from risk_map.workflow.standing import Standing

OBJECT: Final = "adresseerbaar_object_identificatie"


@dataclass(frozen=True, slots=True)
class Sight:
    """Which part of a snapshot a subject sees.

    Parameters
    ----------
    locations
        Which rows of the register, in its order.
    municipality
        Areas and addresses of this municipality only; nothing for all areas, and the addresses of the locations.
    visits
        Whether visits are seen too.
    is_all
        Whether nothing at all is left out, also no signal at an address that is no risk location.
    """

    locations: NDArray[np.bool_]
    municipality: str | None = None
    visits: bool = True
    is_all: bool = False


def sight_of(subject: Subject, use_case: str, snapshot: Snapshot, standing: Standing, *, reason: str = "") -> Sight:
    """Say what a subject sees for a use case.

    Parameters
    ----------
    subject
        Who asks.
    use_case
        Its row in the matrix of permissions.
    snapshot
        All municipalities. A location that is linked to no address is in no municipality: it is nobody's own.
    standing
        Which locations are shared, and which signals are closed.
    reason
        Why, for the roles that have to say so.

    Raises
    ------
    PermissionDeniedError
        When the role sees nothing of it.
    """
    scope = scope_of(subject, use_case, reason=reason)
    locations = snapshot.locations
    if scope is Scope.ALWAYS or (scope is Scope.SHARED and standing.one_round):
        return Sight(np.ones(len(locations), dtype=bool), is_all=True)
    if scope is Scope.SHARED:
        return Sight(locations.index.isin(standing.shared))
    own = _mask(locations["gemeentecode"] == subject.municipality)
    if scope is Scope.OWN:
        return Sight(own, subject.municipality)
    if scope in {Scope.OPEN_SIGNAL, Scope.SIGNAL_OR_HOME}:
        signals = snapshot.signals[~snapshot.signals.index.isin(standing.closed_signals)]
        reported = _mask(locations[OBJECT].isin(signals[OBJECT].dropna().unique()))
        return Sight(own & (reported | locations.index.isin(standing.waiting)), subject.municipality, visits=False)
    # The other scopes show no frame of locations at all.
    return Sight(np.zeros(len(locations), dtype=bool), subject.municipality, visits=False)


def part_of_snapshot(snapshot: Snapshot, sight: Sight) -> Snapshot:
    """Leave out of a snapshot what a subject does not see.

    Parameters
    ----------
    snapshot
        All municipalities; not changed.
    sight
        Result of ``sight_of`` for the same snapshot.
    """
    if sight.is_all:
        return snapshot
    locations, addresses, areas = snapshot.locations[sight.locations], snapshot.addresses, snapshot.areas
    if sight.municipality is None:
        addresses = addresses[_mask(addresses[OBJECT].isin(locations[OBJECT].dropna()))]
    else:
        addresses = addresses[_mask(addresses["gemeentecode"] == sight.municipality)]
        areas = areas[_mask(areas["gemeentecode"] == sight.municipality)]
    return replace(
        snapshot,
        locations=locations,
        addresses=addresses,
        areas=areas,
        signals=_at(snapshot.signals, addresses),
        inspections=_at(snapshot.inspections, addresses) if sight.visits else snapshot.inspections.iloc[:0],
    )


def _at(rows: gpd.GeoDataFrame, addresses: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    # Signals are few and addresses are many: looking for the few among the many is the quick way round.
    here = addresses.loc[_mask(addresses[OBJECT].isin(rows[OBJECT].dropna().unique())), OBJECT]
    return rows[_mask(rows[OBJECT].isin(here.unique()))]


def _mask(column: pd.Series) -> NDArray[np.bool_]:
    return column.fillna(value=False).to_numpy(dtype=bool)
