"""The tables of the page Hotspots: released classes, put in rows; what is absent is "te weinig gegevens"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd

from risk_map.domain.location import FORMS, OVERALL, codes
from risk_map.governance.policy_figures import KINDS, SIGNALS, TOO_FEW
from risk_map.governance.policy_heat import RATIOS, RELATIVE, SQUARES
from risk_map.hotspots.grid import CELL_M, corners

if TYPE_CHECKING:
    from risk_map.workflow.policy import PolicyRelease

NO_BUURT: Final = "buiten de buurten"


def square_rows(release: PolicyRelease, form: str) -> pd.Series:
    """Give the class of every square that is shown, by its name, highest first.

    Parameters
    ----------
    release
        What may be read.
    form
        Form of exploitation, or all.
    """
    figures = release.figures
    shown = figures.loc[figures["kind"] == SQUARES, "area_code"]
    ratios = figures[(figures["kind"] == RELATIVE) & (figures["form"] == form)].set_index("area_code")["figure_class"]
    classes = ratios.reindex(pd.Index(shown, dtype="str")).fillna(TOO_FEW)
    order = classes.map({name: place for place, name in enumerate(RATIOS)}).fillna(-1)
    return classes.loc[order.sort_values(ascending=False, kind="stable").index]


def square_names(squares: pd.Index, areas: gpd.GeoDataFrame) -> list[str]:
    """Name the buurt that the middle of each square lies in.

    Parameters
    ----------
    squares
        Names of squares.
    areas
        Frame of the areas, EPSG:28992.
    """
    middle = corners(squares) + CELL_M / 2
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(middle["x"], middle["y"]), index=squares, crs=areas.crs)
    found = points.sjoin(areas.loc[areas["niveau"] == "buurt", ["naam", "geometry"]], how="left", predicate="within")
    return list(found["naam"][~found.index.duplicated()].fillna(NO_BUURT))


def buurt_rows(release: PolicyRelease, form: str, areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """Give the buurten of which anything is shown.

    Parameters
    ----------
    release
        What may be read.
    form
        Form of exploitation of the signals, or all.
    areas
        Frame of the areas.

    Returns
    -------
    pd.DataFrame
        Index ``area_code``; ``naam``, ``gemeentecode``, and a column for each of ``KINDS`` that any buurt has.
    """
    figures = release.figures
    wanted = (figures["kind"] == SIGNALS) & (figures["form"] == form)
    wanted |= figures["kind"].isin(KINDS) & (figures["kind"] != SIGNALS)
    table = figures[wanted].set_index(["area_code", "kind"])["figure_class"].unstack("kind")  # noqa: PD010 - of words there is no mean
    table = table.reindex(columns=[kind for kind in KINDS if kind in table.columns]).fillna(TOO_FEW)
    place = areas[["naam", "gemeentecode"]].reindex(table.index)
    return table.assign(naam=place["naam"], gemeentecode=place["gemeentecode"]).sort_values(["gemeentecode", "naam"])


def trend_rows(release: PolicyRelease) -> pd.DataFrame:
    """Give the class of the region: a row per form of exploitation, all of them first, and a column per release.

    Parameters
    ----------
    release
        What may be read.
    """
    forms, quarters = [OVERALL, *codes(FORMS)], [str(quarter) for quarter in release.quarters]
    told = release.trend.set_index(["form", "quarter"])["figure_class"]
    every = told.reindex(pd.MultiIndex.from_product([forms, quarters])).fillna(TOO_FEW)
    return pd.DataFrame(every.to_numpy().reshape(len(forms), len(quarters)), index=forms, columns=quarters)
