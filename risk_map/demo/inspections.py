"""Three years of visits: a share at random, findings that depend on the truth, and an eye that misses much."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from risk_map.demo.randomness import stream
from risk_map.demo.reference import FIRST_DAY, REFERENCE_DATE
from risk_map.demo.truth import is_active_on
from risk_map.domain.contract import conform
from risk_map.domain.frames import SYNTHETIC
from risk_map.domain.inspection import CHECKS, NOT_VISITED
from risk_map.domain.location import DWELLING_TYPE
from risk_map.domain.registers import INSPECTIONS

FOLLOWED_SHARE = 0.45
"""Share of the signals about a linked location that lead to a visit."""

PER_YEAR = {"steekproef": 16, "risico": 22, "periodiek": 24}
"""Visits per year for the other reasons."""

RISK_CHOICE = {
    "huisvesting_arbeidsmigranten": 4.0,
    "hotel": 1.5,
    "massagesalon": 4.0,
    "nagelstudio": 1.5,
    "horeca": 1.0,
    "autowasstraat": 2.0,
    "land_tuinbouw": 1.0,
    "vakantiepark": 2.0,
    "uitzendbureau": 1.0,
    DWELLING_TYPE: 0.0,
}
"""How often a type is chosen as a risk: the habit of those years, not knowledge of the truth."""

PERIODIC_TYPES = ("huisvesting_arbeidsmigranten", "hotel", "horeca", "vakantiepark")

DETECTION = 0.55
"""Chance that a visit to a true place finds something; the same for every reason of visit."""

SERIOUS_SHARE = 0.3
"""Share of the findings at a true place that is serious."""

OTHER_FINDING = 0.12
"""Chance of a finding at a place where nothing is true (overbewoning, exits, administration)."""

NOT_VISITED_SHARE = 0.05
SIGN_SEEN = {True: 0.32, False: 0.03}
NOT_JUDGED = 0.25


def make_inspections(
    locations: gpd.GeoDataFrame, signals: gpd.GeoDataFrame, truth: pd.DataFrame, seed: int
) -> gpd.GeoDataFrame:
    """Draw the visits (contract ``INSPECTIONS``).

    Parameters
    ----------
    locations
        Contract ``LOCATIONS``.
    signals
        Contract ``SIGNALS``; some lead to a visit.
    truth
        As ``truth.draw_truth``.
    seed
        Same seed, same visits.
    """
    rng = stream(seed, "inspections")
    linked = locations[locations["adresseerbaar_object_identificatie"].notna()].reset_index()
    visits = pd.concat([_after_signals(linked, signals, rng), _by_plan(linked, rng)], ignore_index=True)
    visits = visits.merge(linked, on="location_id").sort_values(["visited_on", "location_id", "visit_reason"])
    visits = visits.drop_duplicates(["visited_on", "location_id"]).reset_index(drop=True)
    table = _with_findings(visits, truth, rng)
    table.index = pd.Index([f"CTR-{number:04d}" for number in range(1, len(table) + 1)], name=INSPECTIONS.index)
    frame = gpd.GeoDataFrame(table.assign(bron=SYNTHETIC), geometry="geometry", crs=locations.crs)
    return conform(frame, INSPECTIONS)


def _after_signals(linked: pd.DataFrame, signals: gpd.GeoDataFrame, rng: np.random.Generator) -> pd.DataFrame:
    about = signals.merge(linked[["location_id", "adresseerbaar_object_identificatie"]])
    delay = pd.to_timedelta(rng.integers(7, 75, len(about)), unit="D")
    visits = about.assign(visited_on=about["observed_on"] + delay, visit_reason="signaal")
    followed = (rng.uniform(size=len(about)) < FOLLOWED_SHARE) & (visits["visited_on"] < pd.Timestamp(REFERENCE_DATE))
    kept: pd.DataFrame = visits[followed]
    return kept[["location_id", "visited_on", "visit_reason"]]


def _by_plan(linked: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Draw the visits that no signal led to; dwellings are in none of them."""
    kind = linked["location_type"]
    weights = {
        "steekproef": (kind != DWELLING_TYPE).astype(float),
        "risico": kind.map(RISK_CHOICE),
        "periodiek": kind.isin(PERIODIC_TYPES).astype(float),
    }
    days = (REFERENCE_DATE - FIRST_DAY).days
    parts = []
    for reason, weight in weights.items():
        count = round(PER_YEAR[reason] * days / 365.25)
        chosen = rng.choice(linked["location_id"], count, p=weight / weight.sum())
        dates = pd.Timestamp(FIRST_DAY) + pd.to_timedelta(rng.integers(0, days, count), unit="D")
        parts.append(pd.DataFrame({"location_id": chosen, "visited_on": dates, "visit_reason": reason}))
    return pd.concat(parts, ignore_index=True)


def _with_findings(visits: pd.DataFrame, truth: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Let every visit see, or miss, what is there."""
    there = truth[truth["is_true"]].drop_duplicates("location_id").set_index("location_id")
    there = there.reindex(visits["location_id"]).reset_index(drop=True)
    is_true = is_active_on(there, visits["visited_on"]).to_numpy()
    found = rng.uniform(size=len(visits)) < np.where(is_true, DETECTION, OTHER_FINDING)
    serious = found & is_true & (rng.uniform(size=len(visits)) < SERIOUS_SHARE)
    away = rng.uniform(size=len(visits)) < NOT_VISITED_SHARE
    result = np.select([away, serious, found], [NOT_VISITED, "ernstige_bevinding", "bevinding"], "geen_bevinding")
    signs = {}
    for check in CHECKS:
        seen = rng.uniform(size=len(visits)) < np.where(is_true & found, SIGN_SEEN[True], SIGN_SEEN[False])
        told = rng.uniform(size=len(visits)) < 0.25
        unjudged = rng.uniform(size=len(visits)) < NOT_JUDGED
        answer = np.select([seen & told, seen, unjudged], ["verteld", "gezien", "niet_beoordeeld"], "niet_gezien")
        signs[check.code] = pd.Series(answer).mask(away)
    return visits.assign(result=result, form=there["form"].where(is_true & found & ~away), **signs)
