"""What the policy role may read: classes per buurt, once a quarter, from which no location can be told.

Numbers of locations are told at one level, the buurt. Above it there is one total, of the region, in classes that are
wider than what a single buurt hides; the grid (``policy_heat``) tells ratios and no numbers. So no difference of two
levels reveals a third. A cell that is not shown looks like a cell with nothing in it. Cells count locations and never
signals, so that no single location fills one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import pandas as pd

from risk_map.domain.home import is_home
from risk_map.domain.inspection import NO_FINDING, NOT_VISITED
from risk_map.domain.location import FORMS, OVERALL, codes
from risk_map.errors import InputError
from risk_map.governance.policy_heat import RELATIVE, SQUARES, heat_figures

if TYPE_CHECKING:
    from risk_map.domain.snapshot import Snapshot

OBJECT: Final = "adresseerbaar_object_identificatie"

SMALLEST: Final = 10
"""A buurt, and any cell in it, with fewer locations than this is not shown: the k of the domain rules."""

EDGES: Final = (SMALLEST, 20, 40)
CLASSES: Final = ("10 tot 20", "20 tot 40", "40 of meer")
"""From how many locations a class begins, and what it is called."""

REGION_EDGES: Final = (*EDGES, 80, 160)
REGION_CLASSES: Final = (*CLASSES[:2], "40 tot 80", "80 tot 160", "160 of meer")
"""The same for the whole region."""

TOO_FEW: Final = "te weinig gegevens"
"""What people read where nothing is shown."""

NOTICEABLE: Final = 3
"""A cell in which fewer locations than this came or went keeps the class of the quarter before."""

LOCATIONS, SIGNALS, VISITS, FINDINGS = KINDS = ("locaties", "signalen", "bezoeken", "bevindingen")
TREND: Final = "signalen_regio"
"""Kind of the total of the region: locations with a signal. The releases after each other are the trend."""

REGION: Final = "regio"
CELL: Final = ["kind", "area_code", "form"]
WINDOW_DAYS: Final = 365
"""Signals and visits of this many days before the end of the quarter."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year.

    Parameters
    ----------
    year, number
        The number from 1 to 4.
    """

    year: int
    number: int

    def __str__(self) -> str:
        """Write it as the store keeps it: ``2026-Q3``."""
        return f"{self.year}-Q{self.number}"

    @property
    def last_day(self) -> date:
        """The day on which its figures are counted."""
        following = date(self.year + self.number // 4, self.number % 4 * 3 + 1, 1)
        return following - timedelta(days=1)


def parse_quarter(text: str) -> Quarter:
    """Read a quarter as people type it: ``2026-Q3``.

    Raises
    ------
    InputError
        When it is none.
    """
    found = re.fullmatch(r"(20[0-9]{2})-?[QqKk]([1-4])", text.strip())
    if found is None:
        raise InputError("Een kwartaal schrijft u als 2026-Q3.")
    return Quarter(int(found[1]), int(found[2]))


def quarter_before(day: date) -> Quarter:
    """Give the last quarter that was over on a day."""
    year, third = divmod(day.year * 4 + (day.month - 1) // 3 - 1, 4)
    return Quarter(year, third + 1)


def count_cells(snapshot: Snapshot) -> pd.DataFrame:
    """Count the locations per cell, on the day of a snapshot.

    Parameters
    ----------
    snapshot
        All municipalities. Homes and locations without a buurt are in no cell.

    Returns
    -------
    pd.DataFrame
        Index ``kind``, ``area_code`` and ``form``: ``count``, the number of locations that the figure rests on, and
        ``figure_class``, missing where that is fewer than ``SMALLEST``. Every cell with something in it, so that a
        later quarter can tell what came and went: not to be shown.
    """
    locations = _countable(snapshot)
    since = pd.Timestamp(snapshot.today) - pd.Timedelta(days=WINDOW_DAYS)
    signals = snapshot.signals[snapshot.signals["observed_on"] > since]
    visits = snapshot.inspections[snapshot.inspections["visited_on"] > since]
    visits = visits[visits["result"] != NOT_VISITED]
    found = visits[visits["result"] != NO_FINDING]
    by_form = [(OVERALL, signals), *((form, signals[signals["form"] == form]) for form in codes(FORMS))]
    cells = [
        _cells(LOCATIONS, locations, None),
        *(_cells(SIGNALS, locations, some, form) for form, some in by_form),
        _cells(VISITS, locations, visits),
        _cells(FINDINGS, locations, found),
    ]
    region = [_cells(TREND, locations, some, form).assign(area_code=REGION) for form, some in by_form]
    return pd.concat(
        [
            into_classes(pd.concat(cells).groupby(CELL).size()),
            into_classes(pd.concat(region).groupby(CELL).size(), REGION_EDGES, REGION_CLASSES),
            heat_figures(snapshot, locations),
        ]
    )


def into_classes(counts: pd.Series, edges: tuple[int, ...] = EDGES, classes: tuple[str, ...] = CLASSES) -> pd.DataFrame:
    """Put the class beside each count: the columns of ``count_cells``.

    Parameters
    ----------
    counts
        Numbers of locations.
    edges, classes
        From how many a class begins, and what it is called.
    """
    figure_class = pd.cut(counts, [*edges, float("inf")], right=False, labels=list(classes))
    return pd.DataFrame({"count": counts, "figure_class": figure_class.astype("object")})


def classify(now: pd.DataFrame, before: pd.DataFrame | None = None, shown: pd.DataFrame | None = None) -> pd.DataFrame:
    """Turn counts into what may be shown.

    Parameters
    ----------
    now
        Result of ``count_cells`` for this quarter.
    before, shown
        The same for the quarter of the release before, and what that release showed; absent for the first release.
        Where fewer than ``NOTICEABLE`` locations came or went since, what was shown or hidden then stays so: two
        releases do not tell where one location was added. One thing goes before that: fewer than ``SMALLEST`` are
        never shown, so a cell that falls below it is gone at once.

    Returns
    -------
    pd.DataFrame
        ``kind``, ``area_code``, ``form`` and ``figure_class``; a cell that is not shown has no row.
    """
    enough = now[(now["count"] >= SMALLEST).to_numpy(dtype=bool)]
    figures = enough["figure_class"].astype("str")
    if before is not None and shown is not None:
        change = now["count"].sub(before["count"], fill_value=0).abs()
        noticed = change.index[(change >= NOTICEABLE).to_numpy(dtype=bool)]
        kept = shown.set_index(CELL)["figure_class"]
        kept = kept[kept.index.isin(enough.index) & ~kept.index.isin(noticed)]
        figures = pd.concat([figures[figures.index.isin(noticed)], kept])
    cells: pd.DataFrame = figures.rename_axis(CELL).reset_index()
    squares = cells.loc[(cells["kind"] == SQUARES).to_numpy(dtype=bool), "area_code"]
    bare = ((cells["kind"] == RELATIVE) & ~cells["area_code"].isin(squares)).to_numpy(dtype=bool)
    return cells[~bare].sort_values(CELL, ignore_index=True)


def _countable(snapshot: Snapshot) -> pd.DataFrame:
    register, points = snapshot.locations, snapshot.locations.geometry
    locations = pd.DataFrame(register[["location_type", OBJECT, "buurtcode"]]).assign(x=points.x, y=points.y)
    locations = locations.dropna(subset=[OBJECT])
    wanted = snapshot.addresses[snapshot.addresses[OBJECT].isin(locations[OBJECT].unique()).to_numpy(dtype=bool)]
    uses = wanted.drop_duplicates(OBJECT).set_index(OBJECT)["gebruiksdoel"]
    homes = is_home(locations.assign(gebruiksdoel=locations[OBJECT].map(uses)))
    return locations[~homes].dropna(subset=["buurtcode"])


def _cells(kind: str, locations: pd.DataFrame, facts: pd.DataFrame | None, form: str = OVERALL) -> pd.DataFrame:
    if facts is not None:
        locations = locations[locations[OBJECT].isin(facts[OBJECT].dropna().unique()).to_numpy(dtype=bool)]
    return pd.DataFrame({"kind": kind, "area_code": locations["buurtcode"], "form": form}, columns=CELL, dtype="str")
