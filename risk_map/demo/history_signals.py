"""What became of the signals of the demonstration region: reported, assessed, some enriched, forwarded, closed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from risk_map.demo.history_entries import END, Entry, at_hour, until_end
from risk_map.demo.history_people import REGION, attention_officer, inspector
from risk_map.demo.history_region import OBJECT, RegionFacts, plain
from risk_map.domain.inspection import NO_FINDING, NOT_VISITED
from risk_map.store import schema

if TYPE_CHECKING:
    from datetime import date, datetime

    from risk_map.domain.subject import Subject

ENRICHED_SHARE: Final = 0.15
FORWARDED_SHARE: Final = 0.3
"""Of the signals with reliability A or B."""

UNFOUNDED_SHARE: Final = 0.5
"""Of the weak signals that a visit without finding followed."""

CLOSED_UNSEEN_SHARE: Final = 0.6
UNSEEN_DAYS: Final = 270
"""A signal that no visit followed is closed after so many days, by this share."""

ASSESSED_DAYS: Final = 2
"""Report and assessment both lie within so many days of the day on which something was seen."""

FOLLOWED_DAYS: Final = (7, 75)
"""A visit that a signal led to comes so many days after it."""

PARTNER_OF: Final = {
    "arbeid": "arbeidsinspectie",
    "seksueel": "politie_avim",
    "crimineel": "politie_basisteam",
    "orgaan": "politie_avim",
}
NOTES: Final = (
    "naastgelegen pand heeft dezelfde ingang",
    "ook gezien door een tweede toezichthouder",
    "achteringang aan het pad was open",
)
NOT_OF_A_FRAME: Final = {"seq", "id", "recorded_at", "actor", "actor_role", "corrects"}
SIGNAL_COLUMNS: Final = tuple(column.name for column in schema.signal.c if column.name not in NOT_OF_A_FRAME)


def report_signals(region: RegionFacts) -> list[Entry]:
    """Make what people did with every signal."""
    lots = region.dice("signals").uniform(size=(len(region.signals), 6)).tolist()
    # A signal that led to a second visit stays open until then: nobody goes on a signal that was closed.
    endings = _first_visits(region) | _visits_led_to(region)
    entries: list[Entry] = []
    for row, lot in zip(region.signals.reset_index().to_dict("records"), lots, strict=True):
        values = plain(row)
        entries += _story(values, lot, endings.get(values["id"]))
    return until_end(entries)


def leading_signal(region: RegionFacts, visit: dict[str, Any]) -> str | None:
    """Give the signal that led to a visit: the last one at its object that lies early enough."""
    first, last = (pd.Timestamp(visit["visited_on"]) - timedelta(days=days) for days in reversed(FOLLOWED_DAYS))
    signals = region.signals
    fits = (signals[OBJECT] == visit[OBJECT]) & signals["observed_on"].between(first, last)
    found = signals.index[fits.fillna(value=False)]
    return str(found[-1]) if len(found) else None


def officer_of(town: str | None) -> Subject:
    """Give who handles the signals of a municipality; of a place that is not linked yet, the region does."""
    return attention_officer(town) if town else REGION


def _first_visits(region: RegionFacts) -> dict[str, tuple[date, str]]:
    """Give per signal the first real visit at its object since: day and result."""
    real = region.visits[region.visits["result"] != NOT_VISITED].reset_index()[[OBJECT, "visited_on", "result"]]
    seen = region.signals.reset_index()[["id", OBJECT, "observed_on"]].dropna()
    pairs = seen.merge(real, on=OBJECT)
    since = pairs[pairs["visited_on"] > pairs["observed_on"]].sort_values("visited_on").drop_duplicates("id")
    rows = (plain(row) for row in since.to_dict("records"))
    return {row["id"]: (row["visited_on"], row["result"]) for row in rows}


def _visits_led_to(region: RegionFacts) -> dict[str, tuple[date, str]]:
    """Give per signal the last real visit that it led to: day and result."""
    real = region.visits[(region.visits["visit_reason"] == "signaal") & (region.visits["result"] != NOT_VISITED)]
    visits = [plain(row) for row in real.to_dict("records")]
    led = ((leading_signal(region, visit), (visit["visited_on"], visit["result"])) for visit in visits)
    return {signal_id: visit for signal_id, visit in led if signal_id is not None}


def _story(values: dict[str, Any], lot: list[float], visit: tuple[date, str] | None) -> list[Entry]:
    signal_id: str = values["id"]
    day, town, officer = values["observed_on"], values["gemeentecode"], officer_of(values["gemeentecode"])
    reporter = inspector(town, 1 + int(lot[5] * 3)) if town and values["source_type"] == "boa" else officer
    reported = day + timedelta(days=round(lot[0] * 0.8))
    assessed = day + timedelta(days=ASSESSED_DAYS)
    row = {"id": signal_id, **{name: values[name] for name in SIGNAL_COLUMNS}}
    at = min(at_hour(reported, 10 + 10 * lot[1]), END - timedelta(hours=1))
    entries = [Entry(at, reporter, "add_signal", ((schema.signal, row),))]
    if lot[2] < ENRICHED_SHARE:
        step = {"kind": "verrijkt", "note": NOTES[int(lot[0] * len(NOTES))]}
        entries.append(_step(signal_id, "enrich_signal", at_hour(assessed, 9), officer, step))
    step = {"kind": "beoordeeld", "reliability": values["reliability"]}
    entries.append(_step(signal_id, "assess_signal", at_hour(assessed, 10 + 6 * lot[1]), officer, step))
    forwarded = values["reliability"] != "C" and lot[3] < FORWARDED_SHARE
    if forwarded:
        reference = f"{day:%Y}-{signal_id.removeprefix('SIG-')}"
        step = {"kind": "doorgezet", "organisation": PARTNER_OF[values["form"]], "reference": reference}
        entries.append(_step(signal_id, "forward_signal", at_hour(assessed, 17), officer, step))
    if ending := _ending(values, lot, visit, forwarded=forwarded):
        closed_on, outcome = ending
        step = {"kind": "gesloten", "outcome": outcome}
        entries.append(_step(signal_id, "close_signal", at_hour(closed_on, 11), officer, step))
    return entries


def _ending(
    values: dict[str, Any], lot: list[float], visit: tuple[date, str] | None, *, forwarded: bool
) -> tuple[date, str] | None:
    if visit is not None:
        day, result = visit
        weak = values["reliability"] == "C" and lot[4] < UNFOUNDED_SHARE
        without = "ongegrond" if weak else "onvoldoende"
        return day + timedelta(days=5), without if result == NO_FINDING else "gegrond"
    if lot[4] < CLOSED_UNSEEN_SHARE:
        return values["observed_on"] + timedelta(days=UNSEEN_DAYS), "overgedragen" if forwarded else "onvoldoende"
    return None


def _step(signal_id: str, action: str, at: datetime, who: Subject, step: dict[str, Any]) -> Entry:
    row = {"id": f"{signal_id}-{step['kind']}", "signal_id": signal_id, **step}
    return Entry(at, who, action, ((schema.signal_event, row),))
