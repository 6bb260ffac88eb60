"""What stands in the way of a plan in a file: its rules, its draw, and what the store and the register say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from risk_map.domain.cases import IN_ROUND
from risk_map.domain.draw import draw_order
from risk_map.planning.constraints import check
from risk_map.planning.sampling import drawn_in
from risk_map.store import schema
from risk_map.store.ledger_states import frozen_locations, is_model_on
from risk_map.workflow.identity import is_fictional
from risk_map.workflow.places import register_of
from risk_map.workflow.plan_rows import units_of
from risk_map.workflow.plan_truth import untrue_roads, untrue_visits
from risk_map.workflow.planning_draw import with_least_share
from risk_map.workflow.planning_shifts import shift_fault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import pandas as pd

    from risk_map.config import Config
    from risk_map.reporting.plan_file import StoredPlan
    from risk_map.store.ledger import ReadTx

BROKEN: Final = "Dit plan houdt zich niet aan een regel:"

KEEP_FIRST: Final = (
    "Over wat in dit plan is geloot, is nog niet besloten. Bewaar het plan eerst als ronde (risk-map plan-keep): dan "
    "wordt dat vastgelegd. Als een ander de ronde heeft goedgekeurd, drukt u haar af."
)

ROUNDING_M: Final = 1.0
"""A point in a file is rounded; further away it is another place."""


def broken_by(config: Config, stored: StoredPlan) -> Iterator[str]:
    """Give one Dutch sentence for each rule that a plan breaks.

    Parameters
    ----------
    config
        Says which share of the visits is drawn.
    stored
        The plan.
    """
    for each in check(with_least_share(stored.problem, config), stored.plan):
        yield f"{BROKEN} {each.text}"
    for team in stored.problem.teams:
        if fault := shift_fault(team.shift_start_s, team.shift_end_s):
            yield f"{BROKEN} {team.name}: {fault[:1].lower()}{fault[1:]}"
    if not stored.plan.location_ids:
        yield "In dit plan gaat geen team ergens heen."


def forged(config: Config, stored: StoredPlan) -> Iterator[str]:
    """Give one Dutch sentence for a draw that is none, and for each place, visit or road that is not what it is now.

    Parameters
    ----------
    config
        Says where register and roads are, and how places are visited.
    stored
        The plan; it breaks no rule.
    """
    register = register_of(config)
    if _is_other_draw(stored, register):
        yield "De loting in dit plan klopt niet; maak het plan opnieuw."
    strange = [name for name in stored.plan.location_ids if _is_other_place(stored, name, register)]
    yield from (
        f"{name}: de locatie in het plan is niet die van het register; maak het plan opnieuw." for name in strange
    )
    if not strange:
        yield from untrue_visits(config, stored, register)
        yield from untrue_roads(config, stored)


def faults(config: Config, stored: StoredPlan) -> tuple[str, ...]:
    """Give what is wrong with a plan by itself: the rules that it breaks, or else a draw or a place that cannot be."""
    return tuple(broken_by(config, stored)) or tuple(forged(config, stored))


def obstacles(tx: ReadTx, config: Config, stored: StoredPlan, *, drawn_too: bool = True) -> Iterator[str]:
    """Give one Dutch sentence for each thing in the store because of which a plan is not printed.

    Parameters
    ----------
    tx
        A transaction.
    config
        Says where the register is, and whether anything in it exists.
    stored
        The plan.
    drawn_too
        Whether a place that was drawn needs its decision by now: one is recorded when the plan becomes a round. Where
        nothing exists it never does, so that a plan of the demonstration is printed without a round.
    """
    names, register = list(locations_of(stored)), register_of(config)
    homes = set(register.index[register["home"]])
    drawn = drawn_in(stored.problem)
    excused = set() if drawn_too and not is_fictional(config) else drawn - homes
    undecided = set(names) - excused - _decided(tx, names)
    # A drawn place is named to nobody: its decision comes with the round.
    if chosen := undecided - (drawn - homes):
        places = "1 locatie" if len(chosen) == 1 else f"{len(chosen)} locaties"
        named = ", ".join(sorted(chosen))
        yield f"Over {places} in dit plan is nog niet besloten ({named}); besluit eerst over elke locatie apart."
    elif undecided:
        yield KEEP_FIRST
    yield from resting(tx, stored)
    frozen = set(frozen_locations(tx))
    yield from (
        f"{name}: de locatie is bevroren; maak het plan opnieuw zonder haar." for name in names if name in frozen
    )


def resting(tx: ReadTx, stored: StoredPlan) -> Iterator[str]:
    """Say in Dutch how many visits of a plan rest on a model that is off; nothing while it is on.

    Parameters
    ----------
    tx
        A transaction.
    stored
        The plan.
    """
    if is_model_on(tx):
        return
    if count := len(set(locations_of(stored)) - _without_model(tx, stored)):
        visits = "1 bezoek in dit plan rust" if count == 1 else f"{count} bezoeken in dit plan rusten"
        yield f"Het model staat uit, en {visits} erop; maak het plan opnieuw."


def locations_of(stored: StoredPlan) -> Iterator[str]:
    """Give every location that a plan visits, each unit at an address too."""
    known = {item.location_id for item in stored.problem.candidates}
    for name in stored.plan.location_ids:
        yield from units_of(stored, name) if name in known else (name,)


def _is_other_draw(stored: StoredPlan, register: pd.DataFrame) -> bool:
    """Say whether random visits do not follow from the draw in the plan, or a home was drawn."""
    draw, drawn = stored.meta.draw, drawn_in(stored.problem)
    picks = () if draw is None else draw.picks
    ordered = draw is None or draw_order(picks, draw.seed) == list(picks)
    return not drawn <= set(picks) or not ordered or bool(set(picks) & set(register.index[register["home"]]))


def _is_other_place(stored: StoredPlan, location_id: str, register: pd.DataFrame) -> bool:
    """Say whether a place is of another type, or somewhere else, than the plan was made for."""
    units, towns = list(units_of(stored, location_id)), stored.meta.municipalities
    item = stored.problem.candidate(location_id)
    own = location_id in units and len(set(units)) == len(units)
    # Of a place elsewhere nobody learns what is there.
    if not own or not set(units) <= set(register.index) or (towns and item.municipality not in towns):
        return True
    rows = register.loc[units]
    away = np.hypot(*(rows[["x", "y"]].to_numpy(dtype=np.float64) - stored.meta.points[item.place]).T)
    same_kind = rows.loc[location_id, "location_type"] == item.location_type
    return not same_kind or bool((rows["gemeentecode"] != item.municipality).any() or not (away <= ROUNDING_M).all())


def _without_model(tx: ReadTx, stored: StoredPlan) -> set[str]:
    """Give the locations of a plan that are there by a signal or the draw."""
    drawn = {unit for item in stored.problem.candidates if item.drawn for unit in (item.location_id, *item.units)}
    newest_of = {row["location_id"]: row for row in tx.current(schema.decision, location_id=list(locations_of(stored)))}
    return drawn | {name for name, row in newest_of.items() if row["signal_id"] is not None}


def _decided(tx: ReadTx, location_ids: Collection[str]) -> set[str]:
    """Give the locations whose newest decision lets them into a round; for a home a second person confirmed it."""
    newest_of = {row["location_id"]: row for row in tx.current(schema.decision, location_id=list(location_ids))}
    confirmed = {row["decision_id"] for row in tx.current(schema.confirmation)}
    return {
        name
        for name, row in newest_of.items()
        if row["verdict"] == IN_ROUND and (not row["home"] or row["id"] in confirmed)
    }
