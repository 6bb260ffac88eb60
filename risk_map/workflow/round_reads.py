"""Read rounds: for a planner all of them, for an inspector the route list of their own, never with a score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from risk_map.domain.cases import APPROVED, DRAFT, ISSUED
from risk_map.domain.location import LOCATION_TYPES, labels
from risk_map.errors import PermissionDeniedError
from risk_map.governance.matrix import Scope
from risk_map.governance.permissions import scope_of, use_case, who_may
from risk_map.store import schema
from risk_map.store.audit import COUNTED
from risk_map.store.ledger import current
from risk_map.store.ledger_states import frozen_locations, round_states, stops
from risk_map.workflow.lapsed import lapse_words, lapsed_stops
from risk_map.workflow.places import register_of
from risk_map.workflow.reach import reach_of
from risk_map.workflow.round_rules import broken_rules
from risk_map.workflow.stop_times import times_of
from risk_map.workflow.store import looking

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.store.ledger import ReadTx
    from risk_map.workflow.reach import Reach

STOP_COLUMNS: Final = ["round_id", "position", "planned_at", "location_id", "team_id"]
PLANNER_COLUMNS: Final = [*STOP_COLUMNS, "home", "origin", "decision_id"]
"""An inspector does not see why a place was chosen: the visit is the same for all."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """Rounds that a subject may see.

    Parameters
    ----------
    rounds
        Index ``round_id``, by day: ``name``, ``on_date``, ``gemeentecode`` (missing: shared), ``state``.
    teams
        Index ``team_id``: ``round_id``, ``name``, ``members``, ``shift_start``, ``shift_end``, ``partners``.
    stops
        Index ``stop_id``, in order: ``round_id``, ``position``, ``planned_at``, ``address``, ``type_label`` and more.
    broken
        Of one round that may still go, for who plans it: a Dutch sentence for each frozen place, and for each rule that
        it breaks.
    lapse
        Of one round, while the model is off: a Dutch sentence about the visits that lapse; an inspector does not see
        those. Empty when there are none.
    """

    rounds: pd.DataFrame
    teams: pd.DataFrame
    stops: pd.DataFrame
    broken: tuple[str, ...] = ()
    lapse: str = ""


@use_case("read_round")
def read_round(
    subject: Subject, config: Config, now: datetime, *, round_id: str | None = None, reason: str = ""
) -> Rounds:
    """Read one round with its route list, or all rounds without.

    Parameters
    ----------
    subject, now, reason
        Who, when, and why for the roles that have to say so.
    config
        Says where the data are.
    round_id
        Which one; absent: all that the subject may see.

    Raises
    ------
    PermissionDeniedError
        When the role sees no rounds, gave no reason, or may not see this one; the same when there is none.
    """
    with looking(subject, config, "read_round", now) as look:
        reach = reach_of(look.tx, subject, config, now)
        rounds = _seen(subject, "read_round", _all_rounds(look.tx), reach, reason)
        if round_id is not None:
            if round_id not in rounds.index:
                raise PermissionDeniedError(who_may("read_round"))
            rounds = rounds.loc[[round_id]]
        look.saw(schema.inspection_round.name, rounds.index)
        teams = look.tx.frame(current(schema.round_team, round_id=list(rounds.index))).set_index("id")
        planned = _stops(look.tx, config, [round_id] if round_id else [])
        inspects = scope_of(subject, "read_round", reason=reason) is Scope.OWN_ROUND
        lapsed = [stop["id"] for stop in lapsed_stops(look.tx, round_id)] if round_id else []
        planned = planned.drop(index=lapsed) if inspects else planned
        look.saw("locatie", planned["location_id"])
        goes = round_id is not None and rounds.loc[round_id, "state"] in {DRAFT, APPROVED, ISSUED}
        broken: tuple[str, ...] = ()
        if round_id and goes and not inspects:
            broken = (*_frozen_words(look.tx, planned), *broken_rules(look.tx, config, round_id))
    columns = STOP_COLUMNS if inspects else PLANNER_COLUMNS
    return Rounds(
        rounds=rounds,
        teams=teams[["round_id", "name", "members", "shift_start", "shift_end", "partners"]].rename_axis("team_id"),
        stops=planned[[*columns, "address", "type_label"]],
        broken=broken,
        lapse=lapse_words(len(lapsed)),
    )


@use_case("list_rounds")
def list_rounds(subject: Subject, config: Config, now: datetime) -> pd.DataFrame:
    """Give the rounds that a subject may see, without a team and without a place; the log says so in one row.

    Returns
    -------
    pd.DataFrame
        Index ``round_id``, by day: ``name``, ``on_date``, ``gemeentecode`` (missing: shared), ``state``.

    Raises
    ------
    PermissionDeniedError
        When the role may not.
    """
    with looking(subject, config, "list_rounds", now) as look:
        reach = reach_of(look.tx, subject, config, now)
        look.saw(schema.inspection_round.name, [COUNTED])
        return _seen(subject, "list_rounds", _all_rounds(look.tx), reach)


def _all_rounds(tx: ReadTx) -> pd.DataFrame:
    rows = tx.frame(current(schema.inspection_round)).set_index("id").rename_axis("round_id")
    states = pd.Series(round_states(tx), dtype="object")
    rows = rows.assign(state=states.reindex(rows.index)).sort_values(["on_date", "seq"])
    return rows[["name", "on_date", "gemeentecode", "state"]]


def _seen(subject: Subject, name: str, rounds: pd.DataFrame, reach: Reach, reason: str = "") -> pd.DataFrame:
    scope = scope_of(subject, name, reason=reason)
    shared = rounds["gemeentecode"].isna().to_numpy()
    kept = {
        Scope.ALWAYS: np.ones(len(rounds), dtype=bool),
        Scope.OWN: (rounds["gemeentecode"] == subject.municipality).to_numpy(),
        Scope.SHARED: shared | reach.everything,
        Scope.OWN_ROUND: rounds.index.isin(reach.own_rounds),
    }
    return rounds.loc[kept[scope]]


def _frozen_words(tx: ReadTx, planned: pd.DataFrame) -> Iterator[str]:
    frozen = planned[planned["location_id"].isin(frozen_locations(tx)).to_numpy()]
    for position, location_id in zip(frozen["position"], frozen["location_id"], strict=True):
        yield f"Bezoek {position} ({location_id}) is bevroren. Haal het uit de ronde."


def _stops(tx: ReadTx, config: Config, rounds: list[str]) -> pd.DataFrame:
    planned = stops(tx, round_id=rounds)
    times = times_of(tx, planned)
    rows = pd.DataFrame(planned, columns=list(schema.round_stop.c.keys()))
    rows = rows.assign(planned_at=pd.Series([times[name].begins_at for name in rows["id"]], dtype="object"))
    places = register_of(config)[["address", "location_type"]]
    found = rows.set_index("id").rename_axis("stop_id").join(places, on="location_id")
    return found.assign(type_label=found["location_type"].map(labels(LOCATION_TYPES)))
