"""The heat map of the policy role: where more is reported than the number of addresses makes one expect, in classes.

One fixed grid. A location is known by its square only: where it lies in that square changes nothing. A square is drawn
when two things hold: at least ten locations lie in it, and its class rests on at least ten locations with a signal, in
it and around it. What is told is a class of a ratio, never a number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from risk_map.domain.bag import is_active
from risk_map.domain.location import FORMS, OVERALL, codes
from risk_map.hotspots.density import relative_risk, smooth, sum_around
from risk_map.hotspots.grid import CELL_M, Grid, grid_around

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from risk_map.domain.snapshot import Snapshot

OBJECT: Final = "adresseerbaar_object_identificatie"

SQUARES: Final = "vakken"
"""Kind of the squares with enough locations in them. No other number of them is told: the buurt has the numbers."""

RELATIVE: Final = "signalen_naar_adressen"
"""Kind of the heat map: locations with a signal against what the addresses around make one expect."""

ENOUGH: Final = "10 of meer"
RATIO_EDGES: Final = (0.0, 0.5, 0.8, 1.25, 2.0)
RATIOS: Final = (
    "minder dan de helft van verwacht",
    "minder dan verwacht",
    "ongeveer als verwacht",
    "meer dan verwacht",
    "meer dan twee keer verwacht",
)
"""From which ratio a class begins, and what it is called."""

WINDOW_DAYS: Final = 730
"""Signals of this many days: as long as an assessed one is kept. In one year there are too few for a map."""

BANDWIDTH_M: Final = 1000
REACH_M: Final = 3000
"""Standard deviation of the kernel, and how far it looks in either direction."""

PRIOR: Final = 2.0
"""Expected locations that "nothing special here" weighs as much as, so that a lone one in an empty field is no peak."""


def heat_figures(snapshot: Snapshot, locations: pd.DataFrame) -> pd.DataFrame:
    """Count and classify the squares of the grid.

    Parameters
    ----------
    snapshot
        Uses ``today``, ``addresses`` and ``signals``.
    locations
        The locations that may be counted: the BAG object, and ``x`` and ``y`` in EPSG:28992, metres.

    Returns
    -------
    pd.DataFrame
        Index ``kind``, ``area_code`` (name of the square) and ``form``; ``count`` and ``figure_class``, as
        ``policy_figures.count_cells`` gives them, for every square with a location in it.
    """
    locations = locations.drop_duplicates(OBJECT).dropna(subset=["x", "y"])
    points = snapshot.addresses.geometry[is_active(snapshot.addresses).to_numpy(dtype=bool)].dropna()
    addresses = pd.DataFrame({"x": points.x, "y": points.y})
    grid = grid_around(pd.concat([locations[["x", "y"]], addresses]))
    present = grid.count(locations)
    since = pd.Timestamp(snapshot.today) - pd.Timedelta(days=WINDOW_DAYS)
    signals = snapshot.signals[(snapshot.signals["observed_on"] > since).to_numpy(dtype=bool)]
    squares = _labelled(SQUARES, OVERALL, grid.values(present, present > 0), ENOUGH)
    by_form = [(OVERALL, signals), *((form, signals[signals["form"] == form]) for form in codes(FORMS))]
    everywhere = grid.count(addresses)
    heat = [
        _heat(grid, present > 0, grid.count(locations[locations[OBJECT].isin(some[OBJECT].dropna())]), everywhere, form)
        for form, some in by_form
    ]
    return pd.concat([squares, *heat])


def _heat(
    grid: Grid, squares: NDArray[np.bool_], reported: NDArray[np.float64], addresses: NDArray[np.float64], form: str
) -> pd.DataFrame:
    rate = reported.sum() / max(addresses.sum(), 1.0)
    width, reach = BANDWIDTH_M / CELL_M, REACH_M // CELL_M
    ratio = relative_risk(smooth(reported, width, reach), rate * smooth(addresses, width, reach), PRIOR)
    classes = pd.cut(grid.values(ratio, squares), [*RATIO_EDGES, np.inf], right=False, labels=list(RATIOS))
    return _labelled(RELATIVE, form, grid.values(sum_around(reported, reach), squares), classes.astype("object"))


def _labelled(kind: str, form: str, counts: pd.Series, figure_class: pd.Series | str) -> pd.DataFrame:
    figures = pd.DataFrame({"count": counts.astype("int64"), "figure_class": figure_class})
    index = pd.MultiIndex.from_product([[kind], counts.index, [form]], names=["kind", "area_code", "form"])
    return figures.set_axis(index)
