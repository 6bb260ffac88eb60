"""What a round may be planned from: the places that somebody decided to visit, with why; and who may go."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import pandas as pd

from risk_map.domain.location import LOCATION_TYPES, labels
from risk_map.domain.subject import Role
from risk_map.governance.permissions import use_case
from risk_map.store import schema
from risk_map.store.audit import LOCATION
from risk_map.store.ledger import current
from risk_map.store.ledger_states import frozen_locations
from risk_map.workflow.clock import local_day
from risk_map.workflow.open_decisions import open_decisions
from risk_map.workflow.origins import DRAWN
from risk_map.workflow.planning_places import gather_places, towns_of
from risk_map.workflow.reach import authorise_towns, reach_of
from risk_map.workflow.score import check_form
from risk_map.workflow.snapshot import read_snapshot
from risk_map.workflow.store import looking

if TYPE_CHECKING:
    from datetime import datetime

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.store.ledger import ReadTx
    from risk_map.workflow.planning_request import Area

COLUMNS: Final = [
    "address", "municipality", "type_label", "last_visit", "decided_on", "reason_for", "reason_against", "frozen",
]  # fmt: skip

CHOSEN_BEFORE: Final = "gekozen voor een eerdere ronde"
"""What is said of a place that was drawn, and where nobody got in: no list says who was drawn."""


@dataclass(frozen=True, slots=True)
class RoundCandidates:
    """Places that a round may be planned from.

    Parameters
    ----------
    ready
        Index ``location_id``, by address: ``address``, ``municipality``, ``type_label``, ``last_visit`` and
        ``decided_on`` (dates; missing when never), ``reason_for``, ``reason_against``, ``frozen``. No figure of the
        model, and no order by one.
    waiting
        How many places are worth a visit like those, and wait for a decision.
    """

    ready: pd.DataFrame = field(repr=False)
    waiting: int


@use_case("see_candidates")
def see_candidates(subject: Subject, config: Config, area: Area, form: str, now: datetime) -> RoundCandidates:
    """Give the places that were decided on and wait for a round, with the reasons that somebody wrote down.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the data are.
    area
        Which places take part.
    form
        Form of exploitation of which the score counts for how many wait.

    Raises
    ------
    PermissionDeniedError
        When the subject may not plan a round there.
    InputError
        When a municipality or the form does not exist.
    """
    check_form(form)
    towns = towns_of(subject, config, area)
    snapshot = read_snapshot(config, local_day(now))
    with looking(subject, config, "see_candidates", now) as look:
        authorise_towns(subject, "see_candidates", towns, reach_of(look.tx, subject, config, now))
        places = gather_places(look.tx, config, snapshot, replace(area, municipalities=towns), form)
        ready = places.stops[places.stops["decided"]]
        look.saw(LOCATION, ready.index)
        told = ready.join(_reasons(look.tx))
        told = told.assign(frozen=told.index.isin(frozen_locations(look.tx)))
    told["type_label"] = told["location_type"].map(labels(LOCATION_TYPES))
    told["last_visit"] = pd.to_datetime(told["last_visit"]).dt.date
    return RoundCandidates(told[COLUMNS].sort_values(["municipality", "address"], kind="stable"), places.waiting)


@use_case("list_inspectors")
def list_inspectors(
    subject: Subject, config: Config, municipalities: tuple[str, ...], now: datetime
) -> tuple[str, ...]:
    """Give the login names of the inspectors of some municipalities: who can be asked to go.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the store is.
    municipalities
        Codes.

    Raises
    ------
    PermissionDeniedError
        When the subject may not make up a round there.
    """
    with looking(subject, config, "list_inspectors", now) as look:
        authorise_towns(subject, "list_inspectors", municipalities, reach_of(look.tx, subject, config, now))
        rows = look.tx.current(schema.role_grant, role=Role.BOA.value, gemeentecode=list(municipalities))
    granted = {row["subject_id"]: row["granted"] for row in rows}
    return tuple(sorted(name for name, holds in granted.items() if holds))


def _reasons(tx: ReadTx) -> pd.DataFrame:
    decisions = tx.frame(current(schema.decision)).set_index("id")
    known = open_decisions(tx)
    told = decisions.loc[known["decision_id"], ["recorded_at", "reason_for", "reason_against"]]
    told.loc[told.index.isin(_drawn_before(tx)), "reason_for"] = CHOSEN_BEFORE
    days = pd.to_datetime(told["recorded_at"], utc=True).dt.tz_convert("Europe/Amsterdam").dt.date
    return told.assign(decided_on=days).set_index(known.index).drop(columns="recorded_at")


def _drawn_before(tx: ReadTx) -> set[str]:
    """Give the decisions about places that were drawn for a round, and where nobody got in."""
    return {row["decision_id"] for row in tx.all(schema.round_stop, origin=DRAWN)}
