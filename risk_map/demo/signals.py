"""Three years of signals: more often from true places, but also noise, doubles, and municipalities that report less."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from risk_map.demo.randomness import stream
from risk_map.demo.reference import FIRST_DAY, REFERENCE_DATE
from risk_map.demo.tables import read_table
from risk_map.demo.truth import is_active_on
from risk_map.domain.bag import is_active
from risk_map.domain.contract import conform
from risk_map.domain.frames import SYNTHETIC
from risk_map.domain.location import DWELLING_TYPE
from risk_map.domain.registers import SIGNALS
from risk_map.sources.address_book import address_texts

TRUE_RATE = 0.45
"""Signals per year about a form at a location while it is true, where the reporting factors are 1."""

NOISE_RATE = 0.06
"""Signals per year, over all forms, at a location where nothing is true and the reporting factors are 1."""

ELSEWHERE_PER_YEAR = 11
"""Signals per year about addresses that are in no register; none of these is true."""

DOUBLE_SHARE = 0.09
"""Share of the signals that come in once more within three weeks, from another source."""

REPORTING = {
    "huisvesting_arbeidsmigranten": 0.8,
    "hotel": 0.7,
    "massagesalon": 1.3,
    "nagelstudio": 1.0,
    "horeca": 1.0,
    "autowasstraat": 0.9,
    "land_tuinbouw": 0.5,
    "vakantiepark": 0.7,
    "uitzendbureau": 0.6,
    DWELLING_TYPE: 1.6,
}
"""Reporting bias per type: a salon in a street is seen, a farm is not."""

NOISE_FORMS = {"seksueel": 0.34, "arbeid": 0.46, "crimineel": 0.19, "orgaan": 0.01}
RELIABILITY = {True: (0.28, 0.46, 0.26), False: (0.06, 0.36, 0.58)}
"""Shares of A, B and C for signals about true and other places."""

SOURCES = {
    "A": {"boa": 0.7, "partner": 0.3},
    "B": {"boa": 0.15, "burgerzaken": 0.25, "zorg": 0.2, "bewoner": 0.2, "partner": 0.2},
    "C": {"anoniem": 0.7, "bewoner": 0.3},
}

YEARS = (REFERENCE_DATE - FIRST_DAY).days / 365.25
EVENT_COLUMNS = [
    "adresseerbaar_object_identificatie", "link_method", "address", "geometry", "form", "is_true", "observed_on",
]  # fmt: skip

NOTES = (
    "gezien tijdens ronde in de avond",
    "meer postnamen dan verwacht",
    "twee busjes per dag, ochtend en avond",
    "ook vorig jaar al eens gezien",
    "gebouw lijkt leeg, wel licht aan",
)
NOTE_SHARE = 0.2


def make_signals(
    locations: gpd.GeoDataFrame, addresses: gpd.GeoDataFrame, truth: pd.DataFrame, seed: int
) -> gpd.GeoDataFrame:
    """Draw the signals (contract ``SIGNALS``).

    Parameters
    ----------
    locations
        Contract ``LOCATIONS``.
    addresses
        Contract ``ADDRESSES``; for signals about places in no register.
    truth
        As ``truth.draw_truth``.
    seed
        Same seed, same signals.
    """
    rng = stream(seed, "signals")
    events = pd.concat([_about_locations(locations, truth, rng), _elsewhere(addresses, rng)], ignore_index=True)
    table = _described(_with_doubles(events, rng), rng).sort_values(["observed_on", "address", "category"])
    table.index = pd.Index([f"SIG-{number:04d}" for number in range(1, len(table) + 1)], name=SIGNALS.index)
    return conform(gpd.GeoDataFrame(table.assign(bron=SYNTHETIC), geometry="geometry", crs=addresses.crs), SIGNALS)


def _about_locations(locations: gpd.GeoDataFrame, truth: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Draw a Poisson number of true and of false signals per location and form."""
    row = truth.merge(locations.reset_index(), on="location_id", suffixes=("", "_location"))
    towns = read_table("reporting").set_index("gemeentecode")["factor"]
    factor = YEARS * row["location_type"].map(REPORTING) * row["gemeentecode"].map(towns).fillna(1.0)
    noise = rng.poisson(factor * NOISE_RATE * row["form"].map(NOISE_FORMS))
    # A dwelling stands in the register only because a signal once brought it there.
    silent = pd.Series(noise).groupby(row["location_id"]).transform("sum").eq(0)
    noise = np.where((row["location_type"] == DWELLING_TYPE) & silent & ~row.duplicated("location_id"), 1, noise)
    hits = rng.poisson(np.where(row["is_true"], factor * TRUE_RATE, 0.0))
    events = pd.concat(
        [row.loc[row.index.repeat(count)].assign(is_true=kind) for kind, count in ((True, hits), (False, noise))]
    )
    events = events.reset_index(drop=True).assign(observed_on=_days(len(events), rng))
    heard = ~events["is_true"] | is_active_on(events, events["observed_on"])
    return events.loc[heard, EVENT_COLUMNS].reset_index(drop=True)


def _days(count: int, rng: np.random.Generator) -> pd.Series:
    days = rng.integers(0, (REFERENCE_DATE - FIRST_DAY).days, count)
    return pd.Series(pd.Timestamp(FIRST_DAY) + pd.to_timedelta(days, unit="D"))


def _elsewhere(addresses: gpd.GeoDataFrame, rng: np.random.Generator) -> pd.DataFrame:
    places = addresses[is_active(addresses) & addresses["buurtcode"].notna()]
    drawn = places.iloc[np.sort(rng.choice(len(places), rng.poisson(ELSEWHERE_PER_YEAR * YEARS), replace=False))]
    return pd.DataFrame(
        {
            "adresseerbaar_object_identificatie": drawn["adresseerbaar_object_identificatie"].to_numpy(),
            "link_method": "key",
            "address": address_texts(drawn).to_numpy(),
            "geometry": drawn.geometry.to_numpy(),
            "form": rng.choice(list(NOISE_FORMS), len(drawn), p=list(NOISE_FORMS.values())),
            "is_true": False,
            "observed_on": _days(len(drawn), rng),
        }
    )


def _with_doubles(events: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    again = events[rng.uniform(size=len(events)) < DOUBLE_SHARE]
    later = pd.to_timedelta(rng.integers(0, 21, len(again)), unit="D")
    last = pd.Timestamp(REFERENCE_DATE) - pd.Timedelta(days=1)
    dates = again["observed_on"] + later
    again = again.assign(observed_on=dates.where(dates < last, last))
    return pd.concat([events, again], ignore_index=True)


def _described(events: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Give every signal its category, source and reliability; only these tell a reader how sure it is."""
    shares = np.array([RELIABILITY[bool(value)] for value in (False, True)])[events["is_true"].astype(int)]
    position = (rng.uniform(size=(len(events), 1)) >= np.cumsum(shares, axis=1)).sum(axis=1).clip(max=2)
    reliability = np.array(["A", "B", "C"])[position]
    words = read_table("signal_words")
    categories = {
        form: rng.choice(group["category"].to_numpy(str), len(events), p=group["weight"] / group["weight"].sum())
        for form, group in words.groupby("form")
    }
    sources = {
        letter: rng.choice(list(shares), len(events), p=list(shares.values())) for letter, shares in SOURCES.items()
    }
    category = np.select([events["form"] == form for form in categories], list(categories.values()), "")
    source = np.select([reliability == letter for letter in sources], list(sources.values()), "")
    note = pd.Series(rng.choice(NOTES, len(events))).where(rng.uniform(size=len(events)) < NOTE_SHARE)
    return events.assign(reliability=reliability, category=category, source_type=source, note=note.to_numpy())
