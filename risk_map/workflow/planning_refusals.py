"""What keeps a round from being planned, said before and after the search in one Dutch sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from risk_map.errors import ConflictError, InputError, TakenError
from risk_map.planning.conflict import find_conflict
from risk_map.planning.constraints import check
from risk_map.planning.quota_conflict import find_quota_conflict
from risk_map.planning.rules_round import Mandatory
from risk_map.planning.sampling import is_possible
from risk_map.store import schema
from risk_map.workflow.taken import taken

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from risk_map.config import Config
    from risk_map.planning.plan import Plan
    from risk_map.planning.problem import Candidate, RoundProblem
    from risk_map.store.ledger import ReadTx
    from risk_map.workflow.planning_request import RoundRequest


def refuse_taken(tx: ReadTx, config: Config, request: RoundRequest, towns: Collection[str], today: date) -> None:
    """Refuse what was asked for, or is in the plan to go on from, and is in a round already, with ``TakenError``.

    Parameters
    ----------
    tx
        A transaction.
    config
        Says where the register is.
    request
        What is asked.
    towns
        Municipalities of the round.
    today
        Rounds of before it do not count.
    """
    claims = [row for row in tx.all(schema.stop_claim) if row["on_date"] >= today]
    if told := tuple(taken(tx, config, claims, request.expected, towns)):
        raise TakenError(" ".join(told))


def refuse_strangers(request: RoundRequest, candidates: tuple[Candidate, ...]) -> None:
    """Refuse what was asked of, or agreed about, a location that does not take part, with ``InputError``."""
    agreed = {name for name, _ in request.not_before} | {name for pair in request.apart for name in pair}
    stops = {item.location_id for item in candidates}
    units = {unit for item in candidates for unit in item.units}
    if strange := sorted((request.asked - stops) | (agreed - stops - units)):
        message = f"Locatie {strange[0]} doet niet mee: zij ligt buiten het gekozen gebied, of zit al in een ronde."
        raise InputError(message)


def refuse_quotas(problem: RoundProblem, *, undecided: bool) -> None:
    """Refuse quotas that cannot hold together, with ``ConflictError``.

    Parameters
    ----------
    problem
        The round.
    undecided
        Whether those without a decision count as well, because some of them may be drawn.
    """
    if not problem.rules.quotas:
        return
    items = (replace(item, decided=True) if undecided else item for item in problem.candidates)
    conflict = find_quota_conflict(problem, [item for item in items if is_possible(problem, item)])
    if conflict is not None:
        raise ConflictError(conflict.text)


def refuse_broken(problem: RoundProblem, plan: Plan) -> None:
    """Refuse a plan that does not keep to every rule, with ``ConflictError``; visits that clash are named."""
    broken = check(problem, plan)
    if not broken:
        return
    conflict = find_conflict(problem)
    # Which visits that must be are missing then, is a choice of the search.
    others = [each.text for each in broken if conflict is None or each.rule != Mandatory().key]
    said = dict.fromkeys(([conflict.text] if conflict else []) + others)
    raise ConflictError(f"Er is geen ronde gevonden die zich aan alle regels houdt: {' '.join(list(said)[:4])}")
