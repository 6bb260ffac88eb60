"""Indicators about what was seen at and around a place: signals, visits, and how long ago the last visit was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from risk_map.domain.inspection import ANSWERS_SEEN, CHECKS, NO_FINDING
from risk_map.domain.location import SIGNAL_CATEGORIES, SOURCE_TYPES, labels
from risk_map.domain.notation import DAYS_PER_YEAR
from risk_map.scoring.evidence import NO_FORM
from risk_map.scoring.indicator import LONG_AGO, LOWERS, RAISES, Facts, Indicator, make_facts, take_facts
from risk_map.scoring.matching import match
from risk_map.scoring.names import Names
from risk_map.scoring.weights import FORM_COLUMNS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from risk_map.scoring.places import Places

VISITS: Final = "controles"


def _form_columns(forms: pd.Series) -> NDArray[np.int8]:
    codes, different = pd.factorize(forms)
    # A missing form has code -1: the last column.
    return np.array([*(FORM_COLUMNS[form] for form in different), NO_FORM], dtype="int8")[codes]


def _clean_visits_after(pairs: pd.DataFrame, places: Places) -> NDArray[np.float64]:
    """Count the visits without a finding to the same location after each signal."""
    visits = places.visits_here
    clean = visits[visits["result"] == NO_FINDING]
    pair, visit = match(pairs["location"].to_numpy(), clean["location"].to_numpy())
    seen = places.signals["observed_on"].to_numpy()[pairs["signal"]]
    after = clean["visited_on"].to_numpy()[visit] > seen[pair]
    return np.bincount(pair[after], minlength=len(pairs)).astype("float64")


def _signal_facts(pairs: pd.DataFrame, places: Places, **more: object) -> Facts:
    signals = places.signals
    count = len(signals)
    kind, reliability = (Names.of(signals[name], count) for name in ("source_type", "reliability"))
    once = make_facts(
        np.arange(count),
        severity=Names.of(signals["category"], count).renamed("signaal.{}"),
        date=signals["observed_on"],
        source=kind.renamed("{}, betrouwbaarheid ", labels(SOURCE_TYPES)).joined(reliability),
        reliability=reliability.renamed("betrouwbaarheid.{}"),
        half_life="halfwaarde.signaal",
        form=_form_columns(signals["form"]),
    )
    return take_facts(once, pairs["signal"].to_numpy(), location=pairs["location"].to_numpy(), **more)


def signals_here(places: Places) -> Facts:
    """Find the signals at the object of each location; a later visit without a finding takes the edge off."""
    pairs = places.signals_here
    return _signal_facts(pairs, places, cleared=_clean_visits_after(pairs, places))


def signals_near(places: Places) -> Facts:
    """Find the signals at other objects within the radius, weighted by distance with a biweight kernel.

    Notes
    -----
    ``(1 - (d / radius)^2)^2``: 1 at the object, 0 at the radius (Silverman 1986, section 4.2).
    """
    pairs = places.signals_near
    distance_m = pairs["distance_m"].to_numpy(dtype="float64")
    scale = np.square(1.0 - np.square(distance_m / places.params.nearby_radius_m))
    return _signal_facts(pairs, places, scale=scale, amount=distance_m)


def visits_here(places: Places) -> Facts:
    """Find the results of visits: a finding raises, a visit without a finding lowers; both fade."""
    visits = places.visits_here
    seen = visits[[check.code for check in CHECKS]].isin(ANSWERS_SEEN).sum(axis=1)
    return make_facts(
        visits["location"].to_numpy(),
        severity=Names.of(visits["result"], len(visits)).renamed("controle.{}"),
        sign=np.where(visits["result"] == NO_FINDING, LOWERS, RAISES),
        date=visits["visited_on"].to_numpy(),
        source=VISITS,
        half_life="halfwaarde.controle",
        form=_form_columns(visits["form"]),
        amount=seen.to_numpy(dtype="float64"),
    )


def last_visits(places: Places) -> pd.Series:
    """Give the day of the last visit per position of a location; missing when there was none."""
    last = places.visits_here.groupby("location")["visited_on"].max()
    return last.reindex(places.locations.index)


def years_since_visit(places: Places) -> Facts:
    """Find how long each location has gone without a visit; never visited counts as the cap."""
    last = last_visits(places)[places.scored]
    now = pd.Timestamp(places.today)
    years = (now - last).dt.days / DAYS_PER_YEAR
    cap = places.params.visit_cap_years
    return make_facts(
        last.index.to_numpy(),
        severity=np.where(last.isna(), "bezoek.nooit", "bezoek.lang_geleden"),
        date=last.fillna(now).to_numpy(),
        source=VISITS,
        scale=(years.fillna(cap).clip(0, cap) / cap).to_numpy(),
        amount=years.to_numpy(),
    )


_WHAT: Final = labels(SIGNAL_CATEGORIES)

SIGNALS: Final = Indicator(
    "signalen",
    "signalen op dit adres",
    "signalen",
    "signalen",
    signals_here,
    {f"signaal.{code}": f"Signaal: {label}." for code, label in _WHAT.items()},
)
NEARBY: Final = Indicator(
    "nabij",
    "signalen in de buurt",
    "nabij",
    "signalen",
    signals_near,
    {f"signaal.{code}": f"Signaal op {{amount:.0f}} m afstand: {label}." for code, label in _WHAT.items()},
)
VISIT_RESULTS: Final = Indicator(
    "controles",
    "uitkomsten van controles",
    "handhaving",
    "controles",
    visits_here,
    {
        "controle.geen_bevinding": "Controle zonder bevinding.",
        "controle.bevinding": "Controle met een bevinding: {amount:.0f} van de 12 punten van de lijst gezien of "
        "verteld.",
        "controle.ernstige_bevinding": "Controle met een ernstige bevinding: {amount:.0f} van de 12 punten van de "
        "lijst gezien of verteld.",
    },
)
SINCE_VISIT: Final = Indicator(
    "bezoek",
    "tijd sinds de laatste controle",
    "bezoek",
    "controles",
    years_since_visit,
    {
        "bezoek.nooit": "Geen eerdere controle bekend.",
        "bezoek.lang_geleden": f"De laatste controle is {{{LONG_AGO}}}.",
    },
)
